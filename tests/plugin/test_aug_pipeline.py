"""Any pipeline comes back seeded."""

import random
import threading

import numpy as np
import pytest
import torch

from augrepro import Compose, HorizontalFlip
from pytest_augrepro.seeds.pipeline import seeded


def draw(_=None):
    return random.random(), np.random.random(), torch.rand(()).item()


class Reseedable:
    def set_random_seed(self, seed):
        self.rng = np.random.default_rng(seed)

    def __call__(self):
        return self.rng.random()


class Stateful:
    def set_random_state(self, seed=None, state=None):
        self.rng = np.random.RandomState(seed)
        return self

    def __call__(self):
        return self.rng.random()


def test_global_draws_repeat_with_the_seed_and_advance_with_the_call():
    one, two, other = seeded(draw, 1), seeded(draw, 1), seeded(draw, 2)
    first = one(), one()
    assert first == (two(), two())
    assert first[0] != first[1]
    assert other() not in first


def test_global_generators_are_put_back():
    before = random.getstate(), np.random.get_state()[1].tolist(), torch.get_rng_state().tolist()
    seeded(draw, 1)()
    assert before == (random.getstate(), np.random.get_state()[1].tolist(), torch.get_rng_state().tolist())


def test_foreign_compose_is_copied_and_reseeded():
    for kind in (Reseedable, Stateful):
        mine = kind()
        one, two = seeded(mine, 3), seeded(mine, 3)
        assert one() == two()
        assert not hasattr(mine, "rng")


def test_list_becomes_a_compose(aug_pipeline, aug_sample):
    transforms = [HorizontalFlip(p=0.5)]
    one, two = aug_pipeline(transforms), seeded(transforms, 137)
    images = [(one(image=aug_sample["image"])["image"], two(image=aug_sample["image"])["image"]) for _ in range(8)]
    assert all(np.array_equal(*pair) for pair in images)
    assert len({image.tobytes() for image, _ in images}) == 2


def test_compose_of_the_library_is_reseeded(aug_pipeline, aug_sample):
    mine = Compose([HorizontalFlip(p=0.5)], seed=1)
    outputs = [[run(image=aug_sample["image"])["image"].tobytes() for _ in range(8)] for run in
               (aug_pipeline(mine), aug_pipeline(mine))]  # fmt: skip
    assert outputs[0] == outputs[1]


class Locked:
    def __init__(self):
        self.lock = threading.Lock()

    def __call__(self, image):
        return image


@pytest.mark.parametrize(
    ("thing", "seed", "words"),
    [
        (Locked(), 1, "the pipeline, a Locked, cannot be copied, as giving it a seed needs: cannot pickle"),
        (np.copy, "3", "a seed is a whole number from 0 to"),
        ([HorizontalFlip()], -1, "a seed is a whole number from 0 to"),
        (np.copy, None, "a seed is a whole number from 0 to"),
    ],
)
def test_what_cannot_be_given_a_seed_is_refused_in_words(thing, seed, words):
    with pytest.raises((TypeError, ValueError), match=words):
        seeded(thing, seed)


def test_a_seed_may_be_a_number_of_numpys():
    assert seeded(np.copy, np.int64(3))(np.arange(2)).tolist() == [0, 1]
