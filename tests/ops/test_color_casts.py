"""ToSepia, FancyPCA and PlanckianJitter: sums, axes and lights, worked out in float64."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from ops_help import check, elsewhere, image, ops, smooth

import augrepro as A
from augrepro.kernels.matrices import affine, means_and_covariance
from augrepro.ops.mixing_channels import ColorMatrix, PrincipalColors
from augrepro.ops.planckian import LIGHTS, coolest, hottest, lit
from augrepro.transforms.color_casts import SEPIA


@pytest.mark.parametrize("seed", range(5))
def test_a_color_matrix_counts_in_1024ths(seed):
    rng = np.random.default_rng(seed)
    rows = SEPIA.rows if seed == 0 else tuple(map(tuple, rng.uniform(-1, 1, (3, 3)).tolist()))
    given = image(64, 65, seed=seed)
    whole = np.rint(np.array(rows) * 1024).astype(np.int64)
    wanted = np.clip((given.astype(np.int64) @ whole.T + 512) // 1024, 0, 255)
    op = ColorMatrix(rows)
    assert (op.pixels(given) == wanted).all()
    assert (elsewhere(lambda: op.pixels(given)) == wanted).all()
    real = given.astype(np.float32) / np.float32(255)
    assert np.abs(op.pixels(real) - np.clip(real @ np.array(rows).T, 0, 1)).max() < 1e-6


def test_sepia_leaves_gray_alone_and_is_brown():
    assert (SEPIA.pixels(image(channels=1)) == image(channels=1)).all()
    out = SEPIA.pixels(smooth()).mean((0, 1))
    assert out[0] > out[1] > out[2]


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 7])
def test_sums_are_the_same_in_whatever_order(channels):
    """Against whole numbers: no rounding but the last."""
    rng = np.random.default_rng(channels)
    for seed in range(10):
        given = image(67, 33, channels, seed=seed)
        weights = np.eye(channels) + rng.uniform(-1, 1, (channels, channels)) * 10.0 ** rng.integers(-3, 0)
        constants = rng.uniform(-60, 60, channels)
        out = affine(given, weights.tolist(), constants.tolist())
        exact = given.reshape(-1, channels) @ weights.T + constants
        assert np.abs(out.reshape(-1, channels) - np.clip(exact, 0, 255)).max() < 0.5 + 0.1
        assert (elsewhere(lambda g=given, w=weights, c=constants: affine(g, w.tolist(), c.tolist())) == out).all()


@pytest.mark.parametrize("channels", [1, 2, 3, 5])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_means_and_covariance_are_numpys(channels, dtype):
    given = image(50, 41, channels, dtype)
    flat = given.reshape(-1, channels) / (255 if dtype == np.uint8 else 1)
    means, covariance = means_and_covariance(given)
    assert np.allclose(means, flat.mean(0))
    assert np.allclose(covariance, np.cov(flat, rowvar=False).reshape(channels, channels), rtol=1e-5, atol=1e-8)


def test_the_covariance_of_white_and_black_is_whole():
    given = np.zeros((300, 301, 3), np.uint8)
    given[:150] = 255
    _, covariance = means_and_covariance(given)
    n, half = 300 * 301, 150 * 301
    assert covariance == [[(half * n - half * half) / (n * (n - 1))] * 3] * 3


@pytest.mark.parametrize("channels", [1, 2, 3, 5])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_colors_move_along_the_principal_axes(channels, dtype):
    given = smooth(64, 48, channels).astype(np.float64) * np.linspace(0.5, 1, channels)
    given = given.astype(np.uint8) if dtype == np.uint8 else (given / 255).astype(np.float32)
    strengths = np.array([3.0, -2.0, 1.0, 4.0, -5.0])[:channels]
    flat = given.reshape(-1, channels) / (255.0 if dtype == np.uint8 else 1.0)
    rest = flat - flat.mean(0)
    if channels == 1:
        added = strengths[0] * flat.std(ddof=1) * rest
    else:
        values, axes = np.linalg.eigh(np.cov(flat, rowvar=False))
        axes = axes[:, ::-1] * np.where(axes[:, ::-1].sum(0) < 0, -1, 1)
        added = rest @ (axes * strengths * values[::-1]).T
    wanted = np.clip(flat + added, 0, 1)
    out = PrincipalColors(tuple(strengths)).pixels(given).reshape(-1, channels)
    if dtype == np.uint8:
        assert np.abs(out - 255 * wanted).max() < 0.55
    else:
        assert np.abs(out - wanted).max() < 1e-5
    assert np.abs(added).max() > 0.01, "it shows"


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 1, 1), (4, 4, 3)])
def test_one_color_stays(shape):
    given = np.full(shape, 77, np.uint8)
    assert (PrincipalColors((0.5,) * shape[2]).pixels(given) == given).all()


def test_strengths_are_normal_and_one_for_each_channel():
    found = np.array([op.strengths for seed in range(300) for op in ops(A.FancyPCA(0.2), seed)])
    assert found.shape == (300, 3)
    assert np.abs(found.mean(0)).max() < 0.05
    assert np.abs(found.std(0) - 0.2).max() < 0.03
    with pytest.raises(ValueError, match="strength for each of 3 channels, got an image of 1"):
        PrincipalColors((1.0, 2.0, 3.0)).pixels(image(channels=1))


def test_laws():
    check(SEPIA, channels=(1, 3))
    check(PrincipalColors((1.0, -2.0, 0.5)), channels=(3,))
    check(lit("blackbody", 4700), channels=(3,))


@pytest.mark.parametrize("mode", ["blackbody", "cied"])
def test_lights_are_warm_and_cold(mode):
    gains = [[curve.alpha for curve in lit(mode, kelvin).curves] for kelvin in range(coolest(mode), 15001, 100)]
    red, green, blue = np.array(gains).T
    assert (green == 1).all()
    assert (np.diff(red) < 0).all(), "hotter light has less red"
    assert (np.diff(blue) > 0).all(), "and more blue"
    assert abs(red[np.argmin(np.abs(blue - red))] - 1) < 0.1, "one light is white"
    assert hottest(mode) == 15000
    first, rows = LIGHTS[mode]
    r, g, b = rows[2]
    assert [curve.alpha for curve in lit(mode, first + 1000).curves] == [r / g, 1.0, b / g]
    half = (np.array(rows[2]) + rows[3]) / 2
    assert lit(mode, first + 1250).curves[0].alpha == pytest.approx(half[0] / half[1])


def reds(seed_count=400, **more):
    transform = A.PlanckianJitter(**more)
    return np.array([op.curves[0].alpha for seed in range(seed_count) for op in ops(transform, seed)])


def test_four_in_ten_lights_are_warmer_than_white():
    white = lit("blackbody", 6000).curves[0].alpha
    even, near = reds(), reds(sampling_method="gaussian")
    for found in (even, near):
        assert 0.32 < (found > white).mean() < 0.48
    assert near.std() < 0.75 * even.std()


@pytest.mark.parametrize("bad", [(2000, 9000), (3000, 5000), (7000, 9000), (5000, 16000), (9000, 5000)])
def test_other_temperatures_are_refused(bad):
    with pytest.raises(ValueError, match="temperature_limit must be"):
        A.PlanckianJitter(temperature_limit=bad)
    with pytest.raises(ValueError, match="from 4000 K"):
        A.PlanckianJitter("cied", temperature_limit=(3000, 9000))
    with pytest.raises(ValueError, match="needs an image of 3 channels, got 1"):
        A.Compose([A.PlanckianJitter(p=1)])(image=image(channels=1))


def test_opencv_adds_up_the_squares_of_bytes_without_loss():
    a, b = (np.ascontiguousarray(image(501, 503, 1, seed=seed)[..., 0]) for seed in (1, 2))
    for x, y in ((a, b), (np.full_like(a, 255), np.zeros_like(a))):
        assert round(cv2.norm(x, y, cv2.NORM_L2SQR)) == int(((x.astype(np.int64) - y) ** 2).sum())
