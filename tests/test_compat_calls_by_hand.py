"""What projects call by hand in ``augrepro.compat``: the registry, a static helper, keypoints of the library's own."""

from __future__ import annotations

import random

import numpy as np
import pytest
from augrepro.compat.core.serialization import SERIALIZABLE_REGISTRY

import augrepro
import augrepro.compat as A
from augrepro.core.serialization import SERIALIZABLE_REGISTRY as TODAYS

IMAGE = np.zeros((100, 100, 3), np.uint8)
STICKER = np.full((20, 30, 3), 255, np.uint8)


def test_a_class_of_the_registry_takes_former_calls():
    assert SERIALIZABLE_REGISTRY["HorizontalFlip"] is A.HorizontalFlip
    assert TODAYS["HorizontalFlip"] is augrepro.HorizontalFlip
    with pytest.warns(A.LegacyWarning):
        built = SERIALIZABLE_REGISTRY["JpegCompression"](quality_lower=10, quality_upper=20, always_apply=True)
    assert built == augrepro.ImageCompression(quality_range=(10, 20), p=1.0)
    assert {*TODAYS} < {*SERIALIZABLE_REGISTRY}


@pytest.mark.parametrize(
    ("element", "size", "offset", "box"),
    [
        ({}, (20, 30), None, None),
        ({"bbox": [0.3, 0.2, 0.5, 0.7]}, (50, 20), (20, 30), [30, 20, 50, 70]),
        ({"bbox": [0.3, 0.2, 0.5, 0.7, 9], "bbox_id": 4}, (50, 20), (20, 30), [30, 20, 50, 70, 9]),
        ({"bbox": [0, 0, 1, 1], "bbox_id": 4, "mask_id": 2}, (100, 100), (0, 0), [0, 0, 100, 100, 4]),
        ({"mask": np.tri(20, 30, dtype=np.uint8), "bbox_id": 5}, (20, 30), None, None),
    ],
)
def test_an_element_is_resized_to_where_it_goes(element, size, offset, box):
    found = A.OverlayElements.preprocess_metadata({"image": STICKER, **element}, (100, 100), random.Random(3))
    assert found["overlay_image"].shape == (*size, 3)
    assert found["overlay_mask"].shape[:2] == size
    if offset is None:
        (y, x), high, wide = found["offset"], *size
        offset, box = (y, x), [x, y, x + wide, y + high, *([5] if "mask" in element else [])]
        assert 0 <= y <= 100 - high
        assert 0 <= x <= 100 - wide
    assert (found["offset"], found["bbox"]) == (offset, box)
    assert found.get("mask_id") == element.get("mask_id")


def test_a_large_element_is_shrunk_to_the_image_and_a_bad_box_is_refused():
    found = A.OverlayElements.preprocess_metadata({"image": STICKER}, (10, 12), random.Random(3))
    assert found["overlay_image"].shape == (10, 12, 3)
    with pytest.raises(ValueError, match="in shares"):
        A.OverlayElements.preprocess_metadata({"image": STICKER, "bbox": [3, 4, 50, 60]}, (99, 99), random.Random(3))


@pytest.mark.parametrize("params", [A.KeypointParams, dict], ids=["object", "dict"])
def test_a_text_in_the_place_of_label_fields_names_one(params):
    with pytest.warns(A.LegacyWarning, match=r"today it is\n.*label_fields.*[\[(]'tags'"):
        pipeline = A.Compose([A.HorizontalFlip(p=1)], keypoint_params=params(format="xy", label_fields="tags"))
    assert pipeline(image=IMAGE, keypoints=[(10, 20)], tags=["a"])["tags"] == ["a"]
    with pytest.raises(ValueError, match="tags"):
        pipeline(image=IMAGE, keypoints=[(10, 20)], tag=["a"])


@pytest.mark.parametrize(
    ("release", "row", "flipped"),
    [
        ("1.3", [20, 30, 0.5, 2.0], [20, 69, 2 * np.pi - 0.5, 2.0]),
        ("2.0", [20, 30, 5, 0.5, 2.0], [20, 69, 5, 2 * np.pi - 0.5, 2.0]),
    ],
)
def test_keypoints_as_the_library_held_them(release, row, flipped):
    with A.defaults(release), pytest.warns(A.LegacyWarning, match=r"angle_in_degrees=False"):
        params = A.KeypointParams(format="albumentations")
    out = A.Compose([A.VerticalFlip(p=1)], keypoint_params=params)(image=IMAGE, keypoints=np.array([row]))
    np.testing.assert_allclose(out["keypoints"], [flipped])


def test_today_a_keypoint_may_have_a_plane_an_angle_and_a_scale():
    pipeline = augrepro.Compose([augrepro.HorizontalFlip(p=1)], keypoint_params=augrepro.KeypointParams("xyzas"))
    out = pipeline(volume=np.zeros((5, 40, 50, 1), np.uint8), keypoints=[(10, 20, 3, 30, 2)])
    assert out["keypoints"] == [[39, 20, 3, 150, 2]]
