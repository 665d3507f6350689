"""The guide's "Resetting Seeds for Existing Pipelines"."""

from __future__ import annotations

import random

import numpy as np
from children import varied
from samples import picture, sequence

import augrepro as A


def test_the_guides_example_back_and_forth():
    image = picture(300, 300)

    def made(seed):
        return A.Compose([A.RandomCrop(height=256, width=256), A.HorizontalFlip(p=0.5)], seed=seed)

    transform = made(137)
    first = sequence(transform, 3, image)
    transform.set_random_seed(200)
    assert sequence(transform, 3, image) == sequence(made(200), 3, image)
    transform.set_random_seed(137)
    assert sequence(transform, 3, image) == first
    transform.set_random_state(np.random.default_rng(100), random.Random(100))
    assert len(set(sequence(transform, 8, image))) > 4


def test_set_random_seed_is_the_same_as_a_new_pipeline():
    transform = varied(137)
    sequence(transform, 5)
    transform.set_random_seed(200)
    assert transform.seed == 200
    assert sequence(transform, 10) == sequence(varied(200), 10)


def test_set_random_seed_none_is_random_again():
    one, other = varied(137), varied(137)
    one.set_random_seed(None)
    other.set_random_seed(None)
    assert not set(sequence(one)) & set(sequence(other))


def test_set_random_state_is_a_function_of_the_generators_states():
    def given(a, b):
        transform = varied(137)
        transform.set_random_state(np.random.default_rng(a), random.Random(b))
        return sequence(transform)

    assert given(100, 100) == given(100, 100)
    assert not set(given(100, 100)) & set(given(101, 100))
    assert not set(given(100, 100)) & set(given(100, 101))


def test_set_random_state_does_not_depend_on_the_pipelines_past_or_seed():
    fresh, used = varied(1), varied(2)
    sequence(used, 7)
    for transform in (fresh, used):
        transform.set_random_state(np.random.default_rng(100), random.Random(100))
    assert sequence(fresh) == sequence(used)


def test_shared_generators_advance_across_calls_and_pipelines():
    rng, py_random = np.random.default_rng(100), random.Random(100)
    one, other = varied(1), varied(2)
    one.set_random_state(rng, py_random)
    other.set_random_state(rng, py_random)
    shared = [digest for _ in range(4) for transform in (one, other) for digest in sequence(transform, 1)]
    alone = varied()
    alone.set_random_state(np.random.default_rng(100), random.Random(100))
    assert shared == sequence(alone, 8)
    assert len(set(shared)) == 8


def test_setting_the_same_generators_before_each_call_goes_on_with_them():
    """The guide's option 1 sets them in every ``__getitem__``."""
    rng, py_random = np.random.default_rng(137), random.Random(137)
    transform = varied(None)
    seen = []
    for _ in range(6):
        transform.set_random_state(rng, py_random)
        seen += sequence(transform, 1)
    other = varied(None)
    other.set_random_state(np.random.default_rng(137), random.Random(137))
    assert seen == sequence(other, 6)
    assert len(set(seen)) == 6


def test_set_random_seed_takes_given_generators_away():
    transform = varied(5)
    transform.set_random_state(np.random.default_rng(1), random.Random(1))
    sequence(transform, 2)
    transform.set_random_seed(137)
    assert sequence(transform) == sequence(varied(137))


def test_a_failed_reset_changes_nothing():
    transform = varied(137)
    for bad in (True, 1.5, "a", -1):
        try:
            transform.set_random_seed(bad)
        except (TypeError, ValueError):
            continue
        raise AssertionError(bad)
    assert transform.seed == 137
    assert sequence(transform) == sequence(varied(137))
