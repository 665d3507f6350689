"""Filters: weighted sums of neighbors, mirrored at the border, exact on bytes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from ops_help import check, image, ops

import augrepro as A
from augrepro.kernels import bands, filters
from augrepro.ops.filters import Box, Gaussian


def mean_of(given, size):
    """The mean of size x size values by sums in whole numbers, not rounded."""
    half = size // 2
    wide = np.pad(given.astype(np.int64), ((half, half), (half, half), (0, 0)), "reflect")
    windows = np.lib.stride_tricks.sliding_window_view(wide, (size, size), (0, 1))
    return windows.sum((-2, -1)) / size**2


@pytest.mark.parametrize("size", [1, 3, 5, 7, 11, 31])
@pytest.mark.parametrize("channels", [1, 3, 5, 7])
def test_a_box_is_the_mean_rounded(size, channels):
    given = image(channels=channels)
    assert (Box(size).pixels(given) == np.rint(mean_of(given, size))).all(), "no mean of an odd count lies on a tie"


@pytest.mark.parametrize("limit", [(3, 7), (4, 10), (9, 9), 12])
def test_blur_draws_the_odd_sides_of_its_range(limit):
    sides = {ops(A.Blur(limit), seed)[0].size for seed in range(60)}
    low, high = limit if isinstance(limit, tuple) else (3, limit)
    assert sides == set(range(low | 1, (high | 1) + 1, 2))


@pytest.mark.parametrize("wrong", [(2, 5), (7, 3), 1, (3.5, 7), "a"])
def test_other_sides_are_refused(wrong):
    with pytest.raises(ValueError, match=r"Blur\.blur_limit must be two increasing whole numbers >= 3"):
        A.Blur(wrong)


@pytest.mark.parametrize("op", [Box(3), Box(7), Box(21), Gaussian(5, 1.1), Gaussian(21, 3.0)])
def test_laws(op):
    check(op, channels=(1, 2, 3, 4, 5, 7))


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 40, 3), (40, 1, 1), (2, 2, 5)])
def test_images_smaller_than_the_kernel(shape):
    given = image(*shape)
    for op in (Box(7), Gaussian(7, 2.0)):
        assert op.pixels(given).shape == shape


@pytest.mark.parametrize(("size", "sigma"), [(3, 0.85), (5, 1.1), (7, 0.3), (23, 2.0), (61, 12.0)])
@pytest.mark.parametrize("channels", [1, 3, 5])
def test_a_gaussian_has_opencvs_bits_across_bands_and_at_ties(size, sigma, channels, monkeypatch):
    monkeypatch.setattr(bands, "VALUES", 700)
    for high in (256, 2):  # two values alone bring ties
        given = (image(600, 13, channels).astype(int) % high * (255 // (high - 1))).astype(np.uint8)
        want = cv2.GaussianBlur(given, (size, size), sigma).reshape(given.shape)
        assert (filters.filtered(given, filters.gaussian(size, sigma)) == want).all()
