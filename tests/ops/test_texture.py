"""Superpixels and Spatter: where regions lie, and what drops and mud add and hide."""

from __future__ import annotations

import numpy as np
import pytest
from ops_help import check, image, ops, smooth

import augrepro as A
from augrepro.kernels import liquid, mix, slic
from augrepro.ops.texture import MeanSegments, MudSpatter, RainSpatter

KEY = "0123456789abcdef" * 2
LIQUID = (0.65, 0.3, 2.0, 0.68)


def halves():
    """Red on the left, blue on the right, along a slanted edge."""
    y, x = np.mgrid[:60, :90]
    return np.where((x + y // 3 < 52)[..., None], np.uint8([200, 30, 20]), np.uint8([20, 40, 220]))


def test_superpixels_follow_edges():
    given = halves()
    labels = slic.segments(given, 40, 20.0)
    red = given[..., 0] == 200
    astray = sum(min(red[labels == label].sum(), (~red)[labels == label].sum()) for label in np.unique(labels))
    assert astray < 0.005 * red.size
    squares = (np.arange(60)[:, None] // 11) * 100 + np.arange(90) // 11
    crossed = sum(min(red[squares == label].sum(), (~red)[squares == label].sum()) for label in np.unique(squares))
    assert crossed > 0.03 * red.size, "squares do not"


def test_superpixels_are_about_as_many_and_as_large_as_asked_for():
    for count in (1, 30, 100, 400):
        labels = slic.segments(smooth(100, 140), count, 20.0)
        found = len(np.unique(labels))
        assert 0.7 * count <= found <= 1.5 * count + 2, (count, found)
    labels = slic.segments(np.full((96, 96, 3), 99, np.uint8), 64, 20.0)
    assert np.bincount(labels.ravel()).std() < 20, "a flat image is cut into squares"


def test_chosen_superpixels_get_their_mean():
    given = smooth(50, 60)
    op = MeanSegments(KEY, 0.5, 30, None)
    out, labels = op.pixels(given), slic.segments(given, 30, 20.0)
    changed = 0
    for label in np.unique(labels):
        inside = labels == label
        mean = np.rint(given[inside].mean(0))
        kept, averaged = (out[inside] == given[inside]).all(), (out[inside] == mean).all()
        assert kept or averaged
        changed += averaged and not kept
    assert 5 < changed < 25
    as_float = op.pixels(given / np.float32(255))
    assert np.abs(as_float * 255 - out).max() < 0.51


def test_a_large_image_goes_by_way_of_a_small_one():
    given = smooth(64, 96)
    assert (MeanSegments(KEY, 0.0, 30, 16).pixels(given) == given).all()
    out = MeanSegments(KEY, 1.0, 4000, 16, 0).pixels(given)
    assert out.shape == given.shape
    assert len(np.unique(out.reshape(-1, 3), axis=0)) <= 10 * 16


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 7, 3), (5, 2, 4), (3, 3, 7)])
@pytest.mark.parametrize("count", [1, 3, 9000])
def test_tiny_images_have_superpixels(shape, count):
    given = image(*shape)
    assert MeanSegments(KEY, 1.0, count, None).pixels(given).shape == shape
    if count == 9000:
        assert (MeanSegments(KEY, 1.0, count, None).pixels(given) == given).all()


def test_the_noise_of_liquid_has_its_moments():
    for sigma in (0.0, 0.7, 2.0, 6.0):
        layer = liquid.layer(KEY, 300, 300, 0.5, 0.2, sigma) / 4096.0
        wanted = 0.2 if sigma == 0 else 0.2 / (2 * sigma * np.pi**0.5)
        assert abs(layer.mean() - 0.5) < 0.01
        assert abs(layer.std() / wanted - 1) < {0.7: 0.35, 6.0: 0.15}.get(sigma, 0.05), sigma


def blurred(grid, sigma, radius):
    weights = liquid._weights(sigma, radius)
    return liquid._down(liquid._across(np.pad(grid, ((radius, radius), (0, 0)), "edge"), weights), weights)


def test_the_blur_of_liquid_is_a_gaussian():
    grid = np.zeros((31, 33), np.int32)
    grid[15, 16] = 1 << 16
    found = blurred(grid, 2.0, 6) / 65536
    x = np.arange(-6, 7)
    weights = np.exp(-(x**2) / 8) / np.exp(-(x**2) / 8).sum()
    assert np.abs(found[9:22, 10:23] - np.outer(weights, weights)).max() < 2e-4
    flat = blurred(np.full((5, 3), 1000, np.int32), 2.0, 6)
    assert np.abs(flat - 1000).max() <= 3


