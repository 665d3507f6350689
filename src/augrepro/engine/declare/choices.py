"""What earlier releases meant by arguments that took several choices, or a color by its name."""

from __future__ import annotations

from .rules import Arguments, Release, Untranslatable, changed

COLORS = {
    "black": (0, 0, 0),
    "blue": (0, 0, 255),
    "gray": (128, 128, 128),
    "green": (0, 128, 0),
    "red": (255, 0, 0),
    "white": (255, 255, 255),
    "yellow": (255, 255, 0),
}


@changed()
def one_spatter(given: Arguments, release: Release) -> None:
    """Files had the modes in a list, one of which was drawn, and the color of each under its name."""
    modes, color = given.get("mode"), given.get("color")
    if isinstance(modes, (list, tuple)):
        if len(modes) != 1:
            words = "one of them was drawn, which today is A.OneOf([A.Spatter(mode='rain'), A.Spatter(mode='mud')])"
            raise Untranslatable(f"mode had several choices: {words}", mode="rain")
        given["mode"] = modes[0]
    if isinstance(color, dict):
        given["color"] = color.get(given.get("mode", "rain"))


@changed()
def named_color(given: Arguments, release: Release) -> None:
    """A text was drawn in a color that Pillow knows by its name."""
    color = given.get("font_color")
    if isinstance(color, str):
        if color not in COLORS:
            raise Untranslatable(f"font_color={color!r} names a color: write its red, green and blue, 0 to 255 each")
        given["font_color"] = COLORS[color]
