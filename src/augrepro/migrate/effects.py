"""Calls that mean what they meant and act otherwise all the same, and how much."""

from __future__ import annotations

from typing import Any

from ..engine.declare.rules import Arguments, Release
from .values import known

SIDES = frozenset(("Blur", "MedianBlur", "MotionBlur"))


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
    return tuple(found)


def _is(given: Arguments, key: str, value: Any) -> bool:
    return key in given and known(given[key]) and bool(given[key] == value)


def _begins_below_three(value: Any) -> bool:
    first = value[0] if type(value) in (list, tuple) and value else value
    return type(first) is int and first < 3
