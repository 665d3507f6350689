"""Calls that mean what they meant and act otherwise all the same, and how much."""

from __future__ import annotations

from typing import Any

from ..engine.declare.rules import Arguments, Release
from .values import known

SIDES = frozenset(("Blur", "MedianBlur", "MotionBlur"))
MIRRORING = "ElasticTransform GridDistortion OpticalDistortion PadIfNeeded Rotate SafeRotate ShiftScaleRotate"
FILLS = {
    **dict.fromkeys(MIRRORING.split(), ("value", "border_mode", 4)),
    "Affine": ("cval", "mode", 0),
    "CropAndPad": ("pad_cval", "pad_mode", 0),
    "Perspective": ("pad_val", "pad_mode", 0),
}
"""What 1.3 called the fill and the mode of the border, and the mode where none was written."""
FILLED_WHOLE_SINCE: Release = (1, 4, 12)


def other_effects(name: str, given: Arguments, release: Release) -> tuple[str, ...]:
    """What a call of 1.x, in the arguments of then, does otherwise today; the figures are in docs/compat.md."""
    if release >= (2, 0, 0):
        return ()
    found = []
    if name == "MotionBlur" and _is(given, "allow_shifted", False):
        found.append("MotionBlur(allow_shifted=False) blurs about twice as strongly as in 1.3.1, and always does")
    if name == "RandomFog":
        found.append("RandomFog is far denser than in 1.3.1, where many calls changed nothing")
    if name == "GridDistortion" and _is(given, "border_mode", 0) and given.get("value") is not None:
        found.append("GridDistortion fills less of the right edge than in 1.3.1, which filled that column always")
    if name in SIDES and release < (1, 4, 0) and _begins_below_three(given.get("blur_limit")):
        found.append(f"{name}: sides below 3, which changed next to nothing, are drawn no more: lower p in return")
    if name in FILLS and release < FILLED_WHOLE_SINCE and _fills_by_a_number(given, *FILLS[name]):
        fill = given[FILLS[name][0]]
        words = f"{name}: fill={fill} is of every channel; then it was of the first alone, and the others were 0"
        found.append(f"{words}: that is fill=({fill}, 0, 0)")
    return tuple(found)


def _fills_by_a_number(given: Arguments, fill: str, mode: str, unwritten: int) -> bool:
    value, border = given.get(fill, 0), given.get(mode, unwritten)
    number = known(value) and type(value) in (int, float) and value != 0
    return number and known(border) and bool(border == 0)


def _is(given: Arguments, key: str, value: Any) -> bool:
    return key in given and known(given[key]) and bool(given[key] == value)


def _begins_below_three(value: Any) -> bool:
    first = value[0] if type(value) in (list, tuple) and value else value
    return type(first) is int and first < 3
