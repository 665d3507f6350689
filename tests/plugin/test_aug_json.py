"""--aug-json: the whole run in one file, as its schema says; and the properties of JUnit files."""

import json
import os
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from pytest_augrepro import results

SCHEMA = json.loads((resources.files("pytest_augrepro") / "results.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
CHECKS = f"""\
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import plugin_datasets as datasets

@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False])
def test_kept(aug_cell):
    aug_cell.check(datasets.GeneratorKept)

@pytest.mark.aug_matrix(num_workers=[0, 1], persistent_workers=[False])
def test_skip(aug_cell):
    reached(aug_cell)
    if aug_cell.cell.num_workers: pytest.skip("no time")
"""


def read(project, name="results.json"):
    document = json.loads((project.path / name).read_text(encoding="utf-8"))
    VALIDATOR.validate(document)
    return document


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("arguments", [[], ["-n2", "-q"]], ids=str)
def test_a_run_is_written_as_the_schema_says(project, arguments):
    project.write(test_a=CHECKS)
    options = ["--aug-json", "results.json", "--junitxml", "junit.xml", "-o", "junit_family=xunit1"]
    result = project.run(*options, "--aug-expect", "w0 w1", "--aug-seed", "9", *arguments)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    document = read(project)
    assert (document["seed"], document["matrix"], document["contract"]) == (9, "default", "stream")
    assert document["exit_status"] == 1
    assert document["versions"]["pytest"] == pytest.__version__
    assert document["cells"]["ran"] == ["w0", "w2"]
    lost = [{"test": "test_a.py::test_skip", "cell": "w1", "state": "skipped", "reason": "no time"}]
    assert document["cells"]["not_run"] == document["cells"]["missing"] == lost
    (test,) = document["tests"]
    assert (test["test"], test["reached"]) == ("test_a.py::test_kept", None)
    assert [(check["cell"], check["reached"]) for check in test["checks"]] == [("w0", "stream"), ("w2", None)]
    laws = {law["law"]: law for law in test["checks"][1]["laws"]}
    assert laws["rerun"]["outcome"] == "held"
    broken = laws["workers-distinct"]
    assert (broken["outcome"], broken["epoch"], broken["index"]) == ("broken", 0, 0)
    assert broken["headline"] == "workers 0 and 1 drew the same randomness"
    assert "period = num_workers" in broken["pattern"]
    assert _properties(project)["test_kept[w2]"] == {
        "aug_seed": "9", "aug_cell": "w2", "aug_contract": "stream", "aug_law": "workers-distinct",
    }  # fmt: skip
    assert _properties(project)["test_kept[w0]"] == {"aug_seed": "9", "aug_cell": "w0", "aug_contract": "stream"}


def _properties(project):
    cases = ElementTree.parse(project.path / "junit.xml").iter("testcase")
    return {
        case.get("name"): {entry.get("name"): entry.get("value") for entry in case.iter("property")} for case in cases
    }


def test_a_run_without_cells_is_a_valid_file_too(project):
    project.write(test_a="def test_it(): pass\n")
    project.run("--aug-json", "results.json", "--aug-matrix", "full").assert_outcomes(passed=1)
    document = read(project)
    assert (document["tests"], document["matrix"], document["exit_status"]) == ([], "full", 0)
    assert [path.name for path in project.path.iterdir() if path.suffix == ".tmp"] == []


def test_collecting_writes_nothing(project):
    project.write(test_a="def test_it(aug_cell): reached(aug_cell)\n")
    project.run("--aug-json", "results.json", "--collect-only")
    assert not (project.path / "results.json").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing/results.json", "cannot write *missing/results.json: there is no folder *"), (".", "* is a folder, *")],
)
@pytest.mark.parametrize("arguments", [[], ["-n2"]], ids=str)
def test_a_file_that_cannot_be_written_is_one_clear_line_before_any_test(project, name, words, arguments):
    project.write(test_a="def test_it(): print('ran')\n")
    result = project.run("--aug-json", name, "-s", *arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: aug_json: {words}"])
    result.stdout.no_fnmatch_line("*ran*")


def test_only_results_are_overwritten(tmp_path):
    path = tmp_path / "results.json"
    assert results.file_for_results(path) == path
    for kept in (b"def test_it(): pass\n", b"# notes\n", b"[1]", b"{}", b'{"tests": []}', b"\xff", b"[" * 99999):
        path.write_bytes(kept)
        with pytest.raises(FileExistsError, match="is no results of augrepro's and would be overwritten"):
            results.file_for_results(path)
    for replaced in (b"", b'{"format": 1, "versions": {}, "cells": {}, "tests": []}'):
        path.write_bytes(replaced)
        assert results.file_for_results(path) == path
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(FileExistsError, match="is no regular file"):
        results.file_for_results(path)


def test_a_test_file_behind_aug_json_is_kept(project):
    project.write(test_a="def test_it(): pass\n")
    before = (project.path / "test_a.py").read_bytes()
    result = project.run("--aug-json", "test_a.py")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: aug_json: *test_a.py is no results of augrepro's and would be overwritten*"])
    assert (project.path / "test_a.py").read_bytes() == before
    for option in ("aug-json", "aug-report"):
        result = project.run(f"--{option}=")
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines([f"ERROR: {option.replace('-', '_')}: it names no place, got ''"])


def test_a_file_that_became_unwritable_turns_the_run_red(project):
    project.write(test_a="def test_it(): os.mkdir('results.json')\n")
    result = project.run("--aug-json", "results.json")
    result.assert_outcomes(passed=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*results.json could not be written: Is a directory*"])


def test_the_file_is_replaced_at_once_and_a_failure_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "results.json"
    results.write(path, {"run": 1})

    def refuse(source, target):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        results.write(path, {"run": 2})
    assert json.loads(path.read_text()) == {"run": 1}
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "change", [{"seed": "9"}, {"matrix": "some"}, {"extra": 1}, {"tests": [{"test": "a"}]}], ids=str
)
def test_the_schema_refuses_what_is_not_described(change):
    document = {
        "format": 1, "seed": 9, "versions": {"python": "3", "platform": "x"}, "matrix": "quick", "contract": "stream",
        "exit_status": 0, "cells": {"ran": [], "not_run": [], "expected": [], "missing": []}, "tests": [],
    }  # fmt: skip
    assert VALIDATOR.is_valid(document)
    assert not VALIDATOR.is_valid(document | change)


SKIPPED = f"""\
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import plugin_datasets as datasets

@pytest.mark.aug_matrix(num_workers=[0, 1], persistent_workers=[False])
def test_skip(aug_cell):
    if not aug_cell.cell.num_workers: pytest.skip("no time")
    aug_cell.check(datasets.Clean)
"""


def test_laws_that_were_left_to_a_skipped_cell_are_not_reached(project):
    project.write(test_a=SKIPPED)
    result = project.run("--aug-json", "results.json")
    (test,) = read(project)["tests"]
    assert (test["reached"], test["checks"][0]["reached"]) == (None, "stream")
    result.stdout.fnmatch_lines(["not judged in test_a.py::test_skip: input-unchanged replayable (the cell *"])


BARE = """\
import numpy as np
import pytest

def flip(image): return image[:, ::-1].copy()

def test_bare(aug_check, aug_sample):
    aug_check(flip, aug_sample["image"])
    aug_check(lambda image: np.random.randint(0, 256, 4), aug_sample["image"], contract="isolated")
"""


def test_bare_pipelines_are_in_the_file_and_in_the_table(project):
    project.write(test_b=BARE)
    result = project.run("--aug-json", "results.json")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    (test,) = read(project)["tests"]
    assert (test["test"], test["reached"]) == ("test_b.py::test_bare", "stream")
    found = [(check["cell"], check["check"], check["contract"], check["reached"]) for check in test["checks"]]
    first = [(cell, 1, "stream", "stream") for cell in ("w0", "w2", "w2-persistent")]
    assert found == [*first, ("w0", 2, "isolated", "stream")]
    assert "test_b.py::test_bare: stream held in w0 w2 w2-persistent" in result.outlines
    assert "test_b.py::test_bare, check 2: isolated" in result.outlines
    result.stdout.fnmatch_lines(["first: law global-rng-untouched broken in w0: *"])
    result.stdout.fnmatch_lines(["note on test_b.py::test_bare in w0 w2 w2-persistent: no randomness found: *"])
    result.stdout.fnmatch_lines(["red: test_b.py::test_bare"])
    result.stdout.no_fnmatch_line("cells of the matrix: *")  # those belong to a matrix, and to its gate
