"""The summary: a table of laws by cells, what broke first, and no more than is useful."""

import sys
from pathlib import Path

import pytest

from pytest_augrepro import table
from pytest_augrepro.judging.breach import Breach
from pytest_augrepro.judging.verdict import describe

HERE = Path(__file__).parent
HELD, NOT_APPLICABLE, LEFT = ({"outcome": outcome, "reason": ""} for outcome in ("held", "not applicable", "left out"))
RED = {"outcome": "broken", "reason": "", "headline": "workers 0 and 1 drew the same", "where": "epoch 0, sample 3"}
CHECKS = f"""\
import sys
sys.path.insert(0, {str(HERE)!r})
import plugin_datasets as datasets

@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False])
def test_kept(aug_cell): aug_cell.check(datasets.GeneratorKept)
"""


def check(cell, number=1, **laws):
    found = [{"law": name.replace("_", "-"), **facts} for name, facts in laws.items()]
    return {"cell": cell, "check": number, "contract": "stream", "laws": found}


def printed(checks, width=80, color=False, test="test_a.py::test_it", **options):
    return table.lines({test: checks}, width, color, **options)


def test_marks_are_words_and_the_legend_explains_them():
    lines = printed(
        [check("w0", rerun=HELD, workers_distinct=NOT_APPLICABLE), check("w2-spawn", rerun=LEFT, workers_distinct=RED)]
    )
    assert lines == [
        "test_a.py::test_it: stream",
        "                  w0  w2",
        "law                   spawn",
        "---------------------------",
        "rerun             ok  .",
        "workers-distinct  -   RED",
        "",
        "first: law workers-distinct broken in w2-spawn: workers 0 and 1 drew the same",
        "       (epoch 0, sample 3)",
        "",
        table.LEGEND,
    ]


def test_color_only_where_it_is_asked_for():
    checks = [check("w0", rerun=RED)]
    assert not any("\x1b" in line for line in printed(checks))
    assert any("\x1b[1;31mRED" in line for line in printed(checks, color=True))


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_narrow_terminal_gets_several_tables_and_loses_no_cell(width):
    cells = ["w0", "w0-respawn", "w1", "w2", "w2-respawn", "w2-persistent", "w2-persistent-respawn", "w2-spawn"]
    lines = printed([check(cell, workers_distinct=HELD) for cell in cells], width, every=True)
    rows = [line for line in lines if line.startswith("workers-distinct")]
    assert sum(row.split().count("ok") for row in rows) == len(cells)
    assert len(rows) == {40: 3, 60: 2, 80: 1}[width]
    assert max(map(len, lines)) <= max(width, len(table.LEGEND))


def test_many_cells_are_counted_and_only_the_red_ones_listed():
    cells = [f"w{count}" for count in range(38)]
    checks = [check(cell, rerun=RED if cell in ("w3", "w30") else HELD) for cell in cells]
    assert printed(checks, 120) == [
        "test_a.py::test_it: stream RED in 2 of 38 cells",
        "  RED rerun: w3 w30",
        "first: law rerun broken in w3: workers 0 and 1 drew the same (epoch 0, sample 3)",
        "",
    ]
    assert printed(checks[4:30]) == ["test_a.py::test_it: stream held in 26 cells"]


def test_green_tests_take_a_line_each_unless_all_are_asked_for():
    tests = {f"test_{number}": [check("w0", rerun=HELD), check("w2", rerun=HELD)] for number in range(5)}
    assert table.lines(tests, 80, False) == [f"test_{number}: stream held in w0 w2" for number in range(5)]
    tests["test_3"] = [check("w0", rerun=RED)]
    assert sum(line.startswith("rerun ") for line in table.lines(tests, 80, False)) == 1
    assert sum(line.startswith("rerun ") for line in table.lines(tests, 80, False, every=True)) == 5


def test_each_check_of_a_test_has_its_table():
    lines = printed([check("w0", 1, rerun=HELD), check("w0", 2, rerun=RED)])
    assert [line for line in lines if line.startswith("test_a")] == [
        "test_a.py::test_it: stream held in w0",
        "test_a.py::test_it, check 2: stream",
    ]


@pytest.mark.parametrize("length", [1, 30, 101, 300])
def test_a_path_of_any_length_is_never_broken_over_lines(length):
    path = f"/tmp/{'x-' * length}/raw"
    shared = Breach("handles-unshared", f"workers share the file {path}, opened before they were forked")
    facts = {"cell": "w2", "seed": 1, "contract": "stream", "smallest": "", "side_effects": None}
    message = describe([Breach("rerun", "differs"), shared], pixels=(), notes=(), **facts)
    table = printed([check("w2", handles_unshared=RED | {"headline": shared.headline})])
    assert all(f"{path}," in " ".join(lines).split() for lines in (message.splitlines(), table))


@pytest.mark.parametrize("arguments", [[], ["-n2"]], ids=str)
def test_planted_fault_is_red_in_the_table_of_a_run(project, arguments):
    project.write(test_a=CHECKS)
    result = project.run(*arguments)
    result.assert_outcomes(passed=1, failed=1)
    assert "test_a.py::test_kept: stream" in result.outlines
    (row,) = [line.split() for line in result.outlines if line.startswith("workers-distinct ")]
    assert row == ["workers-distinct", "ok", "RED"]
    result.stdout.fnmatch_lines(["first: law workers-distinct broken in w2: *", "cells of the matrix: w0 w2 - red: w2"])
    result.stdout.fnmatch_lines(["FAILED test_a.py::test_kept?w2? - law workers-distinct broken: *"])


def test_quiet_is_one_line_and_loads_no_rich(project):
    project.write(
        test_a=CHECKS,
        conftest="import sys\ndef pytest_unconfigure(config): print('rich', 'rich.table' in sys.modules)\n",
    )
    result = project.run("-q")
    assert "rich False" in result.outlines
    assert result.outlines[-1:] == ["rich False"]
    section = result.outlines.index("----------------------------------- augrepro -----------------------------------")
    assert any(line == "cells of the matrix: w0 w2 - red: w2" for line in result.outlines[section:])
    result.stdout.no_fnmatch_line("workers-distinct *")
    assert "rich True" in project.run("-k", "w0").outlines


def test_without_rich_one_line_says_what_to_install(project, monkeypatch):
    monkeypatch.delitem(sys.modules, "pytest_augrepro.table", raising=False)
    project.write(test_a=CHECKS, conftest="import sys\nsys.modules['rich'] = None\nsys.modules['rich.box'] = None\n")
    result = project.run("-k", "w0")
    assert result.ret == pytest.ExitCode.OK
    assert "the table of laws needs rich: pip install 'augrepro[pytest]'" in result.outlines


def test_reruns_are_warned_about_where_they_can_hide_something(project):
    project.write(test_a="def test_it(aug_seed): pass\n", test_b="def test_it(): pass\n")
    warning = "warning: --reruns is active; a test that passes when run again may hide nondeterminism"
    assert warning in project.run("-q", "--reruns", "1").outlines
    assert warning not in project.run("--reruns", "1", "test_b.py").outlines
    assert warning not in project.run("--reruns", "0").outlines
    assert warning not in project.run().outlines
