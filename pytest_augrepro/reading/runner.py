"""Reading a dataset through real DataLoaders the way one cell says. Runs inside a child process."""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from ..judging.evidence import Reading, SideEffects, Visit
from ..values.digest import leaves
from . import global_rng, side_effects
from .dataset import IdFn, MakeDataset, Named, OneByOne, Subject, key_of, subject_of
from .direct import InputOf, read_directly
from .fingerprint import combined, fingerprint
from .generators import generator_states
from .job import Job, StackDumper, ranked

KEPT = 32 * 2**20
SENT = 0.1
"""Seconds in which a worker's earlier batch has left its queue."""
PROBES = 4
"""Draws of the first sample in one batch."""
Row = tuple[Any, int, dict[str, str], dict[str, Any], dict[str, str]]


class PlannedBatches:
    """The batches of the coming pass; lives in the process that iterates, so it may change between passes."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    def __iter__(self) -> Iterator[list[int]]:
        return iter(self.batches)

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
    budget: int = 0
    batches: int = 0

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
        rows = [
            (name, worker, fingerprint(sample), self._kept(sample), generators)
            for name, sample in zip(names, samples, strict=True)
        ]
        if self.disturbed:
            global_rng.disturb(self.batches)
        if self.delays:
            time.sleep(0.004 * random.Random(self.batches * 64 + worker).randrange(4))
        return rows

    def _id(self, sample: Any) -> Any:
        return None if self.id_fn is None else self.id_fn(sample)

    def _kept(self, sample: Any) -> dict[str, Any]:
        if self.budget <= 0:
            return {}
        kept = {leaf.path or "sample": leaf.array.copy() for leaf in leaves(sample) if leaf.array is not None}
        self.budget -= sum(array.nbytes for array in kept.values())
        return kept


def read(make_dataset: MakeDataset, job: Job, dumper: StackDumper) -> Reading | SideEffects:
    """Do one job and return what came out."""
    with ranked(job.rank, job.world):
        if job.condition:
            return read_directly(make_dataset, job)
        global_rng.seed_from_entropy()
        subject = subject_of(make_dataset, job.seed, job.id_fn)
        if job.packed:
            return SideEffects(unpicklable=side_effects.cannot_travel(subject.dataset))
        if job.counted:
            return side_effects.take(subject.dataset, subject.fetchers(0), InputOf(make_dataset, job))
        if subject.iterable and (job.part or job.reverse):
            return Reading((), (), None, not_applicable="an iterable dataset decides its order by itself")
        if job.one_by_one and not hasattr(subject.dataset, "__getitems__"):
            return Reading((), (), None, not_applicable="the dataset has no __getitems__")
        with _nothing_collected() if job.cell.num_workers else contextlib.nullcontext():
            reading = Reader(job, subject, dumper)
            reading.all_passes()
        return Reading(tuple(reading.names), tuple(reading.visits), subject.length, reading.arrays)


class Reader:
    """A dataset under a loader that can be renewed; its generator lives on, as it would in a program."""

    def __init__(self, job: Job, subject: Subject, dumper: StackDumper) -> None:
        self.job, self.subject, self.dumper = job, subject, dumper
        self.torch = importlib.import_module("torch")
        self.data = importlib.import_module("torch.utils.data")
        self.generator = subject.generator or self.torch.Generator().manual_seed(job.seed % 2**63)
        self.planned = PlannedBatches()
        self.names: list[str] = []
        self.visits: list[Visit] = []
        self.arrays: dict[tuple[int, Any], Any] = {}
        self.loader = self._build()

    def all_passes(self) -> None:
        """Read what the job says."""
        job = self.job
        if job.part == "killed":
            self._killed_pass()
            return
        for epoch in range(job.epochs):
            if job.part != "tail" or epoch == job.epochs - 1:
                self.run(f"epoch {epoch}")
            else:
                self.names.append(f"epoch {epoch}")
        if job.cell.respawn:
            self._renew()
            self.run("a new loader")
            if job.cell.num_workers and hasattr(signal, "SIGKILL"):
                self.planned.batches = self._batches(len(self.names))
                self._lose_a_worker(self.planned.batches)
                self.run("the loader after a killed worker")
        self.loader = None

    def _build(self, dies_at: int | None = None) -> Any:
        job, cell = self.job, self.job.cell
        options = dict(job.loader)
        init = options.pop("worker_init_fn", None) or self.subject.worker_init_fn
        if cell.num_workers:
            options |= {
                "multiprocessing_context": self._method(),
                "persistent_workers": cell.persistent_workers,
                "worker_init_fn": replace(self.dumper, user_init=init),
            }
            if not job.in_order and "in_order" in inspect.signature(self.data.DataLoader).parameters:  # since torch 2.6
                options["in_order"] = False
        if self.subject.iterable:
            options |= {"batch_size": job.batch_size, "drop_last": job.drop_last}
        else:
            options["batch_sampler"] = self.planned
        named = not job.in_order and not self.subject.iterable
        collate = Fingerprinter(
            self.subject.id_fn if self.subject.iterable else None,
            named,
            job.disturbed,
            job.delays,
            dies_at,
            KEPT if job.keep else 0,
        )
        dataset = self.subject.dataset
        if named or job.one_by_one:
            dataset = Named(dataset) if named else OneByOne(dataset)
        return self.data.DataLoader(
            dataset, num_workers=cell.num_workers, generator=self.generator, collate_fn=collate, **options
        )

    def _method(self) -> str:
        methods = multiprocessing.get_all_start_methods()
        method = self.job.cell.start_method or ("fork" if "fork" in methods else "spawn")
        return "forkserver" if method == "spawn" and not self.job.cold and "forkserver" in methods else method

    def _order(self, run: int) -> list[int]:
        order = list(range(len(self.subject)))
        if self.job.shuffle:
            generator = self.torch.Generator().manual_seed(self.job.seed % 2**32 * 1000 + run)
            order = self.torch.randperm(len(order), generator=generator).tolist()
        if self.job.reverse:
            order.reverse()
        if self.job.part == "tail":
            order = order[len(order) // 2 :]
        return order[self.job.rank :: self.job.world]

    def _batches(self, run: int) -> list[list[int]]:
        """The probes in small batches, as many for every worker, then the data."""
        if self.subject.iterable:
            return []
        order, size = self._order(run), self.job.batch_size
        if self.job.drop_last and len(order) % size:
            order = order[: -(len(order) % size)]
        data = [key_of(index, run) for index in order]
        return self._probes(run) + [data[start : start + size] for start in range(0, len(data), size)]

    def _probes(self, run: int) -> list[list[int]]:
        """Draws of the first sample, then of the last; their numbers are counted over workers and ranks."""
        workers, turns = max(1, self.job.cell.num_workers), 0 if self.job.part else self.job.draws // PROBES
        spots = sorted({0, len(self.subject) - 1})
        start = 1 + PROBES * turns * workers * self.job.rank
        return [
            [
                key_of(spots[turn * len(spots) // turns], run, start + PROBES * (turn * workers + worker) + k)
                for k in range(PROBES)
            ]
            for turn in range(turns)
            for worker in range(workers)
        ]

    def run(self, name: str) -> None:
        """Read one pass."""
        run = len(self.names)
        self.names.append(name)
        self.planned.batches = self._batches(run)
        self.subject.set_epoch(run)
        self._collect(run, self.loader)
        if self.job.disturbed:
            global_rng.disturb(run)
            list(self.data.DataLoader([0, 1, 2], shuffle=True))  # a validation loop, as programs have between epochs

    def _collect(self, run: int, batches: Iterable[list[Row]]) -> int:
        """Take in batches of the planned pass; return how many."""
        keys = (key for batch in self.planned.batches for key in batch)
        came = 0
        for rows in batches:
            came += 1
            for name, worker, prints, kept, generators in rows:
                key = next(keys) if name is None else name
                probe = getattr(key, "draw", 0) > 0
                index = int(key) if isinstance(key, int) else key
                self.visits.append(
                    Visit(run, len(self.visits), index, worker, combined(prints), prints, probe, generators)
                )
                if kept and not probe:
                    self.arrays[run, index] = kept
        return came

    def _killed_pass(self) -> None:
        """Lose a worker in the middle of a pass, build the loader again and go on with what had not come."""
        self.names.append("epoch 0")
        planned = self.planned.batches = self._batches(0)
        self.subject.set_epoch(0)
        came = self._lose_a_worker(planned, keep=True)
        self.planned.batches = planned[came:]
        self._collect(0, self.loader)

    def _lose_a_worker(self, planned: list[list[int]], keep: bool = False) -> int:
        """Read until the first worker dies, as on a cluster; build the loader again; return how many batches came."""
        workers = self.job.cell.num_workers
        dies_at = int(keep and len(planned) > workers)
        self._renew(dies_at)
        came: list[list[Row]] = []
        with contextlib.suppress(RuntimeError):  # torch tells of the loss, where it is told itself
            iterator = iter(self.loader)
            came.extend(islice(iterator, dies_at * workers))  # what comes before the batch over which the worker dies
            time.sleep(3 * SENT)
        iterator = None
        self._renew()
        return self._collect(0, came) if keep else len(came)

    def _renew(self, dies_at: int | None = None) -> None:
        """Throw the loader away and build another."""
        self.loader = None
        self.loader = self._build(dies_at)


@contextlib.contextmanager
def _nothing_collected() -> Iterator[None]:
    """Collect garbage afterwards; the workers, who make the samples, do so at any time.

    Python loses the name of a lock that a collection finds while another's is being put away (gh-109629), and says so
    on the terminal when it ends.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.enable()
