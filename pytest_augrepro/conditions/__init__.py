"""Conditions a dataset may meet on another machine or in another program, each with a look whether it took effect."""

from __future__ import annotations

from pytest_augrepro.conditions.base import Condition
from pytest_augrepro.conditions.machine import (
    FilledMemory,
    Jitter,
    MoreThreads,
    OldMachine,
    OtherLayout,
    PlainOpenCV,
    Poisoned,
    PoisonedWithZeros,
)
from pytest_augrepro.conditions.program import DisturbedGlobals, Elsewhere, OtherHashSeed, Replayed, Threads

__all__ = ["CONDITIONS", "FRESH", "IN_PROCESS", "Condition"]

IN_PROCESS: tuple[type[Condition], ...] = (
    Replayed, DisturbedGlobals, Elsewhere, Threads, PlainOpenCV, OtherLayout, Poisoned, PoisonedWithZeros,
    Jitter,
)  # fmt: skip
FRESH: tuple[type[Condition], ...] = (OtherHashSeed, OldMachine, FilledMemory, MoreThreads)
ALL: tuple[type[Condition], ...] = (Condition, *IN_PROCESS, *FRESH)
CONDITIONS = {kind.__name__: kind for kind in ALL}
