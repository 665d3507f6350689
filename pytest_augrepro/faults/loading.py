"""Draws that follow from how the data is loaded: by whom, in which order, after what, on which rank."""

from __future__ import annotations

from typing import Any

import numpy as np

from pytest_augrepro.faults.planted import LARGEST, Planted, keyed, own, torch_seed, worker_id
from pytest_augrepro.matrix import Cell


class DependsOnWorkers(Planted):
    """A good generator in each worker: what a sample gets depends on who makes it."""

    law, contract = "worker-invariant", "invariant"

    def begin(self, seed: int) -> None:
        self.rng: Any = None

    def draw(self, key: int) -> int:
        if self.rng is None:
            self.rng = np.random.default_rng([self.seed, torch_seed()])
        return int(self.rng.integers(LARGEST))


class CountsPasses(Planted):
    """The worker counts the passes it has seen: persistent workers count on."""

    law, contract = "persistence-invariant", "invariant"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.persistent_workers

    def begin(self, seed: int) -> None:
        self.passes: set[int] = set()

    def draw(self, key: int) -> int:
        self.passes.add(getattr(key, "epoch", 0))
        return own(key, self.seed) ^ (len(self.passes) - 1)


class KnowsItsBatch(Planted):
    """A sample depends on how many it is fetched with."""

    law, contract = "batch-invariant", "invariant"

    def __getitems__(self, keys: list[int]) -> list[dict[str, Any]]:
        return [{**self[key], "mates": len(keys)} for key in keys]

    def draw(self, key: int) -> int:
        return own(key, self.seed)


class RemembersNeighbour(Planted):
    """A sample is mixed with the one that came before."""

    law, contract = "order-independent", "invariant"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers == 1

    def begin(self, seed: int) -> None:
        self.last = 0

    def draw(self, key: int) -> int:
        last, self.last = self.last, int(key) % 2
        return own(key, self.seed) ^ last


class StartsOver(Planted):
    """The call number counts, and a new process counts from the start."""

    law, contract = "resumable", "invariant"

    def begin(self, seed: int) -> None:
        self.calls: dict[int, int] = {}

    def draw(self, key: int) -> int:
        epoch = getattr(key, "epoch", 0)
        self.calls[epoch] = self.calls.get(epoch, 0) + 1
        return keyed(self.seed, epoch, max(0, worker_id()), self.calls[epoch])


class RankForgotten(Planted):
    """Every rank counts through the same stream."""

    law, contract = "ranks-distinct", "invariant"

    def begin(self, seed: int) -> None:
        self.rng: Any = None

    def draw(self, key: int) -> int:
        if self.rng is None:
            self.rng = np.random.default_rng([self.seed, 1 + worker_id(), torch_seed()])
        return int(self.rng.integers(LARGEST))


FAULTS: tuple[type[Planted], ...] = (
    DependsOnWorkers,
    CountsPasses,
    KnowsItsBatch,
    RemembersNeighbour,
    StartsOver,
    RankForgotten,
)
