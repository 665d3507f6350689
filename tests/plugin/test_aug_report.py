"""--aug-report: the page of a run, read as text and looked at in a browser."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import cv2
import jsonschema
import numpy as np
import pytest

from pytest_augrepro import results
from pytest_augrepro.pages import report

SCHEMA = json.loads((resources.files("pytest_augrepro") / "results.schema.json").read_text(encoding="utf-8"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")

SHIFTED = """\
@pytest.mark.parametrize("name", ["<script>alert(1)</script>"])
def test_shifted(aug_snapshot, name):
    assert noise(1, (24, 40, 3)) ^ np.uint8(SHIFT) == aug_snapshot

"""
TESTS = f"""\
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import plugin_datasets as datasets

{SHIFTED}@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False])
def test_kept(aug_cell):
    aug_cell.check(datasets.GeneratorKept)

@pytest.mark.aug_matrix(num_workers=[0], persistent_workers=[False])
def test_fine(aug_cell):
    aug_cell.check(datasets.GeneratorKept)
"""


class Reader(HTMLParser):
    """What a browser would make of a page: tags with their attributes, and the text outside scripts and styles."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text, self.inside = [], "", ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        self.text += data if self.inside not in ("script", "style") else ""

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def checked(folder):
    """The page and the data of a report; nothing in it comes from elsewhere."""
    document = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert (folder / "results.schema.json").read_bytes() == (
        Path(results.__file__).parent / "results.schema.json"
    ).read_bytes()
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    page = (folder / "index.html").read_text(encoding="utf-8")
    reader = Reader(page)
    assert len(reader.all("script")) == 1
    assert not reader.all("script")[0]
    assert not reader.all("link")
    assert "alert(1)" not in re.search(r"<script>(.*?)</script>", page, re.S)[1]
    for attributes in (*reader.all("img"), *reader.all("a")):
        target = attributes.get("src") or attributes.get("href")
        assert (folder / target).is_file(), target
    assert not re.search(r"(src|href)=.?(https?:)?//|url\(|@import", page)
    return reader, document


def law(name, outcome, reason=""):
    facts = {"law": name, "outcome": outcome, "reason": reason}
    where = {"where": "epoch 0", "epoch": 0, "index": 0, "target": "image", "pattern": ""}
    return facts | ({"headline": f"<b>{name}</b> & more", **where} if outcome == "broken" else {})


def check(cell, *laws):
    facts = {"nodeid": f"test_a.py::test_kept[{cell}]", "cell": cell, "check": 1, "contract": "stream"}
    return facts | {"reached": None, "laws": list(laws), "notes": ["<i>note</i>"]}


def failure(name, sheets, **more):
    facts = {"nodeid": f"test_a.py::{name}", "when": "call", "headline": "<u>differs</u>", "text": "E  all"}
    facts |= {"file": "test_a.py", "line": 3, "seed": 137, "repeat": f"pytest 'test_a.py::{name}'", "accept": ""}
    return facts | {"changes": ["Rotate.angle drew 12.3, <snapshot> has -4"], "sheets": sheets} | more


