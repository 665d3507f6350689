"""What a loader of the harness is given: the batches of the coming pass, and a collate function of fingerprints."""

from __future__ import annotations

import importlib
import os
import random
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import global_rng
from .dataset import IdFn
from .fingerprint import fingerprint
from .generators import generator_states
from .handles import inherited
from .indices import Asking
from .kept import RECORDER, Kept, kept, share

SENT = 0.1
"""Seconds in which a worker's earlier batch has left its queue."""


@dataclass(frozen=True)
class Row:
    """What a worker tells of one sample."""

    name: Any
    """Which sample it is, where batches come in an order of their own."""
    worker: int
    prints: dict[str, str]
    kept: Kept | None
    generators: dict[str, str]
    identity: Any = None
    shared: tuple[str, ...] = ()
    turn: int = 0
    asked: bool = False
    """Whether samples of this process have asked their index for its epoch."""


class PlannedBatches:
    """The batches of the coming pass; lives in the process that iterates, so it may change between passes."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.plain = False
        """Whether the dataset is given the numbers alone, by which no epoch is known."""

    def __iter__(self) -> Iterator[list[int]]:
        return ([*map(int, keys)] for keys in self.batches) if self.plain else iter(self.batches)

    def __len__(self) -> int:
        return len(self.batches)


@dataclass
class Fingerprinter:
    """Collates a batch into fingerprints, inside the worker: digests travel, images stay."""

    id_fn: IdFn | None
    named: bool
    disturbed: bool
    delays: bool
    dies_at: int | None = None
    wanted: int = -1
    """Which of the samples that a worker makes comes along as it is, counted since the worker began."""
    handles: Mapping[str, tuple[int, object]] = field(default_factory=dict)
    """What is open below the dataset in the process that makes the loader."""
    identity_of: IdFn | None = None
    batches: int = 0
    made: int = 0

    def __call__(self, samples: list[Any]) -> list[Row]:
        info = importlib.import_module("torch.utils.data").get_worker_info()
        worker = -1 if info is None else info.id
        if worker == 0 and self.batches == self.dies_at:
            # Not from outside, at any moment: a worker killed while it holds a lock of torch's queues or of the
            # event that ends the others takes the whole loader with it, and no program can continue from there.
            time.sleep(SENT * self.batches)
            os.kill(os.getpid(), signal.SIGKILL)
        self.batches += 1
        names = [sample[0] if self.named else self._id(sample) for sample in samples]
        samples = [sample[1] for sample in samples] if self.named else samples
        generators = {} if info is None else generator_states(info.dataset)
        shared = () if info is None else inherited(self.handles, info.dataset)
        rows = [
            Row(
                name=name,
                worker=worker,
                prints=fingerprint(sample),
                kept=None,
                generators=generators,
                identity=self._identity(sample),
                shared=shared,
                turn=self.made + at,
                asked=Asking.epochs,
            )
            for at, (name, sample) in enumerate(zip(names, samples, strict=True))
        ]
        if self.wanted >= 0:
            self._keep(samples, rows)
        self.made += len(rows)
        if self.disturbed:
            global_rng.disturb(self.batches)
        if self.delays:
            time.sleep(0.004 * random.Random(self.batches * 64 + worker).randrange(4))
        return rows

    def _id(self, sample: Any) -> Any:
        return None if self.id_fn is None else self.id_fn(sample)

    def _identity(self, sample: Any) -> Any:
        return None if self.identity_of is None else self.identity_of(sample)

    def _keep(self, samples: list[Any], rows: list[Row]) -> None:
        """Have the wanted sample come along, where this batch has it."""
        at = self.wanted - self.made
        calls = RECORDER.taken()
        if 0 <= at < len(rows):
            rows[at] = replace(rows[at], kept=kept(samples[at], share(calls, len(samples), at)))
