"""What a dataset caches on first use is input like all else: a fetch that changes it changes the next."""

import numpy as np
import plugin_datasets as datasets
import pytest

from pytest_augrepro.checks.cell import AugCell
from pytest_augrepro.matrix.cells import Cell


class CachedInPlace(datasets.Clean):
    """Pictures are cached as they are first read, and each fetch turns the cached one."""

    def __init__(self, seed):
        super().__init__(seed)
        self.cache = {}

    def cached(self, index):
        return self.cache.setdefault(int(index), self.images[index].copy())

    def __getitem__(self, index):
        picture = self.cached(index)
        picture[:] = np.roll(picture, 1, axis=0)
        return picture ^ self.amount(index)


class CachedAndLeft(CachedInPlace):
    """The same, but it turns a copy; and each sample is mixed in memory that is made on first use."""

    mixed = None

    def __getitem__(self, index):
        if self.mixed is None:
            self.mixed = np.empty_like(self.images[0])
        np.bitwise_xor(np.roll(self.cached(index), 1, axis=0), self.amount(index), out=self.mixed)
        return self.mixed.copy()


class OneBuffer(datasets.Clean):
    """Every sample is made in the same memory, so that a batch holds its last sample as often as it has samples."""

    def __init__(self, seed):
        super().__init__(seed)
        self.mixed = np.empty_like(self.images[0])

    def __getitem__(self, index):
        np.bitwise_xor(self.images[index], self.amount(index), out=self.mixed)
        return {"image": self.mixed, "index": int(index)}


@pytest.mark.parametrize(
    ("make", "broken"), [(CachedInPlace, ["input-unchanged"]), (CachedAndLeft, []), (OneBuffer, ["input-unchanged"])]
)
def test_what_is_cached_on_first_use_may_not_change_either(make, broken):
    aug_cell = AugCell(Cell(), 137)
    result, _ = aug_cell.judged(make, aug_cell.job({}, None), "stream", 120)
    assert [each.law for each in result.findings if each.breach] == broken
