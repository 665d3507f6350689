"""An argument that is a slip of the pen for a target is told of once, and every other passes through in silence."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

import augrepro as A

IMAGE = np.zeros((8, 8, 3), np.uint8)


def told(transform: Any, **data: Any) -> list[warnings.WarningMessage]:
    """The warnings of a call, which hands every argument back."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        assert {*transform(image=IMAGE, **data)} >= {"image", *data}
    return found


SLIPS = {
    "maks": "mask",
    "msak": "mask",
    "Mask": "mask",
    "maask": "mask",
    "imges": "images",
    "bbox": "bboxes",
    "boxes": "bboxes",
    "keypoint": "keypoints",
    "kepoints": "keypoints",
    "volumne": "volume",
    "mask3": "",
    "smaple_key": "sample_key",
    "samplekey": "sample_key",
}
OTHERS = [
    "task",
    "tasks",
    "label",
    "image_id",
    "image2",
    "mask_path",
    "masking",
    "index",
    "id",
    "x",
    "hm_metadata",
    "usage",
]


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_of_at_the_users_line(name):
    found = told(A.Compose([A.HorizontalFlip()]), **{name: 3})
    assert [f"did you mean {SLIPS[name]!r}?" in str(one.message) for one in found] == [True] * bool(SLIPS[name])
    assert all(one.filename == __file__ and one.category is UserWarning for one in found)


@pytest.mark.parametrize("name", OTHERS)
def test_other_arguments_pass_in_silence(name):
    assert not told(A.Compose([A.HorizontalFlip()]), **{name: 3})
    assert not told(A.HorizontalFlip(), **{name: 3})


def test_each_pipeline_says_it_once():
    first, second = A.Compose([A.HorizontalFlip()]), A.Compose([A.HorizontalFlip()])
    assert [len(told(one, maks=3)) for one in (first, first, second, second)] == [1, 0, 1, 0]
    assert len(told(first, kepoints=3, maks=3)) == 1


def test_additional_targets_count_and_what_the_call_has_does_not():
    pipeline = A.Compose([A.HorizontalFlip()], additional_targets={"depth": "mask", "boxes": "mask"})
    assert [len(told(pipeline, **{name: IMAGE})) for name in ("detph", "boxes")] == [1, 0]
    assert not told(A.Compose([A.HorizontalFlip()]), mask=IMAGE, maks=IMAGE)
