"""Faults to plant in a user's own dataset: each takes the place of its randomness and breaks a law that is known."""

from __future__ import annotations

import functools
import importlib
import os
import random
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np

from pytest_augrepro import ambient
from pytest_augrepro.dataset import MakeDataset
from pytest_augrepro.digest import fingerprint
from pytest_augrepro.matrix import Cell

LARGEST = 2**63
_SHARED = SimpleNamespace(seed=0)


class Planted:
    """A dataset whose samples are the user's, without their own randomness, and with one draw of a faulty kind."""

    law: ClassVar[str]
    contract: ClassVar[str] = "stream"
    clean: ClassVar[bool] = False

    def __init__(self, make_dataset: MakeDataset, seed: int) -> None:
        ambient.pin(0)
        dataset = make_dataset(0)
        self.samples = [fingerprint(dataset[index]) for index in range(len(dataset))]
        ambient.pin(seed)
        self.seed, self.epoch = seed, 0
        self.begin(seed)

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        """Whether the fault can be seen in this cell."""
        return True

    def begin(self, seed: int) -> None:
        """Make what the constructor makes."""

    def draw(self, key: int) -> Any:
        """Return the one random number of a sample."""
        raise NotImplementedError(f"{type(self).__name__} must define draw")

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, key: int) -> dict[str, Any]:
        return {"sample": self.samples[key], "draw": np.array([self.draw(key)])}


def keyed(*parts: object) -> int:
    """Return a number that is a function of its parts, and of nothing else."""
    text = ",".join(str(part) for part in parts)
    return int.from_bytes(importlib.import_module("hashlib").blake2b(text.encode(), digest_size=7).digest(), "big")


def worker_id() -> int:
    info = importlib.import_module("torch.utils.data").get_worker_info()
    return -1 if info is None else int(info.id)


def torch_seed() -> int:
    return int(importlib.import_module("torch").initial_seed()) if worker_id() >= 0 else 0


def own(key: int, seed: int) -> int:
    """Return the draw of a dataset that does all right: keyed by seed, epoch, sample and draw number."""
    return keyed(seed, getattr(key, "epoch", 0), int(key), getattr(key, "draw", 0))


class Nothing(Planted):
    """No fault: the clean twin of all others, which must stay green under every contract."""

    law, clean = "", True

    def draw(self, key: int) -> int:
        return own(key, self.seed)


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


class EpochForgotten(Planted):
    """Keyed by seed and sample, but not by the epoch."""

    law = "epochs-distinct"

    def draw(self, key: int) -> int:
        return keyed(self.seed, int(key))


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


class SeedCutShort(Planted):
    """Only the last eight bits of the seed count."""

    law = "seed-sensitive"

    def draw(self, key: int) -> int:
        return own(key, self.seed % 256)


class SeedInModule(Planted):
    """The seed lives in a module global of the parent, which only a forked worker inherits."""

    law, contract = "start-method-invariant", "isolated"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 0 and cell.start_method in (None, "fork")

    def begin(self, seed: int) -> None:
        _SHARED.seed = seed

    def draw(self, key: int) -> int:
        return own(key, _SHARED.seed)


class BatchReseeds(Planted):
    """The generator is put back after every fourth call."""

    law = "calls-distinct"

    def begin(self, seed: int) -> None:
        self.calls = 0

    def draw(self, key: int) -> int:
        self.calls += 1
        return keyed(self.seed, getattr(key, "epoch", 0), torch_seed(), self.calls % 4)


class Clock(Planted):
    """Seeded by the time."""

    law = "rerun"

    def draw(self, key: int) -> int:
        return keyed(self.seed, int(key), time.time_ns())


class ProcessNumber(Planted):
    """Seeded by the process number and an identity."""

    law = "rerun"

    def draw(self, key: int) -> int:
        return keyed(self.seed, getattr(key, "epoch", 0), int(key), os.getpid(), uuid.uuid4())


class EntropyPool(Planted):
    """A generator without a seed."""

    law = "rerun"

    def begin(self, seed: int) -> None:
        self.rng: Any = None

    def draw(self, key: int) -> int:
        if self.rng is None:
            self.rng = np.random.default_rng()
        return int(self.rng.integers(LARGEST))


class ClockOfTheDay(Planted):
    """The date decides, which no second run on the same day shows."""

    law, contract = "entropy-free", "isolated"

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ int(time.time() // 86_400)


class HashOfName(Planted):
    """hash() of a string, which every interpreter salts."""

    law, contract = "rerun", "stream"

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ (hash(f"image-{int(key)}") & 0xFFFF)


class GlobalNumpy(Planted):
    """Draws from np.random."""

    law, contract = "global-rng-untouched", "isolated"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 0

    def draw(self, key: int) -> int:
        return int(np.random.randint(2**31 - 1))


class GlobalRandom(GlobalNumpy):
    """Draws from random."""

    def draw(self, key: int) -> int:
        return random.getrandbits(60)


class GlobalTorch(GlobalNumpy):
    """Draws from torch's default generator."""

    def draw(self, key: int) -> int:
        return int(importlib.import_module("torch").randint(LARGEST - 1, ()))


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


class CallStateOnSelf(Planted):
    """The parameters of a call stand on the object, where another thread overwrites them."""

    law, contract = "reentrant", "invariant"

    def draw(self, key: int) -> int:
        self.current = own(key, self.seed)
        if threading.active_count() > 1 and worker_id() < 0:
            time.sleep(1e-4)
        return self.current


class Uninitialised(Planted):
    """Part of the output is never written."""

    law, contract = "memory-clean", "portable"

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ (int(np.empty(64, np.uint8)[63]) == 0xAB)


class DispatchDecides(Planted):
    """A last bit of a float32 power decides about the sample."""

    law, contract = "dispatch-invariant", "portable"

    def draw(self, key: int) -> int:
        grid = np.linspace(0.1, 1.0, 4096, dtype=np.float32)
        return own(key, self.seed) ^ (
            keyed((np.exp(grid) + np.sin(grid) + grid ** np.float32(0.37)).tobytes()) & 0xFFFF
        )


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

    law, contract = "layout-invariant", "portable"

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ (self.images.strides[0] & 0xFF)


FAULTS: Mapping[str, type[Planted]] = {
    kind.__name__: kind
    for kind in (
        GeneratorOnDataset, TorchGeneratorOnDataset, GeneratorCopiedEachEpoch, WorkerIdAlone, AddedSeeds,
        EpochForgotten, CachedSample, EpochInParent, SeedIgnored, SeedLostInWorkers, SeedCutShort, SeedInModule,
        BatchReseeds, Clock, ProcessNumber, EntropyPool, ClockOfTheDay, HashOfName, GlobalNumpy, GlobalRandom,
        GlobalTorch, DependsOnWorkers, CountsPasses, KnowsItsBatch, RemembersNeighbour, StartsOver, RankForgotten,
        CallStateOnSelf, Uninitialised, DispatchDecides, NotPicklable, InPlace, StridesDecide,
    )
}  # fmt: skip


@dataclass(frozen=True)
class Plant:
    """A ``make_dataset`` with a fault planted in it; as picklable as the user's own."""

    make_dataset: MakeDataset
    fault: str

    def __call__(self, seed: int) -> Planted:
        kind: Callable[..., Planted] = Nothing if self.fault == Nothing.__name__ else FAULTS[self.fault]
        return kind(self.make_dataset, seed)
