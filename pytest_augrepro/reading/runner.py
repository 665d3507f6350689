"""Reading a dataset through real DataLoaders the way one cell says. Runs inside a child process."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import multiprocessing
import signal
import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Any

from ..judging.evidence import OwnLoader, Reading, SideEffects, Visit
from ..matrix.loading import UNPERTURBED
from . import global_rng, own_loader, side_effects
from .collate import SENT, Fingerprinter, PlannedBatches, Row
from .dataset import Lengths, MakeDataset, Named, OneByOne, Subject, subject_of
from .direct import InputOf, counted_parts, read_directly, seeded_otherwise
from .fingerprint import combined
from .generators import of_torch
from .handles import handles
from .job import (
    DirectJob,
    FirstSamplesJob,
    Job,
    LoaderJob,
    OwnLoaderJob,
    PickleJob,
    StackDumper,
    nothing_collected,
    ranked,
)
from .kept import RECORDER, Kept, Recording
from .open_files import OpenFiles, watching
from .plan import planned_batches
from .seeds_kept import SeedsKept
from .sending import cannot_travel
from .traces import let_go

FIRST = 4
"""Samples that are made to see what making them needs: a step of a pipeline may be left out in one of them."""
AGAIN, PATIENCE = 8, 20.0
"""Batches that are read again to see which files they are read from, and the seconds for which one is waited for."""


def read(make_dataset: MakeDataset, job: Job, dumper: StackDumper) -> Reading | SideEffects | OwnLoader:
    """Do one job and return what came out."""
    if isinstance(job, LoaderJob):
        return read_through_loaders(make_dataset, job, dumper)
    if isinstance(job, DirectJob):
        return read_directly(make_dataset, job)
    if isinstance(job, OwnLoaderJob):
        return own_loader.look(make_dataset, job)
    global_rng.seed_from_entropy()
    subject = subject_of(make_dataset, job.seed, job.id_fn)
    if isinstance(job, FirstSamplesJob):
        for _, fetch in islice(subject.fetchers(0), FIRST):
            fetch()
        return SideEffects()
    if isinstance(job, PickleJob):
        return SideEffects(unpicklable=cannot_travel(subject.dataset), details=of_torch(subject.dataset))
    seeds = SeedsKept(subject.dataset)
    found = side_effects.take(subject.dataset, lambda: subject.fetchers(0), InputOf(make_dataset, job))
    twin = seeded_otherwise(make_dataset, job)
    unseeded = seeds.also_in(twin.dataset)
    return replace(found, counted=counted_parts(twin), unseeded=unseeded)


def read_through_loaders(make_dataset: MakeDataset, job: LoaderJob, dumper: StackDumper) -> Reading:
    """Read as the cell says, in the rank that the job says."""
    perturbation = job.perturbation
    with ranked(perturbation.rank, perturbation.world):
        global_rng.seed_from_entropy()
        subject = subject_of(make_dataset, job.seed, job.id_fn)
        if subject.iterable and (perturbation.part or perturbation.reverse):
            return not_read("an iterable dataset decides its order by itself")
        if perturbation.one_by_one and not hasattr(subject.dataset, "__getitems__"):
            return not_read("the dataset has no __getitems__")
        with nothing_collected() if job.cell.num_workers else contextlib.nullcontext():
            reader = Reader(job, subject, dumper)
            reader.all_passes()
        return Reading(
            tuple(reader.names),
            tuple(reader.visits),
            reader.lengths.begun[0] if reader.lengths.begun else subject.length,
            reader.kept,
            ordered=subject.iterable,
            shared=tuple(sorted(reader.shared)),
            asked=reader.asked and not subject.by_right,
            unjudged=subject.unjudged,
            **reader.lengths.found(),
        )


def not_read(reason: str) -> Reading:
    """The reading of a job that this dataset gives nothing to do."""
    return Reading((), (), None, not_applicable=reason)


class Reader:
    """A dataset under a loader that can be renewed; its generator lives on, as it would in a program."""

    def __init__(self, job: LoaderJob, subject: Subject, dumper: StackDumper) -> None:
        self.job, self.subject, self.dumper = job, subject, dumper
        self.loading, self.perturbation = job.loading, job.perturbation
        self.torch = importlib.import_module("torch")
        self.data = importlib.import_module("torch.utils.data")
        self.generator = subject.generator or self.torch.Generator().manual_seed(job.seed % 2**63)
        self.planned = PlannedBatches()
        self.names: list[str] = []
        self.visits: list[Visit] = []
        self.kept: Kept | None = None
        self.lengths = Lengths(subject)
        self.shared: set[str] = set()
        self.asked = False
        self.came = 0
        """Batches of this pass that have come."""
        if job.keep is not None:
            RECORDER.start()
        self.loader = self._build()

    def all_passes(self) -> None:
        """Read what the job says."""
        loading, perturbation = self.loading, self.perturbation
        if perturbation.part == "killed":
            self._killed_pass()
            return
        for epoch in range(loading.epochs):
            if perturbation.part != "tail" or epoch == loading.epochs - 1:
                self.run(f"epoch {epoch}")
            else:
                self.names.append(f"epoch {epoch}")
            if self.lengths.changed:
                return
        if loading.cell.respawn:
            self._renew()
            self.run("a new loader")
            if loading.cell.num_workers and hasattr(signal, "SIGKILL"):
                self.planned.batches = planned_batches(self.job, self.subject, len(self.names))
                self._lose_a_worker(self.planned.batches)
                self.run("the loader after a killed worker")
        if self._forks() and perturbation == UNPERTURBED and not self.shared:
            self.came = 0
            self.shared.update(OpenFiles.now().moved_by(self._read_again, self.subject.dataset))
        self.loader = None

    def _build(self, dies_at: int | None = None, limit: float = 0) -> Any:
        loading, perturbation, cell = self.loading, self.perturbation, self.loading.cell
        options = dict(loading.options)
        init = options.pop("worker_init_fn", None) or self.subject.worker_init_fn
        init = init if self.job.keep is None else Recording(init)
        if limit:
            options["timeout"] = limit
        if cell.num_workers:
            options |= {
                "multiprocessing_context": self._method(),
                "persistent_workers": cell.persistent_workers,
                "worker_init_fn": replace(self.dumper, user_init=init),
            }
            takes_order = "in_order" in inspect.signature(self.data.DataLoader).parameters  # since torch 2.6
            if takes_order and not perturbation.in_order:
                options["in_order"] = False
        if self.subject.iterable:
            options |= {"batch_size": loading.batch_size, "drop_last": loading.drop_last}
        else:
            options["batch_sampler"] = self.planned
        named = not perturbation.in_order and not self.subject.iterable
        collate = Fingerprinter(
            id_fn=self.subject.id_fn if self.subject.iterable else None,
            named=named,
            disturbed=perturbation.disturbed,
            delays=perturbation.delays,
            dies_at=dies_at,
            wanted=-1 if self.job.keep is None else self.job.keep.turn,
            handles=handles(self.subject.dataset) if self._forks() else {},
            identity_of=self.subject.identity_of if self.subject.named and not self.subject.iterable else None,
        )
        dataset = self.subject.dataset
        wrapped = named or perturbation.one_by_one
        if wrapped:
            dataset = (Named if named else OneByOne)(dataset, self.subject.takes_keys)
        self.planned.plain = not (wrapped or self.subject.takes_keys)
        return self.data.DataLoader(
            dataset, num_workers=cell.num_workers, generator=self.generator, collate_fn=collate, **options
        )

    def _method(self) -> str:
        methods = multiprocessing.get_all_start_methods()
        method = self.job.cell.start_method or ("fork" if "fork" in methods else "spawn")
        return "forkserver" if method == "spawn" and not self.job.cold and "forkserver" in methods else method

    def run(self, name: str) -> None:
        """Read one pass."""
        run = len(self.names)
        self.names.append(name)
        self._begin(run)
        with self._watching_files():
            self._collect(run, self.loader)
        if self.perturbation.disturbed:
            global_rng.disturb(run)
            list(self.data.DataLoader([0, 1, 2], shuffle=True))  # a validation loop, as programs have between epochs

    def _watching_files(self) -> contextlib.AbstractContextManager[None]:
        if not self._forks():
            return contextlib.nullcontext()
        return watching(self.subject.dataset, self._read_again, self.shared)

    def _read_again(self) -> None:
        """Read, for its side effects alone, the batch at which the pass has ended, and some of the others."""
        planned, workers = self.planned.batches, self.job.cell.num_workers
        self.planned.batches = planned[self.came : self.came + 1] + planned[:: len(planned) // AGAIN + 1]
        state = self.generator.get_state()
        batches = None
        for _ in range(max(len(self.planned.batches), self.came + workers)):
            try:
                batches = iter(self._build(limit=PATIENCE)) if batches is None else batches
                if next(batches, None) is None:
                    break
            except Exception as problem:
                let_go(problem)
        batches = None
        self.planned.batches = planned
        self.generator.set_state(state)

    def _forks(self) -> bool:
        return bool(self.job.cell.num_workers) and self._method() == "fork"

    def _begin(self, run: int) -> None:
        """Tell the dataset of a pass, and plan it by the length that it has then."""
        self.subject.set_epoch(run)
        self.planned.batches = planned_batches(self.job, self.subject, run)
        self.lengths.begin()

    def _collect(self, run: int, batches: Iterable[list[Row]]) -> int:
        """Take in batches of the planned pass; return how many."""
        keys = (key for batch in self.planned.batches for key in batch)
        self.came = 0
        for rows in batches:
            self.came += 1
            self.lengths.look()
            for row in rows:
                key = next(keys) if row.name is None else row.name
                probe = getattr(key, "draw", 0) > 0
                index = int(key) if isinstance(key, int) else key
                self.visits.append(
                    Visit(
                        run=run,
                        position=len(self.visits),
                        index=index,
                        worker=row.worker,
                        digest=combined(row.prints),
                        prints=row.prints,
                        probe=probe,
                        generators=row.generators,
                        identity=row.identity,
                        turn=row.turn,
                    )
                )
                self.shared.update(row.shared)
                self.asked |= row.asked
                wanted = self.job.keep
                if row.kept is not None and wanted is not None and wanted.is_made_by(run, index, row.worker):
                    self.kept = row.kept
        return self.came

    def _killed_pass(self) -> None:
        """Lose a worker in the middle of a pass, build the loader again and go on with what had not come."""
        self.names.append("epoch 0")
        self._begin(0)
        planned = self.planned.batches
        with self._watching_files():
            came = self._lose_a_worker(planned, keep=True)
            self.planned.batches = planned[came:]
            self._collect(0, self.loader)

    def _lose_a_worker(self, planned: list[list[int]], keep: bool = False) -> int:
        """Read until the first worker dies, as on a cluster; build the loader again; return how many batches came."""
        workers = self.job.cell.num_workers
        dies_at = int(keep and len(planned) > workers)
        self._renew(dies_at)
        came: list[list[Row]] = []
        try:
            iterator = iter(self.loader)
            came.extend(islice(iterator, dies_at * workers))  # what comes before the batch over which the worker dies
            time.sleep(3 * SENT)
        except RuntimeError as loss:  # torch tells of it, where it is told itself
            let_go(loss)
        iterator = None
        self._renew()
        return self._collect(0, came) if keep else len(came)

    def _renew(self, dies_at: int | None = None) -> None:
        """Throw the loader away and build another."""
        self.loader = None
        self.loader = self._build(dies_at)
