"""Resample: where each way of resampling looks, and what rides along."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from ops_help import check, image

import augrepro as A
from augrepro.kernels.certified import CERTIFIED
from augrepro.ops.look import Sampling
from augrepro.ops.resize import Resample

NEAREST, LINEAR, CUBIC, AREA, LANCZOS, LINEAR_EXACT, NEAREST_EXACT = range(7)


def resized(given, height, width, interpolation, area=None):
    return Resample(height, width, Sampling(interpolation, 0, area)).pixels(given)


@pytest.mark.parametrize("size", [(1, 1), (20, 31), (37, 90), (100, 7)])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize(
    ("interpolation", "how"),
    [
        (NEAREST, cv2.INTER_NEAREST),
        (NEAREST_EXACT, cv2.INTER_NEAREST_EXACT),
        (CUBIC, cv2.INTER_CUBIC),
        (AREA, cv2.INTER_AREA),
        (LANCZOS, cv2.INTER_LANCZOS4),
    ],
)
def test_the_numbers_are_opencvs(interpolation, how, dtype, size):
    given = image(dtype=dtype)
    want = cv2.resize(given, size[::-1], interpolation=how)
    if dtype == np.float32:
        want = np.clip(want, given.min(), given.max())  # cubic and Lanczos overshoot
    assert (resized(given, *size, interpolation) == want).all()


@pytest.mark.parametrize("interpolation", [LINEAR, LINEAR_EXACT])
def test_linear_is_exact_on_bytes(interpolation):
    given = image()
    exact = CERTIFIED["linear resize" if interpolation == LINEAR else "linear resize by RGBA"].reference
    assert (resized(given, 20, 31, interpolation) == exact(given, 20, 31)).all()
    if CERTIFIED["linear resize"].holds:
        assert (resized(given, 20, 31, interpolation) == cv2.resize(given, (31, 20), interpolation=interpolation)).all()
    floats = image(dtype=np.float32)
    assert (resized(floats, 20, 31, interpolation) == cv2.resize(floats, (31, 20))).all()


def by_whole_numbers(given, height, width):
    """Linear by 16-bit shares of the two neighbors, exact sums of the four products, the half rounded up."""

    def near(count, size):
        at = (2 * np.arange(size) + 1) * count  # the pixel's center, in halves of 1 / size; its neighbors are at odd
        low, part = np.divmod(at - size, 2 * size)
        share = (part * 2**16 + size) // (2 * size)
        inside = (low >= 0) & (low < count - 1)
        low = np.clip(low, 0, count - 1)
        return low, np.minimum(low + 1, count - 1), np.where(inside, share, 0)

    (top, bottom, down), (left, right, over) = near(len(given), height), near(given.shape[1], width)
    whole, down, over = given.astype(np.int64), down[:, None, None], over[:, None]
    rows = whole[top] * (2**16 - down) + whole[bottom] * down
    sums = rows[:, left] * (2**16 - over) + rows[:, right] * over
    return (sums + 2**31) >> 32


@pytest.mark.parametrize("dtype", [np.uint16, np.int16])
@pytest.mark.parametrize("channels", [1, 3, 5, 130])
@pytest.mark.parametrize("size", [(24, 35), (37, 90), (18, 26), (1, 1), (72, 104)])
def test_sixteen_bits_are_blended_in_whole_numbers(size, channels, dtype):
    values = np.arange(36 * 52 * channels, dtype=np.uint32)
    given = (values * values * 2654435761 >> 13).astype(np.uint16).view(dtype).reshape(36, 52, channels)
    out = resized(given, *size, LINEAR)
    assert out.dtype == dtype
    assert (out == resized(given, *size, LINEAR_EXACT)).all()
    assert (out == Resample(*size, Sampling(NEAREST, LINEAR)).mask(given)).all()
    assert (out == by_whole_numbers(given, *size)).all()


def test_area_is_the_mean_of_what_a_pixel_covers():
    given = image(20, 30, 5)
    wanted = given.reshape(10, 2, 15, 2, 5).mean((1, 3))
    assert np.abs(resized(given, 10, 15, AREA) - wanted).max() <= 0.5
    for area in ("image", "image_mask"):
        assert (resized(given, 10, 15, NEAREST, area) == resized(given, 10, 15, AREA)).all()
        assert (resized(given, 40, 60, NEAREST, area) == resized(given, 40, 60, NEAREST)).all(), "it does not shrink"
    mask = given[..., :1]
    assert (Resample(10, 15, Sampling(1, NEAREST, "image")).mask(mask) == mask[::2, ::2]).all()
    assert (Resample(10, 15, Sampling(1, NEAREST, "image_mask")).mask(mask) == resized(mask, 10, 15, AREA)).all()


@pytest.mark.parametrize("dtype", ["bool", "uint16", "int16", "int32"])
@pytest.mark.parametrize("interpolation", [NEAREST, NEAREST_EXACT])
def test_masks_keep_their_classes(dtype, interpolation):
    mask = (image(channels=1) > 127).astype(dtype) if dtype == "bool" else image(channels=1).astype(dtype)
    out = Resample(50, 20, Sampling(LINEAR, interpolation)).mask(mask)
    assert out.dtype == mask.dtype
    assert (out == resized(mask.astype(np.uint8), 50, 20, interpolation)).all()


@pytest.mark.parametrize("interpolation", [LINEAR_EXACT, NEAREST_EXACT])
def test_the_transforms_take_every_way_that_albumentations_takes(interpolation):
    for transform in (
        A.Resize(9, 8, interpolation, interpolation),
        A.RandomResizedCrop((9, 8), interpolation=interpolation),
    ):
        plan = A.Compose([transform]).draw_plan(image=image())
        assert plan.ops[-1].sampling.interpolation == interpolation
        assert A.Plan.from_json(plan.to_json()) == plan


def test_boxes_and_keypoints_scale_along():
    transform = A.Compose(
        [A.Resize(74, 159)],
        bbox_params=A.BboxParams("pascal_voc"),
        keypoint_params=A.KeypointParams("xys"),
    )
    out = transform(image=image(), bboxes=[[1, 2, 30, 20]], keypoints=[[10, 11, 2]])
    assert np.allclose(out["bboxes"], [[3, 4, 90, 40]])
    assert np.allclose(out["keypoints"], [[30, 22, 6]]), "a scale grows by the longer side's factor"


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("channels", [5, 7, 9])
@pytest.mark.parametrize("size", [(11, 13), (37, 13), (36, 52), (1, 1)])
def test_areas_of_many_channels_are_those_of_each(size, channels, dtype):
    given = image(channels=channels, dtype=dtype)
    each = [resized(np.ascontiguousarray(given[..., i : i + 1]), *size, AREA) for i in range(channels)]
    difference = np.abs(resized(given, *size, AREA).astype(float) - np.concatenate(each, 2))
    assert difference.max() <= (1 if dtype == np.uint8 else 1e-6)


@pytest.mark.parametrize("interpolation", [NEAREST, LINEAR, LINEAR_EXACT, NEAREST_EXACT])
def test_laws(interpolation):
    check(Resample(20, 31, Sampling(interpolation)))
    check(Resample(60, 70, Sampling(interpolation)))
