"""Updates in a storm: whatever ends or disturbs one, each snapshot is the old one or the new one, and none is lost.

A few seconds in all; ``make storms`` (AUGREPRO_STORMS=50) weathers fifty times as many ends by force.
"""

import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys

import pytest

from pytest_augrepro.snapshots.document import essence
from pytest_augrepro.snapshots.store import Store
from pytest_augrepro.snapshots.stored import ReadSnapshot

TIMES = int(os.environ.get("AUGREPRO_STORMS", "1"))
IDLE = ("-p", "no:hypothesispytest", "-p", "no:hydra_pytest")
"""Slow to import, and not at work here."""
FILES = ("test_a", "test_b")
TESTS = """
@pytest.mark.parametrize("n", range(3))
def test_it(aug_snapshot, n):
    image = noise(n + SHIFT, (12, 12, 3))
    assert {"image": image, "depth": image.astype(float), "n": SHIFT} == aug_snapshot
"""
OTHER = """
def test_other(aug_snapshot):
    assert SHIFT == aug_snapshot
"""


def states(root):
    """What each snapshot below a folder says; an AssertionError for one that is neither whole nor absent."""
    found = {}
    for path in sorted(root.rglob("*.snap")):
        reading = ReadSnapshot(Store(None, path.parent), path.name.removesuffix(".snap"), path.name)
        reading.read_arrays({part: stored.digest for part, stored in reading.stored.parts.items()})
        assert not reading.problems, reading.problems
        found[path.relative_to(root).as_posix()] = "\n".join(essence(reading.stored.text))
    return found


@pytest.fixture(scope="module")
def written():
    """The stored snapshots before a storm and after an update in quiet weather."""
    return {}


@pytest.fixture
def stormy(project, written, monkeypatch):
    """A project whose results have moved away from what is stored."""
    project.write(**dict.fromkeys(FILES, TESTS + OTHER))
    root = project.path / "snapshots"
    if not written:
        project.run("--snapshot-update").assert_outcomes(passed=8)
        written["old"] = project.snapshots()
        written["before"] = states(root)
        monkeypatch.setenv("SHIFT", "7")
        project.run("--snapshot-update").assert_outcomes(passed=8)
        written["after"] = states(root)
        assert not {*written["before"].values()} & {*written["after"].values()}
    restore(project, written["old"])
    monkeypatch.setenv("SHIFT", "7")
    return project


def restore(project, files):
    root = project.path / "snapshots"
    shutil.rmtree(root, ignore_errors=True)
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def weathered(project, written):
    """The names of the snapshots that were updated; all others are as they were, and an update heals what is left."""
    root = project.path / "snapshots"
    found = states(root)
    assert found.keys() == written["before"].keys()
    for name, text in found.items():
        assert text in (written["before"][name], written["after"][name]), name
    return {name for name, text in found.items() if text == written["after"][name]}


def healed(project, written):
    project.run("--snapshot-update").assert_outcomes(passed=8)
    assert states(project.path / "snapshots") == written["after"]
    assert not list((project.path / "snapshots").rglob("*.tmp"))


PARTS = {
    "a node": ("test_a.py::test_other", {"test_a/test_other"}),
    "-k": ("-k other", {"test_a/test_other", "test_b/test_other"}),
    "--ignore": ("--ignore=test_b.py -k other", {"test_a/test_other"}),
    "-x": ("-x -p no:randomly", {"test_a/test_it[0]"}),
    "an error": ("--continue-on-collection-errors -k other", {"test_a/test_other"}),
}


@pytest.mark.parametrize("how", PARTS)
def test_a_part_of_the_tests_updates_a_part_of_the_snapshots(stormy, written, how):
    arguments, expected = PARTS[how]
    if how == "-x":
        stormy.write(test_a=TESTS.replace("    image =", "    assert n < 1\n    image =") + OTHER)
    if how == "an error":
        stormy.write(test_b="import nothing_of_this_name\n" + TESTS + OTHER)
    stormy.run("--snapshot-update", "--aug-prune", *arguments.split())
    assert weathered(stormy, written) == {f"{name}.snap" for name in expected}
    kept = {name: data for name, data in written["old"].items() if not any(name.startswith(each) for each in expected)}
    assert {name: stormy.snapshots()[name] for name in kept} == kept


@pytest.mark.parametrize(
    "dist", ["each", "worksteal", "load", "loadscope", "loadfile", "loadgroup"][: 1 + 5 * (TIMES > 1)]
)
def test_many_workers_update_what_one_does(stormy, written, dist):
    stormy.run("--snapshot-update", "-n2", "--dist", dist)
    assert weathered(stormy, written) == written["before"].keys()
    assert not list((stormy.path / "snapshots").rglob("*.tmp"))


