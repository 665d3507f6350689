"""noether#179: a hash test by hand, next to a report (#180) that a set of strings made every seeded run differ."""

import pytest

import photographs


@pytest.mark.aug_matrix(num_workers=[0])
def test_split(aug_cell):
    aug_cell.check(photographs.split, contract="isolated")  # its law hash-seed-invariant sees sets of strings
