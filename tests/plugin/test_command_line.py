"""python -m pytest_augrepro diff, measure and check."""

import copy
import json
import subprocess
import sys
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from pytest_augrepro.__main__ import main
from pytest_augrepro.moved import moved
from pytest_augrepro.outside import made_by

SCHEMA = json.loads((resources.files("pytest_augrepro") / "results.schema.json").read_text(encoding="utf-8"))


def law(name, outcome, **more):
    return {"law": name, "outcome": outcome, "reason": "", **more}


def document():
    laws = [law("rerun", "held"), law("workers-distinct", "held")]
    check = {
        "nodeid": "t.py::t[w2]",
        "cell": "w2",
        "check": 1,
        "contract": "stream",
        "reached": "stream",
        "laws": laws,
        "notes": [],
    }
    return {
        "format": 1, "seed": 137, "versions": {"python": "3.11", "platform": "Linux", "numpy": "2.4"}, "matrix": "default",
        "contract": "stream", "exit_status": 0, "cells": {"ran": ["w0", "w2"], "not_run": [], "expected": [], "missing": []},
        "failures": [{"nodeid": "t.py::s", "headline": "differs", "changes": ["1 of 9 px differ", "same"]}],
        "tests": [{"test": "t.py::t", "reached": "stream", "checks": [check]}],
    }  # fmt: skip


def broken(new):
    new["tests"][0]["checks"][0]["laws"][1] = law(
        "workers-distinct", "broken", headline="workers 0 and 1 drew the same"
    )


def lost(new):
    new["cells"]["ran"].remove("w0")
    new["cells"]["not_run"] = [{"test": "t.py::t", "cell": "w0", "state": "skipped", "reason": "no time"}]


MOVES = {
    "a law": (broken, ["t.py::t in w2: workers-distinct held became broken (workers 0 and 1 drew the same)"]),
    "a cell": (lost, ["cell w0 ran before, and does not now (skipped: no time)"]),
    "a test": (lambda new: new["tests"].clear(), ["t.py::t: is gone"]),
    "a green one": (lambda new: new["failures"].clear(), ["t.py::s: failed before (differs), and does not now"]),
    "a red one": (
        lambda new: new["failures"].append({"nodeid": "t.py::u", "headline": "differs", "changes": ["5 px"]}),
        ["t.py::u: fails now: differs", "  5 px"],
    ),
    "the end": (
        lambda new: new.update(exit_status=1),
        ["exit status 0 became 1: for a test without fixtures of augrepro, or the run itself"],
    ),
    "pixels": (
        lambda new: new["failures"][0]["changes"].__setitem__(0, "7 of 9 px differ"),
        ["t.py::s: fails otherwise: differs", "  7 of 9 px differ"],
    ),
}


def test_diff_says_of_a_failed_test_whether_it_is_gone():
    before, after = document(), document()
    before["snapshots"] = [{"test": "t.py::s", "comparisons": 1, "outcome": "failed"}]
    before["failures"].append({"nodeid": "t.py::t[w2]", "headline": "law", "changes": []})
    after["failures"].clear()
    assert moved(before, after) == [
        "t.py::s: failed before (differs), and is gone",
        "t.py::t[w2]: failed before (law), and does not now",
    ]
    after["snapshots"] = [{"test": "t.py::s", "comparisons": 1, "outcome": "passed"}]
    after["tests"].clear()
    assert moved(before, after) == [
        "t.py::t: is gone",
        "t.py::s: failed before (differs), and does not now",
        "t.py::t[w2]: failed before (law), and is gone",
    ]


@pytest.mark.parametrize("move", MOVES)
def test_diff_tells_what_moved(move, tmp_path, capsys):
    change, lines = MOVES[move]
    new = copy.deepcopy(document())
    change(new)
    new["versions"]["numpy"] = "2.5"
    new["seed"] = 5
    for name, each in (("a", document()), ("b", new)):
        (tmp_path / f"{name}.json").write_text(json.dumps(each))
    assert main(["diff", str(tmp_path / "a.json"), str(tmp_path / "b.json")]) == 1
    assert capsys.readouterr().out.splitlines() == [*lines, "numpy: 2.4 became 2.5", "seed: 137 became 5"]


