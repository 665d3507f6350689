"""aug_contract: what a test is held to when its check names no contract."""

import pytest

TELLS = "def test_it(aug_cell): reached(aug_cell); print('held to', aug_cell.contract)\n"
ONE = "@pytest.mark.aug_matrix(num_workers=[0])\n"


def contracts(result):
    return [line.split()[-1] for line in result.outlines if line.startswith("held to ")]


def test_marker_before_ini_before_default(project):
    project.write(test_a=ONE + TELLS)
    assert contracts(project.run("-rP")) == ["stream"]
    project.pytester.makepyprojecttoml("[tool.pytest]\nstrict = true\naug_contract = 'invariant'\n")
    assert contracts(project.run("-rP")) == ["invariant"]
    project.write(test_a="@pytest.mark.aug_contract('isolated')\n" + ONE + TELLS)
    assert contracts(project.run("-rP")) == ["isolated"]


@pytest.mark.parametrize(
    ("marker", "words"),
    [
        ("'isolate'", "there is no contract 'isolate'; did you mean isolated?"),
        ("3", "there is no contract 3; known: invariant, isolated, portable, stream"),
        ("", "the marker takes one contract: aug_contract('isolated')"),
        ("'stream', strict=True", "the marker takes one contract: aug_contract('isolated')"),
    ],
)
def test_wrong_marker_is_one_collection_error(project, marker, words):
    project.write(test_a=f"@pytest.mark.aug_contract({marker})\n{TELLS}")
    result = project.run("-q")
    assert result.ret != 0
    assert result.outlines.count(f"test_a.py::test_it: {words}") == 1


def test_marker_on_a_test_without_cells_is_an_error_on_a_module_it_is_not(project):
    project.write(test_a="pytestmark = pytest.mark.aug_contract('isolated')\ndef test_it(): pass\n")
    project.run().assert_outcomes(passed=1)
    project.write(test_a="@pytest.mark.aug_contract('isolated')\ndef test_it(): pass\n")
    project.run().stdout.fnmatch_lines(["test_a.py::test_it: aug_contract does nothing unless *"])


def test_wrong_ini_value_is_one_clear_line(project):
    project.pytester.makepyprojecttoml("[tool.pytest]\naug_contract = 'streem'\n")
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: aug_contract: there is no contract 'streem'; did you mean stream[?]"])


ONCE = """\
@pytest.mark.parametrize("size", [8, 16])
def test_it(aug_cell, size): reached(aug_cell); print("once", size, aug_cell.cell.id, aug_cell.duties.once)
"""


@pytest.mark.parametrize("arguments", [[], ["-n2"], ["-p", "no:randomly"]], ids=str)
def test_one_cell_of_each_test_judges_the_laws_no_loader_changes(project, arguments):
    project.write(test_a=ONCE)

    def asked(*narrowed):
        result = project.run("-rP", *arguments, *narrowed)
        return sorted(line for line in result.outlines if line.startswith("once ") and line.endswith("True"))

    assert asked() == ["once 16 w0 True", "once 8 w0 True"]
    assert asked("-k", "persistent") == ["once 16 w2-persistent True", "once 8 w2-persistent True"]


def test_a_skipped_cell_leaves_those_laws_to_the_next(project):
    project.write(
        conftest="def pytest_collection_modifyitems(items):\n"
        "    for item in items:\n"
        "        if 'w0' in item.name: item.add_marker(pytest.mark.skip)\n",
        test_a="def test_it(aug_cell): reached(aug_cell); print('once', aug_cell.cell.id, aug_cell.duties.once)\n",
    )
    result = project.run("-rP")
    assert [line for line in result.outlines if line.endswith("True")] == ["once w1 True"]
