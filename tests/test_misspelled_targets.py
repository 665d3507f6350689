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


CROP = A.Crop(0, 0, 4, 4)
BOXES = [[5, 5, 2, 2], [1, 1, 2, 2]]


@pytest.mark.parametrize(
    "labels", [[1, 2], ("a", "b"), np.array([1, 2]), np.zeros((2, 3)), [[1], [2]], [IMAGE[..., 0]] * 2]
)
@pytest.mark.parametrize(
    ("params", "target", "rows"),
    [
        ({"bbox_params": A.BboxParams("coco", label_fields=["ids"])}, "bboxes", BOXES),
        ({"bbox_params": A.BboxParams("coco", label_fields=["ids"])}, "bboxes", np.array(BOXES)),
        ({"keypoint_params": A.KeypointParams("xy", label_fields=["ids"])}, "keypoints", [(6, 6), (1, 1)]),
    ],
)
def test_labels_that_no_field_names_are_told_of_once_when_their_rows_are_dropped(params, target, rows, labels):
    pipeline = A.Compose([CROP], **params)
    assert told(A.Compose([A.NoOp()], **params), **{target: rows}, ids=[0, 1], classes=labels) == []
    (warned,) = told(pipeline, **{target: rows}, ids=[0, 1], classes=labels, image_id="ab", meta={"a": 1, "b": 2})
    assert f"each of 2 {target}, of which 1 came out" in str(warned.message)
    (cls,) = (type(value).__name__ for value in params.values())
    assert f"write A.{cls}(..., label_fields=['ids', 'classes'])" in str(warned.message)
    assert warned.filename == __file__
    assert told(pipeline, **{target: rows}, ids=[0, 1], classes=labels) == []
    assert len(told(pipeline, **{target: rows}, ids=[0, 1], classes=labels, others=labels)) == 1


@pytest.mark.parametrize(
    "value", ["ab", b"xy", {"a": 1, "b": 2}, [1, 2, 3], [1], [], 2, None, np.array(2), np.zeros(3)]
)
def test_other_arguments_of_calls_that_drop_boxes_pass_in_silence(value):
    pipeline = A.Compose([CROP], bbox_params=A.BboxParams("coco", label_fields=["ids"]))
    assert told(pipeline, bboxes=BOXES, ids=[0, 1], meta=value) == []
    assert told(pipeline, bboxes=[], ids=[], meta=value) == []
    assert told(pipeline, bboxes=BOXES, ids=[0, 1], hm_metadata=["a", "b"]) == []


def test_what_a_transform_looks_up_is_no_label():
    other = {"image": IMAGE, "bboxes": [[1, 1, 2, 2]], "ids": [3]}
    steps = [A.Mosaic(target_size=(4, 4), p=1), CROP]
    pipeline = A.Compose(steps, bbox_params=A.BboxParams("coco", label_fields=["ids"]), seed=1)
    assert told(pipeline, bboxes=BOXES, ids=[0, 1], mosaic_metadata=[other, other]) == []
