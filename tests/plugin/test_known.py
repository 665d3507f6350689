"""The cells of one test share readings, and each cell that is red reads by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import plugin_datasets as datasets
import pytest

from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.matrix.cells import Cell, Duties
from pytest_augrepro.matrix.loading import Loading
from pytest_augrepro.reading.child_task import ChildTask
from pytest_augrepro.reading.delivery import Delivery
from pytest_augrepro.reading.gather import STILL
from pytest_augrepro.reading.job import DirectJob, LoaderJob, PickleJob
from pytest_augrepro.reading.known import Known
from pytest_augrepro.reading.process import ChildKind
from pytest_augrepro.reading.results import NOTHING_READ

ALONE = Duties(once=False, cold=False, new=False)
W4 = Cell(4)
PLAIN_JOB = DirectJob(137, "Condition")


def loaded(method: str, cold: bool = False) -> LoaderJob:
    return LoaderJob(137, Loading(Cell(2, start_method=method)), cold=cold)


def lent(known: Known, job: Any, *, cell: Cell = W4, turn: int = 0, **task: Any) -> bool:
    """Return whether a cell gets that reading from another."""
    given: dict[str, Any] = {"make_dataset": datasets.Clean, "kind": ChildKind.FORKED, "name": "other"} | task
    borrowing = known.by(cell, turn)
    rest, found = borrowing.split(given["make_dataset"], ChildTask(given["kind"], {given["name"]: job}), {})
    assert borrowing.borrowed == bool(found) != bool(rest.jobs)
    return borrowing.borrowed


def holding(job: Any) -> Known:
    known = Known()
    task = ChildTask(ChildKind.FORKED, {"other": job})
    known.by(Cell(2), 0).keep(datasets.Clean, [task], {"other": NOTHING_READ}, {})
    return known


@pytest.mark.parametrize("job", [PLAIN_JOB, PickleJob(137), loaded("fork")])
def test_the_same_reading_is_lent_to_another_cell_and_no_other_is(job: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    known = holding(job)
    assert lent(known, job)
    assert not lent(known, replace(job, seed=138))
    assert not lent(known, job, cell=Cell(2)), "a cell that is run again reads again"
    assert not lent(known, job, turn=1), "a second check of a test may be about what has changed since"
    assert not lent(known, job, make_dataset=lambda seed: datasets.Clean(seed))
    assert not lent(known, job, kind=ChildKind.SERVED)
    assert not lent(known, job, name="first")
    monkeypatch.setenv("DATA", "elsewhere")
    assert not lent(known, job)


def test_workers_that_the_server_forks_are_the_same_whatever_the_cell_calls_them() -> None:
    known = holding(loaded("spawn"))
    assert lent(known, loaded("forkserver"))
    assert lent(known, loaded("spawn"))
    assert not lent(known, loaded("fork"))
    assert not lent(holding(loaded("spawn", cold=True)), loaded("spawn", cold=True)), "a new interpreter is"


def check(cell: Cell, known: Known, make_dataset: Any = datasets.Clean) -> list[str]:
    """Check a cell; return the readings that it has made by itself, again and again where it judged twice."""
    made: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        child = Delivery.child
        patch.setattr(Delivery, "child", lambda self, task: made.extend(task.jobs) or child(self, task))
        try:
            AugCell(cell, 137, duties=ALONE, known=known).check(make_dataset)
        except LawBroken as broken:
            made.append(str(broken).splitlines()[0])
    return made


def test_a_cell_reads_what_no_other_has_and_a_red_one_everything() -> None:
    known = Known()
    assert check(Cell(), known) == ["rerun", "other", STILL, "first"]
    assert check(Cell(respawn=True), known) == ["rerun", "first"]
    assert check(Cell(respawn=True), known) == ["rerun", "first"], "a cell does not borrow from itself"
    [other] = [entry for entry in known.entries if entry.how[1] == "other"]
    [first, *_] = [entry for entry in known.entries if entry.how[1] == "first"]
    known.entries[known.entries.index(other)] = replace(other, result=first.result)  # as if no seed arrived
    assert check(Cell(respawn=True), known) == ["rerun", "first", "rerun", "other", STILL, "first"]


def test_a_red_cell_lends_nothing() -> None:
    known = Known()
    assert check(Cell(), known, datasets.SeedIgnored)[-1].startswith("law seed-sensitive broken")
    assert not known.entries
