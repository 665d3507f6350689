"""How far bits are the same."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Grade(StrEnum):
    """How far the same plan gives the same bits, the furthest first."""

    EXACT = "exact"
    SAME_ARCH = "same-arch"
    SAME_BUILD = "same-build"


def weakest(grades: Iterable[Grade]) -> Grade:
    """The grade of ops that run one after the other."""
    return max(grades, key=list(Grade).index, default=Grade.EXACT)
