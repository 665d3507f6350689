"""CLAHE and AutoContrast: OpenCV's own equalization, and stretches worked out level by level."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from ops_help import check, image, ops, smooth

import augrepro as A
from augrepro.ops.contrast import AdaptiveEqualization, HistogramStretch


def test_gray_and_lightness_are_opencvs():
    given = smooth(60, 70)
    run = cv2.createCLAHE(3.0, (4, 3))
    lab = cv2.cvtColor(given, cv2.COLOR_RGB2LAB)
    lab[..., 0] = run.apply(np.ascontiguousarray(lab[..., 0]))
    op = AdaptiveEqualization(3.0, (4, 3))
    assert (op.pixels(given) == cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)).all()
    gray = np.ascontiguousarray(given[..., :1])
    assert (op.pixels(gray)[..., 0] == run.apply(gray[..., 0])).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (2, 3), (5, 5)])
@pytest.mark.parametrize("channels", [1, 3])
def test_tiny_images_have_local_contrast_too(shape, channels):
    given = image(*shape, channels)
    for tiles in ((1, 1), (8, 8), (256, 3)):
        assert AdaptiveEqualization(4.0, tiles).pixels(given).shape == given.shape


def test_a_huge_limit_cuts_nothing_off():
    given = smooth()
    wide = [AdaptiveEqualization(limit, (2, 2)).pixels(given) for limit in (256.0, 1e4, 1e12)]
    assert (wide[0] == wide[1]).all()
    assert (wide[0] == wide[2]).all()
    assert (wide[0] != AdaptiveEqualization(2.0, (2, 2)).pixels(given)).any()


def test_the_limit_is_drawn_from_one_upwards():
    found = [op.clip_limit for seed in range(100) for op in ops(A.CLAHE(3), seed)]
    assert 1 <= min(found) < 1.1 < 2.9 < max(found) <= 3
    for bad in ({"clip_limit": 0.5}, {"clip_limit": (0, 2)}, {"tile_grid_size": (0, 8)}, {"tile_grid_size": (8, 999)}):
        with pytest.raises(ValueError, match=next(iter(bad))):
            A.CLAHE(**bad)
    with pytest.raises(ValueError, match="needs an image of 1 or 3 channels, got 2"):
        A.Compose([A.CLAHE(p=1)])(image=image(channels=2))


def columns(*levels):
    """A gray image with one column for each level."""
    return np.tile(np.array(levels, np.uint8), (4, 1))[..., None]


def stretched(given, **more):
    return A.Compose([A.AutoContrast(p=1, **more)])(image=given)["image"][0, :, 0].tolist()


def test_levels_are_spread_evenly():
    assert stretched(columns(50, 60, 100, 150), method="pil") == [0, 26, 128, 255]
    assert stretched(columns(0, 128, 255), method="pil") == [0, 128, 255]


def test_levels_become_equally_frequent():
    assert stretched(columns(50, 60, 100, 150)) == [0, 85, 170, 255]
    assert stretched(columns(7, 7, 8, 250, 250)) == [0, 0, 85, 255, 255]
    assert stretched(columns(0, 200, 255, 255)) == [0, 85, 255, 255], "white counts"


def test_the_ends_are_cut_off():
    given = columns(*range(10, 30))
    out = stretched(given, method="pil", cutoff=10)
    assert out[:3] == [0, 0, 0]
    assert out[-2:] == [255, 255]
    assert 0 < out[3] < out[-3] < 255
    assert stretched(given, cutoff=100) == list(range(10, 30))
    assert stretched(given, cutoff=50, method="pil") in (list(range(10, 30)), [0] * 10 + [255] * 10)


def test_the_ignored_level_stays_and_does_not_count():
    assert stretched(columns(0, 0, 50, 100, 150), ignore=0, method="pil") == [0, 0, 0, 128, 255]
    assert stretched(columns(9, 9, 9), ignore=9) == [9, 9, 9]
    assert stretched(columns(9, 9, 20), ignore=9) == [9, 9, 20]
    assert stretched(columns(1, 2, 3), ignore=0) != [1, 2, 3], "a level, not the number of a channel"


def test_one_level_stays():
    assert stretched(columns(77, 77)) == [77, 77]
    assert stretched(columns(77), method="pil", cutoff=3) == [77]


@pytest.mark.parametrize("method", ["cdf", "pil"])
def test_channels_are_stretched_alone(method):
    given = image(channels=5) // 3 + np.arange(5, dtype=np.uint8) * 20
    op = HistogramStretch(2.0, None, method)
    out = op.pixels(given)
    for i in range(5):
        assert (out[..., i] == op.pixels(np.ascontiguousarray(given[..., i : i + 1]))[..., 0]).all()


@pytest.mark.parametrize("op", [HistogramStretch(0.0, None, "cdf"), HistogramStretch(5.0, 128, "pil")], ids=repr)
def test_laws(op):
    check(op)


def test_laws_of_local_contrast():
    check(AdaptiveEqualization(4.0, (8, 8)), channels=(1, 3))
