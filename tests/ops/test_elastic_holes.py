"""Elastic fields have the spread of blurred noise and carry points along; holes are where they are said to be."""

from __future__ import annotations

from math import pi, sqrt

import cv2
import numpy as np
import pytest

import augrepro as A
from augrepro.kernels import fields
from augrepro.ops.erase import Erase


@pytest.mark.parametrize("sigma", [4, 12, 30])
@pytest.mark.parametrize("uniform", [False, True])
def test_the_field_has_the_spread_of_gaussian_blurred_white_noise(sigma, uniform):
    pairs = [fields.displacement(f"{k:032x}", 256, 256, 100.0, sigma, uniform, False) for k in range(20)]
    spread = np.sqrt(np.mean([np.mean((field / 65536) ** 2) for pair in pairs for field in pair]))
    expected = 100 / (2 * sigma * sqrt(pi)) * (1 / sqrt(3) if uniform else 1)
    assert abs(spread / expected - 1) < 0.15


def test_a_dot_and_its_box_follow():
    image = np.zeros((200, 200, 3), np.uint8)
    image[95:106, 45:56] = 255
    params = {"keypoint_params": A.KeypointParams("xy"), "bbox_params": A.BboxParams("pascal_voc")}
    for seed in range(5):
        transform = A.Compose([A.ElasticTransform(alpha=120, sigma=10, p=1)], seed=seed, **params)
        out = transform(image=image, keypoints=[(50, 100)], bboxes=[(45, 95, 56, 106)])
        rows, columns = np.nonzero(out["image"][..., 0] > 127)
        assert np.hypot(columns.mean() - out["keypoints"][0][0], rows.mean() - out["keypoints"][0][1]) < 2
        box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        assert np.abs(np.array(out["bboxes"][0]) - box).max() < 2


def test_elastic_is_exact_without_simd():
    image = np.random.default_rng(1).integers(0, 256, (61, 67, 3), np.uint8)
    transform = A.ElasticTransform(alpha=50, sigma=5, p=1).frozen()
    fast = transform(image=image)["image"]
    try:
        cv2.setUseOptimized(False)
        fields.displacement.cache_clear()
        assert (transform(image=image)["image"] == fast).all()
    finally:
        cv2.setUseOptimized(True)
    assert (fast != image).any()


@pytest.mark.parametrize("fill", [9, (1, 2, 3), "random", "random_uniform", "inpaint_telea", "inpaint_ns"])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_only_the_holes_change(fill, dtype):
    image = np.full((20, 20, 3), 7, np.uint8) if dtype == np.uint8 else np.full((20, 20, 3), 0.5, np.float32)
    image[::2] = 0
    before = image.copy()
    out = Erase(((2, 3, 9, 8),), fill, None, "0" * 32).pixels(image)
    changed = (out != image).any(2)
    assert changed[3:8, 2:9].any()
    changed[3:8, 2:9] = False
    assert not changed.any()
    assert (image == before).all()


def test_hidden_points_and_boxes_go():
    op = A.Compose([A.CoarseDropout((1, 1), (10, 10), (20, 20), fill_mask=3, p=1)],
                   keypoint_params=A.KeypointParams("xy"), bbox_params=A.BboxParams("pascal_voc", min_visibility=0.5))  # fmt: skip
    image = np.full((20, 20, 1), 200, np.uint8)
    out = op(
        image=image,
        mask=image[..., 0],
        keypoints=[(5, 0), (5, 19)],
        bboxes=[(0, 0, 20, 20), (3, 0, 9, 1), (3, 19, 9, 20)],
    )
    assert (out["mask"] == 3).sum() == 200
    rows = np.flatnonzero((out["image"] == 0).all((1, 2)))
    seen = [y for y in (0, 19) if y not in rows]
    assert [int(y) for _, y in out["keypoints"]] == seen
    assert len(out["bboxes"]) == 1 + len(seen)
