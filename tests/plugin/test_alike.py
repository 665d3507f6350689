"""Samples of one pass that draw alike, as each sets one seed: the classic np.random.seed(0) in __getitem__."""

import random

import numpy as np
import pytest
import torch
from numpy.random import default_rng

import augrepro as A
from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.judging import alike
from pytest_augrepro.judging.evidence import Evidence, Reading
from pytest_augrepro.judging.judge import OTHER_CELL, judge
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.reading import global_rng
from pytest_augrepro.reading.job import SideEffectsJob
from pytest_augrepro.reading.runner import read


@pytest.fixture(autouse=True)
def global_states():
    with global_rng.preserved():
        yield


class Data:
    def __init__(self, seed):
        self.seed, self.epoch = seed, 0

    def __len__(self):
        return 5

    def __getitem__(self, index):
        self.prepare(int(index))
        return {"image": np.full(2, index), "noise": self.noise(int(index))}

    def prepare(self, index):
        pass

    def noise(self, index):
        return np.random.random()


class Seeded(Data):
    def prepare(self, index):
        np.random.seed(0)


class SeededByRun(Data):
    def prepare(self, index):
        np.random.seed([self.seed, self.epoch])


class UnlikeCounts(Seeded):
    def noise(self, index):
        return np.random.random(index + 1).sum()


class OfPython(Data):
    def prepare(self, index):
        random.seed(self.seed)

    def noise(self, index):
        return random.gauss()


class OfTorch(Data):
    def prepare(self, index):
        torch.random.default_generator.manual_seed(0)

    def noise(self, index):
        return float(torch.rand(()))


class PutBack(Data):
    def __init__(self, seed):
        super().__init__(seed)
        self.state = np.random.RandomState(seed).get_state()

    def prepare(self, index):
        np.random.set_state(self.state)


class ByIndex(Data):
    def prepare(self, index):
        np.random.seed(index)


class OneSeedForBoth(Data):
    """The way to augment image and mask alike."""

    def noise(self, index):
        seed = np.random.randint(2**31)
        random.seed(seed)
        image = random.random()
        random.seed(seed)
        return [image, random.random()]


class NothingDrawn(Seeded):
    def noise(self, index):
        return 0


class Once(Data):
    """Seeds when it is asked first."""

    def prepare(self, index):
        if self.epoch == 0:
            np.random.seed(0)
        self.epoch = 1


class Restored(Data):
    def noise(self, index):
        with torch.random.fork_rng():
            torch.manual_seed(0)
            return float(torch.rand(()))


class Alone(Seeded):
    def __len__(self):
        return 1


class InBranch(Data):
    """Three samples of five draw alike."""

    def __init__(self, seed):
        super().__init__(seed)
        self.rng = default_rng(seed)

    def prepare(self, index):
        if index < 3:
            np.random.seed(0)

    def noise(self, index):
        return (np.random if index < 3 else self.rng).random()


class InBranchByIndex(Data):
    def prepare(self, index):
        if index < 3:
            np.random.seed(index)


class ManyDraws(Data):
    """So many that the generator's block of words is another one, though nobody seeds it."""

    def noise(self, index):
        return np.random.random(2000).sum()


class MadeAnew(Data):
    def noise(self, index):
        return np.random.default_rng(0).random()


class MadeAnewByName(Data):
    def noise(self, index):
        return default_rng(seed=[self.seed, self.epoch]).random()


class TorchMadeAnew(Data):
    def noise(self, index):
        return float(torch.rand((), generator=torch.Generator().manual_seed(0)))


class PythonMadeAnew(Data):
    def noise(self, index):
        return random.Random(self.seed).random()


class PipelineMadeAnew(Data):
    keyed = False

    def noise(self, index):
        pipeline = A.Compose([A.GaussNoise(p=1)], seed=3, keyed=self.keyed)
        return pipeline(image=np.zeros((4, 4, 3), np.uint8), **({"sample_key": (0, index)} if self.keyed else {}))


class KeyedPipelineMadeAnew(PipelineMadeAnew):
    """As slow, and right: each sample has a key of its own."""

    keyed = True


class PutBackBehind(Data):
    def noise(self, index):
        before = np.random.get_state()
        np.random.seed(0)
        drawn = np.random.random()
        np.random.set_state(before)
        return drawn