def test_diff_of_equal_results(tmp_path, capsys):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document()))
    assert main(["diff", str(path), str(path)]) == 0
    assert capsys.readouterr().out == "nothing moved\n"
    other = tmp_path / "b.json"
    other.write_text(json.dumps({**document(), "seed": 5}))
    assert main(["diff", str(path), str(other)]) == 0
    assert capsys.readouterr().out == "seed: 137 became 5\nnothing moved, though the runs were not alike\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "is no JSON"), ("[1]", "holds no results"), (json.dumps({**document(), "format": 9}), "has the format 9")],
)
def test_diff_of_a_bad_file(text, words, tmp_path, capsys):
    (tmp_path / "a.json").write_text(text)
    assert main(["diff", str(tmp_path / "a.json"), str(tmp_path / "a.json")]) == 2
    assert words in capsys.readouterr().err
    for command in ("diff", "compare"):
        assert main([command, "nowhere.json", "nowhere.json"]) == 2
        assert capsys.readouterr().err == "No such file or directory: nowhere.json\n"


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (["versions"], "x", "a.json: versions is no object but 'x'"),
        (["cells"], {}, "a.json: cells lacks 'ran'"),
        (["cells", "ran"], {}, "cells.ran is no array"),
        (["cells", "not_run"], [1], r"cells.not_run[0] is no object"),
        (["exit_status"], "0", "exit_status is no integer"),
        (["exit_status"], True, "exit_status is no integer"),
        (["failures"], None, "failures is no array"),
        (["tests"], [None], "tests[0] is no object"),
        (["tests", 0, "checks"], 3, "tests[0].checks is no array"),
        (["tests", 0, "checks", 0, "laws", 1], {}, "laws[1] lacks 'law'"),
        (["tests", 0, "checks", 0, "laws", 1, "outcome"], [], "laws[1].outcome is no string"),
    ],
    ids=str,
)
def test_diff_of_what_is_not_as_the_schema_says(place, value, words, tmp_path, capsys):
    bad = copy.deepcopy(document())
    inner = bad
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    for name, each in (("a", bad), ("b", document())):
        (tmp_path / f"{name}.json").write_text(json.dumps(each))
    for pair in ("ab", "ba"):
        assert main(["diff", *(str(tmp_path / f"{name}.json") for name in pair)]) == 2
        assert words in capsys.readouterr().err


HERE = Path(__file__).parent
KEPT = "plugin_datasets:GeneratorKept"


def test_check_says_what_a_test_says_and_writes_results(tmp_path, capsys):
    path = tmp_path / "out.json"
    assert main(["check", KEPT, "--cells", "w2", "--json", str(path)]) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "law workers-distinct broken: workers 0 and 1 drew the same randomness\n  cell     w2   seed 137"
    )
    found = json.loads(path.read_text())
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    assert [each["cell"] for each in found["tests"][0]["checks"]] == ["w2"]
    assert main(["diff", str(path), str(path)]) == 0


def test_check_of_what_holds(capsys):
    assert main(["check", KEPT, "--cells", "w0", "--json", "-"]) == 0
    printed = capsys.readouterr()
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(printed.out))
    assert printed.err == "stream held in w0\n"


def test_a_dataset_may_be_named_by_its_file(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    for folder in ("plain", "package"):
        (tmp_path / folder).mkdir()
    (tmp_path / "package/__init__.py").touch()
    text = "from plugin_datasets import GeneratorKept\n\n\nclass Kept(GeneratorKept):\n    pass\n"
    for path in ("plain/loading_by_file.py", "package/loading_in_package.py"):
        (tmp_path / path).write_text(text)
        made = made_by(f"{tmp_path / path}:Kept")
        assert sys.modules[made.__module__].__file__ == str(tmp_path / path)
        assert main(["check", f"{tmp_path / path}:"]) == 2
        assert capsys.readouterr().err.endswith("known: Kept\n")
    assert made.__module__ == "package.loading_in_package"
    assert main(["check", f"{tmp_path}/plain/loading_by_file.py:Kept", "--cells", "w0"]) == 0


def test_measure_says_how_far_a_dataset_gets(capsys):
    assert main(["measure", KEPT, "--contract", "stream", "--cells", "w0"]) == 0
    assert capsys.readouterr().out == "meets stream\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["plugin_datasets:"], "known: "),
        (["plugin_dataset:X"], "; write module:make_dataset or file.py:make_dataset"),
        (["nothing.py:X"], "there is no file nothing.py"),
        ([f"{HERE}/plugin_dataset.py:X"], "did you mean plugin_datasets?"),
        ([f"{HERE}/plugin_datasets.py:GeneratorKep"], "did you mean GeneratorKept?"),
        (["plugin_datasets"], "names no dataset: write module:make_dataset"),
        (["plugin_dataset:X"], "no module 'plugin_dataset' can be imported from"),
        (["plugin_datasets:GeneratorKep"], "did you mean GeneratorKept?"),
        (["plugin_datasets:np.pi"], "is a float; give what is called with a seed"),
        ([KEPT, "--cells", "w9x"], "no cell has the id 'w9x'"),
        ([KEPT, "--contract", "strem"], "did you mean stream?"),
        ([KEPT, "--seed", "-1"], "seed"),
    ],
)
@pytest.mark.parametrize("command", ["check", "measure"])
def test_what_cannot_be_read_is_told(command, arguments, words, capsys):
    assert main([command, *arguments]) == 2
    assert words in capsys.readouterr().err


def test_the_commands_that_read_files_need_no_torch():
    code = "import sys, pytest_augrepro.__main__ as m; m._parser(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2]).returncode == 0


class Left:
    """An output whose reader has left, as head does."""

    def __init__(self, number):
        self.number = number

    def fileno(self):
        return self.number

    def write(self, text):
        raise BrokenPipeError

    def flush(self):
        pass


def test_a_reader_that_leaves_ends_a_command_quietly(tmp_path, monkeypatch, capfd):
    results = tmp_path / "results.json"
    results.write_text(json.dumps(document()))
    with open(tmp_path / "out", "w") as out:
        monkeypatch.setattr(sys, "stdout", Left(out.fileno()))
        assert main(["diff", str(results), str(results)]) == 141
    assert capfd.readouterr().err == ""
