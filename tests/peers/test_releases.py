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
from departures_of_releases import RELEASES

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


@cache
def both(release, case):
    """Our numbers and theirs."""
    found = {name: np.array(values) for name, values in theirs(release)[case].items()}
    entry = next(entry for each, entry in CASES if (each, entry["case"]) == (release, case))
    targets = strengths.ALL if "displacement" in found else strengths.PIXELS
    return ours(release, entry, targets), found


def excuses(case):
    """The departures on purpose that a release and case have: what each explains, and by which factors."""
    return [(numbers, factors) for cases, numbers, _, factors in RELEASES if re.match(rf"(?:{cases})(?![0-9])", case)]


def can_run(release, case):
    return case not in UNRUNNABLE[release] and case.rpartition("-")[0] not in UNRUNNABLE[release]


@pytest.mark.parametrize(("release", "entry"), CASES, ids=lambda x: x if isinstance(x, str) else x["case"])
def test_it_means_what_it_meant(release, entry):
    if not python_of(release).exists():
        pytest.skip(f"no environment of albumentations {release}: make test-releases")
    case = entry["case"]
    if not can_run(release, case):
        pytest.skip("the release cannot run its own file, or it is refused here")
    assert strengths.unexplained(*both(release, case), excuses(f"{release} {case}")) == []


@pytest.mark.parametrize("row", RELEASES, ids=lambda row: f"{row[0]} {row[1]}")
def test_a_departure_is_there(row):
    """What explains nothing goes."""
    cases, numbers, _, factors = row
    held = [(release, entry["case"]) for release, entry in CASES if can_run(release, entry["case"])]
    held = [(release, case) for release, case in held if re.match(rf"(?:{cases})(?![0-9])", f"{release} {case}")]
    if not all(python_of(release).exists() for release, _ in held):
        pytest.skip("no environment of albumentations: make test-releases")
    assert any(
        len(strengths.unexplained(*both(*each), [(numbers, factors)])) < len(strengths.disagreements(*both(*each)))
        for each in held
    )


def test_an_excuse_holds_for_its_case_its_figure_its_statistic_and_its_factor_alone():
    one = np.linspace(10, 20, 100)
    fog = excuses("1.4.18 RandomFog-1")

    def left(name, changed):
        texts = strengths.unexplained({name: changed}, {name: one}, fog)
        return {text.partition(": ")[2].split()[0].strip(",") for text in texts}

    assert left("change", 6 * one) == {"ranks"}
    for name, factor in (("change", 9), ("change", 4), ("change", 0.5), ("contrast", 1.5), ("displacement", 6)):
        assert "mean" in left(name, factor * one)
    assert left("mean", 15 + 3 * (one - 15)) == {"spread"}
    assert excuses("1.3.1 RandomFog-2") == excuses("1.4.18 RandomFog-12") == excuses("2.0.8 RandomFog-1") == []


def test_another_meaning_is_seen():
    if not python_of("1.3.1").exists():
        pytest.skip("no environment of albumentations 1.3.1")
    entry = next(entry for release, entry in CASES if (release, entry["case"]) == ("1.3.1", "GaussNoise-1"))
    louder = {**entry, "saved": {**entry["saved"], "var_limit": [400, 900]}}
    found = both("1.3.1", "GaussNoise-1")[1]
    targets = strengths.ALL if "displacement" in found else strengths.PIXELS
    assert any(
        text.startswith("change: mean") for text in strengths.disagreements(ours("1.3.1", louder, targets), found)
    )
    assert sys.executable != str(python_of("1.3.1"))
