"""The law of clear errors: no raw error of OpenCV, NumPy or Python reaches a user from any admitted input."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import every_input
import pytest

from augrepro.ops.pointwise import Linear

PROGRAM = Path(every_input.__file__)
CASES = 1500


def test_every_transform_gives_a_result_or_one_clear_error():
    run = [sys.executable, str(PROGRAM), "137", str(CASES)]
    try:
        out = subprocess.run(run, capture_output=True, text=True, timeout=1200)
    except subprocess.TimeoutExpired as stuck:
        pytest.fail(f"hung while {(stuck.stdout or b'').decode().splitlines()[-1:]}; every_input.complaint says which")
    assert out.returncode == 0, out.stderr
    lines = out.stdout.splitlines()
    assert [line for line in lines if line.startswith("WRONG")] == []
    assert len(lines) == CASES


def test_every_registered_transform_may_be_chosen():
    assert every_input.covered() >= every_input.registered()


@pytest.mark.parametrize("raw", [cv2.error("(-215:Assertion failed)"), IndexError("3"), ValueError("cannot reshape")])
def test_a_planted_raw_error_is_found(monkeypatch, raw):
    def broken(*_):
        raise raw

    monkeypatch.setattr(Linear, "table", broken)
    monkeypatch.setattr(every_input, "SETTINGS", [("RandomBrightnessContrast", {})])
    found = [wrong for number in range(40) if (wrong := every_input.complaint(number))]
    assert found
    assert all("RandomBrightnessContrast" in wrong for wrong in found)
