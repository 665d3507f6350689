"""hi-ml#443: another hash test by hand; here image and mask together, with workers that are lost and replaced."""

import pytest

import photographs


@pytest.mark.aug_matrix(num_workers=[2], persistent_workers=[False], respawn=[False, True])
def test_segments(aug_cell):
    aug_cell.check(photographs.segments)
