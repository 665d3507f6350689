"""The guide's "Seed Behavior": same seed, same sequence; calls differ; no seed is truly random."""

from __future__ import annotations

import random

import numpy as np
import pytest
from children import noisy, varied
from samples import sequence

import augrepro as A


def test_two_instances_with_the_same_seed_produce_identical_sequences():
    assert sequence(varied(137), 20) == sequence(varied(137), 20)


@pytest.mark.parametrize("seed", [0, 1, 137, 2**32, 2**64 + 5, 2**128 - 1, np.int64(137), np.uint8(7)])
def test_every_seed_has_a_sequence_of_its_own(seed):
    assert sequence(varied(seed)) == sequence(varied(seed))
    assert not set(sequence(varied(seed))) & set(sequence(varied(99)))


def test_a_numpy_seed_is_the_same_as_the_number():
    assert sequence(varied(np.int64(137))) == sequence(varied(137))


def test_each_call_still_produces_random_augmentations():
    assert len(set(sequence(varied(137), 50))) == 50


def test_no_seed_means_a_different_sequence_every_time():
    assert len({tuple(sequence(noisy(), 3)) for _ in range(10)}) == 10


def test_no_seed_stays_random_under_global_seeds():
    torch = pytest.importorskip("torch")

    def seeded_around():
        random.seed(0)
        np.random.seed(0)
        torch.manual_seed(0)
        return noisy()

    assert not set(sequence(seeded_around())) & set(sequence(seeded_around()))


def test_a_nested_seed_pins_the_nested_pipeline_alone():
    def nested(outer, inner):
        inside = A.Compose([A.RandomGamma((20, 300), p=1.0)], seed=inner)
        return A.Compose([inside, A.RandomCrop(8, 8)], seed=outer, save_applied_params=True)

    def gammas(transform):
        flat = np.full((16, 16, 3), 77, np.uint8)
        return [dict(transform(image=flat)["applied_transforms"])["RandomGamma"]["gamma"] for _ in range(6)]

    assert gammas(nested(1, 5)) == gammas(nested(2, 5))
    assert gammas(nested(None, 5)) == gammas(nested(None, 5))
    assert gammas(nested(1, 5)) != gammas(nested(1, 6))
    assert gammas(nested(1, None)) == gammas(nested(1, None))
    assert gammas(nested(1, None)) != gammas(nested(2, None))


def test_a_bare_transform_can_be_seeded_too():
    one, other = A.RandomGamma((20, 300), p=1.0), A.RandomGamma((20, 300), p=1.0)
    one.set_random_seed(137)
    other.set_random_seed(137)
    seen = sequence(one)
    assert seen == sequence(other)
    assert len(set(seen)) == len(seen)


def test_uint8_and_float32_share_their_draws():
    image = np.arange(256, dtype=np.uint8).reshape(16, 16)
    one, other = varied(3), varied(3)
    for _ in range(10):
        bytes_ = one(image=image)["image"] / 255
        floats = other(image=(image / 255).astype(np.float32))["image"]
        assert np.abs(bytes_ - floats).max() < 0.01
