"""The scene that comes with the plugin."""

import numpy as np

from pytest_augrepro.sample import scene
from pytest_augrepro.values.digest import digest_of


def test_scene_is_the_same_for_ever(aug_sample):
    assert digest_of(aug_sample["image"])[:16] == "31c0cd02038d5410"
    assert digest_of(aug_sample["mask"])[:16] == "01a6962356dfa08b"


def test_boxes_and_keypoints_lie_on_their_objects(aug_sample):
    mask = aug_sample["mask"]
    assert len(aug_sample["bboxes"]) == len(aug_sample["labels"]) == len(aug_sample["keypoints"]) == 3
    targets = zip(aug_sample["bboxes"], aug_sample["keypoints"], strict=True)
    for value, ((left, top, right, bottom), (x, y)) in enumerate(targets, start=1):
        rows, columns = np.nonzero(mask == value)
        assert (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1) == (left, top, right, bottom)
        assert right <= mask.shape[1]
        assert bottom <= mask.shape[0]
        assert mask[int(y), int(x)] == value


def test_each_test_gets_a_fresh_scene(aug_sample):
    aug_sample["image"][:] = 0
    aug_sample["bboxes"].clear()
    assert scene()["image"].any()
    assert scene()["bboxes"]


def test_a_scene_is_shown_in_one_line(aug_sample):
    counts = "bboxes: 3, labels: 3, keypoints: 3"
    assert repr(aug_sample) == f"<sample image: uint8 64x96x3, mask: uint8 64x96, {counts}>"
    aug_sample["image"] = aug_sample["image"][:8]
    assert "image: uint8 8x96x3" in repr(aug_sample)
    assert type(dict(aug_sample)) is dict
