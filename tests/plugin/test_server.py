"""One fork server serves the tests and their children; what must be new is new; nothing outlives a reading."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pytest_augrepro.matrix.cells import Answers, Cell, answers
from pytest_augrepro.reading import server
from pytest_augrepro.reading.job import Job
from pytest_augrepro.reading.process import Child, From, ReadingFailed

JOB = Job(Cell(2, start_method="forkserver"), 137, epochs=1, keep=True)


class Parents:
    """Each sample is the number of the process that started its worker, and the worker's own."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def __len__(self) -> int:
        return 8

    def __getitem__(self, index: int) -> Any:
        return np.array([os.getppid(), os.getpid()])


class HangsInWorkers(Parents):
    def __getitem__(self, index: int) -> Any:
        with open(os.environ["AUG_TEST_PIDS"], "a") as file:
            print(os.getpid(), file=file, flush=True)
        while True:
            time.sleep(1)


class Dies(HangsInWorkers):
    """Takes the process that reads with it."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.reader = os.getpid()

    def __getitem__(self, index: int) -> Any:
        with open(os.environ["AUG_TEST_PIDS"], "a") as file:
            print(os.getpid(), file=file, flush=True)
        os.kill(self.reader, signal.SIGKILL)
        time.sleep(60)


def parents(job: Job, origin: From) -> set[int]:
    [stream] = Child(Parents, [job], origin, 60).result()
    return {int(kept["sample"][0]) for kept in stream.arrays.values()}  # type: ignore[union-attr]


@pytest.mark.parametrize("origin", [From.HERE, From.SERVER])
def test_workers_come_from_the_server_of_the_tests(origin: From) -> None:
    assert parents(JOB, origin) == {server_pid()}


@pytest.mark.parametrize("origin", [From.HERE, From.SERVER])
def test_a_cold_reading_has_a_server_of_its_own(origin: From) -> None:
    [parent] = parents(replace(JOB, cold=True), origin)
    assert parent != server_pid()


def test_where_python_keeps_its_server_elsewhere_a_child_starts_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    server.start()
    monkeypatch.setattr(server, "ticket", lambda: None)
    [parent] = parents(JOB, From.HERE)
    assert parent != server_pid()


@pytest.mark.parametrize(
    ("dataset", "told"), [(HangsInWorkers, "no answer within 8 s"), (Dies, r"died \(exit code -9\)")]
)
def test_workers_of_the_server_end_with_the_reading(
    dataset: type, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    path = tmp_path / "pids"
    parents(JOB, From.HERE)  # the server is there, with all its imports
    monkeypatch.setenv("AUG_TEST_PIDS", str(path))  # the server does not know of it, and yet its workers do
    with pytest.raises(ReadingFailed, match=told):
        Child(dataset, [JOB], From.HERE, 8).result()
    pids = {int(line) for line in path.read_text().split()}
    assert pids
    for _ in range(50):
        left = [pid for pid in pids if os.path.exists(f"/proc/{pid}") and state(pid) != "Z"]
        time.sleep(0.1 * bool(left))
    assert not left


def test_the_simplest_cells_answer_for_the_others() -> None:
    spawned, forked = Cell(2, start_method="spawn"), Cell(2)
    cells = [Cell(4, start_method="spawn"), spawned, forked, Cell()]
    assert [answers(cell, cells) for cell in cells] == [
        Answers(False, False), Answers(False, True), Answers(False, True), Answers(True, False),
    ]  # fmt: skip
    assert answers(spawned, []) == Answers(True, True)


def server_pid() -> int:
    pid: int = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    return pid


def state(pid: int) -> str:
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0]


def test_a_server_that_the_program_had_before_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    server.start()
    before = server_pid()
    monkeypatch.setattr(server, "_started", None)  # as if the program had started it, with other imports
    assert parents(JOB, From.HERE) == {server_pid()} != {before}
    assert state(before) != "Z"


DEAD = f"""\
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import explodes
import plugin_datasets as datasets
from pytest_augrepro.reading import server

@pytest.mark.aug_matrix(num_workers=[0], persistent_workers=[False])
def test_it(aug_cell, monkeypatch):
    monkeypatch.setattr(server, "PRELOADED", ("explodes",))
    aug_cell.check(datasets.Clean)
"""


def test_a_server_that_cannot_start_is_one_clear_error(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write(test_a=DEAD)
    (project.path / "lib").mkdir()
    (project.path / "lib/explodes.py").write_text("import sys\nif 'pytest' not in sys.modules: raise ValueError(7)\n")
    monkeypatch.setenv("PYTHONPATH", str(project.path / "lib"), prepend=os.pathsep)
    result = project.run("-n0")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*ReadingFailed: the fork server has ended, with the words above: *"])
    result.stdout.fnmatch_lines(["ValueError: 7"])
