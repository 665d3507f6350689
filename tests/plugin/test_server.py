"""One fork server serves the tests and their children; what must be new is new; nothing outlives a reading."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import plugin_datasets as datasets
import pytest

from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.matrix.cells import Cell, Duties, duties_of
from pytest_augrepro.matrix.loading import Loading
from pytest_augrepro.reading import server
from pytest_augrepro.reading.job import LoaderJob, Wanted
from pytest_augrepro.reading.process import Child, ChildKind, ReadingFailed

JOB = LoaderJob(137, Loading(Cell(2, start_method="forkserver"), epochs=1), keep=Wanted(0, 0))


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
        time.sleep(600)


def parents(job: LoaderJob, origin: ChildKind) -> set[int]:
    """Those of both workers, by the first sample that each makes."""
    jobs = [replace(job, keep=Wanted(0, first)) for first in (0, job.loading.batch_size)]
    return {int(sample(stream)[0]) for stream in Child(Parents, jobs, origin, 600).result()}


def sample(stream: Any) -> Any:
    """The one that came along."""
    [part] = stream.kept.parts
    return part.array


@pytest.mark.parametrize("origin", [ChildKind.FORKED, ChildKind.SERVED])
def test_workers_come_from_the_server_of_the_tests(origin: ChildKind) -> None:
    assert parents(JOB, origin) == {server_pid()}


@pytest.mark.parametrize("origin", [ChildKind.FORKED, ChildKind.SERVED])
def test_a_cold_reading_has_a_server_of_its_own(origin: ChildKind) -> None:
    [parent] = parents(replace(JOB, cold=True), origin)
    assert parent != server_pid()


def test_where_python_keeps_its_server_elsewhere_a_child_starts_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    server.start()
    monkeypatch.setattr(server, "address", lambda: None)
    [parent] = parents(JOB, ChildKind.FORKED)
    assert parent != server_pid()


@pytest.mark.parametrize(("dataset", "told"), [(HangsInWorkers, "no answer within"), (Dies, r"died \(exit code -9\)")])
def test_workers_of_the_server_end_with_the_reading(
    dataset: type, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    path = tmp_path / "pids"
    parents(JOB, ChildKind.FORKED)  # the server is there, with all its imports
    start = time.monotonic()
    parents(JOB, ChildKind.FORKED)
    limit = 2 + 4 * (time.monotonic() - start)  # in which its workers are there, on a busy machine too
    monkeypatch.setenv("AUG_TEST_PIDS", str(path))  # the server does not know of it, and yet its workers do
    with pytest.raises(ReadingFailed, match=told):
        Child(dataset, [JOB], ChildKind.FORKED, limit).result()
    pids = {int(line) for line in path.read_text().split()}
    assert pids
    assert not left(pids)


def left(pids: Iterable[int]) -> list[int]:
    """Return which processes are there after two minutes."""
    for _ in range(1200):
        alive = [pid for pid in pids if os.path.exists(f"/proc/{pid}") and state(pid) != "Z"]
        if not alive:
            break
        time.sleep(0.1)
    return alive


def test_the_simplest_cells_answer_for_the_others() -> None:
    spawned, forked = Cell(2, start_method="spawn"), Cell(2)
    cells = [Cell(4, start_method="spawn"), spawned, forked, Cell()]
    assert [duties_of(cell, cells) for cell in cells] == [
        Duties(False, False), Duties(False, True), Duties(False, True), Duties(True, False),
    ]  # fmt: skip
    assert duties_of(spawned, []) == Duties(True, True)
    assert duties_of(spawned, [], quick=True) == Duties(True, True, new=False)


def test_only_a_new_worker_shows_what_all_children_of_the_server_share() -> None:
    cell = Cell(1, start_method="spawn")
    with pytest.raises(LawBroken, match="law rerun broken: one worker in a process that nothing has warmed"):
        AugCell(cell, 137).check(datasets.HashedInWorker)
    AugCell(cell, 137, duties=Duties(new=False)).check(datasets.HashedInWorker)
    AugCell(cell, 137).check(datasets.Clean)


BRISK = """\
import pytest

