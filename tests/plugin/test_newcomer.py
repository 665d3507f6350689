"""Somebody who knows nothing of the plugin breaks a transform's range: what is printed and drawn names the transform."""

import re

import cv2
import numpy as np
import pytest

TEST = """\
import augrepro as A

def test_augment(aug_pipeline, aug_sample, aug_snapshot):
    transform = aug_pipeline([A.HorizontalFlip(p=1), A.{transform}, A.RandomGamma(p=1)])
    assert transform(image=aug_sample["image"], mask=aug_sample["mask"]) == aug_snapshot
"""
BREAKS = {
    "Rotate": ("Rotate((-20, 20), p=1)", "Rotate((-20, 30), p=1)"),
    "GaussNoise": ("GaussNoise((0.1, 0.2), p=1)", "GaussNoise((0.1, 0.25), p=1)"),
    "RandomCrop": ("RandomCrop(40, 40, p=1)", "RandomCrop(40, 48, p=1)"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_who_reads_only_what_is_printed_and_the_sheet_can_name_the_transform(name, project):
    right, wrong = BREAKS[name]
    project.write(test_a=TEST.format(transform=right))
    project.run("--snapshot-update", "-q").assert_outcomes(passed=1)
    project.write(test_a=TEST.format(transform=wrong))
    result = project.run("-q")
    result.assert_outcomes(failed=1)
    others = {"HorizontalFlip", "RandomGamma"}

    (last,) = (line for line in result.outlines if line.startswith("FAILED"))
    assert name in last
    assert len(last) <= 80, "the line survives pytest's cut"
    said = [line[1:].strip() for line in result.outlines if line.startswith("E ")]
    assert not others & set(re.findall(r"\w+", " ".join(said))), said
    assert any(line.startswith("regression: ") and name in line for line in said[:3]), said
    assert said[-1] == "to accept  pytest test_a.py::test_augment --snapshot-update"
    assert len(said) == len(set(said)), "nothing is told twice"
    paths = {word for line in result.outlines for word in line.split() if word.endswith("sheet.png")}
    (path,) = paths
    assert sum(path in line for line in result.outlines) == 1
    picture = cv2.imread(str(project.path / path))
    assert picture.shape[1] > 500
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 500  # the pictures, beside black words on white
    facts = (project.path / path).with_name("report.json").read_text()  # the words that are drawn above the pictures
    assert name in facts.partition('"changes"')[0]


@pytest.mark.parametrize(
    ("transform", "told"),
    [("Affine(rotate=(9, {}), interpolation=2, p=1)", 1), ("Affine(rotate=(9, {}), interpolation=1, p=1)", 0)],
)
def test_where_a_step_is_less_than_exact_the_failure_names_the_tolerance(transform, told, project):
    project.write(test_a=TEST.format(transform=transform.format(20)))
    project.run("--snapshot-update", "-q").assert_outcomes(passed=1)
    project.write(test_a=TEST.format(transform=transform.format(30)))
    result = project.run("-q")
    result.assert_outcomes(failed=1)
    grades = [line[1:].split() for line in result.outlines if re.match(r"E +grade ", line)]
    assert len(grades) == told
    for words in grades:
        assert words[1] == "same-build:"
        assert {"aug_snapshot(atol=...,", "max_fraction=...)"} <= {*words}
