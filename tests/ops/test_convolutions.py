"""Convolutions by weights of our own: exact sums in any order, within a level of the weights as they were meant."""

from __future__ import annotations

import numpy as np
import pytest
from ops_help import check, elsewhere, image, ops

import augrepro as A
from augrepro.kernels import convolution, spread
from augrepro.ops.convolutions import Disk, Embossing, GeneralizedGaussian, Jinc, LaplacianSharpening, Motion

KEY = "0123456789abcdef" * 2
OPS = [
    Motion(3, 20.0, 0.0),
    Motion(15, 70.0, -0.5, (1.2, -2.0)),
    Motion(31, 140.0, 1.0),
    Disk(1, 0.3),
    Disk(5, 0.1),
    Disk(7, 0.5),
    Disk(12, 1.0),
    Disk(20, 0.3),
    GeneralizedGaussian(7, (1.5, 0.6), 30.0, 8.0, 0.9, 1.1, KEY),
    GeneralizedGaussian(21, (6.0, 2.0), -50.0, 0.5, 0.0, 2.0, KEY),
    GeneralizedGaussian(5, (0.0, 2.0), 0.0, 1.0, 0.0, 0.0, KEY),
    Jinc(7, 0.8),
    Jinc(15, 1.5),
    Jinc(27, 3.0),
    Jinc(13, 0.0),
    LaplacianSharpening(0.3, 0.7),
    LaplacianSharpening(1.0, 50.0),
    Embossing(0.4, 0.5),
    Embossing(1.0, 7.0),
]


def convolved(given, weights):
    """The sums in float64, mirrored without the edge as often as it takes."""
    half = len(weights) // 2
    wide = np.pad(given.astype(np.float64), ((half, half), (half, half), (0, 0)), "reflect")
    windows = np.lib.stride_tricks.sliding_window_view(wide, weights.shape, (0, 1))
    return np.einsum("yxcij,ij->yxc", windows, weights)


@pytest.mark.parametrize("op", OPS, ids=str)
@pytest.mark.parametrize("channels", [1, 3, 5])
def test_bytes_are_the_exact_sums_rounded_once(op, channels):
    given = image(45, 61, channels)
    taps = convolution.quantized(op.weights())
    units = taps.astype(np.float64) * 2**convolution.MOST_BITS
    assert (units == np.rint(units)).all()
    sums = convolved(given, units) / 2**convolution.MOST_BITS
    assert (op.pixels(given) == np.clip(np.rint(sums), 0, 255)).all(), "float64 holds every sum of these"


@pytest.mark.parametrize("op", OPS, ids=str)
def test_rounded_weights_are_within_a_level_of_those_meant(op):
    given = image(45, 61, 3)
    meant = np.clip(convolved(given, op.weights()), 0, 255)
    assert np.abs(op.pixels(given) - meant).max() < 1
    floats = image(45, 61, 3, np.float32)
    assert np.abs(op.pixels(floats) - np.clip(convolved(floats, op.weights()), 0, 1)).max() < 0.5 / 255


@pytest.mark.parametrize("op", OPS, ids=str)
def test_every_partial_sum_fits_float32(op):
    taps = convolution.quantized(op.weights()).astype(np.float64)
    unit = 2.0**-convolution.MOST_BITS
    while (taps / (2 * unit) == np.rint(taps / (2 * unit))).all():
        unit *= 2
    assert np.abs(taps).sum() / unit * 255 <= 2**24


@pytest.mark.parametrize("op", [op for op in OPS if not isinstance(op, LaplacianSharpening)], ids=str)
def test_a_plain_area_keeps_its_level(op):
    for level in (1, 128, 255):
        assert (op.pixels(np.full((40, 40, 3), level, np.uint8)) == level).all()


@pytest.mark.parametrize("op", OPS, ids=str)
def test_laws(op):
    check(op, channels=(1, 2, 3, 4, 5, 7))
    for side in ((1, 1), (1, 40), (40, 1), (2, 2), (3, 5)):
        check(op, *side)


def test_many_channels_and_wide_images():
    for shape in ((6, 7, 130), (40, 3000, 3)):
        given = image(*shape)
        for op in (Motion(15, 30.0, 0.0), Disk(9, 0.3)):
            out = op.pixels(given)
            assert out.shape == shape
            assert (out[..., 1:2] == op.pixels(np.ascontiguousarray(given[..., 1:2]))).all()


@pytest.mark.parametrize(
    "op", [Jinc(41, 2.0), GeneralizedGaussian(61, (20.0, 9.0), 15.0, 1.0, 0.5, 1.5, KEY), Disk(30, 0.5)], ids=str
)
def test_a_fourier_transform_gives_the_same_bytes_as_sums(op, monkeypatch):
    given, taps = image(50, 70), convolution.quantized(op.weights())
    out = op.pixels(given)
    assert np.count_nonzero(taps) > convolution.MOST_TAPS
    assert (convolution._by_transform(given, taps) == out).all()
    assert (elsewhere(lambda: op.pixels(given)) == out).all()
    monkeypatch.setattr(convolution, "MOST_TAPS", 10**9)
    assert (convolution.convolved(given, taps) == out).all()


def test_bands_and_pieces_do_not_show(monkeypatch):
    given, big = image(97, 40), [op for op in OPS if len(op.weights()) > 11]
    outs = [op.pixels(given) for op in big]
    monkeypatch.setattr(convolution, "BAND", 1)
    monkeypatch.setattr(convolution, "SMALL_WITH_SSE3", 20)
    assert all((op.pixels(given) == out).all() for op, out in zip(big, outs, strict=True))