def show(aug_cell):
    reached(aug_cell)
    print("new", aug_cell.cell.id, aug_cell.duties.new)

def test_plain(aug_cell): show(aug_cell)

@pytest.mark.aug_matrix(num_workers=[1], persistent_workers=[False], start_method=["spawn"])
def test_asked(aug_cell): show(aug_cell)
"""


@pytest.mark.parametrize(("options", "new"), [([], False), (["--aug-matrix", "pairwise"], True)])
def test_new_workers_are_for_those_who_ask_for_start_methods(project: Any, options: list[str], new: bool) -> None:
    project.write(test_a=BRISK)
    shown = {line for line in project.run("-rP", *options).outlines if line.startswith("new ")}
    assert "new w1-spawn True" in shown
    assert ("new w2-spawn False" in shown) is not new
    assert ("new w0 False" in shown) is not new


def server_pid() -> int:
    pid = server.server_with().pid
    assert pid is not None
    return pid


def state(pid: int) -> str:
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0]


PROGRAM = """\
import multiprocessing, os
from multiprocessing import forkserver
from pytest_augrepro.reading import server
from test_server import JOB, parents, server_pid
from pytest_augrepro.reading.process import ChildKind

def theirs():
    with multiprocessing.get_context("forkserver").Pool(1) as pool:
        return pool.apply(os.getppid)

if __name__ == "__main__":
    before = theirs() if {first} else None
    server.start()
    own = theirs()  # does not wait until ours is told what to import
    print(before in (None, own), own != server_pid(), parents(JOB, ChildKind.FORKED) == {{server_pid()}}, theirs() == own)
    print(forkserver._forkserver._preload_modules)
"""


@pytest.mark.parametrize("first", [True, False])
def test_a_fork_server_of_the_program_is_another(first: bool, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM.format(first=first))
    assert run(str(tmp_path / "program.py")) == ["True True True True", "['__main__']"]


DEAD = f"""\
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import plugin_datasets as datasets

@pytest.mark.aug_matrix(num_workers=[0], persistent_workers=[False])
def test_it(aug_cell):
    aug_cell.check(datasets.Clean)
"""


def test_a_server_that_cannot_start_is_one_clear_error(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write(test_a=DEAD)
    (project.path / "lib/augrepro").mkdir(parents=True)
    (project.path / "lib/augrepro/torch.py").touch()
    (project.path / "lib/augrepro/__init__.py").write_text(
        "import os, sys\nif 'pytest_augrepro.reading.warm' in sys.modules:\n"
        "    os.write(2, b'no room left\\n')\n    os._exit(7)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(project.path / "lib"), prepend=os.pathsep)
    result = project.run("-n0")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*ReadingFailed: the fork server has ended, with the words above: *"])
    assert "no room left" in [*result.outlines, *result.errlines]  # pytest captures what a second attempt says


class HashOfText(Parents):
    """Each sample tells which server its process came from, and by which seed that hashes."""

    def __getitem__(self, index: int) -> Any:
        return np.array([os.getppid(), hash("text")])


def test_what_an_interpreter_reads_at_its_start_has_a_server_of_its_own_started_once() -> None:
    job, given = LoaderJob(137, Loading(Cell(), epochs=1), keep=Wanted(0, 0)), {"PYTHONHASHSEED": "1"}
    found = []
    for environment in (given, given, {}):
        [stream] = Child(HashOfText, [job], ChildKind.SERVED, 60, environment).result()
        found.append(tuple(sample(stream).tolist()))
    code = "print(hash('text'))"
    told = subprocess.run([sys.executable, "-c", code], env={**os.environ, **given}, capture_output=True, check=True)
    assert found[0] == found[1] == (server.server_with(given).pid, int(told.stdout))
    assert found[2][0] == server_pid() != found[0][0]
    assert found[2][1] != found[0][1]


class Imports:
    """Each sample tells which modules were there when a new process made its dataset."""

    def __init__(self, seed: int) -> None:
        self.there = [name in sys.modules for name in ("skimage.transform", "kornia")]

    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: int) -> Any:
        return np.array(self.there)


TOLD = """\
import pathlib, sys
import skimage.transform
from pytest_augrepro.reading import server
from pytest_augrepro.reading.process import Child, ChildKind
from pytest_augrepro.reading.job import LoaderJob, Wanted
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.matrix.loading import Loading
from test_server import Imports, sample

