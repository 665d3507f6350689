"""Some samples are drawn once for all epochs, and others anew in each: passes differ, and the data stands still."""

import numpy as np
import plugin_datasets as datasets
import pytest
import torch

from pytest_augrepro.checks.cell import AugCell
from pytest_augrepro.matrix.cells import Cell


class ByEpoch(datasets.Clean):
    """Keyed by seed, index and epoch, which live workers learn, too."""

    without_epoch = ()

    def __init__(self, seed):
        super().__init__(seed)
        self.epoch = torch.zeros((), dtype=torch.int64).share_memory_()

    def set_epoch(self, epoch):
        self.epoch.fill_(epoch)

    def __getitem__(self, index):
        epoch = [] if index in self.without_epoch else [int(self.epoch)]
        return np.random.default_rng([self.seed, int(index), *epoch]).random(8)


class AllButFirst(ByEpoch):
    without_epoch = range(1, 99)


class InTheMiddle(ByEpoch):
    without_epoch = (4,)


class KeptAfterwards(datasets.Clean):
    """The first samples are kept as they have been augmented once."""

    def __init__(self, seed):
        super().__init__(seed)
        self.kept = {}

    def __getitem__(self, index):
        if index not in self.kept and len(self.kept) == 3:
            return self.images[index] ^ self.amount(index)
        return self.kept.setdefault(int(index), self.images[index] ^ self.amount(index)).copy()


class SomeAlone(ByEpoch):
    """Few samples are augmented; the others are as they are, whatever the seed."""

    without_epoch = (2, 3)

    def __getitem__(self, index):
        return np.full(8, float(index)) if index in self.without_epoch else super().__getitem__(index)


@pytest.mark.parametrize("make", [AllButFirst, InTheMiddle, KeptAfterwards])
def test_samples_that_no_epoch_changes_break_epochs_distinct(make):
    assert "epochs-distinct" in broken(make)


@pytest.mark.parametrize("make", [ByEpoch, SomeAlone, datasets.HalfFlip, datasets.RareFlip])
def test_samples_without_chance_and_coins_do_not(make):
    assert broken(make) == []


def broken(make):
    aug_cell = AugCell(Cell(), 137)
    result, _ = aug_cell.judged(make, aug_cell.job({}, None), "stream", 120)
    return [each.law for each in result.findings if each.breach]
