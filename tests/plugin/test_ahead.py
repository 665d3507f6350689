"""A reading begun before its cell's turn is the one its cell gets; another subject gets a reading of its own."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import plugin_datasets as datasets
import pytest

from pytest_augrepro.matrix.cells import Cell, answers, cold_later
from pytest_augrepro.reading import ahead
from pytest_augrepro.reading.gather import cold
from pytest_augrepro.reading.job import Job

SPAWNED = Cell(2, start_method="spawn")
JOB = cold(Job(SPAWNED, 137))
FORKED = replace(JOB, cell=Cell(1), cold=False)


@pytest.fixture(autouse=True)
def nothing_left() -> Any:
    yield
    ahead.let_go()
    assert ahead._begun == []


def test_cells_that_read_cold_are_known_ahead() -> None:
    cells = [Cell(), Cell(2), SPAWNED, replace(SPAWNED, num_workers=4), Cell(2, start_method="forkserver")]
    assert [cold_later(cell, cells) for cell in cells[:3]] == [[cells[2], cells[4]]] * 2 + [[cells[4]]]
    assert all(answers(cell, cells).cold for cell in (cells[2], cells[4]))


def test_a_reading_begun_is_taken_once() -> None:
    for _ in range(2):
        ahead.begin(datasets.Clean, [FORKED], 60)
    [(_, child)] = ahead._begun
    assert ahead.taken(datasets.Clean, (FORKED,), 60) is child
    assert ahead.taken(datasets.Clean, (FORKED,), 60) is None
    [stream] = child.result()
    assert len(stream.visits) == len(datasets.Clean(137))  # type: ignore[union-attr]


def test_what_differs_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead.begin(datasets.Clean, [FORKED], 60)
    assert ahead.taken(datasets.Clean, (replace(FORKED, seed=138),), 60) is None
    assert ahead.taken(datasets.GlobalNumpy, (FORKED,), 60) is None
    assert ahead.taken(datasets.Clean, (FORKED,), 61) is None
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "another cell")
    monkeypatch.setenv("AUG_SOMETHING", "else")
    assert ahead.taken(datasets.Clean, (FORKED,), 60) is None
    monkeypatch.delenv("AUG_SOMETHING")
    child = ahead.taken(datasets.Clean, (FORKED,), 60)
    assert child is not None
    child.stop()


def test_what_cannot_be_sent_is_not_begun() -> None:
    ahead.begin(lambda seed: datasets.Clean(seed), [FORKED], 60)
    assert ahead._begun == []


def test_what_nobody_takes_is_stopped() -> None:
    ahead.begin(datasets.Clean, [FORKED], 60)
    [(_, child)] = ahead._begun
    pid = child.process.pid
    ahead.let_go()
    assert not os.path.exists(f"/proc/{pid}")


CELLS = f"""\
import sys
sys.path.insert(0, {os.path.dirname(__file__)!r})
import plugin_datasets as datasets
from pytest_augrepro.reading import ahead

@pytest.mark.aug_matrix(num_workers=[0, 1], persistent_workers=[False], start_method=["spawn"])
def test_it(aug_cell):
    aug_cell.check(datasets.Clean)
    print(aug_cell.cell.id, len(ahead._begun))
"""


def test_the_cells_of_a_test_begin_and_take(project: Any) -> None:
    project.write(test_a=CELLS)
    result = project.run("-n0", "-s", "-p", "no:randomly")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*w0 1*", "*w1-spawn 0*"])
    assert project.run("-n0", "-s", "-k", "w0").ret == 0
