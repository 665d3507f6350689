"""Who takes the epoch from the index alone repeats each pass under loaders that hand out plain ints."""

import numpy as np
import pytest
import torch
from torch.utils.data import BatchSampler, DataLoader, SequentialSampler

import augrepro as A
from augrepro.torch import KeyedDataset, KeyedSampler, StampedSampler, loader
from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.judging.plain_indices import repeated_by_plain_indices as repeated
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.reading.dataset import subject_of

LENGTH = 8


class ByIndex:
    """Hands its pipeline the index as it comes."""

    def __init__(self, seed, p=1.0):
        self.transform = A.Compose([A.RandomGamma(p=p)], keyed=True, seed=seed)
        self.image = np.full((4, 4, 3), 100, np.uint8)

    def __len__(self):
        return LENGTH

    def __getitem__(self, index):
        return {"image": self.transform(image=self.image, sample_key=self.key(index))["image"], "index": int(index)}

    def key(self, index):
        return index


class ByScope(ByIndex):
    """Names the sample by a scope, and has a good draw beside it."""

    def __getitem__(self, index):
        with A.sample_scope(index):
            image = self.transform(image=self.image)["image"]
        return {"image": image, "noise": np.random.default_rng().integers(2**40)}


class ByEpoch(ByIndex):
    """Is told the epoch by set_epoch, in shared memory."""

    def __init__(self, seed):
        super().__init__(seed)
        self.epoch = torch.zeros((), dtype=torch.int64).share_memory_()

    def set_epoch(self, epoch):
        self.epoch.fill_(epoch)

    def key(self, index):
        return int(self.epoch), index


class ByEpochOfIndex(ByIndex):
    """Fails where its index knows no epoch."""

    def key(self, index):
        return index.epoch, int(index)


def seldom(seed):
    return ByIndex(seed, p=0.02)


def plain(seed):
    return DataLoader(ByIndex(seed), shuffle=True, generator=torch.Generator().manual_seed(seed))


def batched(seed):
    return DataLoader(ByIndex(seed), batch_sampler=BatchSampler(SequentialSampler(range(LENGTH)), 2, False))


def wrapped(seed):
    return loader(ByIndex(seed), seed=seed)


def keyed(seed):
    return DataLoader(ByIndex(seed), sampler=KeyedSampler(range(LENGTH), seed=seed))


def checked(make, workers=0, **options):
    return AugCell(Cell(workers), 137).check(make, **options)


def broken(make, workers=0):
    cell = AugCell(Cell(workers), 137)
    result, evidence = cell.judged(make, cell.job({}, None), "stream", 120)
    return [each.law for each in result.findings if each.breach], evidence


def test_an_epoch_of_the_index_alone_is_red_and_what_to_do_is_told():
    with pytest.raises(LawBroken, match="law epochs-distinct broken: epoch 1 repeats epoch 0") as caught:
        checked(ByIndex)
    words = " ".join(str(caught.value).split())
    assert "sample_key=(epoch, index)" in words
    assert "augrepro.torch.loader" in words


@pytest.mark.parametrize(("make", "workers"), [(ByIndex, 2), (plain, 0), (plain, 2), (batched, 0), (wrapped, 0)])
def test_so_it_is_under_every_loader_that_hands_out_plain_indices(make, workers):
    assert broken(make, workers)[0] == ["epochs-distinct"]


def test_a_part_that_repeats_is_red_beside_one_that_does_not():
    laws, evidence = broken(ByScope)
    assert [each.part for each in repeated(evidence)] == ["image"]
    assert "epochs-distinct" in laws


@pytest.mark.parametrize("make", [keyed, ByEpoch])
def test_who_knows_the_epoch_is_green(make):
    assert checked(make) == ()


def test_who_fails_by_plain_indices_is_judged_by_others_and_told_so():
    [note] = checked(ByEpochOfIndex)
    assert "could not be read without it" in note


def test_a_seldom_draw_is_left_undecided():
    assert any("was not decided" in note for note in checked(seldom))


@pytest.mark.parametrize("make", [ByIndex, plain])
def test_passes_that_are_meant_to_repeat_may_do_so_by_plain_indices(make):
    assert checked(make, epochs="equal") == ()


def mixed(samples):
    return samples


class Own(SequentialSampler):
    pass


def with_own_parts(seed):
    data = ByEpoch(seed)
    return DataLoader(data, sampler=Own(data), collate_fn=mixed)


def test_what_is_not_judged_of_a_loader_is_told():
    assert checked(with_own_parts) == (
        "collate_fn=mixed, sampler=Own of the DataLoader not judged: samples are, one by one",
    )


DATA = [0, 1]


@pytest.mark.parametrize(
    ("made", "keys"),
    [
        (DATA, True),
        (DataLoader(DATA), False),
        (DataLoader(DATA, batch_size=None), False),
        (DataLoader(DATA, batch_sampler=[[0], [1]]), False),
        (DataLoader(DATA, sampler=KeyedSampler(DATA, seed=1)), True),
        (DataLoader(DATA, sampler=StampedSampler(SequentialSampler(DATA)), batch_size=None), True),
        (DataLoader(DATA, batch_sampler=BatchSampler(KeyedSampler(DATA, seed=1), 2, False)), True),
        (DataLoader(DATA, batch_sampler=StampedSampler(BatchSampler(SequentialSampler(DATA), 2, False))), True),
        (KeyedDataset(DATA), True),
        (DataLoader(KeyedDataset(DATA)), False),
        (loader(DATA, seed=1), True),
    ],
)
def test_which_loaders_hand_out_indices_that_know_their_epoch(made, keys):
    subject = subject_of(lambda seed: made, 0, None)
    assert subject.takes_keys is keys
    assert subject.by_right is (keys and made is not DATA)
