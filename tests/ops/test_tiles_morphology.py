"""Shuffled tiles, dilation and erosion: no new value, and boxes and keypoints go with the pixels."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from ops_help import check, image, ops

import augrepro as A
from augrepro.engine.targets.table import Shape
from augrepro.kernels import morphology, tiles
from augrepro.ops.morphology import Morphology
from augrepro.ops.tiles import TileShuffle


def labelled(boxes, **rules):
    return {
        "bbox_params": A.BboxParams("pascal_voc", label_fields=["tags"], **rules),
        "keypoint_params": A.KeypointParams("xy"),
    }


@pytest.mark.parametrize("seed", range(5))
def test_every_point_goes_with_its_pixel(seed):
    numbers = np.arange(37 * 53, dtype=np.int32).reshape(37, 53)
    points = [(x, y) for y in range(37) for x in range(53)]
    run = A.Compose([A.RandomGridShuffle((3, 4), p=1)], seed=seed, keypoint_params=A.KeypointParams("xy"))
    out = run(image=image(37, 53), mask=numbers, keypoints=np.array(points, float) + 0.4)
    for number, (x, y) in enumerate(out["keypoints"]):
        assert out["mask"][round(y), round(x)] == number
    assert sorted(out["mask"].ravel()) == list(range(37 * 53))


def test_tiles_of_equal_size_change_places_and_differ_by_a_pixel():
    (op,) = ops(A.RandomGridShuffle((5, 4)), 3, (37, 53, 3))
    assert sum(op.rows) == 37
    assert set(op.rows) == {7, 8}
    assert sum(op.columns) == 53
    assert set(op.columns) == {13, 14}
    to = tiles.places(op.key, op.rows, op.columns)
    assert sorted(to) == list(range(20))
    assert (to != np.arange(20)).any()
    sizes = [(h, w) for h in op.rows for w in op.columns]
    assert all(sizes[tile] == sizes[place] for tile, place in enumerate(to))


def test_more_tiles_than_pixels():
    given = image(3, 2)
    out = A.Compose([A.RandomGridShuffle((7, 9), p=1)], seed=2)(image=given)["image"]
    assert sorted(out.ravel()) == sorted(given.ravel())


@pytest.mark.parametrize("seed", range(6))
def test_a_box_becomes_the_boxes_of_its_connected_pieces(seed):
    box, size = (13, 8, 41, 29), (40, 60)
    blank = np.zeros(size, np.uint8)
    blank[box[1] : box[3], box[0] : box[2]] = 1
    out = A.Compose([A.RandomGridShuffle((3, 4), p=1)], seed=seed, **labelled([box]))(
        image=np.dstack([blank] * 3), mask=blank, bboxes=[box], tags=["one"], keypoints=[]
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(out["mask"], connectivity=8)
    want = sorted((x, y, x + w, y + h) for x, y, w, h, _ in stats[1:count].tolist())
    assert sorted(map(tuple, out["bboxes"])) == want
    assert out["tags"] == ["one"] * (count - 1)


def test_rules_drop_small_pieces():
    whole = A.Compose([A.RandomGridShuffle((4, 4), p=1)], seed=1, **labelled(1))
    few = A.Compose([A.RandomGridShuffle((4, 4), p=1)], seed=1, **labelled(1, min_visibility=0.3))
    given = {"image": image(40, 60), "bboxes": [(1, 1, 50, 33), (20, 2, 24, 6)], "tags": [7, 8], "keypoints": []}
    all_of_them, some = whole(**given), few(**given)
    assert len(some["bboxes"]) < len(all_of_them["bboxes"])
    assert set(map(tuple, some["bboxes"])) <= set(map(tuple, all_of_them["bboxes"]))
    assert set(all_of_them["tags"]) == {7, 8}
    assert 8 in some["tags"]


def test_no_boxes_and_points_outside():
    op = TileShuffle((20, 20), (30, 30), "5" * 32)
    run = A.Compose([], keypoint_params=A.KeypointParams("xy", remove_invisible=False))
    plan = A.Plan.from_dict({"plan": 3, "shape": [40, 60, 3], "steps": [{"path": "x", **op.to_dict()}]})
    out = run.apply_plan(plan, image=image(40, 60), keypoints=[(-5.0, 3.0), (99.0, 70.0)])
    assert out["keypoints"] == [[-5.0, 3.0], [99.0, 70.0]]
    out = A.Compose([A.RandomGridShuffle(p=1)], **labelled(0))(image=image(), bboxes=[], tags=[], keypoints=[])
    assert len(out["bboxes"]) == 0


def test_a_shuffle_for_another_size_is_refused():
    with pytest.raises(ValueError, match="rows must add up to the image's height 50, got 40"):
        TileShuffle((20, 20), (30, 30), "5" * 32).check(Shape(50, 60, 3))


def test_tile_laws():
    for op in ops(A.RandomGridShuffle((4, 3))):
        check(op)


def test_the_ellipse_is_opencvs():
    for width in (1, 2, 3, 5, 8, 31, 100):
        for height in (1, 2, 3, 4, 9, 32, 255):
            want = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, height))
            assert (morphology.ellipse(width, height) == want).all(), (width, height)


@pytest.mark.parametrize("operation", ["dilation", "erosion"])
def test_the_largest_and_least_of_every_neighborhood(operation):
    given, element = image(11, 13), morphology.ellipse(4, 3)
    out = Morphology(4, 3, operation).pixels(given)
    for y in range(11):
        for x in range(13):
            around = [
                given[y + i - 1, x + j - 2]
                for i, j in np.argwhere(element)
                if 0 <= y + i - 1 < 11 and 0 <= x + j - 2 < 13
            ]
            assert (out[y, x] == (np.max if operation == "dilation" else np.min)(around, 0)).all()


@pytest.mark.parametrize("scale", [(1, 1), (2, 3), (4, 7), (5, 5), (3, 8)])
@pytest.mark.parametrize("operation", ["dilation", "erosion"])
@pytest.mark.parametrize("box", [(20, 15, 33, 30), (0, 0, 12, 10), (30, 25, 53, 37), (25, 18, 28, 21)])
def test_a_box_grows_or_shrinks_with_what_is_in_it(scale, operation, box):
    blank = np.zeros((37, 53), np.uint8)
    blank[box[1] : box[3], box[0] : box[2]] = 255
    out = A.Compose([A.Morphological(scale, operation, p=1)], **labelled(1))(
        image=np.dstack([blank] * 3), mask=blank, bboxes=[box], tags=[1], keypoints=[]
    )
    assert (out["image"][..., 0] == out["mask"]).all()
    rows, columns = np.nonzero(out["mask"])
    if len(rows) == 0:
        assert len(out["bboxes"]) == 0
        assert out["tags"] == []
    else:
        want = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
        assert tuple(out["bboxes"][0]) == want


@pytest.mark.parametrize("dtype", ["uint8", "bool", "uint16", "int16", "int32", "float32", "float64", "int64"])
def test_masks_of_every_dtype(dtype):
    mask = np.zeros((20, 30), dtype)
    mask[8:12, 10:15] = 1
    out = A.Compose([A.Morphological((3, 3), p=1)])(image=image(20, 30), mask=mask)["mask"]
    assert out.dtype == mask.dtype
    assert out[7, 12] == 1
    assert out.sum() > mask.sum()


def test_many_channels_and_minus_zero():
    given = image(20, 30, 300)
    assert (Morphology(3, 3).pixels(given)[..., 299:] == Morphology(3, 3).pixels(given[..., 299:])).all()
    assert not np.signbit(Morphology(3, 3, "erosion").pixels(np.full((5, 5, 1), -0.0, np.float32))).any()


def test_morphology_laws():
    for op in (Morphology(2, 3), Morphology(5, 7, "erosion")):
        check(op)
