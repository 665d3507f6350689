"""Generators that code names, and engines of sequences: found below a dataset, wherever they are kept."""

import functools
import random

import numpy as np
import pytest
import torch

from pytest_augrepro.reading.generators import generator_states
from pytest_augrepro.reading.held import held

SHARED = np.random.default_rng(3)
TABLE = {"crop": random.Random(3)}
sample_of = random.Random(4).random


class Named:
    def __getitem__(self, index):
        return SHARED.random()


class InTable:
    def __getitem__(self, index):
        return [TABLE["crop"].random() for _ in range(index)]


class ByDefault:
    def __getitem__(self, index, rng=np.random.default_rng(3)):  # noqa: B008 - the fault that is meant
        return rng.random()


class OfClass:
    rng = np.random.default_rng(3)

    @property
    def shift(self):
        return self.rng.random()


def shifts(seed):
    rng = np.random.default_rng(seed)
    return lambda: rng.random()


class Closed:
    def __init__(self):
        self.shift = shifts(3)

    def __getitem__(self, index):
        return self.shift()


@functools.lru_cache
def cached(seed):
    return np.random.default_rng(seed)


@functools.lru_cache(None)
def kept(seed):
    return np.random.default_rng(seed)


class Cached:
    def __getitem__(self, index):
        return cached(3).random()


class Kept:
    def __getitem__(self, index):
        return kept(3).random()


def helper():
    return SHARED.random()


class ByHelper:
    def __init__(self):
        self.steps = [functools.partial(map, helper)]


class Method:
    def __getitem__(self, index):
        return sample_of()


class Plain:
    """Names the global generators, which a loader seeds anew, and none of its own."""

    draw = staticmethod(random.random)

    def __getitem__(self, index):
        return np.random.rand() + random.random() + float(torch.rand(())) + np.random.default_rng(index).random()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Named, "SHARED"),
        (InTable, "TABLE['crop']"),
        (ByDefault, "ByDefault.__getitem__ (a default argument)"),
        (OfClass, "OfClass.rng"),
        (Closed, "rng in shifts"),
        (Cached, "cached (its cache)"),
        (Kept, "kept (its cache)"),
        (ByHelper, "SHARED"),
        (Method, "Random.random"),
    ],
)
def test_a_generator_that_code_names_is_found_and_its_state_followed(kind, name):
    dataset = kind()
    cached(3), kept(3)
    (path,) = (before := generator_states(dataset))
    assert name in path
    dataset[1] if hasattr(kind, "__getitem__") else SHARED.random() + OfClass().shift
    assert generator_states(dataset).keys() == before.keys()
    assert generator_states(dataset) != before


def test_the_global_generators_are_not_the_datasets_own():
    assert generator_states(Plain()) == {}


def test_an_engine_of_a_sequence_is_a_generator_and_no_input():
    dataset = Plain()
    dataset.engine = torch.quasirandom.SobolEngine(2, scramble=True, seed=3)
    before, held_before = generator_states(dataset), [each.path for each in held(dataset)]
    dataset.engine.draw(1)
    assert list(before) == ["generator dataset.engine"]
    assert generator_states(dataset) != before
    assert held_before == []
