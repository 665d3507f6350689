"""What training sees is pinned by pictures, labels stay on their pixels, and loading has no say in it."""

import augrepro as A
import numpy as np
import pytest
from augrepro.torch import loader

from coins.data import make_dataset
from coins.transforms import augmentations


@pytest.mark.parametrize("index", [0, 5, 9])
def test_windows(index, aug_seed, aug_snapshot):
    window = make_dataset(aug_seed).window(index)
    transform = A.Compose(augmentations(), keypoint_params=A.KeypointParams("xy"), seed=aug_seed + index)
    assert transform(**window) == aug_snapshot


def test_a_keypoint_stays_on_its_coin(aug_seed):
    dataset = make_dataset(aug_seed)
    transform = A.Compose(augmentations(), keypoint_params=A.KeypointParams("xy"), seed=aug_seed)
    for index in range(len(dataset)):
        out = transform(**dataset.window(index))
        for x, y in np.int64(out["keypoints"]):
            assert out["mask"][y, x] == 1


@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False, True])
def test_loading(aug_cell):
    aug_cell.check(lambda seed: loader(make_dataset(seed), seed=seed, batch_size=4), contract="invariant")
