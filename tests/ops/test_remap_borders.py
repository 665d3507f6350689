"""Reading beyond the border: against NumPy's own padding, for pictures of one pixel to a few, near and far."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

import cv2
import numpy as np
import pytest
from ops_help import image

from augrepro.kernels import folding, remap
from augrepro.kernels.remap import Reading

SIDES = [(1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (2, 5), (3, 3), (3, 4), (4, 5), (5, 5), (1, 9), (9, 1), (8, 7)]
PADDING = {1: "edge", 2: "symmetric", 3: "wrap", 4: "reflect"}
MARGIN, OUT = 64, (6, 40)


def surrounded(given, mode):
    """The picture with ``MARGIN`` pixels of its border around it, by NumPy."""
    for axis in (0, 1):
        sides = [(0, 0)] * 3
        sides[axis] = (MARGIN, MARGIN)
        given = np.pad(given, sides, mode="edge" if given.shape[axis] == 1 else PADDING[mode])
    return np.ascontiguousarray(given)


def looks(height, width, far, rng):
    """Random places to look at, up to ``far`` pixels outside, in int32 with 16 fraction bits."""
    x = rng.integers(-far << 16, (width + far) << 16, OUT)
    y = rng.integers(-far << 16, (height + far) << 16, OUT)
    return x.astype(np.int32), y.astype(np.int32)


def read(given, x, y, interpolation, mode):
    return remap.seen(given, lambda _: iter([(slice(0, OUT[0]), x, y)]), *OUT, Reading(interpolation, mode, 0.0))


@pytest.mark.parametrize("mode", PADDING)
@pytest.mark.parametrize("interpolation", [0, 1, 2, 4])
def test_a_border_is_what_numpy_pads(interpolation, mode):
    rng = np.random.default_rng(interpolation)
    for height, width in SIDES:
        for channels, dtype in ((1, np.uint8), (3, np.uint8), (5, np.uint8), (3, np.float32)):
            given = image(height, width, channels, dtype)
            for far in (1, 4, 50):
                x, y = looks(height, width, far, rng)
                out = read(given, x, y, interpolation, mode)
                moved = (at + np.int32(MARGIN << 16) for at in (x, y))
                reference = read(surrounded(given, mode), *moved, interpolation, 0)
                if dtype == np.uint8:
                    assert (out == reference).all(), (height, width, channels, far)
                else:
                    assert np.abs(out - reference).max() < 2e-6, (height, width, channels, far)


@pytest.mark.parametrize("mode", [0, *PADDING])
def test_the_nearest_pixel_is_the_same_by_floats_and_by_whole_numbers(monkeypatch, mode):
    """Whichever way a release of OpenCV is faster by: ties, both sides of a pixel's edge, and far outside."""
    rng = np.random.default_rng(mode)
    for (height, width), dtype in zip(SIDES, [np.uint8, np.int32, np.float32, np.bool_] * 4, strict=False):
        given = image(height, width, (1, 3, 5)[height % 3], dtype)
        x, y = (rng.integers(-80, 120, OUT).astype(np.float32) / 4 for _ in range(2))
        x[0, :3] = (*np.nextafter(np.float32(1.5), np.float32((0, 2))), remap.OUTSIDE)
        for places in ((x, y), looks(height, width, 30, rng)):
            outs = []
            for by_floats in (False, True):
                monkeypatch.setattr(remap, "_READS_FLOATS", by_floats)
                outs.append(read(given, *(at.copy() for at in places), 0, mode))
            assert outs[0].tobytes() == outs[1].tobytes(), (height, width, dtype)


@pytest.mark.parametrize("interpolation", [0, 1, 2])
def test_one_row_and_one_column_of_places_are_read_like_any(interpolation):
    """As views that repeat them, and as places of their own: in whole bands and in a window."""
    rng = np.random.default_rng(interpolation)
    for height, width, channels in ((1, 1, 1), (1, 9, 3), (9, 1, 3), (300, 211, 1)):
        given = image(height, width, channels, np.uint8)
        dx, dy = (rng.integers(-50 << 16, 50 << 16, size).astype(np.int32) for size in ((1, width), (height, 1)))
        repeated = [np.broadcast_to(part, (height, width)) for part in (dx, dy)]
        for mode in (0, 4):
            reading = Reading(interpolation, mode, 7.0)
            outs = []
            for parts in (repeated, [part.copy() for part in repeated]):
                whole = partial(remap.displaced, *parts)
                window = remap.cut(whole, range(height // 3, height), range(width // 2, width))
                outs.append(remap.seen(given, whole, height, width, reading))
                outs.append(remap.seen(given, window, height - height // 3, width - width // 2, reading))
            assert outs[0].tobytes() == outs[2].tobytes(), (height, width, mode)
            assert outs[1].tobytes() == outs[3].tobytes(), (height, width, mode)


def test_the_law_sees_a_border_mirrored_once_only(monkeypatch):
    """A planted fault: a coordinate two mirror images away is clipped to the first."""
    monkeypatch.setattr(folding, "_near", lambda at, size, mode: np.clip(at, -(size << 16), size << 17))
    with pytest.raises(AssertionError):
        test_a_border_is_what_numpy_pads(2, 2)


HANG = """
import numpy as np, augrepro as A
for name, more in (("Rotate", {"limit": (10, 10)}), ("Affine", {"scale": 0.9}), ("ShiftScaleRotate", {}),
                   ("ElasticTransform", {"alpha": 9, "sigma": 3}), ("Perspective", {}), ("GridDistortion", {})):
    for border in range(5):
        for interpolation in range(5):
            more.update(interpolation=interpolation, mask_interpolation=interpolation)
            for mode in {"border_mode", "pad_mode"} & getattr(A, name).declared.keys():
                more[mode] = border
            step = A.Compose([getattr(A, name)(**more, p=1)], seed=1)
            for shape in ((1, 1), (1, 9), (9, 1), (1, 9, 3), (2, 1, 5)):
                for dtype in ("uint8", "float32"):
                    out = step(image=np.ones(shape, dtype), mask=np.ones(shape[:2], np.int32))
                    assert out["image"].shape == shape
"""


def test_no_warp_of_a_picture_one_pixel_wide_hangs():
    """In a process of its own: a hang inside OpenCV cannot be interrupted."""
    subprocess.run([sys.executable, "-c", HANG], check=True, timeout=600)


def test_near_lookups_are_left_alone():
    """What OpenCV reads right keeps its coordinates, and so its bits."""
    for mode in (cv2.BORDER_REFLECT, cv2.BORDER_WRAP, cv2.BORDER_REFLECT_101):
        at = np.arange(-2 << 16, 11 << 16, 1000, dtype=np.int32)
        assert folding._near(at, 9, mode) is at
