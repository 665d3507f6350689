"""The check of the types that users see says no when a checker finds too much or too little."""

import runpy
from pathlib import Path

CHECK = runpy.run_path(str(Path(__file__).parent / "typing/check.py"))


def test_agreement_is_silent():
    assert CHECK["complaints"]("mypy", {3: "no"}, {3}) == []


def test_an_error_that_was_not_marked_is_a_complaint():
    assert CHECK["complaints"]("mypy", {3: "no", 5: "bad type"}, {3}) == ["mypy: line 5 must be none, got: bad type"]


def test_a_marked_line_that_passes_is_a_complaint():
    assert CHECK["complaints"]("pyright", {}, {3}) == ["pyright: line 3 is wrong, and it does not see it"]


def test_the_calls_are_many_and_the_blocks_are_found():
    calls = Path(__file__).parent / "typing/calls.py"
    assert len(CHECK["marked"](calls)) >= 15
    assert sum("A." in line for line in calls.read_text().splitlines()) >= 100
    assert "A.Compose(" in CHECK["blocks"](CHECK["ROOT"] / "README.md")