def test_a_fraction_that_is_no_multiple_is_seen():
    """The planted fault: with weights as they are, OpenCV's sums depend on the CPU."""
    weights = (np.arange(9.0).reshape(3, 3) / 36.0).astype(np.float32)
    given = image(400, 400)
    out = convolution.convolved(given, weights)
    assert (elsewhere(lambda: convolution.convolved(given, weights)) != out).any()
    exact = convolution.quantized(weights)
    assert (elsewhere(lambda: convolution.convolved(given, exact)) == convolution.convolved(given, exact)).all()


@pytest.mark.parametrize("angle", [0, 45, 90, 180, 225, 360])
def test_a_line_lies_where_it_should(angle):
    row = np.zeros((7, 7))
    row[3] = 1
    wanted = {0: row, 1: np.diag([0, 1, 1, 1, 1, 1, 0]), 2: row.T}[angle // 45 % 4]  # 7 pixels aslant are 5 rows high
    assert ((spread.line(7, angle, 0.0, (0.0, 0.0)) > 0) == wanted).all()


def test_the_direction_keeps_a_half():
    assert spread.line(9, 0, 1.0, (0.0, 0.0))[4, :4].sum() == 0
    assert spread.line(9, 0, -1.0, (0.0, 0.0))[4, 5:].sum() == 0


def test_the_bessel_function():
    known = {0.5: 0.2422684577, 1.0: 0.4400505857, 3.8317059702: 0.0, 10.0: 0.0434727462, 100.0: -0.0771453520}
    x = np.array([*known, 1e-9])
    found = spread._bessel_quotient(x) * x
    assert np.abs(found - [*known.values(), 5e-10]).max() < 1e-10


def test_ringing_overshoots_an_edge_and_passes_slow_waves():
    edge = np.full((40, 40, 1), 60, np.uint8)
    edge[:, 20:] = 180
    out = Jinc(21, 1.2).pixels(edge)
    assert out.max() > 190
    assert out.min() < 50
    x = np.arange(64)
    for frequency, kept in ((0.2, True), (2.6, False)):
        wave = np.rint(128 + 60 * np.sin(frequency * x)).astype(np.uint8)[None, :, None].repeat(64, 0)
        swing = np.ptp(Jinc(31, 1.0).pixels(wave)[20:-20, 20:-20].astype(int))
        assert (swing > 100) == kept


def test_emboss_is_lit_from_the_top_left():
    step = np.full((9, 9, 1), 100, np.uint8)
    step[:, 5:] = 160
    rising, falling = Embossing(0.5, 0.5).pixels(step), Embossing(0.5, 0.5).pixels(step[:, ::-1])
    assert rising[4, 4] > 100
    assert falling[4, 4] < 100 or falling[4, 3] < 160


def test_draws_stay_in_their_ranges():
    found = [ops(A.MotionBlur((5, 9), angle_range=(10, 20), direction_range=(-0.5, 0)), seed)[0] for seed in range(40)]
    assert {op.size for op in found} == {5, 7, 9}
    assert all(10 <= op.angle <= 20 and -0.5 <= op.direction <= 0 for op in found)
    assert all(abs(shift) <= op.size // 2 / 2 for op in found for shift in op.shift)
    assert ops(A.MotionBlur(allow_shifted=False))[0].shift == (0.0, 0.0)
    betas = [ops(A.AdvancedBlur(beta_limit=(0.5, 8)), seed)[0].beta for seed in range(60)]
    assert 15 < sum(beta < 1 for beta in betas) < 45
    assert {ops(A.Defocus(4), seed)[0].radius for seed in range(40)} == {1, 2, 3, 4}
    assert {ops(A.RingingOvershoot(), seed)[0].size for seed in range(60)} == {7, 9, 11, 13, 15}


@pytest.mark.parametrize(
    ("name", "wrong", "field"),
    [
        ("MotionBlur", {"angle_range": (0, 400)}, "angle_range"),
        ("MotionBlur", {"direction_range": (-2, 1)}, "direction_range"),
        ("MotionBlur", {"blur_limit": 100_001}, "blur_limit"),
        ("MedianBlur", {"blur_limit": (3, 999)}, "blur_limit"),
        ("AdvancedBlur", {"beta_limit": (1.5, 3)}, "beta_limit"),
        ("AdvancedBlur", {"sigma_x_limit": 1, "sigma_y_limit": 1}, "sigma_x_limit or sigma_y_limit"),
        ("Defocus", {"radius": 0}, "radius"),
        ("Defocus", {"radius": (3, 10_000)}, "radius"),
        ("Emboss", {"alpha": 0.5}, "alpha"),
        ("Emboss", {"strength": (-1, 0)}, "strength"),
        ("Sharpen", {"kernel_size": 1}, "kernel_size"),
        ("Sharpen", {"method": "laplace"}, "method"),
        ("RingingOvershoot", {"cutoff": (1, 4)}, "cutoff"),
        ("UnsharpMask", {"threshold": 256}, "threshold"),
        ("UnsharpMask", {"alpha": 1.5}, "alpha"),
        ("GlassBlur", {"sigma": -1}, "sigma"),
        ("GlassBlur", {"iterations": 10**6}, "iterations"),
        ("ZoomBlur", {"max_factor": 0.5}, "max_factor"),
    ],
)
def test_other_arguments_are_refused(name, wrong, field):
    with pytest.raises(ValueError, match=rf"{name}.{field} must"):
        getattr(A, name)(**wrong)
