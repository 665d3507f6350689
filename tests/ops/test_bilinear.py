"""Bytes read linearly are the exact mean of four pixels, rounded half to even: against whole numbers in NumPy."""

from __future__ import annotations

from functools import partial

import cv2
import numpy as np
import pytest
from ops_help import image

import augrepro as A
from augrepro.kernels import bilinear, remap
from augrepro.kernels.certified import CERTIFIED, Certified
from augrepro.kernels.remap import Reading

RANDOM = np.random.default_rng(29)
SOURCES = [(1, 1), (1, 2), (2, 1), (1, 9), (9, 1), (2, 2), (3, 5), (37, 53)]
OUTS = [(1, 1), (1, 7), (6, 1), (5, 33), (17, 41)]
FILL = 201.0


def index(at, size, mode):
    """Which pixel of ``size`` stands at each place, and -1 for the fill."""
    if mode == cv2.BORDER_CONSTANT:
        return np.where((at >= 0) & (at < size), at, -1)
    if mode == cv2.BORDER_REPLICATE:
        return np.clip(at, 0, size - 1)
    if mode == cv2.BORDER_WRAP:
        return at % size
    inset = mode == cv2.BORDER_REFLECT_101 and size > 1
    period = 2 * size - 2 if inset else 2 * size
    at = at % period
    return np.where(at < size, at, period - at - (0 if inset else 1))


def pixels(given, x, y, mode, fill):
    row, column = index(y, given.shape[0], mode), index(x, given.shape[1], mode)
    found = given[row, column].astype(np.int64)
    found[(row < 0) | (column < 0)] = fill
    return found


def modelled(given, x, y, mode, fill=FILL, tie=lambda whole: whole & 1):
    """The mean at places in 1/32 of a pixel, in integers: ``tie`` says whether half a level is rounded up."""
    left, top, u, v = x >> 5, y >> 5, (x & 31)[..., None], (y & 31)[..., None]
    total = sum(
        across * down * pixels(given, left + right, top + below, mode, fill)
        for right, across in enumerate((32 - u, u))
        for below, down in enumerate((32 - v, v))
    )
    whole, rest = total >> 10, total & 1023
    return (whole + ((rest > 512) | ((rest == 512) & (tie(whole) == 1)))).astype(np.uint8)


def places(height, width, far):
    """Whole 32nds, every fourth of them an eighth or more: so that many means are ties."""
    size = OUTS[RANDOM.integers(len(OUTS))]
    x, y = (RANDOM.integers(-far * 32, (side + far) * 32, size) for side in (width, height))
    coarse = RANDOM.integers(4, size=size) == 0
    return np.where(coarse, x & ~7, x), np.where(coarse, y & ~7, y)


def read(given, x, y, mode, fill=FILL):
    """By places in float32, and in whole numbers with bits that are cut, all of one band: both must be the same."""
    size, reading = x.shape, Reading(1, mode, fill)
    floats = (x / 32).astype(np.float32), (y / 32).astype(np.float32)
    whole = [((at << 11) + RANDOM.integers(0, 2048, size)).astype(np.int32) for at in (x, y)]
    one, other = (
        remap.seen(given, lambda half, at=at: iter([(slice(0, size[0]), *at)]), *size, reading)
        for at in (floats, whole)
    )
    assert one.tobytes() == other.tobytes()
    return one


@pytest.fixture(params=["as this machine does", "one channel by four", "in integers"])
def way(request, monkeypatch):
    """Each way to the same bits; where the fast ones do not hold all are the last."""
    failed = {"as this machine does": [], "one channel by four": [bilinear.one]}
    for primitive in failed.get(request.param, [bilinear.one, bilinear.four]):
        monkeypatch.setattr(primitive, "_chosen", dict.fromkeys((True, False), primitive.reference))
        assert not primitive.holds


