"""Seeds and epochs that do not arrive where the draws are made."""

from __future__ import annotations

import functools
import random
from types import SimpleNamespace
from typing import Any

import numpy as np

from ...matrix.cells import Cell
from .planted import Planted, keyed, own, worker_id

_SHARED = SimpleNamespace(seed=0)


class EpochForgotten(Planted):
    """Keyed by seed and sample, but not by the epoch."""

    law = "epochs-distinct"

    def draw(self, key: int) -> int:
        return keyed(self.seed, int(key))


class EpochOfIndex(Planted):
    """The epoch comes with the index, which is a plain int under most loaders."""

    law = "epochs-distinct"
    below_keys = False

    def draw(self, key: int) -> int:
        return own(key, self.seed)


class CachedSample(Planted):
    """A cache in front of the augmentation: the first draw for a sample is the last."""

    law = "epochs-distinct"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers == 0

    def begin(self, seed: int) -> None:
        self.cached = functools.lru_cache(maxsize=None)(functools.partial(keyed, seed))

    def draw(self, key: int) -> int:
        return int(self.cached(int(key)))


class EpochInParent(Planted):
    """set_epoch sets a plain attribute, which persistent workers never see."""

    law = "epochs-distinct"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.persistent_workers

    def set_epoch(self, epoch: int) -> None:
        self.epoch = epoch

    def draw(self, key: int) -> int:
        return keyed(self.seed, self.epoch, int(key), getattr(key, "draw", 0))


class SeedIgnored(Planted):
    """The seed goes nowhere."""

    law = "seed-sensitive"

    def draw(self, key: int) -> int:
        return own(key, 42)


class SeedLostInWorkers(Planted):
    """The seed is used in the main process and forgotten in workers."""

    law = "seed-sensitive"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 0

    def draw(self, key: int) -> int:
        return own(key, self.seed if worker_id() < 0 else 42)


class SeedOfOnePartLost(Planted):
    """Two parts of a sample are drawn, and the seed reaches one of them."""

    law = "seed-sensitive"

    def __getitem__(self, key: int) -> dict[str, Any]:
        return {**super().__getitem__(key), "other": np.array([own(key, 4711)])}

    def draw(self, key: int) -> int:
        return own(key, self.seed)


class SeedOfSomeLost(Planted):
    """The seed reaches the samples of the first part of a concatenation, and not those of the second."""

    law = "seed-sensitive"

    def draw(self, key: int) -> int:
        return own(key, self.seed if int(key) < len(self) // 2 else 42)


class SeedSetInBranch(Planted):
    """A global seed is set for some samples: all of them draw the same."""

    law = "calls-distinct"

    def draw(self, key: int) -> float:
        if int(key) < 0.75 * len(self):
            np.random.seed(0)
        else:
            np.random.seed(own(key, self.seed) % 2**32)
        return np.random.random()


class SeedCutShort(Planted):
    """Only the last eight bits of the seed count."""

    law = "seed-sensitive"

    def draw(self, key: int) -> int:
        return own(key, self.seed % 256)


class SeedInModule(Planted):
    """The seed lives in a module global of the parent, which only a forked worker inherits."""

    law = "start-method-invariant"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 0 and cell.start_method in (None, "fork")

    def begin(self, seed: int) -> None:
        _SHARED.seed = seed

    def draw(self, key: int) -> int:
        return own(key, _SHARED.seed)


class ChoiceUnseeded(Planted):
    """One of two is chosen by a generator that nobody seeded; what both draw is seeded well."""

    law = "rerun"

    def begin(self, seed: int) -> None:
        self.choice: random.Random | None = None

    def draw(self, key: int) -> int:
        if self.choice is None:
            self.choice = random.Random()
        return own(key, self.seed) ^ (self.choice.random() < 0.5)


FAULTS: tuple[type[Planted], ...] = (
    EpochForgotten,
    EpochOfIndex,
    CachedSample,
    EpochInParent,
    SeedIgnored,
    SeedLostInWorkers,
    SeedOfOnePartLost,
    SeedOfSomeLost,
    SeedSetInBranch,
    SeedCutShort,
    SeedInModule,
    ChoiceUnseeded,
)
