"""Conditions a dataset may meet on another machine or in another program, each with a look whether it took effect."""

from __future__ import annotations

from . import machine, program
from .base import Condition

__all__ = ["CONDITIONS", "FRESH", "IN_PROCESS", "Condition"]

IN_PROCESS: tuple[type[Condition], ...] = (
    program.Threads,
    program.Replayed,
    program.DisturbedGlobals,
    program.Copied,
    program.Pickled,
    program.OtherEntropy,
    program.OtherEnvironment,
    machine.PlainOpenCV,
    machine.OtherLayout,
    machine.Poisoned,
    machine.PoisonedWithZeros,
    machine.Jitter,
)
FRESH: tuple[type[Condition], ...] = (
    program.OtherHashSeed,
    machine.OldMachine,
    machine.FilledMemory,
    machine.MoreThreads,
)
ALL: tuple[type[Condition], ...] = (Condition, *IN_PROCESS, *FRESH)
CONDITIONS = {kind.__name__: kind for kind in ALL}
