"""Traps that snapshots of arrays fall into, each with the name of what was lost, and each shut."""

import threading

import numpy as np
import pytest

from pytest_augrepro.common.files import File
from pytest_augrepro.common.names import slug
from pytest_augrepro.snapshots.store import Bundle, prepare, put
from pytest_augrepro.values import codec

THREE = """
def test_one(aug_snapshot): assert noise(1 + SHIFT) == aug_snapshot
def test_two(aug_snapshot): assert noise(2 + SHIFT) == aug_snapshot
def test_three(aug_snapshot): assert noise(3 + SHIFT) == aug_snapshot
"""
MATRIX = """
@pytest.mark.aug_matrix(num_workers=[0, 2, 4])
def test_cell(aug_cell, aug_snapshot):
    assert noise(aug_cell.cell.num_workers * BUG) == aug_snapshot
"""


@pytest.fixture
def stored(project):
    """A project of two files whose snapshots are stored, and what is in them."""
    project.write(tests__test_a=THREE, tests__test_b=THREE)
    project.run("--snapshot-update").assert_outcomes(passed=6)
    assert set(project.snapshots()) >= {"tests/test_a/test_one.snap", "tests/test_b/test_three.png"}
    assert len(project.snapshots()) == 12
    return project, project.snapshots()


@pytest.mark.parametrize(
    "arguments",
    [
        ["tests/test_a.py::test_one"],
        ["--ignore=tests/test_b.py"],
        ["tests/test_a.py"],
        ["-k", "one"],
        ["-n2", "-k", "one"],
        ["--deselect=tests/test_a.py::test_one"],
    ],
    ids=str,
)
def test_selecting_tests_neither_blames_nor_deletes_the_others(stored, arguments):
    project, before = stored
    result = project.run(*arguments)
    assert result.ret == 0
    result.stdout.no_fnmatch_line("unused snapshot*")
    assert project.run(*arguments, "--snapshot-update").ret == 0
    assert project.snapshots() == before


@pytest.mark.parametrize("broken", ["raise SystemError", "import no_such_module"])
def test_early_failure_under_update_deletes_nothing(stored, broken):
    project, before = stored
    project.write(tests__test_0=f"{broken}\n", tests__test_00="def test_fails(): assert 0\n")
    for arguments in (["-x"], ["--continue-on-collection-errors"]):
        assert project.run(*arguments, "--snapshot-update").ret != 0
        assert project.snapshots() == before


@pytest.mark.parametrize("arguments", [["-p", "no:randomly"], ["-n2"], ["-p", "randomly"]], ids=str)
@pytest.mark.parametrize("already", [False, True], ids=["new", "stored"])
def test_update_over_the_matrix_cannot_bless_a_disagreement(project, arguments, already):
    if already:
        project.write(test_a="BUG = 0\n" + MATRIX)
        project.run("--snapshot-update").assert_outcomes(passed=5)
    before = project.snapshots()
    project.write(test_a="BUG = 1\n" + MATRIX)
    result = project.run("--snapshot-update", *arguments)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*differs from what this same run gave*nothing was overwritten*"])
    assert not already or project.snapshots() == before
    assert project.run().ret == 1


def test_snapshot_of_a_matrix_is_written_by_its_first_cell_only(project):
    project.write(test_a="BUG = 0\n" + MATRIX)
    result = project.run("-k", "w2", "--snapshot-update")
    result.stdout.fnmatch_lines(["*can only be written by the first cell of the matrix*"])
    assert project.snapshots() == {}


@pytest.mark.parametrize("kind", ["noise(1)", "torch.from_numpy(noise(1))", "np.float32(3)", "[noise(1)]"])
def test_comparison_reaches_the_snapshot_once_from_either_side(project, kind):
    project.write(
        test_a=f"""
import torch
def test_left(aug_snapshot):
    assert {kind} == aug_snapshot
    assert aug_snapshot.case.asked == 1
def test_right(aug_snapshot):
    assert aug_snapshot == {kind}
    assert aug_snapshot.case.asked == 1
"""
    )
    project.run("--snapshot-update").assert_outcomes(passed=2)
    project.run().assert_outcomes(passed=2)
    assert len([name for name in project.snapshots() if name.endswith(".snap")]) == 2


