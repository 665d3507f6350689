"""--aug-matrix: which cells a test gets from its marker and the preset."""

import multiprocessing
import subprocess
import sys

import pytest

from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.matrix.presets import cells_for, pairs_of

QUICK = ["w0", "w0-respawn", "w1", "w2", "w2-respawn", "w2-persistent", "w2-persistent-respawn", "w2-spawn"]
PRINTS = "def test_it(aug_cell): reached(aug_cell); print('cell', aug_cell.cell.id)\n"
TWO = "@pytest.mark.aug_matrix(num_workers=[0, 3])\n"


def ids(axes, preset="default"):
    return [cell.id for cell in cells_for(axes, preset)[0]]


def ran(result):
    return [line.split()[-1] for line in result.outlines if line.startswith("cell ")]


@pytest.mark.parametrize("preset", ["default", "quick"])
def test_without_marker_eight_cells_the_simplest_first(preset):
    assert ids(None, preset) == QUICK


def test_full_is_every_possible_cell():
    methods = len(multiprocessing.get_all_start_methods())
    assert len(ids(None, "full")) == 2 + 3 * methods * 2 * 2


@pytest.mark.parametrize("axes", [None, {"num_workers": [3, 1, 0]}, {"respawn": [True]}, {"num_workers": [5]}], ids=str)
def test_pairwise_tries_every_pair_that_full_tries_in_fewer_cells(axes):
    full, chosen = cells_for(axes, "full")[0], cells_for(axes, "pairwise")[0]
    assert set().union(*map(pairs_of, chosen)) == set().union(*map(pairs_of, full))
    assert set(chosen) <= set(full)
    assert len(chosen) <= len(full) * 5 / 6


def test_pairwise_chooses_the_same_cells_in_every_process():
    command = "from pytest_augrepro.matrix.presets import cells_for as f; print([c.id for c in f(None, 'pairwise')[0]])"
    runs = {
        subprocess.run(
            [sys.executable, "-c", command],
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert runs == {f"{ids(None, 'pairwise')}\n"}


def test_marker_alone_is_the_product_of_its_axes():
    assert ids({"num_workers": [0, 3]}) == ["w0", "w3", "w3-persistent"]
    assert ids({}) == ["w0", "w2", "w2-persistent"]


def test_marker_with_quick_varies_one_value_at_a_time_and_keeps_the_last_cell():
    axes = {"num_workers": [0, 1, 4], "start_method": ["spawn", "forkserver"]}
    expected = ["w0", "w0-respawn", "w1-spawn", "w1-forkserver", "w1-spawn-persistent", "w4-spawn"]
    assert ids(axes, "quick") == [*expected, "w4-forkserver-persistent-respawn"]


def test_marker_with_full_keeps_its_axes_and_takes_all_values_of_the_others():
    cells = cells_for({"num_workers": [0, 3]}, "full")[0]
    assert {cell.num_workers for cell in cells} == {0, 3}
    assert Cell(3, True, True, "spawn") in cells


@pytest.mark.parametrize("arguments", [[], ["-n2"]], ids=str)
def test_option_before_ini_before_default(project, arguments):
    project.write(test_a=PRINTS)
    run = ["-rP", "-p", "no:randomly", *arguments]
    assert sorted(ran(project.run(*run))) == sorted(QUICK)
    project.pytester.makepyprojecttoml("[tool.pytest]\nstrict = true\naug_matrix = 'pairwise'\n")
    assert sorted(ran(project.run(*run))) == sorted(ids(None, "pairwise"))
    project.write(test_a=TWO + PRINTS)
    assert sorted(ran(project.run("--aug-matrix", "quick", *run))) == sorted(ids({"num_workers": [0, 3]}, "quick"))


def test_the_pairing_library_waits_until_pairwise_is_asked_for(project):
    project.write(
        test_a="import sys\ndef test_it(aug_cell): reached(aug_cell); assert 'allpairspy' not in sys.modules\n"
    )
    project.run("--aug-matrix", "quick").assert_outcomes(passed=8)
    project.run("--aug-matrix", "pairwise").assert_outcomes(failed=len(ids(None, "pairwise")))


@pytest.mark.parametrize(("word", "hint"), [("pairwize", "; did you mean pairwise[?]"), ("all", "")])
def test_wrong_preset_is_one_clear_line(project, word, hint):
    result = project.run("--aug-matrix", word)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert [line for line in result.errlines if line] == [result.errlines[0]]
    result.stderr.fnmatch_lines([f"ERROR: aug_matrix: a matrix is one of quick, pairwise, full, got '{word}'{hint}"])
