"""Draws that follow from how the data is loaded: by whom, in which order, after what, on which rank."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from ...matrix.cells import Cell
from .planted import LARGEST, Planted, keyed, own, torch_seed, worker_id


class DependsOnWorkers(Planted):
    """A good generator in each worker: what a sample gets depends on who makes it."""

    law = "worker-invariant"

    def begin(self, seed: int) -> None:
        self.rng: Any = None

    def draw(self, key: int) -> int:
        if self.rng is None:
            self.rng = np.random.default_rng([self.seed, torch_seed()])
        return int(self.rng.integers(LARGEST))


class CountsPasses(Planted):
    """The worker counts the passes it has seen: persistent workers count on."""

    law = "persistence-invariant"

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

    law = "batch-invariant"

    def __getitems__(self, keys: list[int]) -> list[dict[str, Any]]:
        return [{**self[key], "siblings": len(keys)} for key in keys]

    def draw(self, key: int) -> int:
        return own(key, self.seed)


class RemembersNeighbor(Planted):
    """A sample is mixed with the one that came before."""

    law = "order-independent"

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

    law = "resumable"

    def begin(self, seed: int) -> None:
        self.calls: dict[int, int] = {}

    def draw(self, key: int) -> int:
        epoch = getattr(key, "epoch", 0)
        self.calls[epoch] = self.calls.get(epoch, 0) + 1
        return keyed(self.seed, epoch, max(0, worker_id()), self.calls[epoch])


class RankForgotten(Planted):
    """Every rank counts through the same stream."""

    law = "ranks-distinct"

    def begin(self, seed: int) -> None:
        self.rng: Any = None

    def draw(self, key: int) -> int:
        if self.rng is None:
            self.rng = np.random.default_rng([self.seed, 1 + worker_id(), torch_seed()])
        return int(self.rng.integers(LARGEST))


class DrawsByContent(Planted):
    """One generator for a batch; the content of a sample decides how many draws it takes from its neighbors'."""

    law = "batch-invariant"

    def __getitem__(self, key: int) -> dict[str, Any]:
        return self.__getitems__([key])[0]

    def __getitems__(self, keys: list[int]) -> list[dict[str, Any]]:
        rng = np.random.default_rng(own(keys[0], self.seed))
        return [
            {"sample": self.samples[key], "draw": rng.integers(LARGEST, size=1 + keyed(self.samples[key]) % 3)[-1:]}
            for key in keys
        ]


class BatchesByOtherCode(Planted):
    """A whole batch is made by other code than one sample, and differently."""

    law = "batch-invariant"

    def __getitems__(self, keys: list[int]) -> list[dict[str, Any]]:
        return [{**self[key], "draw": np.array([1 ^ own(key, self.seed)])} for key in keys]

    def draw(self, key: int) -> int:
        return own(key, self.seed)


class ArrivalNumber(Planted):
    """All workers count the samples that are done, and the count goes into the next."""

    law = "order-independent"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers == 1

    def begin(self, seed: int) -> None:
        torch = importlib.import_module("torch")
        self.done = torch.zeros((), dtype=torch.int64).share_memory_()

    def draw(self, key: int) -> int:
        self.done += 1
        return own(key, self.seed) ^ int(self.done)


FAULTS: tuple[type[Planted], ...] = (
    DependsOnWorkers,
    CountsPasses,
    KnowsItsBatch,
    RemembersNeighbor,
    StartsOver,
    RankForgotten,
    DrawsByContent,
    BatchesByOtherCode,
    ArrivalNumber,
)
