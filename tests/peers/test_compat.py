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
DEPARTURES: tuple[tuple[str, str, str, dict[str, tuple[float, float]]], ...] = (
    (
        "(Affine|Rotate|SafeRotate|ShiftScaleRotate)\\(.*(value|cval)=90|Affine\\(\\(0.8|(Rotate|"
        "SafeRotate)\\(20, 1, 0, 90|ShiftScaleRotate\\(0.1, 0.2, 30, 1, 0, 90|"
        "GridDistortion\\(.*value=90|CropAndPad\\(None, 0.1, 0, 9,",
        "(mean|contrast): ",
        "a number as fill means every channel; 1.3.1 filled the first alone: darker",
        {"mean": (0.3, 1.18), "contrast": (0.81, 2.89)},
    ),
    (
        "(ElasticTransform|OpticalDistortion)\\(.*value=90|CropAndPad\\(px=4, .*pad_cval=90|Affine\\(\\(0.8",
        "(mean|contrast|change): ",
        "the same fill, where the change of a byte is up to a fifth less, too",
        {"mean": (0.98, 1.14), "contrast": (0.86, 1.01), "change": (0.79, 0.97)},
    ),
    (
        "SafeRotate\\(.*value=90|SafeRotate\\(20, 1, 0, 90",
        "change: reach",
        "the same fill: 55 for 61 at most",
        {"change": (0.87, 1.02)},
    ),
    (
        "ShiftScaleRotate\\(0.1, 0.2, 30, 1, 0, 90",
        "change: ranks",
        "the same fill: 62 for 68",
        {"change": (0.89, 0.95)},
    ),
    (
        "SafeRotate\\(",
        "shift [xy]: ",
        "the center of the pixels stays; 1.3.1 turned about the edge behind it: points are 0.3 pixels off in the mean",
        {"shift x": (-0.45, 0.45), "shift y": (-0.45, 0.45)},
    ),
    ("Cutout\\(num_holes=4", "points kept: reach", "points on the rim of a hole", {"points kept": (0.94, 1.01)}),
    (
        "CropAndPad\\(px=4, ",
        "(mask zeros|detail): (mean|ranks)",
        "the rim of padding, resized: 29 % of zeros for 27 %",
        {"detail": (0.94, 1.0), "mask zeros": (1.01, 1.09)},
    ),
    (
        "Perspective\\(scale=0.2",
        "detail: (mean|ranks|reach)",
        "how borders are sampled: 13.0 for 11.2",
        {"detail": (1.13, 1.21)},
    ),
    (
        "OpticalDistortion\\((distort_limit=0.4|0.3, 0, 1, 4|0.4, p=1)",
        "detail: (mean|ranks|reach)|change: reach",
        "1.3.1 shifts by half a pixel, also where nothing is to be distorted, which blurs",
        {"detail": (1.02, 1.13), "change": (0.78, 0.89)},
    ),
    (
        "PiecewiseAffine\\((scale=0.03|\\(0.02, 0.03\\)|0.03, p=1)",
        "(change|displacement): (mean|ranks)",
        "moves are shares of the shorter side: a fifth smaller",
        {"change": (0.83, 0.9), "displacement": (0.77, 0.85)},
    ),
    (
        "GaussianBlur\\((\\(3, 7\\), 0|9, p=1|p=1)",
        "change: reach",
        "at sigma 0, OpenCV's weights for 3 pixels are its own: 9.45 for 9.08",
        {"change": (0.96, 1.05)},
    ),
    (
        "GaussNoise\\(30",
        "change: mean",
        "the standard deviation is drawn evenly, and not the variance: 2.2 for 2.9",
        {"change": (0.71, 0.77)},
    ),
    (
        "MotionBlur\\(7, False",
        "fired: (mean|spread|reach)|(contrast|detail): reach|change: (mean|ranks|reach)",
        "1.3.1 left a third of the images as they were",
        {"contrast": (0.94, 1.01), "detail": (0.83, 0.89), "change": (1.81, 1.93)},
    ),
    (
        "FancyPCA\\(0.3",
        "mean: (spread|reach)|detail: reach|change: ",
        "2.0.8's pixels: a change of 1.8 for 7.2",
        {"mean": (0.039, 1.04), "detail": (0.97, 1.04), "change": (0.23, 0.26)},
    ),
    (
        "GridDropout\\(ratio=0.4",
        "(mean|change|mask zeros): reach",
        "2.0.8's holes: a change of 15.1 for 15.7",
        {"mean": (0.97, 1.04), "change": (0.93, 1.0), "mask zeros": (0.98, 1.05)},
    ),
    (
        "GridDropout\\(holes_number_x=4",
        "change: (mean|ranks|reach)",
        "2.0.8's holes: a change of 27.5 for 26.6",
        {"change": (1.0, 1.07)},
    ),
    (
        "GridDropout\\(0.5",
        "(mean|detail): (mean|ranks|reach)|change: ",
        "2.0.8's holes: a change of 28 for 32",
        {"mean": (1.0, 1.08), "detail": (0.93, 1.0), "change": (0.32, 0.91)},
    ),
    (
        "GridDropout\\(p=1",
        "(mean|change): (mean|ranks|reach)",
        "2.0.8's holes: a change of 29 for 35",
        {"mean": (1.02, 1.1), "change": (0.81, 0.87)},
    ),
    ("MultiplicativeNoise\\(1.3", "change: ranks", "rounded, and not cut off", {"change": (0.98, 1.05)}),
    (
        "ISONoise\\(",
        "(mean|contrast|change): (mean|ranks|reach)|detail: ",
        "2.0.8's pixels: a change of 4.4 for 9.9",
        {"mean": (0.92, 0.99), "contrast": (1.02, 1.1), "detail": (1.24, 21.47), "change": (0.43, 0.46)},
    ),
    (
        "RandomFog\\(0.2, 0.6|RandomFog\\(fog_coef_lower=0.2",
        "(mean|contrast|change): (mean|ranks|reach)|detail: ",
        "2.0.8's fog is thicker: 11 for 4",
        {"mean": (0.99, 1.07), "contrast": (0.89, 0.96), "detail": (0.047, 0.71), "change": (2.55, 4.17)},
    ),
    (
        "RandomGravel\\(",
        "(detail|change): ",
        "2.0.8's gravel: a change of 0.4 for 2.9",
        {"detail": (0.071, 0.96), "change": (0.11, 0.16)},
    ),
    (
        "RandomRain\\(",
        "(mean|contrast|detail|change): (mean|ranks|reach)",
        "2.0.8's rain: a change of 34 for 47",
        {"mean": (1.01, 1.12), "contrast": (1.07, 1.29), "detail": (1.78, 2.95), "change": (0.69, 0.91)},
    ),
    (
        "RandomSunFlare\\(angle_lower",
        "change: (mean|ranks|reach)",
        "2.0.8's flares: a change of 0.6 for 1.1",
        {"change": (0.5, 0.54)},
    ),
    (
        "Spatter\\(0.65",
        "mean: (mean|ranks)|change: (mean|ranks|reach)",
        "2.0.8's drops: a change of 12 for 9",
        {"mean": (0.99, 1.06), "change": (1.28, 1.37)},
    ),
    (
        "Spatter\\(0.5, p=1",
        "(fired|mean|contrast|detail|change): ",
        "1.3.1 divides by 0 without drops: black",
        {"mean": (0.0003, 3.56), "contrast": (0.00044, 3.56), "detail": (0.0017, 3.56), "change": (0.00021, 0.01)},
    ),
    (
        "Superpixels\\(\\(0.2",
        "(mean|contrast): (spread|reach)|change: ",
        "segments follow edges: a change of 5 for 22",
        {"mean": (0.0017, 1.01), "contrast": (0.11, 1.06), "change": (0.17, 0.26)},
    ),
    (
        "Superpixels\\(p=1",
        "mean: reach|change: ",
        "segments follow edges: a change of 1.5 for 7.6",
        {"mean": (0.96, 1.03), "change": (0.15, 0.21)},
    ),
    (
        "FromFloat\\(",
        "(fired|mean|contrast|detail|change): (mean|ranks)",
        "a photograph in bytes is none of floats",
        {"mean": (0.51, 1.18), "contrast": (0.99, 1.29), "detail": (0.79, 3.96)},
    ),
)
"""(calls, numbers that differ, why, how many times as large ours are: from, to); docs/compat.md says so, too."""


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


def complaints(call, found):
    """What differs by more than chance."""
    return strengths.disagreements(
        ours(call, targets_of(found)), {name: np.array(values) for name, values in found.items()}
    )


@pytest.mark.parametrize("call", CALLS)
def test_it_means_what_it_meant(call):
    if not PYTHON.exists():
        pytest.skip("no environment of albumentations 1.3.1: make test-releases")
    found = theirs()[call]
    if found is None:
        pytest.skip("1.3.1 cannot run it")
    known = [(numbers, factors) for calls, numbers, _, factors in DEPARTURES if re.match(rf"A\.(?:{calls})", call)]
    theirs_, ours_ = {name: np.array(values) for name, values in found.items()}, ours(call, targets_of(found))
    assert strengths.unexplained(ours_, theirs_, known) == []


def test_another_meaning_is_seen():
    if not PYTHON.exists():
        pytest.skip("no environment of albumentations 1.3.1: make test-releases")
    found = theirs()["A.GaussNoise(var_limit=(10.0, 50.0), p=1)"]
    assert any(
        text.startswith("change: mean") for text in complaints("A.GaussNoise(var_limit=(90.0, 99.0), p=1)", found)
    )
