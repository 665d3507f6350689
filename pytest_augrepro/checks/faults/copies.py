"""What copies, pickles and records lose, or share with the original."""

from __future__ import annotations

from typing import Any

import numpy as np

from .planted import LARGEST, Planted, own, torch_seed


class Holder:
    """Holds a generator, made in the process that draws."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rng: np.random.Generator | None = None

    def draw(self) -> int:
        if self.rng is None:
            self.rng = np.random.default_rng([self.seed, torch_seed()])
        return int(self.rng.integers(LARGEST))


class Shared(Holder):
    """A holder that does not let itself be copied."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Shared:
        return self


class Forgetful(Holder):
    """A holder that forgets on the way where its generator stood."""

    def __getstate__(self) -> dict[str, Any]:
        return {"seed": self.seed, "rng": None}


class CopySharesGenerator(Planted):
    """copy.deepcopy gives a dataset with the same generator, not with its like."""

    law = "copy-invariant"

    def begin(self, seed: int) -> None:
        self.holder: Holder = Shared(seed)

    def draw(self, key: int) -> int:
        return self.holder.draw()


class PickleStartsOver(CopySharesGenerator):
    """A pickle leaves the generator out, and what is read from it starts from the seed again."""

    def begin(self, seed: int) -> None:
        self.holder = Forgetful(seed)


class RoundedRecord(Planted):
    """The record of a call keeps fewer digits than were drawn."""

    law = "replayable"

    def begin(self, seed: int) -> None:
        self.replaying = False

    def replayed(self) -> bool:
        """Make samples from their record, as the condition of that law asks for."""
        self.replaying = True
        return True

    def draw(self, key: int) -> float:
        drawn = own(key, self.seed) / 2**56
        return float(np.float32(drawn)) if self.replaying else drawn


FAULTS: tuple[type[Planted], ...] = (CopySharesGenerator, PickleStartsOver, RoundedRecord)
