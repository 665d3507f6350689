"""Saved pipelines act here as in the release that saved them: 150 draws of each, compared where its environment is."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import strengths

import augrepro as A

HERE = Path(__file__).resolve().parent
BESIDE_THIS_CODE = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
"""The release's environment has no augrepro; what measures its draws is read from this checkout."""
DRAWS = 150
FILES = sorted((HERE.parent / "data/saved").glob("*.json"))
SKIPPED = ("3D", "ToTensor", "Lambda", "Compose", "HistogramM")
"""No image, a library more, or no meaning of its own."""
UNRUNNABLE = {
    "1.3.1": {"BBoxSafeRandomCrop", "RandomGamma-2", "SomeOf-span"},
    "1.4.18": {"SomeOf-span"},
    "1.4.24": {"CoarseDropout-2", "Crop-2", "GaussNoise-3"},
    "2.0.8": set(),
}
"""What the release cannot run itself (or wants boxes without points for), and what is refused here."""
DEPARTURES: tuple[tuple[str, str, str], ...] = (
    (r"1\.3\.1 (Affine-4|GridDistortion-1|PadIfNeeded-[27]|Rotate-1|ShiftScaleRotate-1)", "mean|contrast|detail",
     "a number as fill means every channel; 1.3.1 handed it to OpenCV, which fills the first alone"),
    (r"1\.4\S* (Affine|PadIfNeeded|Rotate|ShiftScaleRotate)", "boxes|box area|points kept|shift|displacement",
     "1.4 adds mirrored copies of boxes and keypoints"),
    (r"2\.0\.8 PadIfNeeded-3", "boxes|box area", "2.0.8 too"),
    (r"\S+ Affine-3", "mask zeros|mean|contrast", "fit_output just holds the image"),
    (r"\S+ Perspective", ".*", "their quadrilateral is enlarged twice"),
    (r"1\S+ RandomFog", ".*", "the fog of 2.0.8 is laid: thicker than that of 1.x"),
    (r"1\.4\S* GridDistortion", "points kept|boxes|box area|mask zeros", "1.4 leaves points and boxes where they were"),
    (r"2\.0\.8 GridDistortion", "points kept", "2.0.8 loses points that still show"),
    (r"\S+ ElasticTransform", "fired|change|shift|displacement|detail", "single pixels of displacements below 1/32"),
    (r"2\.0\.8 ElasticTransform", "points kept", "2.0.8 looks for points in a drawn mask and loses some"),
    (r"2\.0\.8 Equalize-1", "mean", "Pillow's formula"),
    (r"\S+ Rotate-4", "fired", "a turn too small to move a pixel by 1/32"),
    (r"1\.4\.18 RandomResizedCrop", "points kept|shift", "1.4.18 moves points otherwise than pixels"),
)  # fmt: skip
"""(release and cases, numbers that differ, why); docs/old-files.md and docs/differences.md say so."""


def python_of(release):
    return HERE.parents[1] / "build/peers/releases" / release / "bin/python"


def entries(path):
    return [entry for entry in json.loads(path.read_text())["entries"] if not any(s in entry["case"] for s in SKIPPED)]


CASES = [(path.stem, entry) for path in FILES for entry in entries(path)]


@cache
def theirs(release):
    """The numbers of all cases, drawn by the release itself."""
    path = HERE.parent / "data/saved" / f"{release}.json"
    cases = [entry["case"] for entry in entries(path)]
    command = [python_of(release), HERE / "draws_of_release.py", path, str(DRAWS), *cases]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=7200, env=BESIDE_THIS_CODE)
    return json.loads(done.stdout)


def ours(release, entry, targets):
    node = A.from_dict({"__version__": release, "transform": entry["saved"]})
    params = (
        {
            "bbox_params": A.BboxParams("pascal_voc", label_fields=["tags"]),
            "keypoint_params": A.KeypointParams("xy", label_fields=["ids"]),
        }
        if targets == strengths.ALL
        else {}
    )
    return strengths.draws(A.Compose([node], **params, seed=137), DRAWS, targets=targets)


def complaints(release, entry):
    """What differs by more than chance."""
    found = {name: np.array(values) for name, values in theirs(release)[entry["case"]].items()}
    targets = strengths.ALL if "displacement" in found else strengths.PIXELS
    return strengths.disagreements(ours(release, entry, targets), found)


@pytest.mark.parametrize(("release", "entry"), CASES, ids=lambda x: x if isinstance(x, str) else x["case"])
def test_it_means_what_it_meant(release, entry):
    if not python_of(release).exists():
        pytest.skip(f"no environment of albumentations {release}: make test-releases")
    case = entry["case"]
    if case in UNRUNNABLE[release] or case.rpartition("-")[0] in UNRUNNABLE[release]:
        pytest.skip("the release cannot run its own file, or it is refused here")
    known = [numbers for cases, numbers, _ in DEPARTURES if re.match(rf"{cases}(?![0-9])", f"{release} {case}")]
    assert [text for text in complaints(release, entry) if not any(re.match(n, text) for n in known)] == []


def test_another_meaning_is_seen():
    if not python_of("1.3.1").exists():
        pytest.skip("no environment of albumentations 1.3.1")
    entry = next(entry for release, entry in CASES if (release, entry["case"]) == ("1.3.1", "GaussNoise-1"))
    louder = {**entry, "saved": {**entry["saved"], "var_limit": [400, 900]}}
    assert any(text.startswith("change: mean") for text in complaints("1.3.1", louder))
    assert sys.executable != str(python_of("1.3.1"))
