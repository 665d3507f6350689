"""Which cells a test gets, and how bad matrices are refused."""

import pytest

from pytest_augrepro.matrix.cells import BadMatrix, Cell, build_cells

FULL = "num_workers=[0, 2], persistent_workers=[False, True], respawn=[False, True]"

MARK = "@pytest.mark.aug_matrix()\n"


def ids(**axes):
    return [cell.id for cell in build_cells(axes)[0]]


def test_ids_are_readable_and_impossible_cells_are_gone():
    axes = {"num_workers": [0, 2], "persistent_workers": [False, True], "respawn": [False, True]}
    assert ids(**axes) == ["w0", "w0-respawn", "w2", "w2-respawn", "w2-persistent", "w2-persistent-respawn"]
    assert [cell.id for cell in build_cells(axes)[1]] == ["w0-persistent", "w0-persistent-respawn"]


def test_default_cells():
    assert ids() == ["w0", "w2", "w2-persistent"]


def test_start_methods_are_an_axis_where_there_are_workers():
    cells = ids(num_workers=[0, 2], persistent_workers=[False], start_method=["fork", "spawn", "forkserver"])
    assert cells == ["w0", "w2-fork", "w2-spawn", "w2-forkserver"]


def test_one_value_and_repeated_values_are_fine():
    assert ids(num_workers=2, persistent_workers=True) == ["w2-persistent"]
    assert ids(num_workers=[2, 2], persistent_workers=[False]) == ["w2"]


@pytest.mark.parametrize(
    ("axes", "words"),
    [
        ({"num_worker": [0]}, "no axis 'num_worker'; did you mean num_workers"),
        ({"zzz": [0]}, "no axis 'zzz'; known: num_workers, persistent_workers"),
        ({"num_workers": [-1]}, "num_workers=...\\) takes a list of whole numbers >= 0, got \\[-1\\]"),
        ({"num_workers": [True]}, "whole numbers"),
        ({"num_workers": []}, "whole numbers"),
        ({"persistent_workers": [1]}, "True or False"),
        ({"start_method": ["thread"]}, "start methods of this platform"),
        ({"num_workers": [0], "persistent_workers": [True]}, "no possible cell"),
    ],
)
def test_bad_axes(axes, words):
    with pytest.raises(BadMatrix, match=words):
        build_cells(axes)


def test_each_cell_is_a_test_and_the_summary_lists_them(project):
    project.write(
        test_a=f"@pytest.mark.aug_matrix({FULL})\ndef test_it(aug_cell):\n    reached(aug_cell)\n    assert aug_cell.cell.num_workers == 0\n"
    )
    result = project.run("-v", "-p", "no:randomly")
    result.assert_outcomes(passed=2, failed=4)
    result.stdout.fnmatch_lines(
        [
            "test_a.py::test_it?w0? PASSED*",
            "cells of the matrix: w0 w0-respawn w2 w2-respawn w2-persistent w2-persistent-respawn - red: w2 w2-respawn *",
            "dropped (no workers, nothing to persist): w0-persistent w0-persistent-respawn",
        ]
    )
    project.run("-k", "w0").stdout.fnmatch_lines(["cells of the matrix: * - all green"])


def test_summary_lists_cells_of_all_xdist_workers(project):
    project.write(
        test_a=MARK
        + "def test_it(aug_cell): reached(aug_cell)\n"
        + MARK
        + "def test_skip(aug_cell): pytest.skip('no time')\n"
    )
    result = project.run("-n2")
    result.assert_outcomes(passed=3, skipped=3)
    (line,) = [line for line in result.outlines if line.startswith("cells of the matrix: ")]
    assert set(line.removeprefix("cells of the matrix: ").split(" - ")[0].split()) == {"w0", "w2", "w2-persistent"}


@pytest.mark.parametrize("arguments", [[], ["-n2"]], ids=str)
def test_unknown_axis_is_one_collection_error(project, arguments):
    project.write(test_a="@pytest.mark.aug_matrix(num_wokers=[0])\ndef test_it(aug_cell): pass\n")
    result = project.run(*arguments)
    assert result.ret != 0
    result.stdout.fnmatch_lines(["test_a.py::test_it: aug_matrix has no axis 'num_wokers'; did you mean num_workers?"])


@pytest.mark.parametrize(
    ("marker", "argument", "words"),
    [("[0, 2]", "aug_cell", "takes its axes by name"), ("num_workers=[0]", "", "does nothing unless")],
)
def test_marker_misused(project, marker, argument, words):
    project.write(test_a=f"@pytest.mark.aug_matrix({marker})\ndef test_it({argument}): pass\n")
    project.run().stdout.fnmatch_lines([f"test_a.py::test_it: aug_matrix {words}*"])


def test_cells_are_values():
    assert Cell(2) == Cell(2)
    assert len({Cell(2), Cell(2)}) == 1
