"""Calls of Albumentations 1.3.1 act through ``augrepro.compat`` as they did there: 100 draws of each, side by side."""

import json
import os
import re
import runpy
import subprocess
import warnings
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
import strengths
from departures_of_calls import CALLS_OF_1_3_1

import augrepro.compat as A

HERE = Path(__file__).resolve().parent
PYTHON = HERE.parents[1] / "build/peers/releases/1.3.1/bin/python"
BESIDE_THIS_CODE = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
"""The environment of 1.3.1 has no augrepro; what measures its draws is read from this checkout."""
DRAWS = 100
WRITTEN = runpy.run_path(str(HERE.parents[1] / "docs/compat_calls.py"))
GROUPS = [
    "A.SomeOf([A.HorizontalFlip(p=0.2), A.RandomBrightnessContrast((0.2, 0.2), 0, p=0.9), A.InvertImg(p=0.4)], 2)",
    "A.SomeOf([A.HorizontalFlip(p=0.2), A.RandomBrightnessContrast((0.2, 0.2), 0, p=0.9), A.NoOp()], 2, False, p=0.7)",
    "A.SomeOf([A.HorizontalFlip(True, 0.2), A.InvertImg(p=0.8)], 1)",
    "A.SomeOf([A.Sequential([A.HorizontalFlip(p=0.3), A.InvertImg(p=0.4)], p=0.2), A.VerticalFlip(p=0.8)], 1)",
    "A.Sequential([A.HorizontalFlip(p=0.5), A.InvertImg(p=0.4)], p=0.3)",
    "A.OneOf([A.Sequential([A.HorizontalFlip(p=0.3), A.InvertImg(p=0.4)], p=0.2), A.VerticalFlip(p=0.8)], p=0.9)",
    "A.OneOf([A.Compose([A.InvertImg(True), A.HorizontalFlip(p=0.5)], p=0.2), A.VerticalFlip(p=0.8)], p=0.9)",
    "A.Compose([A.InvertImg(always_apply=True), A.HorizontalFlip(p=1)], p=0.4)",
    "A.Compose([A.OneOf([A.InvertImg(True), A.VerticalFlip(p=1)], p=1), A.Sequential([A.Transpose(True)])], p=0.4)",
    "A.Compose([A.Compose([A.InvertImg(True), A.HorizontalFlip(p=1)], p=0.4), A.VerticalFlip(True)], p=0.4)",
]
CALLS = [call for name in ("ARGUMENTS", "PLACED", "REMOVED", "DEFAULTS") for call in WRITTEN["calls"](WRITTEN[name])]
CALLS += GROUPS


@cache
def theirs():
    """The numbers of all calls, drawn by 1.3.1 itself."""
    command = [PYTHON, HERE / "draws_of_calls.py", str(DRAWS)]
    given = {"input": json.dumps(CALLS), "env": BESIDE_THIS_CODE, "timeout": 7200}
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True, **given).stdout)


def ours(call, targets):
    params = {}
    if targets == strengths.ALL:
        params["bbox_params"] = A.BboxParams("pascal_voc", label_fields=["tags"])
        params["keypoint_params"] = A.KeypointParams("xy", label_fields=["ids"])
    with warnings.catch_warnings(), A.defaults("1.3"):
        warnings.simplefilter("ignore", A.LegacyWarning)
        pipeline = A.Compose([eval(call, {"A": A, "cv2": cv2})], **params, seed=137)
    more = {"cropping_bbox": [16, 12, 80, 60]} if "NearBBox" in call else None
    return strengths.draws(pipeline, DRAWS, targets=targets, more=more)


def targets_of(found):
    return strengths.ALL if "displacement" in found else strengths.PIXELS


@cache
def both(call):
    """Our numbers and theirs, None where 1.3.1 cannot run it."""
    found = theirs()[call]
    return found and (ours(call, targets_of(found)), {name: np.array(values) for name, values in found.items()})


def excuses(call):
    """The departures on purpose that a call has: what each explains, and by which factors."""
    return [(numbers, factors) for calls, numbers, _, factors in CALLS_OF_1_3_1 if re.match(rf"A\.(?:{calls})", call)]


@pytest.mark.parametrize("call", CALLS)
def test_it_means_what_it_meant(call):
    if not PYTHON.exists():
        pytest.skip("no environment of albumentations 1.3.1: make test-releases")
    if both(call) is None:
        pytest.skip("1.3.1 cannot run it")
    assert strengths.unexplained(*both(call), excuses(call)) == []


@pytest.mark.parametrize("row", CALLS_OF_1_3_1, ids=lambda row: f"{row[0]} {row[1]}")
def test_a_departure_is_there(row):
    """What explains nothing goes."""
    if not PYTHON.exists():
        pytest.skip("no environment of albumentations 1.3.1: make test-releases")
    calls, numbers, _, factors = row
    held = [both(call) for call in CALLS if re.match(rf"A\.(?:{calls})", call)]
    assert any(
        len(strengths.unexplained(*pair, [(numbers, factors)])) < len(strengths.disagreements(*pair))
        for pair in held
        if pair is not None
    )


def test_an_excuse_holds_for_its_call_its_figure_its_statistic_and_its_factor_alone():
    one = np.linspace(10, 20, 100)
    holes = excuses("A.GridDropout(holes_number_x=4, p=1)")
    assert strengths.unexplained({"change": 1.03 * one}, {"change": one}, holes) == []
    for name, factor in (("change", 1.3), ("change", 0.7), ("contrast", 1.3), ("displacement", 1.3)):
        assert strengths.unexplained({name: factor * one}, {name: one}, holes)
    wider = strengths.unexplained({"change": 15 + 3 * (one - 15)}, {"change": one}, holes)
    assert [text.split()[1] for text in wider] == ["spread"]
    assert excuses("A.RandomGamma(p=1)") == []


def test_another_meaning_is_seen():
    if not PYTHON.exists():
        pytest.skip("no environment of albumentations 1.3.1: make test-releases")
    found = both("A.GaussNoise(var_limit=(10.0, 50.0), p=1)")[1]
    louder = ours("A.GaussNoise(var_limit=(90.0, 99.0), p=1)", targets_of(found))
    assert any(text.startswith("change: mean") for text in strengths.disagreements(louder, found))
