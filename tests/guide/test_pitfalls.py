"""The guide's "Common Pitfalls"."""

from __future__ import annotations

import random

import numpy as np
from samples import picture, sequence

import augrepro as A


def transforms():
    return [A.RandomCrop(12, 12), A.RandomBrightnessContrast(p=1.0)]


def test_do_not_rely_on_global_seeds_still_random():
    np.random.seed(137)
    random.seed(137)
    one = sequence(A.Compose(transforms()))
    np.random.seed(137)
    random.seed(137)
    assert not set(one) & set(sequence(A.Compose(transforms())))


def test_each_compose_call_is_still_random():
    transform = A.Compose(transforms(), seed=137)
    aug1, aug2 = transform(image=picture()), transform(image=picture())
    assert not np.array_equal(aug1["image"], aug2["image"])


def test_new_instances_give_identical_augmentations():
    transform1, transform2 = A.Compose(transforms(), seed=137), A.Compose(transforms(), seed=137)
    aug1, aug2 = transform1(image=picture()), transform2(image=picture())
    assert np.array_equal(aug1["image"], aug2["image"])


def test_a_failed_call_is_refused_and_the_sequence_goes_on():
    """A refused input draws nothing: the calls around it are the calls without it."""
    transform = A.Compose(transforms(), seed=137)
    seen = sequence(transform, 2)
    for bad in ({"image": [1, 2]}, {}, {"image": picture().astype(np.int64)}):
        try:
            transform(**bad)
        except (TypeError, ValueError):
            continue
        raise AssertionError(bad)
    assert seen + sequence(transform, 2) == sequence(A.Compose(transforms(), seed=137), 4)
