"""Boxes and categories are pinned with the pictures they belong to, and no worker repeats another's."""

import pytest

from objects.data import COCO, make_dataset
from objects.transforms import create_train_transform


@pytest.mark.parametrize("name", [record["file_name"] for record in COCO["images"]])
def test_views(name, aug_seed, aug_snapshot):
    number = [record["file_name"] for record in COCO["images"]].index(name)
    sample = make_dataset(aug_seed).sample(number)
    assert create_train_transform(aug_seed + number)(**sample) == aug_snapshot


def test_boxes_stay_inside_and_keep_their_categories(aug_seed):
    dataset = make_dataset(aug_seed)
    for index in range(len(dataset)):
        given, out = dataset.sample(index), dataset[index]
        assert len(out["bboxes"]) == len(out["category_ids"]) > 0
        assert set(out["category_ids"]) <= set(given["category_ids"])
        for x, y, width, height in out["bboxes"]:
            assert x >= 0
            assert y >= 0
            assert x + width <= 320
            assert y + height <= 320


@pytest.mark.aug_matrix(num_workers=[0, 2], persistent_workers=[False, True], respawn=[False, True])
def test_loading(aug_cell):
    aug_cell.check(make_dataset, contract="stream")
