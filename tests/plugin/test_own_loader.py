"""The DataLoader that make_dataset returned is looked at as it stands: its first batch, and its order."""

import random

import numpy as np
import pytest
import torch
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    DistributedSampler,
    RandomSampler,
    Sampler,
    SubsetRandomSampler,
    WeightedRandomSampler,
)

from augrepro.torch import KeyedDataset, StampedSampler, loader
from pytest_augrepro.checks.cell import AugCell
from pytest_augrepro.judging.evidence import Evidence, Reading, Visit
from pytest_augrepro.judging.own_loader import notes
from pytest_augrepro.matrix.cells import Cell, Duties
from pytest_augrepro.reading import global_rng
from pytest_augrepro.reading.dataset import NotADataset
from pytest_augrepro.reading.job import OwnLoaderJob
from pytest_augrepro.reading.own_loader import look

LENGTH = 12
WEIGHTS = [1] * (LENGTH - 1) + [30]
NOT_SEEDED, ONCE, UNTOLD = "in a second run with the same seed", "once for all epochs", "but where your loop calls"


class Data:
    def __init__(self, seed=0):
        self.seed, self.epoch = seed, 0

    def __len__(self):
        return LENGTH

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __getitem__(self, index):
        return np.random.default_rng([self.seed, self.epoch, int(index)]).random(3)


class WaitsForEpoch(Data):
    def __init__(self, seed=0):
        self.seed = seed


class Shuffling(Sampler):
    def __init__(self, generator=None):
        self.generator = generator

    def __len__(self):
        return LENGTH

    def __iter__(self):
        order = list(range(LENGTH))
        (self.generator or random).shuffle(order)
        return iter(order)


class Afresh(Shuffling):
    """The same generator in each pass."""

    def __iter__(self):
        return iter(random.Random(self.generator).sample(range(LENGTH), LENGTH))


class Batches(BatchSampler):
    pass


class Unreadable(Data):
    def __getitem__(self, index):
        raise OSError("no such picture")


def seeded(seed):
    return torch.Generator().manual_seed(seed)


def told(seed):
    data = KeyedDataset(Data(seed))
    data.set_epoch(0)
    return data


def with_global_seed(seed):
    torch.manual_seed(seed)
    return DataLoader(Data(seed), shuffle=True)


@pytest.fixture(autouse=True)
def global_states():
    with global_rng.preserved():
        yield


def noted(make):
    own = look(make, OwnLoaderJob(137))
    assert not own.problem
    return list(notes(Evidence(*[Reading((), (), None)] * 3, own_loader=own)))


ORDERS = {
    "shuffle=True": (lambda seed: DataLoader(Data(seed), shuffle=True), NOT_SEEDED),
    "RandomSampler": (lambda seed: DataLoader(Data(seed), sampler=RandomSampler(range(LENGTH))), NOT_SEEDED),
    "SubsetRandomSampler": (
        lambda seed: DataLoader(Data(seed), sampler=SubsetRandomSampler(range(LENGTH)), batch_size=None),
        NOT_SEEDED,
    ),
    "WeightedRandomSampler": (
        lambda seed: DataLoader(told(seed), sampler=WeightedRandomSampler(WEIGHTS, 20)),
        NOT_SEEDED,
    ),
    "stamped": (lambda seed: DataLoader(Data(seed), sampler=StampedSampler(RandomSampler(range(LENGTH)))), NOT_SEEDED),
    "own sampler": (lambda seed: DataLoader(Data(seed), sampler=Shuffling()), NOT_SEEDED),
    "in a BatchSampler": (
        lambda seed: DataLoader(Data(seed), batch_sampler=BatchSampler(Shuffling(), 3, False)),
        NOT_SEEDED,
    ),
    "own batch sampler": (
        lambda seed: DataLoader(Data(seed), batch_sampler=Batches(Shuffling(), 3, False)),
        NOT_SEEDED,
    ),
    "afresh in each pass": (lambda seed: DataLoader(Data(seed), sampler=Afresh(seed)), ONCE),
    "DistributedSampler": (
        lambda seed: DataLoader(Data(seed), sampler=DistributedSampler(range(24), 2, 0, seed=seed)),
        UNTOLD,
    ),
    "own, seeded": (lambda seed: DataLoader(Data(seed), sampler=Shuffling(random.Random(seed))), ""),
    "shuffle=True, seeded": (lambda seed: DataLoader(Data(seed), shuffle=True, generator=seeded(seed)), ""),
    "RandomSampler, seeded": (
        lambda seed: DataLoader(Data(seed), sampler=RandomSampler(range(LENGTH), generator=seeded(seed))),
        "",
    ),
    "seeded by torch.manual_seed": (with_global_seed, ""),
    "counting up": (lambda seed: DataLoader(Data(seed), batch_size=5), ""),
    "counting down": (lambda seed: DataLoader(Data(seed), sampler=range(LENGTH)[::-1]), ""),
    "DistributedSampler, unshuffled": (
        lambda seed: DataLoader(Data(seed), sampler=DistributedSampler(range(24), 2, 0, shuffle=False)),
        "",
    ),
    "loader": (lambda seed: loader(Data(seed), seed=seed, shuffle=True), ""),
    "loader with weights": (lambda seed: loader(Data(seed), seed=seed, weights=WEIGHTS), ""),
    "a dataset that waits for its epoch": (lambda seed: DataLoader(WaitsForEpoch(seed)), ""),
    "no loader": (Data, ""),
}


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_that_follows_no_seed_or_no_epoch_is_told(order):
    make, words = ORDERS[order]
    found = noted(make)
    assert len(found) == bool(words)
    assert all(words in note for note in found)


