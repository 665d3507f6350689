"""Snapshots of OpenCV 4.12 and pytest 8.4, run under those installed here: drift and faults are told apart."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

THERE = Path(__file__).parents[2] / "build/peers/opencv-4.12/bin/python"
PROJECT = """
import os
import cv2
import numpy as np
import pytest
import augrepro as A
from augrepro.ops.grid import Dihedral

TURN = np.array([[0.93, -0.31, 4.7], [0.29, 0.97, -2.3]])

if os.environ.get("FAULT") == "pixels":
    real = Dihedral.pixels
    Dihedral.pixels = lambda op, image: real(op, image) ^ 1


def test_exact(aug_pipeline, aug_sample, aug_snapshot):
    assert aug_pipeline([A.Rotate(p=1), A.HorizontalFlip(p=1)])(image=aug_sample["image"]) == aug_snapshot


def test_own_code(aug_sample, aug_snapshot):
    assert {"image": cv2.warpAffine(aug_sample["image"], TURN, (96, 64))} == aug_snapshot


def test_float(aug_pipeline, aug_sample, aug_snapshot):
    limit = 41 if os.environ.get("FAULT") == "draws" else 40
    pipeline = aug_pipeline([A.Affine(rotate=(-40, limit), interpolation=2, p=1), A.HorizontalFlip(p=1)])
    assert pipeline(image=aug_sample["image"]) == aug_snapshot
"""


def run(python, folder, *arguments, fault=""):
    """The end and the words of a run of the project."""
    left_out = ("CI", "PYTEST_ADDOPTS")
    environment = {name: value for name, value in os.environ.items() if name not in left_out} | {"FAULT": fault}
    command = [python, "-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    print(done.stdout, done.stderr)
    return done.returncode, done.stdout


def told(text, test):
    """The lines of one test's failure."""
    part = text.partition(f"_ {test} _")[2].partition("\n_____")[0]
    return [line.removeprefix("E").strip() for line in part.splitlines() if line.startswith("E ")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The project, its snapshots written under OpenCV 4.12."""
    folder = tmp_path_factory.mktemp("drift")
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_it.py").write_text(PROJECT)
    assert run(THERE, folder, "--snapshot-update")[0] == 0
    assert run(THERE, folder)[0] == 0
    return folder


def test_drift_is_named(folder):
    code, text = run(sys.executable, folder)
    assert code == 1
    assert "2 failed, 1 passed" in text
    moved = f"written with opencv 4.12.0, this run has {cv2.__version__}"
    (line,) = (line for line in told(text, "test_own_code") if line.startswith("drift: "))
    assert line == f"drift: cv2.warpAffine answers otherwise here: {moved}"
    (line,) = (line for line in told(text, "test_float") if line.startswith("drift: "))
    assert line.endswith(f"{moved}; equal draws, Affine moved by it")


@pytest.mark.parametrize(
    ("fault", "words"),
    [("pixels", "HorizontalFlip makes other pixels"), ("draws", "the pipeline is another: Affine.rotate")],
)
def test_a_fault_beside_drift_is_a_regression(folder, fault, words):
    _, text = run(sys.executable, folder, fault=fault)
    lines = told(text, "test_float")
    assert any(line.startswith(f"regression: {words}") for line in lines)
    assert not any(line.startswith("drift: ") for line in lines)
    assert any(line.startswith("drift: ") for line in told(text, "test_own_code"))
    assert any(line.startswith("regression: HorizontalFlip") for line in told(text, "test_exact")) == (
        fault == "pixels"
    )


def test_an_update_adds_variants_and_both_environments_stay_green(folder, tmp_path):
    folder = shutil.copytree(folder, tmp_path / "copy")
    before = {path: path.read_bytes() for path in folder.glob("snapshots/**/*.*")}
    assert run(sys.executable, folder, "--snapshot-update")[0] == 0
    assert {path: path.read_bytes() for path in before} == before
    assert len(list(folder.glob("snapshots/test_it/*@*.snap"))) == 2
    for python in (sys.executable, THERE):
        code, text = run(python, folder, "--aug-unused=error")
        assert (code, "3 passed" in text) == (0, True)
