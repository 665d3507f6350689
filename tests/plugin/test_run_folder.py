"""What a run needs on disk: private, on a path that sockets can have, and gone with the run however that ends."""

from __future__ import annotations

import multiprocessing
import os
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from pytest_augrepro.common import run_folder
from pytest_augrepro.common.run_folder import LOCK, LONGEST, OLD, SOCKET

HELD = "import sys\nfrom pytest_augrepro.common import run_folder\nprint(run_folder.path(), flush=True)\nsys.stdin.read()\n"


@pytest.fixture
def parent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for temporary files of its own, in which this process has nothing yet; on a short path."""
    with tempfile.TemporaryDirectory(dir="/tmp") as short:
        monkeypatch.setattr(tempfile, "tempdir", short)
        monkeypatch.setattr(run_folder, "_held", None)
        yield Path(short)
        run_folder.close()


def owner_elsewhere(parent: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "TMPDIR": str(parent), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", HELD]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_it_is_private_and_goes_with_its_owner(parent: Path) -> None:
    folder = run_folder.path()
    assert folder.parent == parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert run_folder.path() == folder
    assert run_folder.part("claims").parent == folder
    run_folder.close()
    assert list(parent.iterdir()) == []


def test_a_killed_owner_is_cleaned_up_after_by_the_next_and_a_living_one_is_not(parent: Path) -> None:
    with owner_elsewhere(parent) as one, owner_elsewhere(parent) as two:
        dead, living = (Path(each.stdout.readline().strip()) for each in (one, two))
        (dead / "stacks-x").mkdir()
        one.kill()
        one.wait()
        own = run_folder.path()
        assert set(parent.iterdir()) == {living, own}
        two.communicate("")
    assert set(parent.iterdir()) == {own}


def test_what_another_may_have_put_there_is_left_alone(parent: Path) -> None:
    target = parent / "precious"
    target.mkdir()
    (target / LOCK).touch()
    (parent / "augrepro-abcdefgh").symlink_to(target)
    (parent / "augrepro-a_file_x").write_text("")
    young, old = parent / "augrepro-nolocked", parent / "augrepro-oldnolck"
    young.mkdir()
    old.mkdir()
    past = time.time() - OLD - 60
    os.utime(old, (past, past))
    own = run_folder.path()
    names = {"precious", "augrepro-abcdefgh", "augrepro-a_file_x", young.name, own.name}
    assert {path.name for path in parent.iterdir()} == names
    assert (target / LOCK).exists()


def test_a_forked_process_has_one_of_its_own_and_leaves_this_one(parent: Path) -> None:
    own = run_folder.path()
    context: Any = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: (sender.send(str(run_folder.path())), run_folder.close()))
    child.start()
    assert receiver.recv() != str(own)
    child.join()
    assert own.is_dir()


@pytest.mark.parametrize("letter", ["x", "ä"])
def test_a_long_path_is_left_for_a_short_one(letter: str, parent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = parent / (letter * 110)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    assert len(os.fsencode(run_folder.path())) + len("/listener-12345678") <= LONGEST
    assert run_folder.path().parent != deep
    run_folder.close()
    monkeypatch.setattr(run_folder, "OTHERS", (str(parent / "nowhere"),))
    with pytest.raises(OSError, match=f"set TMPDIR to a path of at most {LONGEST - len(SOCKET)} bytes"):
        run_folder.path()


PRINTS = """\
import os, sys
import numpy as np

class Prints:
    def __init__(self, seed):
        self.seed, self.epoch = seed, 0
        print("made", "here")

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return 4

    def __getitem__(self, i):
        print("item", "printed")
        os.write(2, b"item " + b"written\\n")
        key = [self.seed, i, self.epoch, getattr(i, "draw", 0)]
        return np.random.default_rng(key).integers(0, 256, (8, 8, 3)).astype("uint8")
"""
CHECKED = """\
from prints import Prints
@pytest.mark.aug_matrix(num_workers=[2], persistent_workers=[False], start_method=["forkserver"])
def test_it(aug_cell):
    aug_cell.check(Prints)
    assert not SHIFT
"""


def test_what_readings_print_is_captured_and_a_long_folder_works(project: Any, monkeypatch: Any) -> None:
    project.write(test_a=CHECKED)
    (project.path / "prints.py").write_text(PRINTS)
    deep = project.path / ("long" * 30)
    deep.mkdir()
    monkeypatch.setenv("TMPDIR", str(deep))
    result = project.run("-n0", "-v")
    result.assert_outcomes(passed=1)
    said = "\n".join([*result.outlines, *result.errlines])
    assert not any(words in said for words in ("made here", "item printed", "item written", "leaked", "AF_UNIX"))
    assert list(deep.iterdir()) == []
    monkeypatch.setenv("SHIFT", "1")
    result = project.run("-n0", "-v")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*Captured stdout call*", "made here", "item printed"])
    result.stdout.fnmatch_lines(["*Captured stderr call*", "item written"])


@pytest.mark.parametrize("option", ["--capture=sys", "-s"])
def test_prints_follow_the_choice_of_capture(option: str, project: Any) -> None:
    project.write(test_a=CHECKED.replace('"forkserver"', '"spawn"').replace("num_workers=[2]", "num_workers=[1]"))
    (project.path / "prints.py").write_text(PRINTS)
    result = project.run("-n0", option)
    result.assert_outcomes(passed=1)
    assert ("item printed" in result.outlines) == (option == "-s")


class AtNumber:
    def __init__(self, number: int) -> None:
        self.number = number

    def detach(self) -> int:
        return self.number


def test_output_and_error_may_be_one_file(tmp_path: Path) -> None:
    code = (
        "import os\nfrom test_run_folder import AtNumber\nfrom pytest_augrepro.reading.inherited import take_outputs\n"
        f"sink = os.open({str(tmp_path / 'sink')!r}, os.O_WRONLY | os.O_CREAT)\n"
        "take_outputs(AtNumber(sink), AtNumber(sink))\nos.write(1, b'out ')\nos.write(2, b'error')\n"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "sink").read_bytes() == b"out error"
