"""One pipeline of several whose seed is a constant: by target, by sample, and behind another on one image."""

import numpy as np
import pytest
from torch.utils.data import IterableDataset

import augrepro as A
from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.judging import seedless
from pytest_augrepro.judging.evidence import Evidence, Reading, SideEffects, Visit
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.reading.job import SideEffectsJob
from pytest_augrepro.reading.runner import read


class Data:
    """Two generators; the seed reaches both."""

    def __init__(self, seed):
        self.one, self.two = np.random.default_rng(seed), np.random.default_rng([seed, 1])

    def __len__(self):
        return 9

    def __getitem__(self, index):
        return {"one": self.one.random(2), "two": self.two.random(2)}


class OneLost(Data):
    def __init__(self, seed):
        super().__init__(seed)
        self.two = np.random.default_rng(42)


class MiddleLost(OneLost):
    """The second of three parts of a concatenation, where no sample is drawn again."""

    def __getitem__(self, index):
        return (self.two if 3 <= index < 6 else self.one).random(2)


class Flips(Data):
    """Two coins: many samples are the same under two seeds, and differ from epoch to epoch as they do."""

    def __getitem__(self, index):
        return {"one": self.one.random() < 0.5, "two": self.two.random() < 0.05, "index": index}


class Level(Data):
    """A part that follows the epoch, as the level of a curriculum does, beside draws."""

    epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __getitem__(self, index):
        return {"one": self.one.random(2), "level": index / 100 + self.epoch}


class Chained:
    """The noise behind a crop has one seed: what comes out follows the seed all the same."""

    def __init__(self, seed):
        self.crop = A.Compose([A.RandomCrop(4, 4)], seed=seed)
        self.noise = A.Compose([A.GaussNoise(p=1)], seed=self.of_noise(seed))

    def of_noise(self, seed):
        return 42

    def __len__(self):
        return 5

    def __getitem__(self, index):
        image = np.arange(768, dtype=np.uint8).reshape(16, 16, 3) + np.uint8(index)
        return self.noise(image=self.crop(image=image)["image"])["image"]


class ChainedRight(Chained):
    def of_noise(self, seed):
        return seed + 1


class Fixed(Data):
    """Draws that are fixed on purpose, as those of test-time augmentation."""

    def __init__(self, seed):
        super().__init__(7)


class Drawn(Data, IterableDataset):
    def __iter__(self):
        yield from ({"index": index, **self[index]} for index in range(len(self)))


class DrawnLost(OneLost, Drawn):
    pass


def check(make, **options):
    return AugCell(Cell(), 137).check(make, **options)


@pytest.mark.parametrize(("make", "what"), [(OneLost, "same two,"), (MiddleLost, "same sample [345],")])
def test_a_part_whose_seed_is_a_constant_is_red_and_named(make, what):
    with pytest.raises(LawBroken, match=rf"law seed-sensitive broken: another seed gave the {what}") as caught:
        check(make)
    assert "dataset.two starts from the same state under another seed" in " ".join(str(caught.value).split())


@pytest.mark.parametrize("make", [Data, Flips, ChainedRight])
def test_parts_that_follow_the_seed_are_green_without_a_word(make):
    assert check(make) == ()


def test_what_follows_the_epoch_alone_is_noted():
    [note] = check(Level)
    assert note.startswith("level changes from epoch to epoch, and is the same under another seed")


def test_a_second_pipeline_on_one_image_is_noted():
    [note] = check(Chained)
    assert note.startswith("dataset.noise has the seed 42 under another seed, too")


@pytest.mark.parametrize(("make", "kept"), [(Drawn, ()), (DrawnLost, ("dataset.two starts from the same state",))])
def test_generators_of_iterables_are_compared_too(make, kept):
    assert read(make, SideEffectsJob(137), None).unseeded == kept


def test_draws_that_are_fixed_on_purpose_say_so_and_are_held_to_it():
    with pytest.raises(LawBroken, match="law seed-sensitive broken: another seed gave the same samples"):
        check(Fixed)
    assert check(Fixed, seeded=False) == ()
    with pytest.raises(LawBroken, match="law seed-sensitive broken: another seed gave another one, though"):
        check(Data, seeded=False)


def readings(share):
    """A seeded part, and one of which so many of 16 draws are a rare value, alike under both seeds."""
    probes = [{"one": f"{k}", "two": f"{k < share}"} for k in range(16)]
    sides = []
    for seed in range(2):
        visits = [
            Visit(0, k, 0, -1, f"{seed}{k}", {**prints, "one": f"{seed}{k}"}, probe=True)
            for k, prints in enumerate(probes)
        ]
        sides.append(Reading(("epoch 0",), tuple(visits), 1))
    return Evidence(sides[0], sides[0], sides[1], SideEffects())


@pytest.mark.parametrize(("share", "red"), [(8, True), (1, False), (0, False)])
def test_few_values_break_no_law_where_chance_explains_them(share, red):
    assert bool(list(seedless.breaches("seed-sensitive", readings(share)))) is red
