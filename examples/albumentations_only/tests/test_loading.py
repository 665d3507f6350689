"""The matrix over DataLoader workers; with albumentations 2.0.8 the cells with workers are red."""

import pytest

from crops.data import make_dataset


@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False, True])
def test_loading(aug_cell):
    aug_cell.check(make_dataset, contract="stream")
