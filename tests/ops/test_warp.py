"""Affine, Rotate and ShiftScaleRotate: every target goes to the same place, and the maps are integers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from math import cos, radians, sin, tan

import cv2
import numpy as np
import pytest
from ops_help import check, elsewhere, image, ops, smooth

import augrepro as A
from augrepro.kernels import remap, scratch
from augrepro.ops.look import Look
from augrepro.ops.remap import Warp
from augrepro.transforms.affine import Affine, Rotate, ShiftScaleRotate

WILD = {
    "affine": Affine(scale=(0.6, 1.5), translate_percent=(-0.1, 0.1), rotate=(-180, 180), shear=(-20, 20)),
    "fitted": Affine(scale=(0.6, 1.5), rotate=(-180, 180), shear=(-20, 20), fit_output=True),
    "rotate": Rotate(180),
    "cropped": Rotate(25, crop_border=True),
    "ssr": ShiftScaleRotate(0.1, 0.3, 180),
}


def linear(op: Warp) -> np.ndarray:
    a, b, _, d, e, _ = op.forward
    return np.array([[a, b], [d, e]])


def one(transform, shape=(100, 200, 3), seed=0) -> Warp:
    return ops(transform, seed, shape)[0]


@pytest.mark.parametrize("name", WILD)
@pytest.mark.parametrize("seed", range(6))
def test_a_dot_ends_where_its_keypoint_and_its_box_end(name, seed):
    blank, x, y = np.zeros((91, 121, 3), np.uint8), 66, 41
    blank[y - 1 : y + 2, x - 1 : x + 2] = 255
    run = A.Compose(
        [WILD[name].replaced(p=1)],
        seed=seed,
        bbox_params=A.BboxParams("pascal_voc"),
        keypoint_params=A.KeypointParams("xy"),
    )
    out = run(image=blank, mask=blank[..., 0], keypoints=[(x, y)], bboxes=[(x - 1, y - 1, x + 2, y + 2)])
    (kx, ky), box = out["keypoints"][0], out["bboxes"][0]
    for found in (out["image"][..., 0], out["mask"]):
        ys, xs = np.nonzero(found > 100)
        assert abs(xs.mean() - kx) < 0.6
        assert abs(ys.mean() - ky) < 0.6
        assert xs.min() >= box[0] - 1
        assert ys.max() < box[3] + 1
    assert abs((box[0] + box[2]) / 2 - 0.5 - kx) < 1e-6


def test_scale_then_turn_then_shear():
    op = one(Affine(scale={"x": 2, "y": 0.5}, rotate=30, shear={"x": 10, "y": 20}))
    c, s = cos(radians(30)), sin(radians(30))
    shear = np.array([[1, -tan(radians(10))], [-tan(radians(20)), 1]])
    assert np.allclose(linear(op), shear @ [[c, s], [-s, c]] @ [[2, 0], [0, 0.5]])


def test_figures_measured_on_albumentations():
    """Where keypoints (0, 0), (1, 0), (0, 1) of a 100 x 200 image went in Albumentations 2.0.8."""
    facts = [
        (Affine(rotate=(30, 30)), (-11.4195, 56.3817, 0.866, -0.5, 0.5, 0.866)),
        (Affine(shear={"x": 10, "y": 0}, rotate=(30, 30)), (-12.633, 56.3817, 0.9542, -0.5, 0.3473, 0.866)),
        (Affine(scale={"x": 1, "y": 2}, shear={"x": 10, "y": 0}), (17.4564, -49.5, 1, 0, -0.3527, 2)),
        (Affine(translate_px={"x": 10, "y": 20}, rotate=30, scale=2), (-112.3391, 83.2635, 1.732, -1, 1, 1.732)),
        (Affine(translate_percent=0.1), (20, 10, 1, 0, 0, 1)),
        (ShiftScaleRotate((0.1, 0.1), (0.5, 0.5), (30, 30)), (-46.8793, 69.8226, 1.299, -0.75, 0.75, 1.299)),
        (ShiftScaleRotate((0.1, 0.1), 0, 0, shift_limit_x=(0.2, 0.2)), (40, 10, 1, 0, 0, 1)),
    ]
    for transform, (x, y, *rest) in facts:
        run = A.Compose([transform.replaced(p=1)], keypoint_params=A.KeypointParams("xy", remove_invisible=False))
        points = np.array(run(image=np.zeros((100, 200), np.uint8), keypoints=[(0, 0), (1, 0), (0, 1)])["keypoints"])
        assert np.allclose(points[0], (x, y), atol=2e-4)
        assert np.allclose((points[1:] - points[0]).ravel(), rest, atol=2e-4)


def test_boxes_by_corners_and_by_ellipse():
    for method, box in (("largest_box", (20.718, 52.679, 80.359, 100)), ("ellipse", (29.179, 60.482, 71.898, 100))):
        run = A.Compose([Rotate((30, 30), rotate_method=method, p=1)], bbox_params=A.BboxParams("pascal_voc"))
        out = run(image=np.zeros((100, 200), np.uint8), bboxes=[(20, 30, 60, 80)])["bboxes"][0]
        assert np.allclose(out, box, atol=2e-3)


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_quarter_turns_are_exact(quarter):
    given = image(40, 40)
    out = Rotate((90 * quarter, 90 * quarter), p=1)(image=given)["image"]
    assert (out == np.rot90(given, quarter)).all()


def test_whole_shifts_are_exact_and_fill_what_they_bare():
    given = image()
    out = Affine(translate_px={"x": 2, "y": 1}, fill=(1, 2, 3), p=1)(image=given, mask=given[..., 0])
    assert (out["image"][1:, 2:] == given[:-1, :-2]).all()
    assert (out["image"][0] == (1, 2, 3)).all()
    assert (out["mask"][1:, 2:] == given[:-1, :-2, 0]).all()


def test_identity_draws_nothing():
    assert ops(Affine()) == ops(Rotate(0)) == ops(ShiftScaleRotate(0, 0, 0)) == []


def test_near_to_the_real_valued_warp():
    given = smooth(200, 200)
    op = one(Rotate((33, 33), border_mode=1), given.shape)
    matrix = np.array(op.forward).reshape(2, 3)
    matrix[:, 2] += 0.5 * (matrix[:, 0] + matrix[:, 1]) - 0.5
    want = cv2.warpAffine(given, matrix, (200, 200), flags=cv2.INTER_LINEAR, borderMode=1)
    assert np.abs(op.pixels(given).astype(int) - want).max() <= 3


@pytest.mark.parametrize("name", WILD)
def test_laws(name):
    for op in ops(WILD[name]):
        check(op)


@pytest.mark.parametrize("dtype", [np.uint8, np.bool_, np.uint16, np.int16, np.int32, np.float32])
@pytest.mark.parametrize("channels", [1, 3, 5])
def test_masks_of_every_dtype(dtype, channels):
    mask = (
        (image(channels=channels) > 99).astype(dtype) if dtype == np.bool_ else image(channels=channels).astype(dtype)
    )
    op = one(Rotate((20, 20)), (37, 53, channels))
    out = op.mask(mask)
    assert out.dtype == dtype
    assert out.shape == mask.shape
    assert set(np.unique(out)) <= {*np.unique(mask), 0}
    assert (elsewhere(lambda: op.mask(mask)) == out).all()
    assert (out[..., -1] == op.mask(np.ascontiguousarray(mask[..., -1:]))[..., 0]).all()


@pytest.mark.parametrize("border_mode", range(5))
def test_five_channels_are_as_one_at_a_time(border_mode):
    given = image(channels=5)
    op = one(Rotate((20, 20), border_mode=border_mode, fill=(5, 4, 3, 2, 1)), given.shape)
    single = [
        Warp(op.forward, *given.shape[:2], Look(border_mode=border_mode, fill=float(5 - i))).pixels(
            np.ascontiguousarray(given[..., i : i + 1])
        )
        for i in range(5)
    ]
    assert (op.pixels(given) == np.concatenate(single, 2)).all()


def test_far_away_is_all_border():
    op = one(Affine(translate_px={"x": 10**6, "y": -(10**6)}, fill=7))
    assert (op.pixels(image(100, 200)) == 7).all()


def test_a_strong_reduction_keeps_the_image_in_the_middle():
    out = Affine(scale=0.01, p=1)(image=np.full((300, 300), 255, np.uint8))["image"]
    ys, xs = np.nonzero(out)
    assert (ys.min(), ys.max(), xs.min(), xs.max()) == (148, 151, 148, 151) or len(ys) == 9


def test_the_longest_side_is_read_and_a_longer_one_refused():
    op = one(Rotate((10, 10)))
    assert op.pixels(np.zeros((32766, 1, 1), np.uint8)).shape == (100, 200, 1)
    with pytest.raises(ValueError, match="at most 32766 pixels a side, got 32767x1"):
        op.pixels(np.zeros((32767, 1, 1), np.uint8))


def test_crop_border_shows_no_fill():
    for angle in (1, 10, 30, 45, 60, 89, 120):
        for shape in ((100, 200), (200, 100), (64, 64), (5, 40)):
            out = Rotate((angle, angle), crop_border=True, fill=255, p=1)(image=np.zeros(shape, np.uint8))["image"]
            assert not out.any(), (angle, shape, out.shape)
    full = Rotate((90, 90), crop_border=True, p=1)(image=np.zeros((100, 200), np.uint8))["image"]
    assert full.shape == (100, 100)


def test_fit_output_holds_the_whole_image():
    out = Affine(rotate=30, fit_output=True, p=1)(image=np.full((100, 200), 255, np.uint8))["image"]
    assert out.shape == (187, 224)
    assert abs(int(out.sum(dtype=np.int64)) / 255 - 20000) < 150


def test_scales_of_one_axis_and_of_both():
    both = linear(one(Affine(scale=(0.5, 2), keep_ratio=True)))
    assert both[0, 0] == both[1, 1]
    each = linear(one(Affine(scale=(0.5, 2))))
    assert each[0, 0] != each[1, 1]


def test_balanced_scale_shrinks_as_often_as_it_grows():
    drawn = [linear(one(Affine(scale=(0.5, 3), balanced_scale=True), seed=s))[0, 0] for s in range(200)]
    assert 70 < sum(x < 1 for x in drawn) < 130
    assert 12 < sum(linear(one(Affine(scale=(0.5, 3)), seed=s))[0, 0] < 1 for s in range(200)) < 68


def test_spellings_and_refusals():
    assert Affine(scale=0.5, shear=10) == Affine(scale={"x": 0.5, "y": 0.5}, shear=(10, 10))
    assert Affine(shear={"x": 5}).shear == {"x": (5, 5), "y": (0, 0)}
    assert Rotate(30).limit == (-30, 30)
    with pytest.raises(ValueError, match="translate_px must be None where translate_percent is given"):
        Affine(translate_px=1, translate_percent=0.1)
    for scale in ({"x": (0.5, 1), "y": (1, 1.5)}, {"x": 0.5}):
        with pytest.raises(ValueError, match="scale must have one range for both axes where keep_ratio is True"):
            Affine(scale=scale, keep_ratio=True)
    for wrong in (-1, 0, (2, 1), {"z": 1}, "a", {}):
        with pytest.raises(ValueError, match=r"Affine\.scale must be"):
            Affine(scale=wrong)
    with pytest.raises(ValueError, match="scale_limit"):
        ShiftScaleRotate(scale_limit=1.0)


def test_saved_and_read_back():
    for transform in WILD.values():
        assert A.from_dict(A.to_dict(transform)) == transform


def test_packed_coordinates():
    x = np.array([[0, 65536 * 3 + 32768, -1]], np.int32)
    y = np.array([[65536, -65536, 2047]], np.int32)
    pixels, parts = remap.packed(x, y, 1)
    assert pixels.tolist() == [[[0, 1], [3, -1], [-1, 0]]]
    assert parts.tolist() == [[0, 16, 31]]


def test_calls_side_by_side_have_working_memory_of_their_own():
    """Threads warp images of several sizes at once; each call gives what it gives alone."""
    images = [image(40 + 30 * i, 90 - 10 * i) for i in range(4)]
    run = A.Compose([A.Affine(rotate=(-40, 40), p=1), A.Perspective(p=1)], seed=3)
    alone = [run(image=given, sample_key=(0, i))["image"] for i, given in enumerate(images * 6)]
    with ThreadPoolExecutor(4) as threads:
        calls = [threads.submit(run, image=given, sample_key=(0, i)) for i, given in enumerate(images * 6)]
        assert all((call.result()["image"] == wanted).all() for call, wanted in zip(calls, alone, strict=True))
    assert len({id(block) for block in scratch.SPARE}) == len(scratch.SPARE) <= scratch.MOST


def test_a_call_that_fails_gives_its_working_memory_back(monkeypatch):
    def broken(*args):
        raise MemoryError

    run = A.Compose([A.Affine(rotate=20, p=1)], seed=3)
    wanted = run(image=image())["image"]
    before = sorted(map(id, scratch.SPARE))
    with monkeypatch.context() as patch:
        patch.setattr(remap.cv2, "remap", broken)
        with pytest.raises(MemoryError):
            run(image=image())
    assert sorted(map(id, scratch.SPARE)) == before
    assert (A.Compose([A.Affine(rotate=20, p=1)], seed=3)(image=image())["image"] == wanted).all()


def test_two_blocks_in_use_are_never_one():
    one, other = scratch.taken(10), scratch.taken(10)
    assert not np.shares_memory(one, other)
    scratch.given_back(other)
    assert scratch.taken(10) is other
    large = scratch.taken(scratch.SIZE + 1)
    assert len(large) == scratch.SIZE + 1
    scratch.given_back(large)
    assert all(block is not large for block in scratch.SPARE)
    for block in (one, other):
        scratch.given_back(block)


def test_where_a_pixel_looks_is_one_float32_sum_and_one_rounding():
    """Which every CPU and release of OpenCV makes alike."""
    inverse, rows, columns = (0.93, 0.21, -33.3, -0.13, 1.2, 4.7), range(3, 130), range(2, 403)
    x, y = (np.arange(some.start, some.stop, dtype=np.float64) for some in (columns, rows))
    want_x, want_y = (
        np.rint(((a * x).astype(np.float32) + (b * y + c).astype(np.float32)[:, None]).astype(np.float64) * 32)
        for a, b, c in (inverse[:3], inverse[3:])
    )
    for band, at_x, at_y in remap.affine(inverse, rows, columns, 0):
        pairs, parts = remap.packed(at_x, at_y, cv2.INTER_LINEAR)
        assert np.array_equal(pairs[..., 0] * 32 + (parts & 31), want_x[band])
        assert np.array_equal(pairs[..., 1] * 32 + (parts >> 5), want_y[band])


@pytest.mark.parametrize("small", [1e-5, 1e-20, 1e-42])
def test_a_warp_that_enlarges_without_end_shows_corners_and_raises_no_warning(small):
    op = Warp((small, 0.0, 3.5, 0.0, small, 3.5), 7, 7, Look(border_mode=1))
    out = op.pixels(image(8, 7))
    if small > 1e-28:
        assert (out[0, 0] == image(8, 7)[0, 0]).all()
        assert (out[-1, -1] == image(8, 7)[-1, -1]).all()
