"""Perspective: a quadrilateral becomes an upright rectangle, by integer maps; every target goes to the same place."""

from __future__ import annotations

from math import hypot

import cv2
import numpy as np
import pytest
from ops_help import check, image, ops, smooth

import augrepro as A
from augrepro.engine.targets.projective import inverse3, product3, projected, square_to
from augrepro.kernels import remap
from augrepro.ops.look import Look
from augrepro.ops.remap import Projection

WAYS = {
    "plain": A.Perspective(0.08, p=1),
    "own size": A.Perspective(0.08, keep_size=False, p=1),
    "whole": A.Perspective(0.08, fit_output=True, border_mode=1, p=1),
    "whole, own size": A.Perspective(0.08, keep_size=False, fit_output=True, p=1),
    "wild": A.Perspective((3, 3), fit_output=True, p=1),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(6))
def test_a_dot_ends_where_its_keypoint_and_its_box_end(way, seed):
    blank, x, y = np.zeros((121, 161, 3), np.uint8), 86, 55
    blank[y - 1 : y + 2, x - 1 : x + 2] = 255
    params = {"bbox_params": A.BboxParams("pascal_voc"), "keypoint_params": A.KeypointParams("xy")}
    out = A.Compose([WAYS[way].replaced(p=1, border_mode=0)], seed=seed, **params)(
        image=blank, mask=blank[..., 0], keypoints=[(x, y)], bboxes=[(x - 1, y - 1, x + 2, y + 2)]
    )
    (kx, ky), box = out["keypoints"][0], out["bboxes"][0]
    for found in (out["image"][..., 0], out["mask"]):
        weights = found.astype(float)
        ys, xs = np.mgrid[: found.shape[0], : found.shape[1]]
        assert abs((xs * weights).sum() / weights.sum() - kx) < 0.7
        assert abs((ys * weights).sum() / weights.sum() - ky) < 0.7
        rows, columns = np.nonzero(found > 100)
        assert columns.min() >= box[0] - 1
        assert columns.max() < box[2] + 1
        assert rows.min() >= box[1] - 1
        assert rows.max() < box[3] + 1


def test_the_corners_of_the_quadrilateral_become_the_corners_of_the_output():
    corners = ((3.0, 4.0), (90.0, 1.0), (95.0, 66.0), (7.0, 60.0))
    to_square = inverse3(square_to(corners))
    for (x, y), want in zip(corners, [(0, 0), (1, 0), (1, 1), (0, 1)], strict=True):
        assert np.allclose(projected(x, y, to_square)[:2], want)
    there_and_back = product3(to_square, square_to(corners))
    assert np.allclose(projected(50.0, 20.0, there_and_back)[:2], (50, 20))


@pytest.mark.parametrize("seed", range(5))
def test_fit_output_shows_all_four_corners_of_the_image(seed):
    (op,) = ops(A.Perspective(0.1, keep_size=False, fit_output=True), seed, (60, 80, 3))
    x, y, _ = projected(np.array([0.0, 80, 80, 0]), np.array([0.0, 0, 60, 60]), op.forward)
    assert x.min() >= -1e-6
    assert y.min() >= -1e-6
    assert op.width - 1 < x.max() <= op.width + 1e-5
    assert op.height - 1 < y.max() <= op.height + 1e-5


def test_no_distance_is_no_change():
    given = image()
    assert (A.Perspective(0, p=1)(image=given)["image"] == given).all()


def test_near_to_the_real_valued_warp():
    given = smooth(200, 240)
    (op,) = ops(A.Perspective(0.08, border_mode=1), 4, given.shape)
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    matrix = np.linalg.inv(half) @ np.array(op.forward).reshape(3, 3) @ half
    want = cv2.warpPerspective(given, matrix, (240, 200), flags=cv2.INTER_LINEAR, borderMode=1)
    assert np.abs(op.pixels(given).astype(int) - want).max() <= 4


def test_angles_and_scales_follow_the_map_about_the_point():
    (op,) = ops(A.Perspective((0.2, 0.2)), 5, (100, 120, 3))
    run = A.Compose([], keypoint_params=A.KeypointParams("xyas", remove_invisible=False))
    plan = A.Plan.from_dict({"plan": 3, "shape": [100, 120, 3], "steps": [{"path": "x", **op.to_dict()}]})
    step, angle = 1e-4, np.radians(40)
    near = [(50.0, 40.0), (50 + step * np.cos(angle), 40 + step * np.sin(angle)), (50 + step, 40.0), (50.0, 40 + step)]
    moved = run.apply_plan(plan, image=image(100, 120), keypoints=[(x, y, 40.0, 2.0) for x, y in near])["keypoints"]
    (x, y, angle, scale), towards, right, down = moved
    assert abs(np.degrees(np.arctan2(towards[1] - y, towards[0] - x)) % 360 - angle) < 1e-3
    growth = max(hypot(right[0] - x, right[1] - y), hypot(down[0] - x, down[1] - y)) / step
    assert abs(scale / 2 - growth) < 1e-3


def test_what_lies_behind_the_horizon_is_border():
    op = Projection((1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.1, 1.0), 40, 40, Look(fill=7.0))
    out = op.pixels(np.full((40, 40, 1), 200, np.uint8))
    assert (out[12:] == 7).all(), "y' = y / (0.1 y + 1) stays below 10"
    assert (out[:7, :3] == 200).all()


@pytest.mark.parametrize("way", WAYS)
def test_laws(way):
    for op in ops(WAYS[way]):
        check(op)


def test_where_a_pixel_looks_is_float32_arithmetic_and_one_rounding():
    """Which every CPU and release of OpenCV makes alike."""
    inverse = (0.9, 0.21, -3.3, -0.13, 1.2, 4.7, 1e-3, -4e-4, 1.1)
    rows, columns = range(3, 130), range(2, 403)
    x, y = (np.arange(some.start, some.stop, dtype=np.float64) for some in (columns, rows))
    upper, lower, below = (
        (a * x).astype(np.float32) + (b * y + c).astype(np.float32)[:, None]
        for a, b, c in (inverse[:3], inverse[3:6], inverse[6:])
    )
    want_x, want_y = (np.rint((top / below).astype(np.float64) * 32).astype(int) for top in (upper, lower))
    for band, at_x, at_y in remap.projective(inverse, rows, columns, 0):
        pairs, parts = (part.copy() for part in remap.packed(at_x, at_y, cv2.INTER_LINEAR))
        assert np.array_equal(pairs[..., 0] * 32 + (parts & 31), want_x[band])
        assert np.array_equal(pairs[..., 1] * 32 + (parts >> 5), want_y[band])
        nearest, none = remap.packed(at_x, at_y, cv2.INTER_NEAREST)
        assert none is None
        assert np.array_equal(nearest[..., 0], np.floor((upper / below)[band] + np.float32(0.5)))


def test_of_two_pixels_as_near_a_mask_takes_the_latter():
    numbers = np.arange(8, dtype=np.uint8).reshape(1, 8, 1)
    moved = Projection((1.0, 0.0, -0.5, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0), 1, 7)
    assert moved.mask(numbers)[0, :, 0].tolist() == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("small", [1e-9, 1e-42])
def test_maps_that_enlarge_without_end_raise_no_warning(small):
    for below in ((0.0, 0.0, 1.0), (0.5, small, 1.0)):
        op = Projection((small, 0.0, 3.0, 0.0, small, 3.0, *below), 9, 11, Look(border_mode=1))
        assert op.pixels(image(8, 7)).shape == (9, 11, 3)
