"""Annotations and the step summary, as GitHub reads them."""

import re

import pytest

from pytest_augrepro import github

FAILING = """\
@pytest.mark.parametrize("name", ["a,b:c%|`<b>`"])
def test_red(aug_seed, name):
    values = [1, 2]
    assert values == [1, 3], "one line\\nand 100% of the next, so: `code`"

def test_other(): assert 0
"""


def commands(lines):
    """What GitHub's runner makes of the output: kind, properties, message."""
    for line in lines:
        found = re.fullmatch(r"::(\w+) ?([^:]*)::(.*)", line)
        if found:
            properties = dict(each.partition("=")[::2] for each in found[2].split(",") if each)
            yield found[1], {name: unescaped(text) for name, text in properties.items()}, unescaped(found[3])


def unescaped(text):
    for code, letter in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, letter)
    return text


@pytest.fixture
def step(project, monkeypatch):
    """A project below the checked-out repository, in a step of a workflow."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.path.parent))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project.path / "summary.md"))
    (project.path / "summary.md").write_text("# before\n\n")
    return project


@pytest.mark.parametrize("arguments", [[], ["-n2", "-q"]], ids=str)
def test_each_failure_is_marked_at_its_line_and_summed_up(step, arguments):
    step.write(test_a=FAILING)
    result = step.run(*arguments)
    ((kind, place, message),) = commands(result.outlines)
    assert kind == "error"
    where = {"file": f"{step.path.name}/test_a.py", "line": "15", "title": "test_a.py::test_red[a,b:c%|`<b>`]"}
    assert place == where
    assert [line.strip() for line in message.splitlines()[:2]] == ["one line", "and 100% of the next, so: `code`"]
    assert message.splitlines()[-1] == "repeat: pytest 'test_a.py::test_red[a,b:c%|`<b>`]' --aug-seed 137"
    text = (step.path / "summary.md").read_text()
    assert text.startswith("# before\n\n## augrepro: 2 failures\n")
    assert "<b>" not in re.sub(r"```.*?```", "", text, flags=re.S)
    assert "test&#95;other</code>: assert 0" in text  # by name; another's failure is not marked
    assert "\n# repeat\npytest " in text


def test_a_shrinking_matrix_is_marked(step):
    step.write(test_a="def test_it(aug_seed): pass\n")
    result = step.run("--aug-expect", "w0 w2")
    ((kind, place, message),) = commands(result.outlines)
    assert (kind, place) == ("error", {"title": "the matrix has shrunk"})
    assert message.startswith("expected cells did not run: w0 (")
    assert "expected cell `w2` did not run" in (step.path / "summary.md").read_text()


def test_a_green_run_marks_nothing_and_adds_nothing(step):
    step.write(test_a="def test_it(aug_seed): pass\n")
    result = step.run()
    assert list(commands(result.outlines)) == []
    assert (step.path / "summary.md").read_text() == "# before\n\n"


def test_a_summary_that_cannot_be_written_is_told_and_changes_no_verdict(step, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(step.path))
    step.write(test_a=FAILING)
    result = step.run("-k", "red")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["the summary of this step could not be written: Is a directory*"])


def failure(number):
    facts = {"nodeid": f"test_a.py::test_{number}", "headline": "h", "file": "test_a.py", "line": 1, "repeat": "pytest"}
    return facts | {"accept": "", "changes": ["x" * 1000]}


def document(failures, tests=()):
    cells = {"ran": [], "missing": [], "not_run": [], "expected": []}
    return {"failures": failures, "tests": list(tests), "cells": cells, "seed": 137, "contract": "stream"}


def test_no_more_is_said_than_github_shows(monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    many = document([failure(number) for number in range(3000)])
    found = list(commands(github.marks(many, tmp_path)))
    assert len(found) == 10
    assert found[-1][2].startswith("2991 more failures")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    github.write_summary(many)
    text = (tmp_path / "summary.md").read_text()
    assert len(text) < 2**20
    assert text.count("```") % 2 == 0
    assert text.endswith("(cut here: the whole is longer than GitHub shows)\n")


def test_the_laws_are_a_table_of_markdown():
    def law(name, outcome):
        return {"law": name, "outcome": outcome, "reason": ""}

    def check(cell, outcome):
        laws = [law("rerun", "held"), law("workers-distinct", outcome)]
        return {"cell": cell, "check": 1, "contract": "stream", "laws": laws}

    red = {"test": "test_a.py::test_a|b_*", "checks": [check("w0", "left out"), check("w2", "broken")]}
    green = {"test": "test_a.py::test_c", "checks": [check("w0", "held")]}
    text = github.summary(document([], [red, green]))
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("|")]
    assert {len(row) for row in rows} == {3}
    assert [cell.strip() for cell in rows[-1]] == ["workers-distinct", ".", "**RED**"]
    assert "test&#95;c</code>: stream held in 1 cell" in text
