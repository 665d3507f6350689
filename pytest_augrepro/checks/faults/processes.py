"""What each process keeps for itself, or shares with another without a say in it."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from ...matrix.cells import Cell
from .planted import Planted, own


class NumbersAsMet(Planted):
    """A sample gets its number when a process first meets it."""

    law = "constants-equal"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 1

    def begin(self, seed: int) -> None:
        self.numbers: dict[int, int] = {}

    def __getitem__(self, key: int) -> dict[str, Any]:
        number = self.numbers.setdefault(int(key), len(self.numbers))
        return {**super().__getitem__(key), "number": number}

    def draw(self, key: int) -> int:
        return own(key, self.seed)


class LevelInParent(Planted):
    """A level that set_epoch changes, in an attribute that live workers never see; nothing is random."""

    law = "constants-equal"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.persistent_workers

    def set_epoch(self, epoch: int) -> None:
        self.epoch = epoch

    def draw(self, key: int) -> int:
        return self.epoch


class SharedFile(Planted):
    """A file is opened in the constructor, and all workers read from it."""

    law = "handles-unshared"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 0 and cell.start_method in (None, "fork") and hasattr(os, "fork")

    def begin(self, seed: int) -> None:
        self.file: Any = open(np.__file__, "rb")  # noqa: SIM115 - the fault

    def draw(self, key: int) -> int:
        self.file.seek(int(key))
        return own(key, self.seed) + 0 * len(self.file.read(1))


FAULTS: tuple[type[Planted], ...] = (NumbersAsMet, LevelInParent, SharedFile)
