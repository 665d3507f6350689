"""LongestMaxSize, RandomSizedCrop, CropAndPad and their kin: sizes and places."""

from __future__ import annotations

import numpy as np
import pytest
from ops_help import image, ops

import augrepro as A
from augrepro.engine.chance.rng import Stream
from augrepro.ops.grid import Padding, Window
from augrepro.ops.look import Border
from augrepro.ops.resize import Resample
from augrepro.transforms.box_crops import beside
from augrepro.transforms.crop_and_pad import remaining

SIZES = [(1, 1), (1, 5), (9, 7), (37, 53), (45, 61), (61, 45), (64, 100)]


def sized(transform, size, seed=0):
    """Height and width of what one call makes of an image of that size."""
    return A.Compose([transform.replaced(p=1)], seed=seed)(image=np.zeros((*size, 3), np.uint8))["image"].shape[:2]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("limit", [1, 7, 20, 61, 200])
def test_one_side_gets_the_limit_and_the_other_its_share(size, limit):
    for transform, side in ((A.LongestMaxSize, max(size)), (A.SmallestMaxSize, min(size))):
        wanted = tuple(max(round(n * (limit / side)), 1) for n in size)
        assert sized(transform(limit), size) == wanted
        assert limit in wanted


def test_limits_of_height_and_width():
    assert sized(A.LongestMaxSize(max_size_hw=(20, 20)), (40, 80)) == (10, 20)
    assert sized(A.SmallestMaxSize(max_size_hw=(20, 20)), (40, 80)) == (20, 40)
    assert sized(A.LongestMaxSize(max_size_hw=(20, 30)), (40, 80)) == (15, 30)
    assert sized(A.SmallestMaxSize(max_size_hw=(20, 60)), (40, 80)) == (30, 60)
    for name in ("LongestMaxSize", "SmallestMaxSize"):
        assert sized(getattr(A, name)(max_size_hw=(20, None)), (40, 80)) == (20, 40)
        assert sized(getattr(A, name)(max_size_hw=[None, 20]), (40, 80)) == (10, 20)


def test_one_of_several_sizes_is_drawn():
    assert {sized(A.LongestMaxSize([10, 20, 40]), (40, 80), seed)[1] for seed in range(30)} == {10, 20, 40}
    assert A.LongestMaxSize([5]).max_size == (5,)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("more", [-0.99, -0.5, -0.1, 0.0, 0.17, 1.3])
def test_a_scale_is_rounded_down(size, more):
    wanted = tuple(max(int(n * (more + 1.0)), 1) for n in size)
    assert sized(A.RandomScale((more, more)), size) == wanted


@pytest.mark.parametrize(
    ("shrinking", "growing"),
    [
        (A.LongestMaxSize(30, interpolation=0, area_for_downscale="image"), A.LongestMaxSize(120, interpolation=0)),
        (A.SmallestMaxSize(20, interpolation=0, area_for_downscale="image"), A.SmallestMaxSize(80, interpolation=0)),
        (A.RandomScale((-0.5, -0.5), 0, area_for_downscale="image", p=1), A.RandomScale((1, 1), interpolation=0, p=1)),
    ],
    ids=lambda transform: type(transform).__name__,
)
def test_areas_are_averaged_where_the_image_shrinks(shrinking, growing):
    photo = image(40, 60)
    mean = photo.reshape(20, 2, 30, 2, 3).mean((1, 3))
    out = A.Compose([shrinking])(image=photo, mask=photo[..., 0])
    assert np.abs(out["image"] - mean).max() <= 0.5
    assert (out["mask"] == photo[::2, ::2, 0]).all()
    out = A.Compose([growing.replaced(area_for_downscale="image_mask")])(image=photo)["image"]
    assert (out == photo.repeat(2, 0).repeat(2, 1)).all()


# --- where windows lie ------------------------------------------------------------------------------------------------


def windows(transform, count=300, shape=(37, 53, 3), **data):
    """The windows that many seeds draw: x_min, y_min, x_max, y_max, each of many."""
    found = []
    params = A.BboxParams("pascal_voc") if "bboxes" in data else None
    for seed in range(count):
        pipeline = A.Compose([transform.replaced(p=1)], seed=seed, bbox_params=params)
        crop = pipeline.draw_plan(image=np.zeros(shape, np.uint8), **data).ops[0]
        assert isinstance(crop, Window)
        found.append([getattr(crop, field) for field in Window.fields])
    return np.array(found).T


