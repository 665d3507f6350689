"""docs/harness.md names the laws and contracts that exist, and shows a failure as it reads."""

import importlib
import re
import runpy
import sys
from pathlib import Path

import pytest

from pytest_augrepro import measure
from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.checks.sheets import LawSheets
from pytest_augrepro.judging.contracts import CONTRACTS
from pytest_augrepro.judging.laws import LAWS
from pytest_augrepro.matrix.cells import AXES, Cell

DOCS = Path(__file__).parent.parent / "docs"
TEXT = (DOCS / "harness.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##)", TEXT, re.M | re.S))
ROW = re.compile(r"^\| `([a-z-]+)` \|", re.M)


def test_each_law_stands_under_its_contract_as_its_row_says():
    page = runpy.run_path(str(DOCS / "generate_harness.py"))["page"]
    assert page(TEXT) == TEXT, "run: python docs/generate_harness.py"
    assert list(SECTIONS) == list(CONTRACTS)
    assert [law for section in SECTIONS.values() for law in ROW.findall(section)] == list(LAWS)


def test_a_page_with_another_sentence_is_found():
    page = runpy.run_path(str(DOCS / "generate_harness.py"))["page"]
    assert page(TEXT.replace("or never |", "or twice |")) == TEXT
    with pytest.raises(ValueError, match="0 tables under the heading isolated"):
        page(TEXT.replace("### isolated", "### lonely"))


def test_the_contracts_and_axes_are_told_in_order():
    overview = TEXT.partition("## The four contracts")[2].partition("### stream")[0]
    assert ROW.findall(overview) == list(CONTRACTS)
    cells = TEXT.partition("## Cells")[2].partition("## How a failure reads")[0]
    assert re.findall(r"^\| `([a-z_]+)` \|", cells, re.M) == list(AXES)


@pytest.fixture
def photographs(tmp_path, monkeypatch):
    """The dataset of the page."""
    (code,) = re.findall(r"```python\n(# photographs\.py\n.*?)```", TEXT, re.S)
    (tmp_path / "photographs_of_the_doc.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    monkeypatch.delitem(sys.modules, "photographs_of_the_doc", raising=False)
    return importlib.import_module("photographs_of_the_doc").Photographs


def test_the_failure_reads_as_shown(photographs, tmp_path):
    cell, folder = AugCell(Cell(2), 137), tmp_path / "test_loading-test_loading-w2-005f8bb6"
    cell.sheets = LawSheets(
        folder,
        "test_loading.py::test_loading[w2]",
        "pytest",
        lambda path: f"build/aug-failures/{path.relative_to(tmp_path).as_posix()}",
        lambda path: None,
        lambda: False,
    )
    with pytest.raises(LawBroken) as caught:
        cell.check(photographs)
    (shown,) = re.findall(r"```text\n(law .*?)```", TEXT, re.S)
    assert compared(str(caught.value)) == compared(shown)


def test_the_measurement_reads_as_shown(photographs):
    (shown,) = re.findall(r"```text\n(meets .*?)\n```", TEXT, re.S)
    (reached,) = re.findall(r'assert report.reached == "(\w*)"', TEXT)
    report = measure(photographs, contract="stream", cells=[Cell(2)])  # in w0 nothing of stream is broken
    assert str(report) == shown
    assert report.reached == reached


def compared(message):
    """Return the lines of a failure but for those with numbers of draws."""
    return [line for line in message.strip().splitlines() if not line.startswith(("  scope", "  pattern", "  note"))]
