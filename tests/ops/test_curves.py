"""Posterize, Solarize, RandomToneCurve and RGBShift: the formulas, worked out apart, and what is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from ops_help import check, image, ops

import augrepro as A
from augrepro.ops.curves import InvertAbove, KeepBits, PerChannel, ShiftChannels, ToneCurve
from augrepro.ops.pointwise import Gamma
from augrepro.ops.rules import rewrite

BYTES = np.arange(256, dtype=np.uint8).reshape(16, 16, 1)
UNIT = (BYTES / np.float32(255)).astype(np.float32)


@pytest.mark.parametrize("bits", range(1, 9))
def test_so_many_bits_are_kept(bits):
    step = 2 ** (8 - bits)
    assert (KeepBits(bits).pixels(BYTES) == BYTES // step * step).all()
    assert (KeepBits(bits).pixels(UNIT) == KeepBits(bits).pixels(BYTES).astype(np.float32) / np.float32(255)).all()


@pytest.mark.parametrize("threshold", [0, 0.2, 0.5, 128 / 255, 1])
def test_the_bright_are_inverted(threshold):
    wanted = [255 - i if i >= threshold * 255 else i for i in range(256)]
    assert (InvertAbove(threshold).pixels(BYTES).ravel() == wanted).all()
    assert np.abs(InvertAbove(threshold).pixels(UNIT).ravel() * 255 - wanted).max() < 1e-4


@pytest.mark.parametrize(("low", "high"), [(0.25, 0.75), (0, 1), (1, 0), (0.1, 0.2)])
def test_the_tone_curve_is_beziers(low, high):
    x = np.arange(256) / 255
    wanted = 3 * (1 - x) ** 2 * x * low + 3 * (1 - x) * x**2 * high + x**3
    found = ToneCurve(low, high).pixels(BYTES).ravel()
    assert np.abs(found - 255 * wanted).max() <= 0.5 + 1e-9
    assert found[0] == 0
    assert found[255] == 255
    assert np.abs(ToneCurve(low, high).pixels(UNIT).ravel() - wanted).max() < 1e-6


def test_shifts_are_cut_to_whole_levels_and_clip():
    given = image(channels=3)
    out = ShiftChannels((10.9, -300.0, -3.9)).pixels(given)
    assert (out == np.clip(given.astype(int) + np.array([10, -300, -3]), 0, 255)).all()
    real = given.astype(np.float32) / np.float32(255)
    out = ShiftChannels((10.9, -300.0, -3.9)).pixels(real)
    assert np.abs(out - np.clip(real + np.array([10.9, -300, -3.9]) / 255, 0, 1)).max() < 1e-6


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 7])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_each_channel_has_its_own_shift_and_curve(channels, dtype):
    given = image(channels=channels, dtype=dtype)
    levels = tuple(20.0 * i - 31 for i in range(channels))
    curves = tuple(Gamma(0.5 + i / 4) for i in range(channels))
    shifted, curved = ShiftChannels(levels).pixels(given), PerChannel(curves).pixels(given)
    for i in range(channels):
        alone = np.ascontiguousarray(given[..., i : i + 1])
        assert (shifted[..., i] == ShiftChannels(levels[i : i + 1]).pixels(alone)[..., 0]).all()
        assert (curved[..., i] == curves[i].pixels(alone)[..., 0]).all()
    with pytest.raises(ValueError, match="channels"):
        ShiftChannels((*levels, 1.0)).pixels(given)
    with pytest.raises(ValueError, match="channels"):
        PerChannel((*curves, Gamma(1.0))).pixels(given)


@pytest.mark.parametrize("shape", [(4, 1), (1, 4), (1, 1), (4, 4), (2, 1)])
@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5])
def test_tiny_images_are_shifted_by_channel(shape, channels):
    given = image(*shape, channels)
    levels = (10, -20, 30, -40, 50)[:channels]
    wanted = np.clip(given.astype(int) + levels, 0, 255)
    assert (ShiftChannels(tuple(map(float, levels))).pixels(given) == wanted).all()
    real = ShiftChannels(tuple(map(float, levels))).pixels(given / np.float32(255))
    assert np.abs(real * 255 - wanted).max() < 1e-3


@pytest.mark.parametrize("op", [KeepBits(3), InvertAbove(0.4), ToneCurve(0.1, 0.9)], ids=repr)
def test_laws(op):
    check(op)


def test_laws_by_channel():
    check(ShiftChannels((3.0, -4.5, 200.0)), channels=(3,))
    check(PerChannel((KeepBits(2), InvertAbove(0.3), ToneCurve(0.3, 0.6))), channels=(3,))


def test_bits_are_given_for_all_channels_or_for_each():
    assert A.Posterize(3).num_bits == A.Posterize((3, 3)).num_bits == (3, 3)
    assert A.Posterize([(1, 2), 3, [4, 5]]).num_bits == ((1, 2), (3, 3), (4, 5))
    assert {op.bits for seed in range(40) for op in ops(A.Posterize((2, 4)), seed)} == {2, 3, 4}
    (op,) = ops(A.Posterize([1, 4, (7, 7)]))
    assert op == PerChannel((KeepBits(1), KeepBits(4), KeepBits(7)))


@pytest.mark.parametrize("bad", [0, 9, (4, 2), (0, 3), [], "4", [(1, 2), (5, 3), 4], 2.5])
def test_other_bits_are_refused(bad):
    with pytest.raises(ValueError, match="num_bits must be a whole number"):
        A.Posterize(bad)


def test_bits_for_other_channels_than_the_image_has_are_refused():
    with pytest.raises(ValueError, match=r"Posterize#0: num_bits must have one for each of the 1 channels"):
        A.Compose([A.Posterize([1, 2, 3], p=1)])(image=image(channels=1))
    out = A.Compose([A.Posterize([1, 2, 3], p=1)])(mask=image(channels=1))
    assert (out["mask"] == image(channels=1)).all()


def test_limits_of_one_and_less_are_shares():
    (op,) = ops(A.RGBShift((0.5, 0.5), (7, 7), (-1, -1)))
    assert op.levels == (127.5, 7.0, -255.0)
    for channels in (1, 2):
        (op,) = ops(A.RGBShift(), shape=(8, 8, channels))
        assert len(op.levels) == channels


def test_a_shift_needs_no_more_than_three_channels():
    with pytest.raises(ValueError, match="needs an image of 1, 2 or 3 channels, got 5"):
        A.Compose([A.RGBShift(p=1)])(image=image(channels=5))


def test_heights_of_the_tone_curve_are_normal():
    found = np.array([(op.low, op.high) for seed in range(300) for op in ops(A.RandomToneCurve(0.1), seed)])
    assert np.abs(found.mean(0) - (0.25, 0.75)).max() < 0.02
    assert np.abs(found.std(0) - 0.1).max() < 0.02
    wide = np.array([(op.low, op.high) for seed in range(100) for op in ops(A.RandomToneCurve(1.0), seed)])
    assert wide.min() == 0
    assert wide.max() == 1
    (op,) = ops(A.RandomToneCurve(per_channel=True), shape=(8, 8, 5))
    assert len(set(op.curves)) == 5
    assert isinstance(ops(A.RandomToneCurve(per_channel=True), shape=(8, 8, 1))[0], ToneCurve)


def test_neighbors_become_one_table():
    assert len(rewrite([KeepBits(3), InvertAbove(0.5), ToneCurve(0.1, 0.9)], 37, 53)) == 1