def test_sized_windows_have_the_heights_and_the_ratio():
    x1, y1, x2, y2 = windows(A.RandomSizedCrop((8, 20), (5, 6), w2h_ratio=1.3))
    assert set(y2 - y1) == set(range(8, 21))
    assert ((x2 - x1) == ((y2 - y1) * 1.3).astype(int)).all()
    assert (x1.min(), y1.min(), x2.max(), y2.max()) == (0, 0, 53, 37)
    for heights, ratio, wanted in (((90, 99), 1, (53, 37)), ((4, 4), 0.01, (1, 4)), ((4, 4), 99, (53, 4))):
        x1, y1, x2, y2 = windows(A.RandomSizedCrop(heights, (5, 6), ratio), 5)
        assert {*zip(x2 - x1, y2 - y1, strict=True)} == {wanted}


def test_borders_lose_up_to_their_share():
    x1, y1, x2, y2 = windows(A.RandomCropFromBorders(0.1, 0.2, 0.3, 0.0), 600)
    assert set(x1) == set(range(int(53 * 0.1) + 1))
    assert set(x2) == set(range(int(53 * 0.8), 54))
    assert set(y1) == set(range(int(37 * 0.3) + 1))
    assert set(y2) == {37}
    for shape in ((1, 1, 3), (2, 3, 3)):
        for shares in ((1, 0, 0, 1), (0, 1, 1, 0), (0.5, 0.5, 0.5, 0.5)):
            x1, y1, x2, y2 = windows(A.RandomCropFromBorders(*shares), 40, shape)
            assert (x1 < x2).all()
            assert (y1 < y2).all()


BOXES = [[10, 5, 20, 15], [30, 20, 45, 30]]


def test_sized_safe_windows_keep_the_boxes():
    x1, y1, x2, y2 = windows(A.RandomSizedBBoxSafeCrop(9, 9), bboxes=BOXES)
    assert (x1.max(), y1.max(), x2.min(), y2.min()) == (9, 4, 46, 31)
    safe = A.BBoxSafeRandomCrop(erosion_rate=0.3)
    sized_too = A.RandomSizedBBoxSafeCrop(9, 9, 0.3)
    assert np.array_equal(np.sort(windows(safe, bboxes=BOXES).max(1)), np.sort(windows(sized_too, bboxes=BOXES).max(1)))