KILLER = """
import os, threading
def pytest_collection_finish(session):
    if "PYTEST_XDIST_WORKER" in os.environ or "-n2" not in session.config.invocation_params.args:
        threading.Timer(float(os.environ["AFTER"]), os.kill, (os.getpid(), int(os.environ["SIGNAL"]))).start()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
def test_an_end_by_force_leaves_old_or_new(stormy, written, monkeypatch, number):
    (stormy.path / "conftest.py").write_text(KILLER)
    monkeypatch.setenv("SIGNAL", str(int(number)))
    seen = set()
    for turn in range(2 * TIMES):
        restore(stormy, written["old"])
        monkeypatch.setenv("AFTER", str((0.05, 0.13, 0.02, 0.2, 0.3, 0.09)[turn % 6] * (1 + turn // 6 / 10)))
        stormy.run("--snapshot-update", *(["-n2"] if turn % 5 == 4 else []))
        seen.add(len(weathered(stormy, written)))
    (stormy.path / "conftest.py").unlink()
    healed(stormy, written)
    print("snapshots updated before the end:", sorted(seen))


def test_two_sessions_at_once_write_what_one_does(stormy, written):
    command = [sys.executable, "-m", "pytest", "-q", "--snapshot-update", *IDLE]
    for _ in range(TIMES):
        restore(stormy, written["old"])
        sessions = [
            subprocess.Popen([*command, f"--basetemp={stormy.path}/temp{n}"], cwd=stormy.path, stdout=subprocess.PIPE)
            for n in range(2)
        ]
        ends = [session.communicate(timeout=900)[0] for session in sessions]
        assert [session.returncode for session in sessions] == [0, 0], ends
        assert weathered(stormy, written) == written["before"].keys()
        assert not list((stormy.path / "snapshots").rglob("*.tmp"))


def test_a_full_disk_leaves_what_was_there(stormy, written):
    (stormy.path / "conftest.py").write_text(
        "import pathlib\nreal = pathlib.Path.write_bytes\n"
        "def full(path, data):\n"
        "    if 'snapshots' in path.parts and len(data) > 300:\n"
        "        real(path, data[:300])\n        raise OSError(28, 'No space left on device', str(path))\n"
        "    return real(path, data)\n"
        "pathlib.Path.write_bytes = full\n"
    )
    result = stormy.run("--snapshot-update")
    result.stdout.fnmatch_lines(["E *could not be written, and nothing was changed: No space left on device*"])
    assert weathered(stormy, written) == set()
    assert stormy.snapshots() == written["old"]
    (stormy.path / "conftest.py").unlink()
    healed(stormy, written)


def test_files_that_may_not_grow_leave_what_was_there(stormy, written):
    """The limit of the system itself on the size of files, for the drafts of an update as for all else."""
    (stormy.path / "conftest.py").write_text(
        "import resource, pytest\n"
        "@pytest.hookimpl(wrapper=True)\n"
        "def pytest_runtest_protocol(item):\n"
        "    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (300, hard))\n"
        "    try:\n        return (yield)\n"
        "    finally:\n        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))\n"
    )
    result = stormy.run("--snapshot-update", "-s", "-q", "-q")
    assert result.ret != 0
    assert weathered(stormy, written) == set()
    assert stormy.snapshots() == written["old"]


def bound_by_modes():
    """Let modes bind this process, which is about to start another program, though it be root: Linux's own way."""
    if os.geteuid() == 0:
        drop, override = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
        ctypes.CDLL(None).prctl(drop, override, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="root is bound by modes on Linux alone")
def test_a_checkout_that_may_not_be_written_gets_a_verdict(stormy, written):
    folders = [stormy.path, *(path for path in (stormy.path / "snapshots").rglob("*") if path.is_dir())]
    command = [
        sys.executable,
        "-B",
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        *IDLE,
        "--snapshot-update",
        "test_a.py",
    ]
    for folder in folders:
        folder.chmod(0o555)
    (stormy.path / "snapshots").chmod(0o555)
    try:
        done = subprocess.run(command, cwd=stormy.path, preexec_fn=bound_by_modes, capture_output=True, text=True)
        assert "4 failed" in done.stdout, done.stdout[-3000:] + done.stderr[-3000:]
        assert re.search(r"E .*could not be written, and nothing was changed: Permission denied", done.stdout)
        assert re.search(r"E +sheet +none: Permission denied", done.stdout)
    finally:
        for folder in folders:
            folder.chmod(0o755)
        (stormy.path / "snapshots").chmod(0o755)
    assert stormy.snapshots() == written["old"]


def test_the_check_of_a_storm_sees_a_snapshot_that_is_neither(stormy, written):
    """The planted fault: a picture of the new snapshot beside the text of the old one, and a snapshot that is gone."""
    picture = stormy.path / "snapshots/test_a/test_it[0]--image.png"
    picture.write_bytes((stormy.path / "snapshots/test_a/test_it[1]--image.png").read_bytes())
    with pytest.raises(AssertionError, match="does not agree with its digest"):
        weathered(stormy, written)
    restore(stormy, written["old"])
    (stormy.path / "snapshots/test_b/test_other.snap").unlink()
    with pytest.raises(AssertionError):
        weathered(stormy, written)
