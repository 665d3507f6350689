"""The guide's "Multi-Stage Pipelines": stages with equal seeds are reproducible and yet decorrelated."""

from __future__ import annotations

import numpy as np
import pytest
from samples import picture, sequence

import augrepro as A


def stages():
    geometric = A.Compose([A.RandomRotate90(p=0.5), A.HorizontalFlip(p=0.5)], seed=137)
    color = A.Compose([A.RandomBrightnessContrast(p=0.5), A.HueSaturationValue(p=0.5)], seed=137)
    return geometric, color


def through(geometric, color, image):
    image = geometric(image=image)["image"]
    return color(image=image)["image"]


def test_stages_applied_sequentially_are_reproducible():
    one, other = stages(), stages()
    for seed in range(6):
        image = picture(seed=seed)
        assert np.array_equal(through(*one, image), through(*other, image))


def decisions(make, calls=200):
    transform = A.Compose([make(p=0.5)], seed=137, save_applied_params=True)
    return [bool(transform(image=picture(4, 4))["applied_transforms"]) for _ in range(calls)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (A.HorizontalFlip, A.VerticalFlip),
        (A.HorizontalFlip, A.RandomBrightnessContrast),
        (A.RandomRotate90, A.InvertImg),
    ],
)
def test_stages_with_equal_seeds_are_decorrelated(one, other):
    agreed = sum(a == b for a, b in zip(decisions(one), decisions(other), strict=True))
    assert 60 < agreed < 140


def test_children_of_one_pipeline_are_decorrelated():
    transform = A.Compose([A.HorizontalFlip(p=0.5), A.VerticalFlip(p=0.5)], seed=137, save_applied_params=True)
    fired = [tuple(name for name, _ in transform(image=picture(4, 4))["applied_transforms"]) for _ in range(200)]
    assert all(25 < fired.count(outcome) < 80 for outcome in set(fired))
    assert len(set(fired)) == 4


def test_stages_of_one_class_and_one_seed_are_told_apart_by_name():
    def stage(name):
        return A.Compose([A.HorizontalFlip(p=0.5, name=name)], seed=137, save_applied_params=True)

    one, other = stage("first"), stage("second")
    pairs = [
        (bool(one(image=picture(4, 4))["applied_transforms"]), bool(other(image=picture(4, 4))["applied_transforms"]))
        for _ in range(200)
    ]
    assert 60 < sum(a == b for a, b in pairs) < 140


def test_stages_alone_give_what_they_give_together():
    geometric, color = stages()
    together = [geometric(image=picture())["image"] for _ in range(6) if color(image=picture()) is not None]
    alone = stages()[0]
    assert all(np.array_equal(image, alone(image=picture())["image"]) for image in together)
    assert sequence(stages()[1], 6) == sequence(stages()[1], 6)
