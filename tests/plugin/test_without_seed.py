"""Pipelines without a seed below a dataset are found, wherever it keeps them; others are not taken for one."""

import random
from types import SimpleNamespace

import numpy as np
import pytest

import augrepro as A
from augrepro.torch import KeyedDataset
from pytest_augrepro.reading.generators import without_seed

GLOBAL = A.Compose([A.NoOp()])


class Theirs:
    """As a pipeline of Albumentations keeps its seed."""

    def __init__(self, seed=None):
        self.seed = seed

    def set_random_seed(self, seed):
        self.seed = seed


Theirs.__module__ = "albumentations.core.composition"


class NamesOne:
    def __getitem__(self, index):
        return GLOBAL(image=index)


def dataset(thing):
    return SimpleNamespace(parts={"inner": [thing]})


def reseeded(pipeline, **generators):
    pipeline.set_random_state(**generators) if generators else pipeline.set_random_seed(1)
    return pipeline


WITHOUT = {
    "ours": (A.Compose([A.GaussNoise()]), "Compose"),
    "a transform alone": (A.GaussNoise(), "GaussNoise"),
    "a group alone": (A.OneOf([A.NoOp()]), "OneOf"),
    "with records": (A.ReplayCompose([A.NoOp()]), "ReplayCompose"),
    "theirs": (Theirs(), "Theirs"),
    "a pipeline in a pipeline": (A.Compose([A.Compose([A.NoOp()], seed=1)]), "Compose"),
}
WITH = {
    "ours": A.Compose([A.GaussNoise()], seed=0),
    "seeded later": reseeded(A.Compose([A.NoOp()])),
    "a transform alone": reseeded(A.NoOp()),
    "given generators": reseeded(
        A.Compose([A.NoOp()]), random_generator=np.random.default_rng(1), py_random=random.Random(1)
    ),
    "theirs": Theirs(0),
    "parameters": A.BboxParams("coco"),
    "a pipeline in a pipeline": A.Compose([A.Compose([A.NoOp()])], seed=1),
    "a generator": np.random.default_rng(1),
}


@pytest.mark.parametrize("name", WITHOUT)
def test_one_without_a_seed_is_found_with_its_path(name):
    pipeline, kind = WITHOUT[name]
    assert without_seed(dataset(pipeline)) == (kind, "dataset.parts['inner'][0]")


@pytest.mark.parametrize("name", WITH)
def test_what_has_a_seed_is_passed_over(name):
    assert without_seed(dataset(WITH[name])) is None


def test_one_that_code_names_is_found_and_one_below_keys_is_not():
    assert without_seed(NamesOne()) == ("Compose", f"{__name__}.GLOBAL")
    assert without_seed(KeyedDataset(NamesOne())) is None
