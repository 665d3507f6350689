"""--aug-expect: a shrinking matrix is a failure."""

import pytest

from pytest_augrepro.matrix.expect import CellStatus, missing, parse_expected

THREE = "@pytest.mark.aug_matrix()\n"
GREEN = THREE + "def test_it(aug_cell): reached(aug_cell)\n"
SKIPS = (
    THREE + "def test_it(aug_cell):\n    reached(aug_cell)\n    if aug_cell.cell.num_workers: pytest.skip('no time')\n"
)
DIES = THREE + "def test_it(aug_cell):\n    reached(aug_cell)\n    if aug_cell.cell.id == 'w2': os._exit(3)\n"
VERDICT = "the run fails: a shrinking matrix is a failure (aug_expect)"


@pytest.mark.parametrize("arguments", [[], ["-n2", "-q"]], ids=str)
def test_green_while_all_expected_cells_run(project, arguments):
    project.write(test_a=GREEN)
    result = project.run("--aug-expect", "w0 w2, w2-persistent", *arguments)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.no_fnmatch_line("expected, but*")


@pytest.mark.parametrize("arguments", [[], ["-n2", "-q"]], ids=str)
def test_red_when_an_expected_cell_is_skipped(project, arguments):
    project.write(test_a=SKIPS)
    result = project.run("--aug-expect", "w0 w2", *arguments)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=1, skipped=2)
    assert "expected, but not run: w2 of test_a.py::test_it (skipped: no time)" in result.outlines
    assert "not run: w2-persistent of test_a.py::test_it (skipped: no time)" in result.outlines
    assert VERDICT in result.outlines


@pytest.mark.parametrize("arguments", [[], ["-n2"]], ids=str)
def test_skipped_cells_are_listed_though_nothing_was_expected(project, arguments):
    project.write(test_a=SKIPS)
    result = project.run("-q", *arguments)
    assert result.ret == pytest.ExitCode.OK
    assert "not run: w2 w2-persistent of test_a.py::test_it (skipped: no time)" in result.outlines


def test_red_when_the_matrix_of_a_test_is_thinned_out_but_not_when_a_test_is_left_out(project):
    project.write(test_a=GREEN + THREE + "def test_other(aug_cell): reached(aug_cell)\n")
    run = ["--aug-expect", "w0 w2"]
    assert project.run("-k", "test_it", *run).ret == pytest.ExitCode.OK
    result = project.run("-k", "not (test_it and w2)", *run)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "expected, but not run: w2 of test_a.py::test_it (deselected)" in result.outlines


def test_red_when_all_tests_are_deselected_or_none_has_the_cell(project):
    project.write(test_a=GREEN)
    result = project.run("--aug-expect", "w2 w4", "-k", "nothing")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "expected, but not run: w2 of test_a.py::test_it (deselected)" in result.outlines
    assert "expected, but not run: w4 (not collected: no collected test has it)" in result.outlines


def test_red_when_the_run_stopped_before(project):
    project.write(test_a=THREE + "def test_it(aug_cell): reached(aug_cell); assert aug_cell.cell.num_workers\n")
    result = project.run("--aug-expect", "w2", "-x", "-p", "no:randomly")
    assert "expected, but not run: w2 of test_a.py::test_it (not started: the run stopped before)" in result.outlines


def test_a_cell_whose_process_was_lost_did_not_run(project):
    project.write(test_a=DIES)
    result = project.run("--aug-expect", "w0 w2", "-n2")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "expected, but not run: w2 of test_a.py::test_it (could not run: its process was lost)" in result.outlines
    result.stdout.no_fnmatch_line("expected, but not run: w0*")


def test_a_cell_that_could_not_be_read_did_not_run(project):
    project.write(
        test_a="class Raises:\n    def __init__(self, seed): pass\n    def __len__(self): return 4\n"
        "    def __getitem__(self, index): raise KeyError('no such picture')\n"
        "@pytest.mark.aug_matrix(num_workers=[0], persistent_workers=[False])\n"
        "def test_it(aug_cell): aug_cell.check(Raises)\n"
    )
    result = project.run("--aug-expect", "w0")
    result.stdout.fnmatch_lines(["expected, but not run: w0 of test_a.py::test_it (could not run: *"])


def test_setup_that_fails_is_no_run_and_an_expected_failure_is_one(project):
    project.write(
        test_a="@pytest.fixture\ndef bad(): raise OSError\n" + THREE + "def test_it(bad, aug_cell): pass\n"
        "@pytest.mark.xfail(strict=True)\n" + THREE + "def test_known(aug_cell): assert 0\n"
    )
    result = project.run("--aug-expect", "w0", "-k", "test_known")
    assert result.ret == pytest.ExitCode.OK
    result = project.run("--aug-expect", "w0")
    assert "expected, but not run: w0 of test_a.py::test_it (could not run: its setup failed)" in result.outlines


def test_ini_value_and_the_option_before_it(project):
    project.write(test_a=GREEN)
    project.pytester.makepyprojecttoml("[tool.pytest]\nstrict = true\naug_expect = ['w0', 'w3']\n")
    assert project.run().ret == pytest.ExitCode.TESTS_FAILED
    assert project.run("--aug-expect", "w0").ret == pytest.ExitCode.OK
    assert project.run("--collect-only").ret == pytest.ExitCode.OK


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("w2-persistant", "no cell has the id 'w2-persistant'; did you mean w2-persistent[?]"),
        ("w0-persistent", "no cell has the id 'w0-persistent'; *"),
        ("zzz", "no cell has the id 'zzz'; ids look like w0, w2, w2-spawn-persistent-respawn"),
        ("", "expects cell ids such as w0 w2 w2-persistent, got none"),
    ],
)
def test_wrong_cell_is_one_clear_line(project, word, words):
    result = project.run("--aug-expect", word)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: aug_expect: {words}"])


def test_ids_are_read_from_words_and_lists():
    assert parse_expected("w0,w2  w2") == parse_expected(["w0 w2"]) == ("w0", "w2")
    assert parse_expected(["w16-forkserver-persistent-respawn"]) == ("w16-forkserver-persistent-respawn",)


def test_a_cell_that_ran_in_one_test_is_missed_where_another_lost_it():
    ran, lost = CellStatus("test_a", "w2", "ran"), CellStatus("test_b", "w2", "skipped", "no time")
    assert list(missing(["w2"], [ran])) == []
    assert list(missing(["w2"], [ran, lost])) == [lost]