def test_without_boxes_the_sized_window_has_the_images_ratio():
    whole = windows(A.RandomSizedBBoxSafeCrop(9, 9), 9, bboxes=[])
    assert (whole.T == (0, 0, 53, 37)).all()
    x1, y1, x2, y2 = windows(A.RandomSizedBBoxSafeCrop(9, 9, 0.5))
    assert set(y2 - y1) == set(range(18, 38))
    assert ((x2 - x1) == (y2 - y1) * 53 // 37).all()
    _, y1, _, y2 = windows(A.RandomSizedBBoxSafeCrop(9, 9, 1.0), bboxes=BOXES)
    assert (y2 - y1).min() < 4, "no box counts"


@pytest.mark.parametrize("erosion", [0.0, 0.4, 1.0])
def test_one_box_at_least_is_in_the_window(erosion):
    boxes = np.array([[1, 2, 9, 8], [40, 30, 53, 37], [20.5, 10.25, 29.75, 15.5]])
    x1, y1, x2, y2 = windows(A.AtLeastOneBBoxRandomCrop(12, 14, erosion), bboxes=boxes.tolist())
    assert set(x2 - x1) == {14}
    assert set(y2 - y1) == {12}
    seen_x = np.minimum(x2, boxes[:, 2, None]) - np.maximum(x1, boxes[:, 0, None])
    seen_y = np.minimum(y2, boxes[:, 3, None]) - np.maximum(y1, boxes[:, 1, None])
    wide, high = ((boxes[:, i + 2] - boxes[:, i])[:, None] for i in (0, 1))
    enough = (seen_x >= np.maximum(wide * (1 - erosion), 1) - 1e-9) & (
        seen_y >= np.maximum(high * (1 - erosion), 1) - 1e-9
    )
    assert enough.any(0).all()
    assert enough.any(1).all(), "each box is chosen at times"


def test_a_window_beside_a_box_lies_where_it_should():
    def starts(size, window, low, high, erosion):
        return {beside(Stream(bytes(32), bytes([n])), size, window, low, high, erosion) for n in range(200)}

    assert starts(100, 10, 40, 44, 0) == set(range(34, 41)), "it holds the box"
    assert starts(100, 10, 40, 60, 0) == set(range(40, 51)), "it lies in the box"
    assert starts(100, 10, 40, 44, 1) == set(range(31, 44)), "it holds a pixel of the box"
    assert starts(100, 10, 0, 4, 0) == {0}
    assert starts(100, 10, 97, 100, 0) == {90}
    assert starts(100, 100, 40, 44, 0) == {0}
    assert starts(100, 3, 40.4, 43.6, 0) == {41}, "no whole pixel lies between"


def test_a_box_of_the_call_is_cut_out():
    x1, y1, x2, y2 = windows(A.RandomCropNearBBox((0.1, 0.3)), cropping_bbox=(20, 10, 40, 30))
    assert set(x1) == set(range(14, 27))
    assert set(x2) == set(range(34, 47))
    assert set(y1) == set(range(8, 13))
    assert set(y2) == set(range(28, 33))
    outside = windows(A.RandomCropNearBBox((0, 0)), 1, cropping_bbox=np.array([-5.5, 30.2, 7.2, 99]))
    assert outside.T.tolist() == [[0, 30, 8, 37]]
    x1, y1, x2, y2 = windows(A.RandomCropNearBBox((1, 1), "where"), where=[20, 10, 22, 12])
    assert (x1 < x2).all()
    assert (y1 < y2).all()
    assert (20, 10, 22, 12) in {*zip(x1, y1, x2, y2, strict=True)}, "where nothing would be left"


@pytest.mark.parametrize("box", [None, 3, (1, 2, 3), "abcd", (5, 5, 5, 9), (60, 0, 70, 9), (float("nan"), 0, 9, 9)])
def test_a_box_that_is_none_is_refused(box):
    call = {} if box is None else {"cropping_bbox": box}
    with pytest.raises(ValueError, match=r"RandomCropNearBBox.* (needs a box: pass|cropping_bbox must be)"):
        A.Compose([A.RandomCropNearBBox()])(image=image(), **call)


def test_a_window_larger_than_the_image_is_refused():
    with pytest.raises(ValueError, match=r"AtLeastOneBBoxRandomCrop#0 needs an image of at least \(38, 9\)"):
        A.Compose([A.AtLeastOneBBoxRandomCrop(38, 9)])(image=image())


# --- borders ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("padding", "sides"), [(2, (2, 2, 2, 2)), ((1, 5), (5, 5, 1, 1)), ([1, 2, 3, 4], (2, 4, 1, 3))]
)
def test_a_border_on_every_side(padding, sides):
    assert ops(A.Pad(padding, 7, 1, 2)) == [Padding(*sides, Border(2, 7.0, 1.0))]


def test_no_border_is_no_op():
    assert ops(A.Pad()) == ops(A.CropAndPad(px=0)) == ops(A.CropAndPad(percent=0.001)) == []


@pytest.mark.parametrize("position", ["center", "top_left", "top_right", "bottom_left", "bottom_right", "random"])
def test_a_padded_crop_counts_from_the_border(position):
    photo = image(20, 30)
    for seed in range(6):
        crop = A.Crop(4, 3, 37, 26, pad_if_needed=True, pad_position=position, fill=9)
        padding, window = A.Compose([crop], seed=seed).draw_plan(image=photo).ops
        assert (window.x_min, window.y_min, window.x_max, window.y_max) == (4, 3, 37, 26)
        top, left = padding.top, padding.left
        if position == "center":
            assert (top, left) == (3, 3)
        elif position != "random":
            assert (top, left) == (0 if "top" in position else 6, 0 if "left" in position else 7)
        whole = np.full((20 + top + 6, 30 + left + 7, 3), 9, np.uint8)
        whole[top : top + 20, left : left + 30] = photo
        assert (A.Compose([crop], seed=seed)(image=photo)["image"] == whole[3:26, 4:37]).all()
    inside = A.Crop(4, 3, 30, 20, pad_if_needed=True, pad_position=position)
    assert A.Compose([inside]).draw_plan(image=photo).ops == [Window(4, 3, 30, 20)]
    beyond = A.Compose([A.Crop(40, 3, 50, 9, True, "top_left", fill=9)])(image=photo)["image"]
    assert (beyond == 9).all()


# --- CropAndPad -------------------------------------------------------------------------------------------------------


