"""What earlier releases meant by arguments that took more than today: several choices, a color by name, a side of 1."""

from __future__ import annotations

from typing import Any

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


@changed()
def sides_from_three(given: Arguments, release: Release) -> None:
    """A side below 3 changed next to nothing, and 2.0.8 takes it for 3."""
    value: Any = given.get("blur_limit")
    ends = [*value] if type(value) in (list, tuple) else [value]
    if any(type(end) is int and end < 3 for end in ends):
        raised = [max(end, 3) if type(end) is int else end for end in ends]
        given["blur_limit"] = raised if len(ends) > 1 else raised[0]
