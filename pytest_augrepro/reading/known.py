"""What the cells of one test have read: a reading that two of them need is made once.

A green cell may rest on what another has read, a red one never does: it is judged again by readings of its own.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..judging.evidence import SideEffects
from ..matrix.cells import Cell
from .child_task import ChildTask
from .dataset import MakeDataset
from .job import DirectJob, Job, LoaderJob, PickleJob
from .process import ChildKind, Result

OF_THE_TEST = "PYTEST_CURRENT_TEST"
"""The one variable that differs from test to test by itself."""


@dataclass(frozen=True)
class Entry:
    """One reading: what was read, how, by which cell."""

    make_dataset: MakeDataset
    where: object
    """The surroundings of the tests then."""
    turn: int
    cell: Cell
    how: tuple[ChildKind, str]
    """Where the process came from, and what the check calls the reading."""
    job: Job
    result: Result


@dataclass
class Known:
    """The readings of one test's green cells."""

    entries: list[Entry] = field(default_factory=list)

    def by(self, cell: Cell, turn: int) -> Borrowing:
        """What another cell's check may lend to this one; ``turn`` counts the checks that the test makes in a cell."""
        return Borrowing(self, cell, turn)


@dataclass
class Borrowing:
    """One check's view of what is known."""

    known: Known
    cell: Cell
    turn: int
    borrowed: bool = False
    """Whether any reading came from another cell."""

    def split(
        self, make_dataset: MakeDataset, task: ChildTask, names: Mapping[str, str]
    ) -> tuple[ChildTask, dict[str, Result]]:
        """What is left to read of a task, and what another cell has read of it; ``names``: what others call it."""
        lent: dict[str, Result] = {}
        for name, job in task.jobs.items():
            found = self._find(make_dataset, (task.kind, names.get(name, name)), job)
            if found is not None:
                lent[name] = found.result
        self.borrowed = self.borrowed or bool(lent)
        return replace(task, jobs={name: job for name, job in task.jobs.items() if name not in lent}), lent

    def keep(
        self,
        make_dataset: MakeDataset,
        tasks: Iterable[ChildTask],
        found: Mapping[str, Result],
        names: Mapping[str, str],
    ) -> None:
        """Keep what a green check has read by itself."""
        where = _surroundings()
        for task in tasks:
            for name, job in task.jobs.items():
                result = found[name]
                told = isinstance(result, SideEffects) and result.unpicklable
                if _can_be_lent(job) and not told:
                    how = task.kind, names.get(name, name)
                    self.known.entries.append(
                        Entry(make_dataset, where, self.turn, self.cell, how, _as_read(job), result)
                    )

    def _find(self, make_dataset: MakeDataset, how: tuple[ChildKind, str], job: Job) -> Entry | None:
        """The same reading of the same maker, where another cell has made it at the same turn."""
        if not _can_be_lent(job) or not self.known.entries:
            return None
        wanted, where = _as_read(job), _surroundings()
        for entry in self.known.entries:
            if (
                entry.make_dataset is make_dataset
                and (entry.how, entry.turn, entry.where) == (how, self.turn, where)
                and entry.cell != self.cell
                and entry.job == wanted
            ):
                return entry
        return None


def _can_be_lent(job: Job) -> bool:
    """Whether a reading says the same for all cells; one in new interpreters is each start method's own."""
    return isinstance(job, DirectJob | PickleJob) or (isinstance(job, LoaderJob) and not job.cold)


def _as_read(job: Job) -> Job:
    """The job, with the start method by which its workers really begin: the server forks those of ``spawn``, too."""
    if not isinstance(job, LoaderJob) or job.cell.start_method != "spawn":
        return job
    served = "forkserver" in multiprocessing.get_all_start_methods()
    return job.through(replace(job.cell, start_method="forkserver")) if served else job


def _surroundings() -> Any:
    variables = {name: value for name, value in os.environ.items() if name != OF_THE_TEST}
    return os.getcwd(), variables
