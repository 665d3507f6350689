"""What is graded ``exact`` or ``same-arch`` has the same bits under OpenCV 4.9 and NumPy 1.26 as here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
THERE = HERE.parents[1] / "build/peers/opencv-4.9/bin/python"


def digests(python, out):
    subprocess.run([python, HERE / "digests.py", out], check=True, timeout=900)
    return json.loads(out.read_text())


def departures(here, there):
    """The rows of a grade that holds across releases which differ all the same."""
    return [row for row, (grade, digest) in here.items() if grade != "same-build" and there[row][1] != digest]


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return digests(sys.executable, tmp_path_factory.mktemp("here") / "digests.json")


def test_other_releases_give_the_same_bits(here, tmp_path):
    there = digests(THERE, tmp_path / "digests.json")
    assert here.keys() == there.keys()
    assert {row: grade for row, (grade, _) in here.items()} == {row: grade for row, (grade, _) in there.items()}
    assert departures(here, there) == []
    assert any(digest != there[row][1] for row, (_, digest) in here.items()), "floats differ: were there two releases?"


def test_another_bit_is_found(here):
    (row,) = [row for row in here if row.startswith("RandomShadow 0 0")]
    changed = {**here, row: ["exact", {**here[row][1], "image": "another"}]}
    assert departures(here, changed) == [row]
