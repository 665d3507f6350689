"""Reading a dataset through real DataLoaders the way one cell says. Runs inside a child process."""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pytest_augrepro.census import scramble
from pytest_augrepro.digest import combined, fingerprint, leaves
from pytest_augrepro.matrix import Cell
from pytest_augrepro.stream import Stream, Visit

KEPT = 32 * 2**20
SENT = 0.1
"""Seconds in which a worker's earlier batch has left its queue."""
MakeDataset = Callable[[int], Any]


class NotADataset(TypeError):
    """``make_dataset`` returned something a DataLoader cannot index."""


@dataclass(frozen=True)
class Job:
    """One reading: which cell, which seed, and whether of the data or of one sample again and again."""

    cell: Cell
    seed: int
    epochs: int = 2
    batch_size: int = 4
    shuffle: bool = False
    drop_last: bool = False
    draws: int = 0
    keep: bool = False
    loader: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Watch:
    """Lets a process write its stack to a file when it is asked to, for the report about a hang.

    Asked by a signal, not by a timer: faulthandler's timer is a thread, and a worker forked beside that
    thread waits for it for ever.
    """

    path: str
    user_init: Callable[[int], None] | None = None

    def arm(self) -> None:
        if hasattr(faulthandler, "register"):
            sink = open(self.path, "a")  # noqa: SIM115 - written to until the process ends
            faulthandler.register(signal.SIGUSR1, file=sink)

    def __call__(self, worker: int) -> None:
        """Serve as ``worker_init_fn``, before the user's own."""
        self.arm()
        if self.user_init is not None:
            self.user_init(worker)


class Plan:
    """The batches of the coming pass; lives in the process that iterates, so it may change between passes."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    def __iter__(self) -> Iterator[list[int]]:
        return iter(self.batches)

    def __len__(self) -> int:
        return len(self.batches)


class Fingerprinter:
    """Collates a batch into fingerprints, inside the worker: digests travel, images stay."""

    def __init__(self, keep: bool, dies_at: int | None = None) -> None:
        self.budget = KEPT if keep else 0
        self.dies_at, self.batches = dies_at, 0

    def __call__(self, samples: list[Any]) -> list[tuple[int, dict[str, str], dict[str, Any]]]:
        info = importlib.import_module("torch.utils.data").get_worker_info()
        worker = -1 if info is None else info.id
        if worker == 0 and self.batches == self.dies_at:
            # Not from outside, at any moment: a worker killed while it holds a lock of torch's queues or of the
            # event that ends the others takes the whole loader with it, and no program can continue from there.
            time.sleep(SENT)
            os.kill(os.getpid(), signal.SIGKILL)
        self.batches += 1
        return [(worker, fingerprint(sample), self._kept(sample)) for sample in samples]

    def _kept(self, sample: Any) -> dict[str, Any]:
        if self.budget <= 0:
            return {}
        kept = {leaf.path or "sample": leaf.array.copy() for leaf in leaves(sample) if leaf.array is not None}
        self.budget -= sum(array.nbytes for array in kept.values())
        return kept


def dataset_of(make_dataset: MakeDataset, seed: int) -> Any:
    """Make the dataset and make sure that it can be indexed."""
    dataset = make_dataset(seed)
    missing = [name for name in ("__len__", "__getitem__") if not hasattr(type(dataset), name)]
    if missing:
        raise NotADataset(f"make_dataset returned a {type(dataset).__name__} without {' and '.join(missing)}")
    return dataset


def read(make_dataset: MakeDataset, job: Job, watch: Watch) -> Stream:
    """Read all passes of a job and return what came out."""
    scramble()
    dataset = dataset_of(make_dataset, job.seed)
    reading = Reading(job, dataset, watch)
    for epoch in range(job.epochs):
        reading.run(f"epoch {epoch}")
    if job.cell.respawn:
        reading.renew()
        reading.run("a new loader")
        if job.cell.num_workers:
            reading.kill_a_worker()
            reading.run("the loader after a killed worker")
    reading.close()
    return Stream(tuple(reading.names), tuple(reading.visits), len(dataset), reading.arrays)


class Reading:
    """A dataset under a loader that can be renewed; its generator lives on, as it would in a program."""

    def __init__(self, job: Job, dataset: Any, watch: Watch) -> None:
        self.job, self.dataset, self.watch = job, dataset, watch
        self.torch = importlib.import_module("torch")
        self.data = importlib.import_module("torch.utils.data")
        self.generator = self.torch.Generator().manual_seed(job.seed)
        self.plan = Plan()
        self.names: list[str] = []
        self.visits: list[Visit] = []
        self.arrays: dict[tuple[int, int], Any] = {}
        self.loader = self._build()

    def _build(self, dies_at: int | None = None) -> Any:
        cell = self.job.cell
        options = dict(self.job.loader)
        if cell.num_workers:
            methods = multiprocessing.get_all_start_methods()
            default = "fork" if "fork" in methods else "spawn"
            options |= {
                "multiprocessing_context": cell.start_method or default,
                "persistent_workers": cell.persistent_workers,
                "worker_init_fn": replace(self.watch, user_init=options.get("worker_init_fn")),
            }
        return self.data.DataLoader(
            self.dataset, num_workers=cell.num_workers, batch_sampler=self.plan, generator=self.generator,
            collate_fn=Fingerprinter(self.job.keep, dies_at), **options,
        )  # fmt: skip

    def _order(self, run: int) -> list[int]:
        if self.job.draws:
            return [0] * (self.job.draws * max(1, self.job.cell.num_workers))
        order = list(range(len(self.dataset)))
        if self.job.shuffle:
            generator = self.torch.Generator().manual_seed(self.job.seed % 2**32 * 1000 + run)
            order = self.torch.randperm(len(order), generator=generator).tolist()
        return order

    def _batches(self, run: int) -> list[list[int]]:
        order, size = self._order(run), self.job.batch_size
        batches = [order[start : start + size] for start in range(0, len(order), size)]
        return batches[:-1] if self.job.drop_last and batches and len(batches[-1]) < size else batches

    def run(self, name: str) -> None:
        """Read one pass."""
        run = len(self.names)
        self.names.append(name)
        self.plan.batches = self._batches(run)
        if callable(getattr(self.dataset, "set_epoch", None)):
            self.dataset.set_epoch(run)
        indices = (index for batch in self.plan.batches for index in batch)
        samples = (sample for batch in self.loader for sample in batch)
        for position, (index, (worker, prints, kept)) in enumerate(zip(indices, samples, strict=False)):
            self.visits.append(Visit(run, position, index, worker, combined(prints), prints))
            if kept:
                self.arrays[run, index] = kept

    def renew(self, dies_at: int | None = None) -> None:
        """Throw the loader away and build another."""
        self.loader = None
        self.loader = self._build(dies_at)

    def kill_a_worker(self) -> None:
        """Lose one worker in the middle of a pass, as a cluster does; then build the loader again."""
        self.plan.batches = self._batches(len(self.names))
        self.renew(dies_at=int(len(self.plan.batches) > self.job.cell.num_workers))
        with contextlib.suppress(RuntimeError):  # torch tells of the loss
            for _ in self.loader:
                pass
        self.renew()

    def close(self) -> None:
        self.loader = None