def test_one_pixel_in_the_centre_of_a_large_array_is_seen(project):
    body = "    a = noise(1, (64, 64, 3))\n    a[32, 32, 1] ^= SHIFT\n    assert a == aug_snapshot\n"
    project.write(test_a=f"def test_it(aug_snapshot):\n{body}")
    project.run("--snapshot-update").assert_outcomes(passed=1)
    project.pytester._monkeypatch.setenv("SHIFT", "1")
    result = project.run()
    result.stdout.fnmatch_lines(["*1 of 4096 px differ, max |delta| 1, box x 32:33 y 32:33"])


def test_ids_that_read_alike_have_files_of_their_own(project):
    project.write(
        test_a="""
@pytest.mark.parametrize("p", ["a/b", "a:b", "ab", "a::b", "x" * 300, "x" * 299, "ü"])
def test_it(aug_snapshot, p): assert p == aug_snapshot
"""
    )
    project.run("--snapshot-update").assert_outcomes(passed=7)
    project.run().assert_outcomes(passed=7)
    assert len(project.snapshots()) == 7
    assert max(len(name) for name in project.snapshots()) < 130


@pytest.mark.parametrize(
    ("arguments", "errors"), [([], 8), (["-n2"], 8), (["--deselect=test_a.py::test_it[a]"], 7)], ids=str
)
def test_two_tests_of_one_file_are_red_before_they_are_compared(project, arguments, errors):
    project.write(
        test_a=f"""
@pytest.mark.parametrize("p", ["A", "a", "b", "c:d", {slug("c:d")!r}])
def test_it(aug_snapshot, p): assert p == aug_snapshot

@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False])
@pytest.mark.parametrize("p", ["w0", "W0", "w2"])
def test_cell(aug_cell, aug_snapshot, p): assert p == aug_snapshot
"""
    )
    result = project.run("--snapshot-update", *arguments)
    assert result.parseoutcomes()["errors"] == errors
    result.stdout.fnmatch_lines(["*this test and test_a.py::test_it[[]a] would have one snapshot file; rename a test*"])
    assert sorted(project.snapshots()) == ["test_a/test_cell[w2].snap", "test_a/test_it[b].snap"]


def test_cells_of_a_test_share_its_file_and_nobody_is_blamed(project):
    project.write(
        test_a="""
@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False])
@pytest.mark.parametrize("p", ["w0", "w2", "w0-w2"])
def test_cell(aug_cell, aug_snapshot, p): assert p == aug_snapshot
"""
    )
    project.run("--snapshot-update").assert_outcomes(passed=6)
    assert len(project.snapshots()) == 3


def written(path, data):
    bundle = Bundle(File(path, data, "text"), [])
    prepare(bundle)
    put(bundle)


def test_readers_never_see_half_a_file(tmp_path):
    path, pictures = (
        tmp_path / "shared.png",
        [codec.to_png(np.full((300, 300, 3), value, np.uint8)) for value in (1, 2)],
    )
    written(path, pictures[0])
    stop = threading.Event()

    def write_on():
        while not stop.is_set():
            for picture in pictures:
                written(path, picture)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        assert all(path.read_bytes() in pictures for _ in range(300))
    finally:
        stop.set()
        writer.join()
    assert [file.name for file in tmp_path.iterdir()] == ["shared.png"]


def test_names_that_differ_in_capital_letters_only_are_refused(tmp_path):
    written(tmp_path / "test[A].png", b"1")
    with pytest.raises(FileExistsError, match="differ only in capital letters"):
        written(tmp_path / "test[a].png", b"2")


def test_update_on_many_workers_writes_what_one_writes(project):
    project.write(test_a=THREE, test_b=THREE)
    project.run("--snapshot-update", "-n2").assert_outcomes(passed=6)
    parallel = project.snapshots()
    for name in parallel:
        (project.path / "snapshots" / name).unlink()
    project.run("--snapshot-update").assert_outcomes(passed=6)
    assert project.snapshots() == parallel