@pytest.mark.parametrize("mode", range(5))
@pytest.mark.usefixtures("way")
def test_every_value_is_the_exact_mean_rounded_half_to_even(mode):
    for channels in range(1, 14):
        for height, width in SOURCES:
            given = image(height, width, channels)
            for far in (1, 60):
                x, y = places(height, width, far)
                wanted = modelled(given, x, y, mode)
                assert read(given, x, y, mode).tobytes() == wanted.tobytes(), (channels, height, width, far)


def test_the_law_sees_halves_that_are_rounded_up():
    """A planted fault: whole numbers as OpenCV 4 blends them."""
    given = image(37, 53, 3)
    x, y = RANDOM.integers(0, 36 * 32, (2, 64, 64)) & ~7
    found = read(given, x, y, 1)
    assert (found == modelled(given, x, y, 1)).all()
    assert (found != modelled(given, x, y, 1, tie=np.ones_like)).any()


def half_up(source, x, y, border, value, out=None):
    places, fractions = cv2.convertMaps(x, y, cv2.CV_16SC2)
    return cv2.remap(source, places, fractions, cv2.INTER_LINEAR, out, border, value)


def finer(source, x, y, border, value, out=None):
    """Places that are a little beside 1/32, as one who multiplies by a reciprocal has them."""
    return bilinear.four.fast(source, x + np.float32(2.0**-9), y, border, value, out)


@pytest.mark.parametrize("fault", [half_up, finer])
def test_another_way_of_blending_is_noticed(fault):
    wrong = Certified("planted fault", fault, bilinear.four.reference, bilinear.four.probes)
    del CERTIFIED["planted fault"]
    assert not wrong.holds


@pytest.mark.usefixtures("way")
def test_each_channel_has_its_fill():
    for channels in (1, 2, 3, 4, 5, 6, 7, 9):
        fill = tuple(float(3 + 25 * i) for i in range(channels))
        given = image(8, 9, channels)
        x, y = places(8, 9, 3)
        for i in range(channels):
            alone = modelled(given[..., i : i + 1], x, y, 0, int(fill[i]))
            assert (read(given, x, y, 0, fill)[..., i : i + 1] == alone).all()


@pytest.mark.usefixtures("way")
def test_bands_of_any_height_are_read():
    """Windows cut the first band, and a lens comes from both ends."""
    given = image(300, 211, 3)
    dx, dy = RANDOM.integers(-9 << 16, 9 << 16, (2, 300, 211)).astype(np.int32)
    whole = partial(remap.displaced, dx, dy)
    wanted = remap.seen(given, whole, 300, 211, Reading(1, 4, 0.0))
    for rows, columns in ((range(100, 300), range(211)), (range(153, 160), range(50, 51)), (range(1, 299), range(9))):
        window = remap.cut(whole, rows, columns)
        found = remap.seen(given, window, len(rows), len(columns), Reading(1, 4, 0.0))
        assert (found == wanted[rows.start : rows.stop, columns.start : columns.stop]).all()


@pytest.mark.usefixtures("way")
def test_masks_of_truth_are_read_as_bytes_are():
    mask = image(30, 40, 1) > 127
    x, y = places(30, 40, 2)
    found = read(mask, x, y, 4)
    assert found.dtype == np.bool_
    assert (found == modelled(mask.view(np.uint8), x, y, 4)).all()


def test_two_levels_beside_each_other_meet_at_the_even_one():
    ramp = np.arange(256, dtype=np.uint8)[None].repeat(3, 0)
    out = A.Affine(translate_px={"x": (-1, -1)}, scale=1, p=1)(image=ramp)["image"]
    assert (out[1, :-1] == ramp[1, 1:]).all()
    half = remap.affine((1.0, 0.0, 0.5, 0.0, 1.0, 0.0), range(3), range(255), 0)
    found = remap.seen(ramp[..., None], lambda _: half, 3, 255, Reading(1, 1, 0.0))[1, :, 0]
    assert found.tolist() == [2 * ((level + 1) // 2) for level in range(255)]