def test_rain_adds_its_color_and_no_more_than_its_intensity():
    given = np.full((96, 128, 3), 50, np.uint8)
    added = RainSpatter(KEY, *LIQUID, 0.5, (200.0, 100.0, 0.0)).pixels(given).astype(int) - 50
    assert added.min() == 0
    assert added[..., 0].max() == 100
    assert added[..., 1].max() == 50
    assert not added[..., 2].any()
    assert 0.05 < (added[..., 0] > 0).mean() < 0.5
    as_float = RainSpatter(KEY, *LIQUID, 0.5, (200.0, 100.0, 0.0)).pixels(given / np.float32(255)) * 255 - 50
    assert np.abs(as_float - added).max() < 0.51


def test_no_rain_below_the_threshold():
    dry = RainSpatter(KEY, 0.1, 0.1, 2.0, 0.9, 1.0, (255.0, 255.0, 255.0))
    assert (dry.pixels(image()) == image()).all()


def test_mud_hides():
    given = image(96, 128)
    out = MudSpatter(KEY, *LIQUID, 1.0, (20.0, 42.0, 63.0)).pixels(given)
    assert (out == (20, 42, 63)).all(-1).any()
    same = (out == given).all(-1).mean()
    assert 0.02 < same < 0.9
    half = MudSpatter(KEY, *LIQUID, 0.5, (0.0, 0.0, 0.0)).pixels(np.full_like(given, 200))
    assert half.min() == 100


def test_a_little_mud_always():
    out = MudSpatter(KEY, 0.1, 0.1, 0.0, 0.9, 1.0, (0.0, 0.0, 0.0)).pixels(np.full((40, 50, 3), 200, np.uint8))
    assert (out[..., 0] == 0).sum() == 200


def test_colors_by_mode():
    assert ops(A.Spatter())[0].color == (238, 238, 175)
    assert ops(A.Spatter(mode="mud"))[0].color == (20, 42, 63)
    assert ops(A.Spatter(color=(1, 2, 3)))[0].color == (1, 2, 3)
    for wrong in ({"color": (1, 2)}, {"color": (1, 2, 300)}, {"gauss_sigma": 1e6}, {"mean": 2}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            A.Spatter(**wrong)


def test_laws():
    check(MeanSegments(KEY, 0.5, 20, None))
    check(MeanSegments(KEY, 0.5, 20, 16))
    for sigma in (0.0, 0.5, 2.0, 20.0):
        check(RainSpatter(KEY, 0.65, 0.3, sigma, 0.66, 0.6, (9.0, 99.0, 250.0)), channels=(3,))
        check(MudSpatter(KEY, 0.65, 0.3, sigma, 0.66, 0.6, (9.0, 99.0, 250.0)), channels=(3,))
    for side in (1, 2):
        for cls in (RainSpatter, MudSpatter):
            assert cls(KEY, *LIQUID, 0.5, (9.0, 9.0, 9.0)).pixels(image(side, side)).shape == (side, side, 3)


@pytest.mark.parametrize("channels", [1, 2, 3, 5, 130])
def test_a_color_over_bytes_is_the_formula(channels):
    given = image(70, 300, channels)
    rng = np.random.default_rng(2)
    color, alpha = rng.random(channels), rng.integers(0, 257, (70, 300)).astype(np.uint16)
    wanted = (
        given.astype(int) * (256 - alpha[..., None]) + np.rint(color * 255).astype(int) * alpha[..., None] + 128
    ) >> 8
    assert (mix.blended(given, color, alpha) == wanted).all()
    assert (mix.blended(given[::-1], color, alpha[::-1]) == wanted[::-1]).all()


def test_the_larger_the_compactness_the_squarer_and_plans_of_before_keep_theirs():
    given, squares = halves(), [slic.segments(np.full_like(halves(), 99), 40, 20.0)]
    astray = [(slic.segments(given, 40, compactness) != squares[0]).mean() for compactness in (20.0, 140.0, 1e6)]
    assert astray[0] > astray[1] > astray[2]
    assert astray[2] < 0.02, "squares"
    assert MeanSegments(KEY, 0.5, 30) == MeanSegments(KEY, 0.5, 30, compactness=20.0)
