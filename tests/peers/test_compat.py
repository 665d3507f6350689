"""Calls of Albumentations 1.3.1 act through ``augrepro.compat`` as they did there: 100 draws of each, side by side."""

import json
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
DRAWS = 100
WRITTEN = runpy.run_path(str(HERE.parents[1] / "docs/compat_calls.py"))
CALLS = [call for name in ("ARGUMENTS", "PLACED", "REMOVED", "DEFAULTS") for call in WRITTEN["calls"](WRITTEN[name])]
DEPARTURES: tuple[tuple[str, str, str], ...] = (
    (".*", "fired: spread", "a draw or two too small to change a pixel"),
    (r".*(value|cval|pad_val)=90|(Affine|Rotate|SafeRotate|ShiftScaleRotate|CropAndPad|Perspective|PadIfNeeded)\(.*,",
     "mean|contrast|change", "a number as fill means every channel; 1.3.1 filled the first alone"),
    (r"ElasticTransform\(.*alpha_affine=3.6", ".*", "nothing moves three corners at random"),
    (r"(Affine|SafeRotate|Cutout)\(", "shift|points kept", "centers of pixels; points on the rim"),
    (r"CropAndPad", "mask zeros|detail", "the rim of padding, resized"),
    (r"(Perspective|OpticalDistortion|GridDistortion)", "detail|mean|contrast", "how borders are sampled"),
    (r"PiecewiseAffine", ".*", "moves are shares of the shorter side, and box corners follow the triangles"),
    (r"FancyPCA|GridDropout|ISONoise|Random(Fog|Gravel|Rain|SunFlare)|Spatter|Superpixels", ".*", "2.0.8's pixels"),
    (r"GaussNoise\(30", "change", "the standard deviation is drawn evenly, and not the variance"),
    (r"MotionBlur\(7, False", ".*", "1.3.1 left a third of the images as they were"),
    (r"FromFloat", ".*", "of a photograph in bytes, which is none of floats"),
    (r"MultiplicativeNoise\(1.3", "change", "rounded, and not cut off"),
)  # fmt: skip
"""(calls, numbers that differ, why); docs/compat.md and docs/differences.md say so."""


@cache
def theirs():
    """The numbers of all calls, drawn by 1.3.1 itself."""
    command = [PYTHON, HERE / "draws_of_calls.py", str(DRAWS)]
    given = json.dumps(CALLS)
    return json.loads(
        subprocess.run(command, input=given, capture_output=True, text=True, check=True, timeout=900).stdout
    )


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


def complaints(call, found):
    """What differs by more than chance."""
    targets = strengths.ALL if "displacement" in found else strengths.PIXELS
    return strengths.disagreements(ours(call, targets), {name: np.array(values) for name, values in found.items()})


@pytest.mark.parametrize("call", CALLS)
def test_it_means_what_it_meant(call):
    if not PYTHON.exists():
        pytest.skip("no environment of albumentations 1.3.1: make test-releases")
    found = theirs()[call]
    if found is None:
        pytest.skip("1.3.1 cannot run it")
    known = [numbers for calls, numbers, _ in DEPARTURES if re.match(rf"A\.(?:{calls})", call)]
    assert [text for text in complaints(call, found) if not any(re.match(n, text) for n in known)] == []


def test_another_meaning_is_seen():
    if not PYTHON.exists():
        pytest.skip("no environment of albumentations 1.3.1: make test-releases")
    found = theirs()["A.GaussNoise(var_limit=(10.0, 50.0), p=1)"]
    assert any(
        text.startswith("change: mean") for text in complaints("A.GaussNoise(var_limit=(90.0, 99.0), p=1)", found)
    )
