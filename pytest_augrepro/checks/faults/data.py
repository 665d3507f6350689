"""What a dataset does to the arrays and attributes it holds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...matrix.cells import Cell
from .planted import Planted, own


class NotPicklable(Planted):
    """A lambda on the dataset, which cannot be sent to a worker that is not forked."""

    law, contract = "picklable", "isolated"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 0 and cell.start_method in (None, "fork")

    def begin(self, seed: int) -> None:
        self.double: Callable[[int], int] = lambda value: 2 * value

    def draw(self, key: int) -> int:
        return int(self.double(own(key, self.seed)))


class HoldsArrays(Planted):
    """Base of the faults that are about the arrays a dataset holds."""

    def begin(self, seed: int) -> None:
        self.images = np.arange(len(self) * 64, dtype=np.float32).reshape(len(self), 8, 8) / 7


class InPlace(HoldsArrays):
    """The input is written to."""

    law = "input-unchanged"

    def draw(self, key: int) -> int:
        self.images[key] += 1
        return own(key, self.seed) ^ int(self.images[key, 0, 0])


class StridesDecide(HoldsArrays):
    """The bytes are read as they lie in memory."""

    law = "layout-invariant"

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ (self.images.strides[0] & 0xFF)


class WritesWhenSkipped(HoldsArrays):
    """A step that is skipped hands on its input without a copy, and the step behind it writes there."""

    law = "input-unchanged"

    def draw(self, key: int) -> int:
        image = self.images[key] if int(key) % 2 == 0 else self.images[key] * 1
        image += 1
        return own(key, self.seed) ^ int(image[0, 0])


class SharedDefault(Planted):
    """A mutable default argument: each dataset finds there what the ones before it left."""

    law = "rerun"

    def begin(self, seed: int, made: list[int] = []) -> None:  # noqa: B006 - the fault
        made.append(seed)
        self.number = len(made)

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ self.number


FAULTS: tuple[type[Planted], ...] = (NotPicklable, InPlace, StridesDecide, WritesWhenSkipped, SharedDefault)