RED = check("w2", law("rerun", "held"), law("workers-distinct", "broken"), law("picklable", "not applicable", "x"))
GREEN = check("w0", law("rerun", "held"), law("workers-distinct", "left out", "w2 judges it"))
DOCUMENT = {
    "format": 1, "seed": 137, "versions": {"python": "3", "platform": "<script>alert(1)</script>"}, "matrix": "default",
    "contract": "stream", "exit_status": 1,
    "cells": {
        "ran": ["w0", "w2"], "expected": ["w3"], "not_run": [],
        "missing": [{"test": "", "cell": "w3", "state": "not collected", "reason": "<script>alert(1)</script>"}],
    },
    "failures": [failure("test_it[<script>alert(1)</script>]", ["failed/it/sheet.png"]), failure("test_kept[w2]", [])],
    "tests": [
        {"test": "test_a.py::test_kept", "reached": None, "checks": [GREEN, RED]},
        {"test": "test_a.py::test_<script>alert(1)</script>", "reached": "stream", "checks": [GREEN]},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def red(tmp_path_factory):
    """The report of a run with two failures, one of them with a sheet."""
    root = tmp_path_factory.mktemp("red")
    (root / "failed/it").mkdir(parents=True)
    cv2.imwrite(str(root / "failed/it/sheet.png"), np.random.default_rng(0).integers(0, 256, (300, 900, 3)))
    report.write(root / "out", DOCUMENT, root, "today", "pytest '<script>alert(1)</script>'")
    return root / "out"


def test_all_that_a_run_says_is_text(red):
    reader, document = checked(red)
    assert document["failures"][0]["sheets"] == ["sheets/it.png"]
    assert reader.text.count("<script>alert(1)</script>") >= 6
    assert not reader.all("u")
    assert not reader.all("i")
    for words in (
        "2 failures",
        "workers-distinct in w2: <b>workers-distinct</b> & more (epoch 0)",
        "1 expected cell missing",
    ):
        assert words in reader.text, words
    marks = [attributes.get("class") for attributes in reader.all("td")]
    assert marks.count("red") == 2  # in the table of all tests, and in that of the one


def test_a_red_run_is_told_whole(project, monkeypatch):
    out = project.path / "out"
    project.write(test_a=TESTS)
    project.run("--snapshot-update", "-k", "shifted").assert_outcomes(passed=1)
    monkeypatch.setenv("SHIFT", "4")
    result = project.run(f"--aug-report={out}", "--aug-expect", "w0 w3")
    result.assert_outcomes(failed=2, passed=2)
    result.stdout.fnmatch_lines(["report: *out/index.html"])
    reader, document = checked(out)
    shifted, kept = sorted(document["failures"], key=lambda failure: failure["nodeid"], reverse=True)
    assert (shifted["file"], shifted["line"], shifted["when"]) == ("test_a.py", 18, "call")
    assert shifted["headline"] == "output differs from its snapshot (seed 137)"
    assert shifted["accept"].endswith("--snapshot-update")
    assert shifted["changes"][1].startswith("960 of 960 px differ, max |delta| 4")
    assert cv2.imread(str(out / shifted["sheets"][0])).shape[1] > 400
    assert kept["headline"] == "law workers-distinct broken: workers 0 and 1 drew the same randomness"
    assert [path.rpartition("-workers-")[2] for path in kept["sheets"]] == ["distinct.png"]
    assert kept["changes"][0].startswith("cell     w2")
    for words in (
        "2 failures",
        "test_shifted[<script>alert(1)</script>]",
        "workers-distinct",
        "law global",
        "seed 137",
    ):
        assert (words in reader.text) is (words != "law global"), words
    assert [each["cell"] for each in document["cells"]["missing"]] == ["w3"]
    assert "not collected: no collected test has it" in reader.text


@pytest.mark.parametrize(
    ("tests", "arguments", "words"),
    [
        ("def test_it(): pass\n", [], "No test of this run asked for a check"),
        ("def test_it(aug_seed): pass\ndef test_no(): assert 0\n", ["-x"], "1 failure red"),
        ("def test_it(aug_seed): assert 0\ndef test_no(aug_seed): assert 0\n", ["-x"], "1 failure"),
        ("@pytest.fixture\ndef bad(): 1/0\ndef test_it(aug_seed, bad): pass\n", [], "setup: ZeroDivisionError"),
        ("1/0\n", [], "1 collection error red"),
        ("import nothing_there\n", [], "cannot be collected ModuleNotFoundError: No module named 'nothing_there'"),
        ("def test_it(): assert 1 == 2\n", [], "test_a.py::test_it red assert 1 == 2"),
        ("import os\ndef test_it(): raise KeyboardInterrupt\n", [], "Interrupted (exit status 2) red"),
    ],
    ids=["no checks", "no failures of ours", "stopped", "setup", "no collection", "no import", "plain", "interrupted"],
)
def test_a_run_of_any_kind_has_a_page(project, tests, arguments, words):
    project.write(test_a=tests)
    project.run("--aug-report", "out", "-q", *arguments)
    reader, document = checked(project.path / "out")
    assert words in " ".join(reader.text.split())
    assert len(document["failures"]) == reader.text.count("all that pytest says")


def test_snapshots_are_counted_and_unused_ones_are_named(project, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project.path / "summary.md"))
    two = "def test_two(aug_snapshot):\n    assert noise(1) == aug_snapshot\n    assert noise(2) == aug_snapshot\n"
    project.write(test_a=f"{two}def test_gone(aug_snapshot):\n    assert noise(3) == aug_snapshot\n")
    project.run("--snapshot-update", "-q").assert_outcomes(passed=2)
    (project.path / "summary.md").unlink()
    project.run("--aug-report", "out", "-q").assert_outcomes(passed=2)
    reader, document = checked(project.path / "out")
    assert [each["comparisons"] for each in document["snapshots"]] == [1, 2]
    assert "No failures green no laws judged 3 snapshot comparisons in 2 tests" in " ".join(reader.text.split())
    assert "## augrepro: green\n" in (project.path / "summary.md").read_text()
    assert (project.path / "out/.gitignore").read_text().endswith("*\n")
    project.write(test_a=two)
    result = project.run("--aug-report", "out", "-q", "--aug-unused", "error")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["report: *out/index.html", "::error title=unused snapshots::*test_gone.snap*"])
    reader, document = checked(project.path / "out")
    assert [Path(path).name for path in document["unused"]["files"]] == ["test_gone.png", "test_gone.snap"]
    for text in (" ".join(reader.text.split()), (project.path / "summary.md").read_text()):
        assert "2 unused snapshot files" in text
        assert "gone.snap" in text


