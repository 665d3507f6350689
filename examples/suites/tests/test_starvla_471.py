"""starVLA#471: persistent workers x number of workers x start method, 31 cases written out by hand."""

import pytest

import photographs


@pytest.mark.aug_matrix(
    num_workers=[0, 2], persistent_workers=[False, True], start_method=["fork", "spawn", "forkserver"]
)
def test_episodes(aug_cell):
    aug_cell.check(photographs.episodes)
