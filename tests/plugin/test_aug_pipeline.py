"""Any pipeline comes back seeded."""

import random

import numpy as np
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