def test_a_second_report_replaces_the_first_and_nothing_else(project, monkeypatch):
    project.write(test_a=SHIFTED)
    project.run("--snapshot-update", "-q")
    monkeypatch.setenv("SHIFT", "4")
    project.run("--aug-report", "out", "-q", "-n2").assert_outcomes(failed=1)
    assert len(checked(project.path / "out")[1]["failures"][0]["sheets"]) == 1
    (project.path / "out/sheets/mine.png").write_text("mine")
    monkeypatch.setenv("SHIFT", "0")
    project.run("--aug-report", "out", "-q").assert_outcomes(passed=1)
    checked(project.path / "out")
    assert [path.name for path in (project.path / "out/sheets").iterdir()] == ["mine.png"]


def test_what_cannot_be_done_is_told_before_the_tests_run(project, tmp_path_factory):
    project.write(test_a="def test_it(): pass\n")
    (project.path / "site").mkdir()
    (project.path / "site/index.html").write_text("<h1>my own page</h1>")
    (project.path / "file").write_text("")
    for folder, words in (("site", "*is no report of augrepro's and would be overwritten*"), ("file", "*is a file*")):
        result = project.run("--aug-report", folder)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines([words])
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for option in ("--aug-report", "--aug-json"):
        (elsewhere / f"out{option}").mkdir()
        result = project.run(option, f"{elsewhere}/out{option}")
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines(
            [f"*your settings and snapshots are not; write it as one word: {option}={elsewhere}/out{option}"]
        )
        project.run(f"{option}={elsewhere}/new{option}").assert_outcomes(passed=1)
    hidden = "import sys, importlib.util as u\nfind = u.find_spec\nu.find_spec = lambda name, *a: None if name == 'jinja2' else find(name, *a)\n"
    project.write(hide=hidden)
    result = project.run("-p", "hide", "--aug-report", "out")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*aug_report: the page needs jinja2: pip install 'augrepro?report?'*"])


def test_a_page_that_forgets_to_escape_is_found(monkeypatch, tmp_path, red):
    """The planted fault: the same template without autoescape."""
    loose = report.jinja2.Environment
    monkeypatch.setattr(report.jinja2, "Environment", lambda **given: loose(**given | {"autoescape": False}))
    report.write(tmp_path, DOCUMENT, red.parent, "today", "pytest")
    with pytest.raises(AssertionError):
        checked(tmp_path)


def browse(folder, *arguments, fragment=""):
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--user-data-dir={folder}-browser",
    ]
    target = f"file://{folder}/index.html{fragment}"
    return subprocess.run([*command, *arguments, target], capture_output=True, timeout=600, check=True).stdout.decode()


@needs_browser
def test_the_page_filters_in_a_browser(red):
    for fragment, shown in (
        ("", "4 of 4"),
        ("#show=green", "1 of 4"),
        ("#q=kept+w2", "2 of 4"),
        ("#q=xyz", "0 of 4"),
    ):
        page = browse(red, "--dump-dom", fragment=fragment)
        assert re.search(r'id="count"[^>]*>([^<]*)<', page)[1] == shown, fragment
        cards = Reader(page).all("article")
        assert len([card for card in cards if "hidden" not in card]) == int(shown[0])


@needs_browser
def test_the_page_is_light_or_dark_as_the_reader_wishes(red):
    corners = []
    for width, scheme in ((500, "1"), (1280, "0")):
        picture = red.parent / f"{width}.png"
        wish = f"--blink-settings=preferredColorScheme={scheme}"
        browse(red, f"--window-size={width},900", wish, f"--screenshot={picture}")
        pixels = cv2.imread(str(picture))
        assert pixels.shape[1] == width
        assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 200
        corners.append(pixels[3, 3].mean())
    assert corners[0] > 200 > 60 > corners[1]
