"""What one reading is to do, and what its processes need to know of each other."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..matrix.cells import Cell
from ..matrix.loading import UNPERTURBED, Loading, Perturbation
from .dataset import IdFn


@dataclass(frozen=True)
class Wanted:
    """One sample that comes along as it is, and not as a fingerprint alone."""

    run: int
    index: Any
    turn: int = 0
    """How many samples its worker makes before it, since it began."""
    worker: int | None = None
    """Which worker makes it, where several make one at that turn."""

    def is_made_by(self, run: int, index: Any, worker: int) -> bool:
        """Whether what a worker made at that turn is the sample."""
        return (run, index) == (self.run, self.index) and self.worker in (None, worker)


@dataclass(frozen=True)
class LoaderJob:
    """Read through DataLoaders, as the user's program does or with one perturbation."""

    seed: int
    loading: Loading
    perturbation: Perturbation = UNPERTURBED
    id_fn: IdFn | None = None
    samples: tuple[int, ...] = ()
    """The samples of a map-style dataset that are read; all, where none is named."""
    draws: int = 0
    """How often each worker draws the first and the last sample again, to be compared."""
    keep: Wanted | None = None
    cold: bool = False
    """Whether spawned workers are really new interpreters; else a server that has only imported torch forks them."""

    @property
    def cell(self) -> Cell:
        return self.loading.cell

    def through(self, cell: Cell) -> LoaderJob:
        """The same in another cell."""
        return replace(self, loading=self.loading.through(cell))

    def once(self) -> LoaderJob:
        """The same for one epoch, without a new loader."""
        return replace(self, loading=replace(self.loading, cell=replace(self.cell, respawn=False), epochs=1))


@dataclass(frozen=True)
class DirectJob:
    """Read without a loader, sample by sample, under a condition."""

    seed: int
    condition: str
    """The name of its class."""
    epochs: int = 2
    id_fn: IdFn | None = None
    probed: bool = False
    """Whether the first sample and the last come ahead of each pass, as they do through loaders."""
    keep: Wanted | None = None
    samples: tuple[int, ...] = ()
    """The samples of a map-style dataset that are read; all, where none is named."""
    plain: bool = False
    """Whether the indices are plain ones, which know no epoch."""


@dataclass(frozen=True)
class SideEffectsJob:
    """Fetch each sample once and watch what else that does."""

    seed: int
    id_fn: IdFn | None = None


@dataclass(frozen=True)
class PickleJob:
    """Only try whether the dataset can be sent to a worker."""

    seed: int
    id_fn: IdFn | None = None


@dataclass(frozen=True)
class FirstSamplesJob:
    """Only make the dataset and its first samples, for what that prepares."""

    seed: int
    id_fn: IdFn | None = None


@dataclass(frozen=True)
class OwnLoaderJob:
    """Look at the DataLoader that ``make_dataset`` returned, where it returned one."""

    seed: int
    id_fn: IdFn | None = None
    first: bool = False
    """Whether all that is asked is what it hands out first."""


Job = LoaderJob | DirectJob | SideEffectsJob | PickleJob | FirstSamplesJob | OwnLoaderJob


@dataclass(frozen=True)
class StackDumper:
    """Lets a process write its stack to a file of its own when it is asked to, for the report about a hang.

    Asked by a signal, not by a timer: faulthandler's timer is a thread, and a worker forked beside that
    thread waits for it for ever.
    """

    path: str
    """The folder of these files."""
    user_init: Callable[[int], None] | None = None

    def arm(self) -> None:
        if hasattr(faulthandler, "register"):
            sink = open(f"{self.path}/{os.getpid()}", "a", encoding="utf-8")  # noqa: SIM115 - written to until the process ends
            faulthandler.register(signal.SIGUSR1, file=sink)

    def __call__(self, worker: int) -> None:
        """Serve as ``worker_init_fn``, before the user's own."""
        gc.enable()  # which its parent may have left off
        self.arm()
        if self.user_init is not None:
            self.user_init(worker)


@contextlib.contextmanager
def ranked(rank: int, world: int) -> Iterator[None]:
    """Let the process look like one rank of a distributed run."""
    if world == 1:
        yield
        return
    names = {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": str(world), "LOCAL_WORLD_SIZE": str(world)}
    with changed_environment(names):
        yield


@contextlib.contextmanager
def changed_environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Let this process, and those that it starts now, see other variables."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


@contextlib.contextmanager
def nothing_collected() -> Iterator[None]:
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