if __name__ == "__main__":
    server.start()
    print(server.server_with().request.path.parent.exists())
    [stream] = Child(Imports, [LoaderJob(137, Loading(Cell(), epochs=1), keep=Wanted(0, 0))], ChildKind.SERVED, 600).result()
    print(sample(stream).tolist(), server.server_with().request.path.parent.exists())
"""
LEFT = """\
import os, signal, time
from pytest_augrepro.reading import server
server.start()
print(server.server_with().pid, server.server_with().request.path, flush=True)
"""


def run(*arguments: str) -> list[str]:
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, *arguments], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_the_server_is_told_what_the_tests_have_imported(tmp_path: Path) -> None:
    (tmp_path / "told.py").write_text(TOLD)
    assert run(str(tmp_path / "told.py")) == ["True", "[True, False] False"]


@pytest.mark.parametrize("end", ["pass", "os.kill(os.getpid(), signal.SIGKILL)", "time.sleep(4); os._exit(1)"])
def test_a_server_that_is_told_nothing_ends_with_the_tests(end: str) -> None:
    command = [sys.executable, "-c", f"{LEFT}{end}"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    pid, path, *words = done.stdout.split()
    assert not left([int(pid)])
    assert not Path(path).parent.exists()
    assert words == []


EARLY = """\
import sys
server = sys.modules.get("pytest_augrepro.reading.server")
running = server is not None and server.server_with().pid is not None
print("\\nserver:", running)
def test_it({fixture}): pass
"""


@pytest.mark.parametrize(
    ("fixture", "options", "running"), [("aug_cell", [], True), ("aug_cell", ["--co"], False), ("aug_seed", [], False)]
)
def test_the_server_starts_before_a_module_with_cells(
    project: Any, fixture: str, options: list[str], running: bool
) -> None:
    (project.path / "test_a.py").write_text(EARLY.format(fixture=fixture))
    result = project.run("-n0", "-s", *options)
    result.stdout.fnmatch_lines([f"server: {running}"])


KILLED = """\
import os, sys
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.matrix.loading import Loading
from pytest_augrepro.reading.job import LoaderJob, Wanted
from pytest_augrepro.reading.process import Child, ChildKind
from test_server import HangsInWorkers

if __name__ == "__main__":
    jobs = [LoaderJob(137, Loading(Cell(2, start_method=method), epochs=1)) for method in ("fork", "forkserver")]
    children = [Child(HangsInWorkers, [job], origin, 600) for job in jobs for origin in (ChildKind.FORKED, ChildKind.SERVED)]
    print(*(f"{child.process.pid} {child.stacks}" for child in children), flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_readings_end_with_tests_that_are_killed(sent: signal.Signals, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    pids.touch()
    (tmp_path / "killed.py").write_text(KILLED)
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    temporary = Path(tempfile.mkdtemp(dir="/tmp"))
    environment = {**os.environ, "PYTHONPATH": path, "AUG_TEST_PIDS": str(pids), "TMPDIR": str(temporary)}
    command = [sys.executable, str(tmp_path / "killed.py")]
    errors = (tmp_path / "errors").open("w+")
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": errors}
    with errors, subprocess.Popen(command, env=environment, text=True, **streams) as tests:
        assert tests.stdout is not None
        words = tests.stdout.readline().split()
        for _ in range(3000):
            if len(workers := {int(line) for line in pids.read_text().split()}) == 8:
                break
            time.sleep(0.1)
        assert len(workers) == 8
        tests.send_signal(sent)
    assert not left({*workers, *map(int, words[::2])})
    for _ in range(1200):  # the server ends last
        if not list(temporary.iterdir()):
            break
        time.sleep(0.1)
    temporary.rmdir()  # which is empty: no stacks, no sockets
    assert (tmp_path / "errors").read_text() == ""  # nothing of names of locks that the killed have left
