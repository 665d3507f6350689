"""Regions of COCO files: polygons lie on pixel edges, areas are counts of pixels, what moves whole stays as drawn."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

import augrepro as A
from augrepro.show.folder.work import Input, augmented
from augrepro.show.labels import polygons
from augrepro.show.labels.coco import Coco
from augrepro.show.labels.polygons import filled, moved, outlines
from augrepro.show.labels.runs import mask_of
from augrepro.show.pipelines import reading

WIDTH, HEIGHT = 451, 300
SIZES = [(2, 2), (4, 4), (10, 10), (150, 120), (1, 1), (1, 30), (7, 1)]
STEPS = [A.NoOp(p=1), A.HorizontalFlip(p=1), A.RandomRotate90(p=1), A.Transpose(p=1), A.Crop(5, 7, 440, 290, p=1)]


def rectangle(x, y, wide, high):
    return [x, y, x + wide, y, x + wide, y + high, x, y + high]


def points(polygon):
    return {*zip(polygon[::2], polygon[1::2], strict=True)}


def applied(tmp_path, step, segmentation, box, **more):
    """The one annotation of a file after one step, and that file."""
    coco = Coco(tmp_path / "coco.json")
    row = {"id": 1, "image_id": 1, "category_id": 1, "bbox": box, "segmentation": segmentation, **more}
    image = {"id": 1, "file_name": "a.png", "height": HEIGHT, "width": WIDTH}
    coco.data = {"images": [image], "annotations": [row], "categories": []}
    given = Input(np.zeros((HEIGHT, WIDTH, 3), np.uint8), coco.read("a.png", HEIGHT, WIDTH), "")
    pipeline = reading(A.Compose([step], seed=1), coco)
    _, result = augmented(pipeline, given, coco, (0, "a.png"))
    (found,) = coco.write(given.labels, result, "a.png")
    return found


@pytest.mark.parametrize(("wide", "high"), SIZES)
def test_a_polygon_of_pixel_edges_is_those_pixels(wide, high):
    region = filled(rectangle(10, 20, wide, high), 200, 220)
    assert region.sum() == wide * high == region[20 : 20 + high, 10 : 10 + wide].sum()
    assert [points(each) for each in outlines(region)] == [points(rectangle(10, 20, wide, high))]


@pytest.mark.parametrize(("wide", "high"), SIZES)
@pytest.mark.parametrize(
    "step", [A.NoOp(p=1), A.HorizontalFlip(p=1), A.RandomRotate90(p=1), A.Crop(5, 7, 440, 290, p=1)]
)
def test_whole_regions_keep_polygon_and_area_exactly(tmp_path, step, wide, high):
    found = applied(tmp_path, step, [rectangle(10, 20, wide, high)], [10, 20, wide, high], area=wide * high)
    x, y, w, h = found["bbox"]
    assert found["area"] == wide * high
    assert [points(each) for each in found["segmentation"]] == [points(rectangle(x, y, w, h))]


def test_a_flip_moves_what_was_drawn_between_pixels_too(tmp_path):
    drawn = [[10.3, 20.2, 30.7, 24.4, 18.6, 41.1], [100.3, 50, 120.2, 50, 110, 71.7]]
    box = [10.3, 20.2, 109.9, 51.5]
    for step, place in ((A.HorizontalFlip(p=1), (WIDTH, -1)), (A.NoOp(p=1), (0, 1))):
        found = applied(tmp_path, step, drawn, box, area=333.25)
        there = [[place[0] + place[1] * v if at % 2 == 0 else v for at, v in enumerate(each)] for each in drawn]
        assert [*map(pytest.approx, there)] == found["segmentation"]
        assert found["area"] == 333.25


def test_of_a_symmetric_region_the_polygon_follows_the_box(tmp_path):
    sliver = rectangle(10.3, 20, 10.9, 10)
    found = applied(tmp_path, A.HorizontalFlip(p=1), [sliver], [10.3, 20, 10.9, 10], area=109)
    assert min(found["segmentation"][0][::2]) == pytest.approx(WIDTH - 21.2) == found["bbox"][0]


def test_what_a_crop_cuts_is_cut_at_its_edge_and_counted(tmp_path):
    found = applied(tmp_path, A.Crop(15, 0, 200, 100, p=1), [rectangle(10, 20, 10, 10)], [10, 20, 10, 10], area=100)
    assert points(found["segmentation"][0]) == points(rectangle(0, 20, 5, 10))
    assert found["area"] == 50


def test_areas_of_boxes_alone_stay_while_their_size_does(tmp_path):
    for step, area in ((A.NoOp(p=1), 87.5), (A.RandomRotate90(p=1), 87.5), (A.Crop(15, 0, 99, 99, p=1), 50)):
        assert applied(tmp_path, step, [], [10, 20, 10, 10], area=area if area != 50 else 87.5)["area"] == area


def shapes():
    """Random pixels, rings in rings with holes that touch, and several parts."""
    rng = np.random.default_rng(137)
    for _ in range(150):
        yield (rng.random(rng.integers(1, 14, 2)) < rng.choice([0.3, 0.6, 0.9])).astype(np.uint8)
    rings = np.zeros((150, 120), np.uint8)
    for radius, value in ((50, 1), (40, 0), (30, 1), (20, 0), (5, 1)):
        cv2.circle(rings, (60, 70), radius, value, -1)
    rings[:6, 3:9] = 1
    yield rings


def centers(mask):
    """The fault that was: rims through the centers of pixels."""
    rims, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [[float(v) + 0.5 for v in rim.reshape(-1)] for rim in rims]


def wrong(trace):
    return sum(not np.array_equal(mask_of(trace(mask), *mask.shape, ""), mask) for mask in shapes())


def test_outlines_fill_to_the_same_pixels_with_holes_and_parts():
    assert wrong(outlines) == 0


def test_planted_outlines_through_pixel_centers_or_without_holes_would_be_seen(monkeypatch):
    assert wrong(lambda mask: [each for each in centers(mask) if len(each) >= 6])
    monkeypatch.setattr(polygons, "_seamed", lambda region, outer, holes: outer)
    assert wrong(outlines)


def test_another_shape_is_no_move():
    one = filled(rectangle(3, 3, 4, 5), 20, 20)
    assert moved([rectangle(3, 3, 4, 5)], one, filled(rectangle(3, 3, 4, 6), 20, 20), (3, 3, 7, 9)) is None
    assert moved([rectangle(3, 3, 4, 5)], one, np.zeros_like(one), (3, 3, 7, 8)) is None
