"""Boxes and keypoints land where a drawn dot lands: crops, resizes and pads, at corners, borders and inside."""

from __future__ import annotations

import numpy as np
import pytest
from ops_help import image

import augrepro as A

HEIGHT, WIDTH, DOT = 60, 80, 5
PLACES = [(0, 0), (75, 0), (0, 55), (75, 55), (0, 30), (40, 0), (75, 20), (33, 55), (37, 27), (20, 40)]
"""Left upper corners of a dot: corners of the image, its borders, inside."""
MOVES = [
    A.LongestMaxSize(53),
    A.LongestMaxSize(131),
    A.SmallestMaxSize([25, 91]),
    A.LongestMaxSize(max_size_hw=(None, 33)),
    A.RandomScale((-0.6, 0.9)),
    A.RandomSizedCrop((30, 60), (44, 71), w2h_ratio=1.2),
    A.RandomSizedBBoxSafeCrop(44, 71),
    A.RandomCropFromBorders(0.4, 0.4, 0.4, 0.4),
    A.CropAndPad(px=(-20, 20)),
    A.CropAndPad(percent=(-0.2, 0.2), keep_size=False),
    A.Pad((3, 9, 0, 4)),
    A.RandomCropNearBBox((0.2, 0.4)),
    A.AtLeastOneBBoxRandomCrop(30, 41),
    A.Crop(20, 10, 99, 71, pad_if_needed=True),
]


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("transform", MOVES, ids=repr)
def test_boxes_and_keypoints_land_where_the_dot_lands(transform, place):
    x, y = place
    black = np.zeros((HEIGHT, WIDTH, 1), np.uint8)
    black[y : y + DOT, x : x + DOT] = 255
    given = {"bboxes": [[x, y, x + DOT, y + DOT]], "keypoints": [[x + 2, y + 2]], "cropping_bbox": (10, 8, 60, 50)}
    for seed in range(3):
        out, whole = (
            A.Compose(
                [transform.replaced(p=1)],
                seed=seed,
                bbox_params=A.BboxParams("pascal_voc", min_visibility=share),
                keypoint_params=A.KeypointParams("xy"),
            )(image=black, **given)
            for share in (0, 0.9999)
        )
        light = out["image"][..., 0] / 255
        assert (len(out["bboxes"]) == 1) == bool(light.any())
        for x1, y1, x2, y2 in out["bboxes"]:
            for axis, low, high in ((0, x1, x2), (1, y1, y2)):
                at = np.flatnonzero(light.max(axis) > 0.499)
                assert abs(at[0] - low) <= 0.6, (seed, axis)
                assert abs(at[-1] + 1 - high) <= 0.6, (seed, axis)
        for x1, y1, x2, y2 in whole["bboxes"]:
            rows, columns = np.indices(light.shape)
            center = (columns * light).sum() / light.sum(), (rows * light).sum() / light.sum()
            factor = max(x2 - x1, y2 - y1) / DOT  # keypoints scale as plain numbers, not about pixel centers
            [point] = out["keypoints"]
            assert np.abs(np.subtract(point, center)).max() <= 0.5 * abs(factor - 1) + 0.3, (seed, point, center)


@pytest.mark.parametrize("transform", MOVES, ids=repr)
def test_volumes_and_their_keypoints_move_as_images_do(transform):
    planes = np.stack([image(HEIGHT, WIDTH, 1, seed=n) for n in range(3)])
    mask = (planes > 127).astype(np.uint8)
    pipeline = A.Compose([transform.replaced(p=1)], seed=5, keypoint_params=A.KeypointParams("xyz"))
    more = {"cropping_bbox": (10, 8, 60, 50)}
    out = pipeline(volume=planes, mask3d=mask, keypoints=[[40, 30, 2]], **more)
    for n in range(3):
        flat = A.Compose([transform.replaced(p=1)], seed=5, keypoint_params=A.KeypointParams("xy"))
        one = flat(image=planes[n], mask=mask[n], keypoints=[[40, 30]], **more)
        assert (out["volume"][n] == one["image"]).all()
        assert (out["mask3d"][n] == one["mask"]).all()
        assert [[*point, 2] for point in one["keypoints"]] == [list(point) for point in out["keypoints"]]