class MadeForEach(Data):
    def noise(self, index):
        return np.random.default_rng([0, index]).random() + np.random.default_rng().random()


class Records(torch.utils.data.IterableDataset):
    def __init__(self, seed):
        pass

    def __iter__(self):
        for index in range(5):
            np.random.seed(0)
            yield {"index": index, "noise": np.random.random()}


def seen(make, **facts):
    nothing = Reading((), (), None)
    return Evidence(nothing, nothing, nothing, read(make, SideEffectsJob(137), None), **facts)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (Seeded, "the global np.random"),
        (SeededByRun, "the global np.random"),
        (UnlikeCounts, "the global np.random"),
        (PutBack, "the global np.random"),
        (Records, "the global np.random"),
        (OfPython, "the global random module"),
        (OfTorch, "torch's global generator"),
    ],
)
def test_a_generator_that_each_sample_puts_to_one_state_is_seen(make, name):
    evidence = seen(make)
    assert list(evidence.reset) == [name]
    assert "test_alike.py:" in evidence.reset[name]
    assert list(seen(make, epochs_equal=True).reset) == []


@pytest.mark.parametrize(
    "make", [Data, ByIndex, InBranchByIndex, ManyDraws, OneSeedForBoth, NothingDrawn, Once, Restored, Alone, MadeAnew]
)
def test_samples_that_draw_otherwise_or_not_at_all_are_no_breach(make):
    assert not seen(make).reset


@pytest.mark.parametrize(
    ("make", "call"),
    [
        (MadeAnew, "np.random.default_rng(0)"),
        (MadeAnewByName, "np.random.default_rng(seed=[137, 0])"),
        (TorchMadeAnew, "torch.Generator().manual_seed(0)"),
        (PythonMadeAnew, "random.Random(137)"),
        (PipelineMadeAnew, "Compose(..., seed=3)"),
        (PutBackBehind, "np.random.seed(0)"),
        (Restored, "torch.manual_seed(0)"),
    ],
)
def test_a_generator_that_each_sample_makes_from_one_seed_is_noted(make, call):
    [note] = alike.notes(seen(make))
    assert f"{call} (test_alike.py:" in note
    assert np.random.default_rng is default_rng


@pytest.mark.parametrize("make", [MadeForEach, KeyedPipelineMadeAnew, Seeded, ManyDraws, OneSeedForBoth])
def test_what_is_made_from_a_seed_of_its_own_or_is_red_is_not_noted(make):
    assert list(alike.notes(seen(make))) == []


def test_a_seed_that_follows_the_index_is_noted_and_not_called_no_randomness():
    notes = AugCell(Cell(), 137).check(ByIndex)
    assert notes[0].startswith("each sample puts the global np.random to a state of its own (test_alike.py:")
    assert "every epoch repeats them, whatever the seed" in notes[0]
    assert not any("no randomness found" in note for note in notes)


def test_samples_of_one_branch_that_draw_alike_are_red():
    with pytest.raises(LawBroken, match=r"law calls-distinct broken: 3 of 5 samples put the global np") as caught:
        AugCell(Cell(), 137).check(InBranch)
    words = " ".join(str(caught.value).split())
    assert "by test_alike.py:" in words
    assert "make once in __init__, or from a generator of its own" in words


def test_a_cell_that_does_not_look_for_resets_says_where_that_is_judged():
    reading = Reading(("epoch 0",), (), 5)
    evidence = Evidence(reading, reading, reading)
    here, there = (
        next(each for each in judge(evidence, "stream", once) if each.law == "calls-distinct") for once in (True, False)
    )
    assert here.outcome == there.outcome == "not applicable"
    assert there.reason == f"{here.reason}; whether samples put a global generator to one state is {OTHER_CELL}"


def test_the_classic_is_red_although_no_seed_changes_a_sample():
    with pytest.raises(
        LawBroken, match=r"law calls-distinct broken: each sample puts the global np.random to one state"
    ) as caught:
        AugCell(Cell(), 137).check(Seeded)
    words = " ".join(str(caught.value).split())
    assert "by test_alike.py:" in words
    assert "in prepare" in words
    assert "no randomness found" not in words
