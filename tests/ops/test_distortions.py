"""Flows: each pixel looks where a field says, through integer maps; boxes and keypoints go where they are seen."""

from __future__ import annotations

from functools import partial

import cv2
import numpy as np
import pytest
from ops_help import check, image, ops, smooth

import augrepro as A
from augrepro.engine.targets.table import Shape
from augrepro.kernels import fields, grid, remap
from augrepro.ops.distortions import GridWarp
from augrepro.ops.look import Look

WAYS = {
    "plain": A.GridDistortion(p=1),
    "strong": A.GridDistortion(4, 0.9, p=1),
    "beyond": A.GridDistortion(3, (0.1, 0.5), normalized=False, p=1),
    "elastic": A.ElasticTransform(90, 9, p=1),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(6))
def test_a_dot_ends_where_its_keypoint_and_its_box_end(way, seed):
    blank, x, y = np.zeros((121, 161, 3), np.uint8), 66, 45
    blank[y - 4 : y + 5, x - 4 : x + 5] = 255
    params = {"bbox_params": A.BboxParams("pascal_voc"), "keypoint_params": A.KeypointParams("xy")}
    out = A.Compose([WAYS[way]], seed=seed, **params)(
        image=blank, mask=blank[..., 0], keypoints=[(x, y)], bboxes=[(x - 4, y - 4, x + 5, y + 5)]
    )
    for found in (out["image"][..., 0], out["mask"]):
        rows, columns = np.nonzero(found > 127)
        edges = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        assert np.abs(np.array(out["bboxes"][0]) - edges).max() < 1.5
        (kx, ky), (x1, y1, x2, y2) = out["keypoints"][0], out["bboxes"][0]
        assert found[round(ky), round(kx)] == 255
        assert x1 < kx < x2
        assert y1 < ky < y2


@pytest.mark.parametrize("sigma", [1, 3, 6, 50])
def test_approximate_moves_as_far_as_noise_that_is_blurred_by_17_pixels(sigma):
    pipe = A.Compose([A.ElasticTransform(100, sigma, noise_distribution="uniform", approximate=True, p=1)], seed=1)
    blank = np.zeros((300, 300, 3), np.uint8)
    grown = [pipe.draw_plan(image=blank).ops[0].field(300, 300)[0] for _ in range(4)]
    noise = np.random.default_rng(0).uniform(-1, 1, (4, 300, 300))
    blurred = [100 * cv2.GaussianBlur(each, (17, 17), sigma)[20:-20, 20:-20] for each in noise]
    assert np.std(grown) / 65536 == pytest.approx(np.std(blurred), rel=0.05)


def test_cells_read_their_share_of_the_source():
    given = np.repeat(np.arange(100, dtype=np.uint8)[None, :, None], 20, 0)
    out = GridWarp((0.5, 1.5), (1.0,)).pixels(given)[0, :, 0] + 0.5
    assert np.abs(out[1:50] - np.arange(0.75, 25, 0.5)).max() <= 0.5
    assert np.abs(out[50:] - np.arange(25.75, 100, 1.5)).max() <= 0.5


def test_a_grid_and_its_inverse():
    op = GridWarp((0.0, 2.0, 0.7, 1.3), (1.2, 0.8))
    x = np.linspace(0, 79, 300)
    seen, _ = op.goes_to(x, x * 0, Shape(60, 80, 3))
    even, read = fields.cells(op.columns, 80)
    assert np.allclose(fields.piecewise(seen + 0.5, even, read), x + 0.5)
    assert (np.diff(seen) > 0).all()


def test_even_cells_change_nothing():
    given = image()
    assert (A.GridDistortion(4, 0, p=1)(image=given)["image"] == given).all()


def test_near_to_the_real_valued_map():
    given = smooth(120, 160)
    (op,) = ops(A.GridDistortion(border_mode=1), 2, given.shape)
    dx, dy = (field / np.float32(65536) for field in op.field(120, 160))
    y, x = np.mgrid[:120, :160].astype(np.float32)
    want = cv2.remap(given, x + dx.astype(np.float32), y + dy.astype(np.float32), cv2.INTER_LINEAR, None, 1)
    assert np.abs(op.pixels(given).astype(int) - want).max() <= 4


def test_normalized_factors_show_the_whole_source():
    (op,) = ops(A.GridDistortion(7, 0.9))
    assert abs(sum(op.columns) - 7) < 1e-9
    assert abs(sum(op.rows) - 7) < 1e-9
    (op,) = ops(A.GridDistortion(7, (-1, -1)))
    assert op.columns == (0.0,) * 7


def test_a_long_image_is_read_where_it_ends():
    """Pixel plus displacement may be more than 16 bits hold: it is clipped, and does not come round again."""
    width = grid.LONGEST
    dx = np.full((1, width), 16000 << 16, np.int32)
    given = np.arange(width, dtype=np.int32)[None, :, None] % 251
    out = remap.seen(given.astype(np.uint8), partial(remap.displaced, dx, dx * 0), 1, width, Look().mask)
    assert (out[0, : width - 16000, 0] == given[0, 16000:, 0]).all()
    assert (out[0, width - 16000 :] == 0).all()


@pytest.mark.parametrize("way", WAYS)
def test_laws(way):
    for op in ops(WAYS[way]):
        check(op)
