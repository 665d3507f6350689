"""A comparison that failed is red although the test caught its error, unless an open pytest.raises expects it."""

import json

import cv2
import numpy

from pytest_augrepro.snapshots import document
from pytest_augrepro.values.digest import leaves

TESTS = """
import contextlib, os, threading
import numpy as np, pytest

GRAY = np.full((8, 8, 3), 128, np.uint8)

def compared(aug_snapshot):
    assert GRAY + 1 == aug_snapshot(name="gray")

def test_try(aug_snapshot):
    try:
        compared(aug_snapshot)
    except AssertionError:
        pass

def test_suppress(aug_snapshot):
    with contextlib.suppress(Exception):
        compared(aug_snapshot)
    with contextlib.suppress(Exception):
        compared(aug_snapshot)

def test_skip(aug_snapshot):
    try:
        compared(aug_snapshot)
    except AssertionError:
        pytest.skip("not here")

@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_thread(aug_snapshot):
    thread = threading.Thread(target=compared, args=(aug_snapshot,))
    thread.start()
    thread.join()

@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_fork(aug_snapshot):
    aug_snapshot.case.asked += 1  # as by a comparison of the test's own
    child = os.fork()
    if child == 0:
        with contextlib.suppress(AssertionError):
            compared(aug_snapshot)
        os._exit(0)
    os.waitpid(child, 0)

@pytest.fixture
def careless(aug_snapshot):
    with contextlib.suppress(AssertionError):
        compared(aug_snapshot)

def test_setup(careless):
    pass

def test_another_error_is_expected(aug_snapshot):
    with pytest.raises(ZeroDivisionError):
        with contextlib.suppress(AssertionError):
            compared(aug_snapshot)
        1 / 0

def test_nothing_stored(aug_snapshot):
    with pytest.raises(AssertionError):
        compared(aug_snapshot)

def test_raises_was_left(aug_snapshot):
    with pytest.raises(AssertionError):
        assert 0
    test_try(aug_snapshot)

def test_compare(aug_compare):
    with contextlib.suppress(AssertionError):
        aug_compare(np.array, np.zeros_like, GRAY, n=30)

@pytest.fixture
def broken(monkeypatch):
    from pytest_augrepro.checks.cell import AugCell, LawBroken

    def checked(self, *given):
        raise LawBroken("law rerun broken: planted")

    monkeypatch.setattr(AugCell, "_checked", checked)
    return LawBroken

def test_check(aug_check, broken):
    with contextlib.suppress(broken):
        aug_check(np.array, GRAY)

@pytest.mark.aug_matrix(num_workers=[0])
def test_cell(aug_cell, broken):
    with contextlib.suppress(broken):
        aug_cell.check(lambda seed: [GRAY])

def test_ok_broken(aug_check, broken):
    with pytest.raises(broken, match="planted"):
        aug_check(np.array, GRAY)

@pytest.mark.xfail(strict=True, reason="known")
def test_known(aug_snapshot):
    test_try(aug_snapshot)

@pytest.mark.xfail(strict=True, reason="known")
def test_known_and_let_through(aug_snapshot):
    compared(aug_snapshot)

def test_ok_raises(aug_snapshot):
    with pytest.raises(AssertionError, match="augmented output"):
        compared(aug_snapshot)

@pytest.mark.parametrize("expectation", [pytest.raises(AssertionError)])
def test_ok_parameter(aug_snapshot, expectation):
    with expectation:
        compared(aug_snapshot)

def test_ok_check(aug_compare):
    with pytest.raises(check=lambda error: "is not the old one" in str(error)):
        aug_compare(np.array, np.zeros_like, GRAY, n=30)
"""
RED = {"try", "suppress", "skip", "thread", "setup", "another_error_is_expected", "raises_was_left", "compare"}
RED |= {"check", "cell[w0]", "nothing_stored", "fork"}
STORED = ("test_ok_raises[gray]", "test_ok_parameter[expectation0][gray]")


REPORTS = """
import json

def pytest_runtest_logreport(report):
    with open("reports", "a") as file:
        file.write(json.dumps([report.head_line, report.when, report.outcome, report.longreprtext]) + "\\n")
"""


def test_failed_comparisons_are_red_unless_they_are_expected(project):
    project.write(test_a=TESTS, conftest=REPORTS)  # nothing is stored but for STORED: each comparison fails
    text = document.render(leaves(numpy.full((8, 8, 3), 128, numpy.uint8)), 137)
    for stem in STORED:
        path = project.path / f"snapshots/test_a/{stem}.snap"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        assert cv2.imwrite(str(path.with_suffix(".png")), numpy.full((8, 8, 3), 128, numpy.uint8))
    shown = project.run("-p", "no:randomly", "-q").stdout.str()
    reports = [json.loads(line) for line in (project.path / "reports").read_text().splitlines()]
    words = {name: text for name, when, outcome, text in reports if (when, outcome) == ("call", "failed")}
    assert set(words) == {f"test_{name}" for name in RED}
    skipped = {name for name, when, outcome, _ in reports if (when, outcome) == ("call", "skipped")}
    assert skipped == {"test_known", "test_known_and_let_through"}
    assert {outcome for _, when, outcome, _ in reports if when != "call"} == {"passed"}
    assert "caught its error and went on; let the error through" in words["test_try"]
    assert "aug_snapshot: assert augmented output" in words["test_try"]
    assert "went on (and 1 more)" in words["test_suppress"]
    assert "aug_check: law rerun broken: planted" in words["test_check"]
    assert "aug_compare: the new pipeline is not the old one" in words["test_compare"]
    assert words["test_fork"].startswith("a comparison failed in a process that the test forked:\naug_snapshot: ")
    assert words["test_nothing_stored"].startswith("a comparison that is expected to fail had nothing to compare with")
    sheets = [path.parent.name for path in project.path.glob("build/aug-failures/*/sheet.png")]
    assert f"{len(set(sheets) - {name for name in sheets if 'known' in name})} failed comparisons to look at" in shown
    assert [path.name for path in project.path.glob("build/aug-failures/*ok*")] == []
    before = {path.name: path.read_bytes() for path in project.path.glob("snapshots/*/*")}
    chosen = ("-p", "no:randomly", "-k", "ok_raises or ok_parameter or nothing_stored")
    project.run(*chosen, "--snapshot-update").assert_outcomes(passed=2, failed=1)
    assert {path.name: path.read_bytes() for path in project.path.glob("snapshots/*/*")} == before
