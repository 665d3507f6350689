"""Turns, windows and borders: the pixels by NumPy's own moves, and boxes and keypoints that stay on their pixels."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from ops_help import check, drawn, image, ops

import augrepro as A
from augrepro.engine.plan import Plan
from augrepro.kernels.grid import pad
from augrepro.ops.grid import Dihedral, Padding, Window
from augrepro.ops.look import Border
from augrepro.transforms.flips import QUARTERS

PHOTO = image(24, 32)
TURNS = [Dihedral(t, x, y) for t in (False, True) for x in (False, True) for y in (False, True)]


def through(transform, seed=0, **data):
    """One call that fires, with a keypoint and a box on the pixel (x, y) = (20, 9), and what became of them."""
    pipeline = A.Compose(
        [transform.replaced(p=1)],
        bbox_params=A.BboxParams("pascal_voc"),
        keypoint_params=A.KeypointParams("xy"),
        seed=seed,
    )
    return pipeline(image=PHOTO, keypoints=[[20, 9]], bboxes=[[20, 9, 21, 10]], **data)


@pytest.mark.parametrize(
    ("transform", "wanted"),
    [
        (A.HorizontalFlip(), PHOTO[:, ::-1]),
        (A.VerticalFlip(), PHOTO[::-1]),
        (A.Transpose(), PHOTO.transpose(1, 0, 2)),
        (A.Crop(5, 3, 30, 20), PHOTO[3:20, 5:30]),
        (A.CenterCrop(11, 20), PHOTO[6:17, 6:26]),
        (A.PadIfNeeded(31, 40), np.pad(PHOTO, ((3, 4), (4, 4), (0, 0)))),
        (A.PadIfNeeded(31, 40, position="top_right"), np.pad(PHOTO, ((0, 7), (8, 0), (0, 0)))),
        (A.PadIfNeeded(31, 40, position="bottom_left"), np.pad(PHOTO, ((7, 0), (0, 8), (0, 0)))),
        (A.PadIfNeeded(None, 32, pad_height_divisor=9, border_mode=1), np.pad(PHOTO, ((1, 2), (0, 0), (0, 0)), "edge")),
        (A.PadIfNeeded(28, 32, border_mode=4), np.pad(PHOTO, ((2, 2), (0, 0), (0, 0)), "reflect")),
        (A.PadIfNeeded(28, 32, border_mode=2), np.pad(PHOTO, ((2, 2), (0, 0), (0, 0)), "symmetric")),
        (A.PadIfNeeded(28, 32, border_mode=3), np.pad(PHOTO, ((2, 2), (0, 0), (0, 0)), "wrap")),
    ],
)
def test_pixels_are_numpys(transform, wanted):
    assert (through(transform)["image"] == wanted).all()


def test_quarter_turns_are_counter_clockwise():
    assert [(turn.pixels(PHOTO) == np.rot90(PHOTO, k)).all() for k, turn in enumerate(QUARTERS)] == [True] * 4


@pytest.mark.parametrize("name", ["RandomRotate90", "D4"])
def test_every_turn_is_drawn(name):
    found = {ops(getattr(A, name)(), seed)[0] for seed in range(80)}
    assert found == set(QUARTERS if name == "RandomRotate90" else TURNS)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    "transform",
    [
        A.HorizontalFlip(),
        A.VerticalFlip(),
        A.Transpose(),
        A.RandomRotate90(),
        A.D4(),
        A.Crop(5, 3, 30, 20),
        A.CenterCrop(16, 25),
        A.RandomCrop(20, 30),
        A.RandomCrop(40, 30, pad_if_needed=True, pad_position="random"),
        A.BBoxSafeRandomCrop(),
        A.PadIfNeeded(31, 40, position="random"),
    ],
    ids=repr,
)
def test_boxes_and_keypoints_stay_on_their_pixel(transform, seed):
    out = through(transform, seed)
    for x, y in out["keypoints"]:
        assert (out["image"][int(y), int(x)] == PHOTO[9, 20]).all()
        assert out["bboxes"] == [[x, y, x + 1, y + 1]]
    assert len(out["keypoints"]) == len(out["bboxes"])


@pytest.mark.parametrize(
    "op", [*TURNS, Window(3, 4, 20, 30), *(Padding(2, 0, 3, 1, Border(mode, 7, 1)) for mode in range(5))]
)
def test_laws(op):
    check(op)


def windows(transform, count=300):
    """The crops that many seeds draw, as (x_min, y_min, x_max, y_max)."""
    found = []
    for seed in range(count):
        [crop] = [op for op in ops(transform, seed, (24, 32, 1)) if isinstance(op, Window)]
        found.append((crop.x_min, crop.y_min, crop.x_max, crop.y_max))
    return np.array(found)


def test_random_windows_reach_every_place():
    x1, y1, x2, y2 = windows(A.RandomCrop(20, 30)).T
    assert set(zip(x1, y1, strict=True)) == {(x, y) for x in range(3) for y in range(5)}
    assert set(x2 - x1) == {30}
    assert set(y2 - y1) == {20}


def test_resized_windows_keep_to_scale_and_ratio():
    x1, y1, x2, y2 = windows(A.RandomResizedCrop((8, 8), scale=(0.2, 0.4), ratio=(0.5, 2.0))).T
    area, ratio = (x2 - x1) * (y2 - y1) / (24 * 32), (x2 - x1) / (y2 - y1)
    assert 0.16 < area.min() < 0.22 < 0.38 < area.max() < 0.44
    assert 0.45 < ratio.min() < 0.6 < 1.7 < ratio.max() < 2.2
    assert abs(np.log(ratio).mean()) < 0.1
    assert ops(A.RandomResizedCrop((8, 8), scale=(1, 1), ratio=(9, 9)), 0, (24, 32, 1))[0] == Window(0, 10, 32, 14)


@pytest.mark.parametrize("rate", [0.0, 0.5])
def test_safe_windows_keep_the_boxes(rate):
    box, lost = np.array([10.0, 8.0, 22.0, 16.0]), []
    for seed in range(200):
        transform = A.Compose([A.BBoxSafeRandomCrop(rate)], bbox_params=A.BboxParams("pascal_voc"), seed=seed)
        [step] = transform.draw_plan(image=PHOTO, bboxes=[box.tolist()]).steps
        crop = step.op
        lost.append(max(crop.x_min - box[0], box[2] - crop.x_max, crop.y_min - box[1], box[3] - crop.y_max))
    assert max(lost) <= rate / 2 * 12
    assert (max(lost) > 0) == (rate > 0)


def test_a_window_holds_a_labeled_pixel_of_a_channel_that_counts():
    mask = np.zeros((24, 32, 2), np.uint8)
    mask[2, 3, 0], mask[20, 28, 1], mask[11, 15, 1] = 1, 2, 3
    for seed in range(30):
        for more, place in (({"ignore_channels": [1]}, (3, 2)), ({"ignore_values": [1, 3]}, (28, 20))):
            [step] = drawn(A.CropNonEmptyMaskIfExists(6, 7, **more), seed, image=PHOTO, mask=mask).steps
            crop = step.op
            assert crop.x_min <= place[0] < crop.x_max
            assert crop.y_min <= place[1] < crop.y_max


def test_a_window_beyond_the_image_is_refused_and_not_an_empty_image():
    plan = A.Compose([A.CenterCrop(20, 30)]).draw_plan(image=PHOTO)
    with pytest.raises(ValueError, match=r"Window\(x_min=1, .*\) is no window .* width 4 and height 5"):
        A.Compose([]).apply_plan(plan, image=PHOTO[:5, :4])
    assert isinstance(plan, Plan)


def framed(image, sides, fill):
    """The border by NumPy: a whole image of the fill, and the image in its middle."""
    top, bottom, left, right = sides
    height, width, channels = image.shape
    out = np.empty((height + top + bottom, width + left + right, channels), image.dtype)
    out[...] = np.asarray(fill, np.float64).astype(image.dtype)
    out[top : top + height, left : left + width] = image
    return out


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "int32", "float32", "float64", "bool"])
def test_a_constant_border_is_the_fill_in_every_dtype(dtype):
    """To the bit, the sign of zeros too, for images in any layout and one to five channels."""
    rng = np.random.default_rng(3)
    fills = [0.0, 1.0] if dtype == "bool" else [0.0, 0, 7, 200.0 if dtype == "uint8" else 300.0]
    fills += [-0.0, 0.1] if dtype.startswith("float") else []
    for channels in (1, 2, 3, 4, 5):
        whole = (rng.random((9, 12, channels)) * (2 if dtype == "bool" else 200)).astype(dtype)
        layouts = whole, whole[2:7, 1:9], whole[::-1], whole[:, ::-1], whole[::2, ::2], whole.transpose(1, 0, 2)
        for image_now, sides in zip(
            layouts, [(1, 2, 3, 4), (0, 0, 0, 5), (3, 0, 0, 0), (2, 2, 0, 0)] * 2, strict=False
        ):
            for fill in [*fills, tuple(range(channels)) if dtype != "bool" else 1.0]:
                found = pad(image_now, *sides, 0, fill)
                assert found.dtype == image_now.dtype
                assert found.tobytes() == framed(image_now, sides, fill).tobytes()


@pytest.mark.parametrize("fill", [0.0, -0.0, 1.0, "one each"])
@pytest.mark.parametrize("dtype", ["uint8", "bool", "uint16", "int16", "int32", "float32", "float64"])
def test_a_constant_border_has_the_fill_to_the_bit_and_the_image_in_its_middle(dtype, fill):
    for channels, more in itertools.product((1, 2, 3, 4, 5), ((1, 0, 2, 3), (9, 8, 7, 9))):
        top, bottom, left, right = more
        image = np.random.default_rng(channels).integers(0, 2, (5, 6, channels)).astype(dtype)
        values = [float(i % 2) for i in range(channels)] if fill == "one each" else [fill] * channels
        wanted = np.tile(np.array(values).astype(dtype), (5 + top + bottom, 6 + left + right, 1))
        wanted[top : top + 5, left : left + 6] = image
        for given in (image, np.asfortranarray(image), np.tile(image, (1, 2, 1))[:, :6]):
            found = pad(given, *more, 0, tuple(values) if fill == "one each" else fill)
            assert found.dtype == wanted.dtype
            assert found.shape == wanted.shape
            assert found.tobytes() == wanted.tobytes()


def test_a_border_around_much_and_around_little_refuses_a_fill_that_the_image_cannot_hold():
    for more in (1, 50):
        with pytest.raises(ValueError, match="fill must be from 0 to 255"):
            pad(np.zeros((8, 8, 3), np.uint8), more, more, more, more, 0, 256.0)