def amounts(transform, count=200, shape=(40, 60, 3)):
    """What many seeds add at the top, right, bottom and left."""
    found = set()
    for seed in range(count):
        height, width = shape[:2]
        x1, y1, x2, y2, top, bottom, left, right = 0, 0, width, height, 0, 0, 0, 0
        for op in ops(transform.replaced(keep_size=False), seed, shape):
            if isinstance(op, Window):
                x1, y1, x2, y2 = op.x_min, op.y_min, op.x_max, op.y_max
            else:
                top, bottom, left, right = op.top, op.bottom, op.left, op.right
        found.add((top - y1, right - width + x2, bottom - height + y2, left - x1))
    return found


def test_amounts_of_every_form():
    assert amounts(A.CropAndPad(px=3)) == {(3, 3, 3, 3)}
    assert amounts(A.CropAndPad(px=(1, -2, 3, -4))) == {(1, -2, 3, -4)}
    assert amounts(A.CropAndPad(percent=-0.1)) == {(-4, -6, -4, -6)}
    assert amounts(A.CropAndPad(percent=(0.13, -0.13, 0, 0.5))) == {(5, -7, 0, 30)}
    one = amounts(A.CropAndPad(px=(-1, 1), sample_independently=False))
    assert one == {(n, n, n, n) for n in (-1, 0, 1)}
    each = amounts(A.CropAndPad(px=(0, 1)))
    assert len(each) == 16
    mixed = amounts(A.CropAndPad(px=(5, (0, 1), [7, 9, 20], [3])))
    assert mixed == {(5, x, y, 3) for x in (0, 1) for y in (7, 9, 20)}
    assert amounts(A.CropAndPad(percent=(0.1, -0.1), sample_independently=False), shape=(10, 10, 1)) == {(0, 0, 0, 0)}
    shares = amounts(A.CropAndPad(percent=((-0.1, 0.1), 0, [0.1, 0.2, 0.5], 0)))
    assert {row[0] for row in shares} == set(range(-3, 4))
    assert {row[1:] for row in shares} == {(0, n, 0) for n in (4, 8, 20)}


def test_a_fill_of_two_numbers_is_drawn():
    fills = [ops(A.CropAndPad(px=1, fill=(10, 20), fill_mask=[1, 3]), seed)[0].border for seed in range(60)]
    assert all(10 <= border.fill <= 20 and 1 <= border.fill_mask <= 3 for border in fills)
    assert len({border.fill for border in fills}) == 60
    assert ops(A.CropAndPad(px=1, fill=(1, 2, 3)))[0].border.fill == (1, 2, 3)


def test_the_old_size_is_kept_where_asked():
    for transform in (A.CropAndPad(px=(1, -2, 3, -4)), A.CropAndPad(percent=-0.3), A.CropAndPad(px=9)):
        assert sized(transform, (37, 53)) == (37, 53)
        assert isinstance(ops(transform)[-1], Resample)
    assert sized(A.CropAndPad(px=(1, -2, 3, -4), keep_size=False), (37, 53)) == (41, 47)


def test_a_pixel_is_left():
    for size in range(1, 12):
        for before in range(14):
            for behind in range(14):
                low, high = remaining(size, before, behind)
                assert 0 <= low < high <= size
                assert (low, high) == (before, size - behind) or (before + behind >= size and high - low == 1)
    assert sized(A.CropAndPad(px=-99, keep_size=False), (5, 9)) == (1, 1)
    assert sized(A.CropAndPad(px=-99), (5, 9)) == (5, 9)


@pytest.mark.parametrize(("dtype", "whole"), [(np.uint8, True), (np.int32, True), (np.float32, False)])
def test_a_border_of_masks_between_two_whole_numbers_is_whole_where_masks_are(dtype, whole):
    pipeline = A.Compose([A.CropAndPad(px=1, fill_mask=(1, 3), keep_size=False, p=1)], seed=1)
    image, mask = np.zeros((6, 7, 3), np.uint8), np.zeros((6, 7), dtype)
    drawn = {float(pipeline(image=image, mask=mask)["mask"][0, 0]) for _ in range(40)}
    assert drawn == {1, 2, 3} if whole else len(drawn) == 40
    with pytest.raises(ValueError, match="fill_mask must be a whole number"):
        A.CropAndPad(px=1, fill_mask=(0.2, 0.4), p=1)(image=image, mask=mask.astype(np.uint8))