def test_who_orders_and_the_cure_are_named():
    [note] = noted(lambda seed: DataLoader(Data(seed), shuffle=True))
    assert "RandomSampler" in note
    assert "generator=torch.Generator().manual_seed(seed)" in note
    [note] = noted(lambda seed: DataLoader(Data(seed), sampler=Shuffling()))
    assert "the order of Shuffling" in note
    assert "torch" not in note


def weighted(seed):
    return DataLoader(KeyedDataset(Data(seed)), sampler=WeightedRandomSampler(WEIGHTS, 20))


def batched(seed):
    return DataLoader(KeyedDataset(Data(seed)), batch_sampler=BatchSampler(Shuffling(), 3, False))


def stamped(seed):
    sampler = WeightedRandomSampler(WEIGHTS, 20, generator=seeded(seed))
    return DataLoader(KeyedDataset(Data(seed)), sampler=StampedSampler(sampler))


@pytest.mark.parametrize(("make", "name"), [(weighted, "WeightedRandomSampler"), (batched, "Shuffling")])
def test_a_loader_whose_keyed_dataset_gets_plain_indices_names_the_cure(make, name):
    problem = look(make, OwnLoaderJob(137)).problem
    assert "RuntimeError: KeyedDataset knows no epoch" in problem
    assert f"sampler=StampedSampler(...) around your {name}" in problem
    assert look(stamped, OwnLoaderJob(137)).problem == ""


def test_a_loader_that_cannot_make_its_first_batch_is_refused():
    with pytest.raises(NotADataset, match=r"cannot make a batch as it stands: RuntimeError: KeyedDataset knows no epo"):
        AugCell(Cell(), 137).check(weighted)
    assert look(lambda seed: DataLoader(Unreadable()), OwnLoaderJob(137)).problem == "OSError: no such picture"


def visit(run, digest, probe=False):
    return Visit(run, 0, 0, -1, digest, {"sample": digest}, probe=probe)


def random_evidence(make, probes):
    first = Reading(("epoch 0",), (visit(0, "a"), *(visit(0, each, True) for each in probes)), LENGTH)
    other = Reading(("epoch 0",), (visit(0, "b"), *(visit(0, each + "'", True) for each in probes)), LENGTH)
    return Evidence(first, first, other, own_loader=look(make, OwnLoaderJob(137)))


def weighted_and_told(seed):
    return DataLoader(told(seed), sampler=WeightedRandomSampler(WEIGHTS, 40, generator=seeded(seed)))


def test_a_sample_that_comes_again_with_the_same_augmentation_is_told():
    [note] = notes(random_evidence(weighted_and_told, "aaaa"))
    assert note.startswith("WeightedRandomSampler hands out sample 11 ")
    assert "augmented alike each time: StampedSampler(...)" in note
    assert list(notes(random_evidence(weighted_and_told, "abcd"))) == []
    assert list(notes(random_evidence(stamped, "aaaa"))) == []


class ByName(Data):
    """Samples have names, and no numbers."""

    keys = ("im0", "im1", "im2")

    def __getitem__(self, key):
        return np.full(3, self.keys.index(key))


class WithSizes(Data):
    def __getitem__(self, key):
        index, size = key
        return np.full(size, index)


class InBatches(Data):
    def __getitem__(self, key):
        return np.stack([np.full(3, index) for index in key])


OTHERS = {
    "'im0'": lambda seed: DataLoader(ByName(seed), sampler=ByName.keys),
    r"\(0, 8\)": lambda seed: DataLoader(WithSizes(seed), sampler=[(0, 8), (1, 16)], batch_size=None),
    r"\[0, 1\]": lambda seed: DataLoader(InBatches(seed), sampler=BatchSampler(range(4), 2, False), batch_size=None),
    r"nothing \(TypeError: StampedSampler": lambda seed: DataLoader(
        KeyedDataset(ByName(seed)), sampler=StampedSampler(ByName.keys)
    ),
}


@pytest.mark.parametrize("first", OTHERS)
def test_a_sampler_that_hands_out_no_numbers_is_refused_in_one_sentence(first):
    with pytest.raises(NotADataset, match=rf"hands out {first}.*by the numbers 0 to n - 1.*return from make_dataset"):
        AugCell(Cell(), 137).check(OTHERS[first])


def equal_epochs(seed):
    return DataLoader(KeyedDataset(Data(seed)), batch_size=4)


def test_a_cell_that_judges_for_itself_alone_refuses_the_same_loader():
    cell = AugCell(Cell(), 137, duties=Duties(once=False))
    with pytest.raises(NotADataset, match="cannot make a batch as it stands: RuntimeError: KeyedDataset knows no epo"):
        cell.check(equal_epochs, epochs="equal")


class Endless(Sampler):
    def __init__(self, seed):
        self.seed = seed

    def __iter__(self):
        generator = random.Random(self.seed)
        while True:
            yield from generator.sample(range(LENGTH), LENGTH)


def test_an_order_without_an_end_is_not_said_to_repeat():
    [note] = noted(lambda seed: DataLoader(Data(seed), sampler=Endless(seed)))
    assert "the order of Endless has no end" in note
