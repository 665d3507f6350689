"""Generators that are copied into workers, start over or run in circles."""

from __future__ import annotations

import copy
import importlib
import threading
from typing import Any

import numpy as np

from ...matrix.cells import Cell
from .planted import LARGEST, Planted, keyed, torch_seed, worker_id


class GeneratorOnDataset(Planted):
    """A generator made in the constructor: each worker gets a copy."""

    law = "workers-distinct"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 1

    def begin(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def draw(self, key: int) -> int:
        return int(self.rng.integers(LARGEST))


class TorchGeneratorOnDataset(GeneratorOnDataset):
    """The same with a torch.Generator."""

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 1 and cell.start_method in (None, "fork")

    def begin(self, seed: int) -> None:
        self.torch_rng = importlib.import_module("torch").Generator().manual_seed(seed)

    def draw(self, key: int) -> int:
        return int(importlib.import_module("torch").randint(LARGEST - 1, (), generator=self.torch_rng))


class GeneratorCopiedEachEpoch(GeneratorOnDataset):
    """One worker, made anew for each epoch from the same state."""

    law = "epochs-distinct"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers == 1 and not cell.persistent_workers


class WorkerIdAlone(Planted):
    """Workers seeded by seed and number: a new worker starts where the old one started."""

    law = "epochs-distinct"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 0 and (not cell.persistent_workers or cell.respawn)

    def begin(self, seed: int) -> None:
        self.rng: Any = None

    def draw(self, key: int) -> int:
        if self.rng is None:
            self.rng = np.random.default_rng([self.seed, 1 + worker_id()])
        return int(self.rng.integers(LARGEST))


class AddedSeeds(Planted):
    """Seed plus epoch plus worker: worker 1 of an epoch is worker 0 of the next."""

    law = "epochs-distinct"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 1

    def begin(self, seed: int) -> None:
        self.calls: dict[int, int] = {}

    def draw(self, key: int) -> int:
        epoch = getattr(key, "epoch", 0)
        self.calls[epoch] = self.calls.get(epoch, 0) + 1
        return keyed(self.seed + epoch + worker_id(), self.calls[epoch])


class BatchReseeds(Planted):
    """The generator is put back after every fourth call."""

    law = "calls-distinct"

    def begin(self, seed: int) -> None:
        self.calls = 0

    def draw(self, key: int) -> int:
        self.calls += 1
        return keyed(self.seed, getattr(key, "epoch", 0), torch_seed(), self.calls % 4)


class GlobalSeedForEachSample(Planted):
    """A global seed is set while a sample is made: all samples draw alike."""

    law = "calls-distinct"

    def draw(self, key: int) -> int:
        np.random.seed(0)
        return int(np.random.randint(2**30))


class UnseededGeneratorOnDataset(GeneratorOnDataset):
    """Workers are told apart where a seed was given, and none was: entropy once, and a copy of it for each worker."""

    def begin(self, seed: int) -> None:
        self.rng = np.random.default_rng()


class CopyDrawsInstead(Planted):
    """A thread draws from a copy of the generator: the original never moves on."""

    law = "epochs-distinct"

    def begin(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def draw(self, key: int) -> int:
        drawn: list[int] = []
        rng = copy.deepcopy(self.rng)
        thread = threading.Thread(target=lambda: drawn.append(int(rng.integers(LARGEST))))
        thread.start()
        thread.join()
        return drawn[0]


FAULTS: tuple[type[Planted], ...] = (
    GeneratorOnDataset,
    TorchGeneratorOnDataset,
    GeneratorCopiedEachEpoch,
    WorkerIdAlone,
    AddedSeeds,
    BatchReseeds,
    GlobalSeedForEachSample,
    UnseededGeneratorOnDataset,
    CopyDrawsInstead,
)
