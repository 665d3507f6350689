"""ultralytics#24434: a maintainer pasted a suite of SHA digests into a comment, to see what workers make of a seed."""

import pytest

import photographs


@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False])
def test_detection(aug_cell):
    aug_cell.check(photographs.boxes)
