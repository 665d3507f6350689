"""What one reading is to do, and what its processes need to know of each other."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..matrix.cells import Cell
from .dataset import IdFn

FOR_WORKERS = frozenset({"prefetch_factor", "timeout"})
"""Options of a DataLoader that torch refuses where there are no workers."""


@dataclass(frozen=True)
class Job:
    """One reading: which cell, which seed, which passes, under which condition."""

    cell: Cell
    seed: int
    epochs: int = 2
    batch_size: int = 4
    shuffle: bool = False
    drop_last: bool = False
    draws: int = 0
    keep: bool = False
    loader: Mapping[str, Any] = field(default_factory=dict)
    id_fn: IdFn | None = None
    in_order: bool = True
    reverse: bool = False
    delays: bool = False
    disturbed: bool = False
    part: str = ""
    rank: int = 0
    world: int = 1
    condition: str = ""
    counted: bool = False
    one_by_one: bool = False
    packed: bool = False
    """Whether only to try if the dataset can be sent to a worker."""
    cold: bool = False
    """Whether spawned workers are really new interpreters; else a server that has only imported torch forks them."""


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
            sink = open(f"{self.path}/{os.getpid()}", "a")  # noqa: SIM115 - written to until the process ends
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
