"""What earlier releases of Albumentations meant by arguments that took more than today's.

Several choices, a color by name, a side of 1, and numbers in the units of the image, of bytes or of floats on [0, 1]: a
transform is built before it sees an image, and the numbers tell which. Boundaries were found by running the releases.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

from .errors import short_repr
from .meanings import even, is_pair
from .rules import Arguments, Release, Untranslatable, changed

_SHARE = "(sqrt(low) / 255, sqrt(high) / 255) for bytes, (sqrt(low), sqrt(high)) for floats"
RELATIVE_SINCE: Release = (1, 4, 19)
"""The first release that may have read shifts as shares of white, whatever the image's dtype."""
CUT_SINCE: Release = (1, 4, 0)
"""The first release that cut shifts of bytes towards 0; before they were rounded down."""
RGB = ("r_shift_limit", "g_shift_limit", "b_shift_limit")
USUAL_RGB = 20
OF_NOTE = 10
"""Shifts below so many levels are half a level weaker when they are cut, which is more than a twentieth."""
SATURATION_AND_VALUE = ("sat_shift_limit", "val_shift_limit")
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


def ends_of(value: Any) -> list[float] | None:
    """The two ends of a number or span; None for what is neither."""
    ends = even(value) if is_pair(value) or isinstance(value, (int, float)) else []
    numbers = all(isinstance(end, (int, float)) and not isinstance(end, bool) for end in ends)
    return ends if numbers and len(ends) == 2 else None


def _most(*values: Any) -> float | None:
    """The largest magnitude in numbers and spans; None where one is neither."""
    ends = [ends_of(value) for value in values]
    return None if None in ends else max(abs(end) for pair in ends if pair is not None for end in pair)


def meant_for_floats(name: str, given: Arguments, release: Release) -> tuple[str, ...]:
    """The arguments of a former call that only mean something in units of a float image."""
    if name == "GaussNoise" and "var_limit" in given:
        most = _most(given["var_limit"])
        return ("var_limit",) if most is not None and 0 < most <= 1 else ()
    if name == "RGBShift" and release < RELATIVE_SINCE:
        most = _most(*(given.get(key, USUAL_RGB) for key in RGB))
        return RGB if most is not None and 0 < most < 1 else ()
    if name == "HueSaturationValue" and release < RELATIVE_SINCE and all(key in given for key in SATURATION_AND_VALUE):
        most = _most(*(given[key] for key in SATURATION_AND_VALUE))
        return SATURATION_AND_VALUE if most is not None and 0 < most <= 1 else ()
    return ()


@changed(var_limit=("std_range", _SHARE), mean=("mean_range", "(mean / 255, mean / 255) for bytes"))
def noise(given: Arguments, release: Release) -> None:
    """Variance and mean were in the image's units, of floats where no variance is above 1; now they are shares."""
    shares_of_white(given, 1 if meant_for_floats("GaussNoise", given, release) else 255)


def shares_of_white(given: Arguments, white: int) -> None:
    """Variance and mean as shares of ``white``."""
    variance, mean = given.pop("var_limit", None), given.pop("mean", None)
    if variance is not None:
        ends = variance if is_pair(variance) else (0, variance)
        if any(end < 0 for end in ends):
            raise Untranslatable(f"var_limit must be >= 0, got {short_repr(variance)}")
        given.setdefault("std_range", [sqrt(end) / white for end in ends])
    if mean is not None:
        given.setdefault("mean_range", [mean / white, mean / white])
        given.setdefault("std_range", [sqrt(10) / 255, sqrt(50) / 255])


@changed(threshold=("threshold_range", "shares of white: threshold / 255 for bytes"))
def threshold(given: Arguments, release: Release) -> None:
    """The threshold was a level of a byte, or of a float image a value up to 1; it is now a share of white."""
    level = given.pop("threshold", None)
    if level is not None:
        ends = level if is_pair(level) else (level, level)
        white = 1 if all(end <= 1 for end in ends) else 255
        given.setdefault("threshold_range", [end / white for end in ends])


@changed()
def levels(given: Arguments, release: Release) -> None:
    """A limit of 1 was one level of bytes and is all of white now; shifts of bytes were rounded down, and are cut."""
    if release < RELATIVE_SINCE and not meant_for_floats("RGBShift", given, release):
        levels_of_bytes(given, release)


def levels_of_bytes(given: Arguments, release: Release) -> None:
    """What shifts meant for bytes before ``RELATIVE_SINCE``: limits that give the whole levels that were drawn."""
    for key in RGB:
        ends = ends_of(given.get(key))
        if ends is None or not any(ends) or max(map(abs, ends)) >= OF_NOTE:
            continue
        if release < CUT_SINCE:
            within = min(ends) < 0 and max(map(abs, ends)) <= 1  # -1 or 0, each as often as rounding down gave it
            ends = [end - 1 if within or end < 0 else end for end in ends]
        if max(map(abs, ends)) <= 1:
            ends = [0, 0]
        if ends != even(given[key]):
            given[key] = ends


@changed()
def float_shifts(given: Arguments, release: Release) -> None:
    """Shifts of float images were in degrees and in shares of white; they are in the steps of bytes now."""
    if not meant_for_floats("HueSaturationValue", given, release):
        return
    for key in SATURATION_AND_VALUE:
        given[key] = [end * 255 for end in even(given[key])]
    if (hue := ends_of(given.get("hue_shift_limit", 20))) is not None:
        given["hue_shift_limit"] = [end / 2 for end in hue]


noise = noise.and_on_bytes(lambda given, release: shares_of_white(given, 255))
levels = levels.and_on_bytes(
    lambda given, release: levels_of_bytes(given, release) if release < RELATIVE_SINCE else None
)
float_shifts = float_shifts.and_on_bytes(lambda given, release: None)
