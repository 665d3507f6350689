"""Low frequencies and color distributions of another image, exactly: compared with NumPy's own FFT and statistics."""

from __future__ import annotations

import numpy as np
import pytest
from ops_help import image, smooth

import augrepro as A
from augrepro.kernels import adaptation, fourier
from augrepro.kernels.eigen import jacobi

REFERENCE = image(40, 50, 3, seed=9) // 3 + np.array([100, 20, 60], np.uint8)


def by_definition(given, reference, radius):
    """NumPy's FFT in float64, amplitudes swapped where both frequencies are below the radius."""
    white = 255.0 if given.dtype == np.uint8 else 1.0
    height, width = given.shape[:2]
    y, x = (np.abs(np.fft.fftfreq(size) * size) < radius for size in (height, width))
    out = []
    for i in range(given.shape[2]):
        source, target = np.fft.fft2(given[..., i] / white), np.fft.fft2(reference[..., i] / 255)
        amplitude = np.where(y[:, None] & x[None], np.abs(target), np.abs(source))
        out.append(np.real(np.fft.ifft2(amplitude * np.exp(1j * np.angle(source)))))
    return np.clip(np.stack(out, -1), 0, 1) * white


@pytest.mark.parametrize("radius", [1, 2, 7, 20])
@pytest.mark.parametrize("shape", [(40, 50), (41, 51)])
def test_low_amplitudes_are_the_references(radius, shape):
    given, reference = smooth(*shape) // 2 + image(*shape) // 4, image(*shape, seed=9)
    out = fourier.with_low_amplitudes(given, reference, radius)
    assert np.abs(out - by_definition(given, reference, radius)).max() <= 0.52
    floats = given / np.float32(255)
    found = fourier.with_low_amplitudes(floats, reference, radius)
    assert np.abs(found - by_definition(floats, reference, radius)).max() < 1e-4


def test_the_mean_is_the_references():
    given = (image(40, 50) // 5 + np.uint8(60)) / np.float32(255)
    out = fourier.with_low_amplitudes(given, REFERENCE, 1)
    assert np.abs(out.mean((0, 1)) - REFERENCE.mean((0, 1)) / 255).max() < 1e-4


def test_black_and_flat_images_have_amplitudes_too():
    black = np.zeros((8, 9, 1), np.uint8)
    assert (fourier.with_low_amplitudes(black, np.full((8, 9, 1), 70, np.uint8), 3) == 70).all()
    assert (fourier.with_low_amplitudes(np.full((8, 9, 1), 70, np.uint8), black, 3) == 0).all()


def test_sums_of_the_transform_are_exact_in_any_order():
    """What makes the op exact: whole numbers below 2**53 in every matrix product."""
    parts, scale = fourier._rounded((np.array([[3e9, -1.5]]), np.array([[0.1, 0.0]])), 1000)
    assert all((part == np.rint(part)).all() for part in parts)
    assert max(np.abs(part).max() for part in parts) * fourier.UNIT * 1000 < 2.0**53
    assert np.log2(scale) == round(np.log2(scale))
    order = np.random.default_rng(0).permutation(50)
    cosines, _ = fourier._waves(50, 0, 20)
    rows = image(40, 50, 1)[..., 0].astype(np.float64)
    assert (rows @ cosines.T == rows[:, order] @ cosines[:, order].T).all()


def statistics(given):
    flat = given.reshape(-1, given.shape[2]).astype(float)
    return flat.mean(0), flat.std(0), flat.min(0), flat.max(0)


@pytest.mark.parametrize("channels", [1, 3, 5])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_mean_and_deviation_or_range_become_the_references(channels, dtype):
    given = image(33, 21, channels, dtype, seed=1)
    reference = image(17, 40, channels, seed=2) // 3 + np.uint8(90)
    scale = 1 if dtype == np.uint8 else 255
    mean, std, _, _ = statistics(adaptation.adapted(given, reference, "standard", 1.0) * np.float32(scale))
    assert np.abs(mean - statistics(reference)[0]).max() < 0.5
    assert np.abs(std - statistics(reference)[1]).max() < 0.5
    _, _, low, high = statistics(adaptation.adapted(given, reference, "minmax", 1.0) * np.float32(scale))
    assert np.abs(low - statistics(reference)[2]).max() < 0.1
    assert np.abs(high - statistics(reference)[3]).max() < 0.1


def test_colors_are_turned_so_that_their_axes_are_the_references():
    base = np.random.default_rng(3).normal(0, 1, (900, 3)) * (30, 12, 4)
    turn = np.linalg.qr(np.random.default_rng(4).normal(0, 1, (3, 3)))[0]
    given = np.clip(base + 128, 0, 255).round().astype(np.uint8).reshape(30, 30, 3)
    reference = np.clip(base @ turn.T + 120, 0, 255).round().astype(np.uint8).reshape(30, 30, 3)
    out = adaptation.adapted(given, reference, "pca", 1.0).reshape(-1, 3).astype(float)
    assert np.abs(out.mean(0) - reference.reshape(-1, 3).mean(0)).max() < 0.2
    want = np.linalg.eigh(np.cov(reference.reshape(-1, 3).T))[1]
    found = np.linalg.eigh(np.cov(out.T))[1]
    assert (np.abs((want * found).sum(0)) > 0.999).all()
    assert np.abs(np.linalg.eigvalsh(np.cov(out.T)) - np.linalg.eigvalsh(np.cov(given.reshape(-1, 3).T))).max() < 5


@pytest.mark.parametrize("way", ["pca", "standard", "minmax"])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_its_own_reference_changes_nothing_and_the_share_blends(way, dtype):
    given = image(33, 21, 3, dtype)
    close = 0 if dtype == np.uint8 else 1e-5
    assert np.abs(adaptation.adapted(given, given, way, 1.0) - given.astype(float)).max() <= close
    none, half, whole = (adaptation.adapted(given, REFERENCE, way, s).astype(float) for s in (0.0, 0.5, 1.0))
    assert np.abs(none - given).max() <= close
    assert np.abs(half - (given + whole) / 2).max() <= (1 if dtype == np.uint8 else 1e-6)


@pytest.mark.parametrize("way", ["pca", "standard", "minmax"])
def test_flat_images_and_flat_references(way):
    flat = np.full((4, 5, 3), 7, np.uint8)
    assert adaptation.adapted(flat, REFERENCE, way, 1.0).shape == flat.shape
    out = adaptation.adapted(image(9, 9), flat, way, 1.0)
    assert np.isfinite(out.astype(float)).all()


def test_jacobi_diagonalizes():
    matrix = [[4.0, 1.0, -2.0], [1.0, 3.0, 0.5], [-2.0, 0.5, 1.0]]
    values, axes = jacobi(matrix)
    assert np.allclose(np.array(axes).T @ np.diag(values) @ np.array(axes), matrix)


@pytest.mark.parametrize(("cls", "key"), [(A.FDA, "fda_metadata"), (A.PixelDistributionAdaptation, "pda_metadata")])
def test_references_come_with_the_call_or_are_held(cls, key):
    given = image(40, 50)
    brought = A.Compose([cls(p=1)], seed=3)(image=given, **{key: [REFERENCE]})["image"]
    held = A.Compose([cls([REFERENCE], p=1)], seed=3)(image=given)["image"]
    read = A.Compose([cls(["a path"], read_fn=lambda _: REFERENCE, p=1)], seed=3)(image=given)["image"]
    assert (brought == held).all()
    assert (brought == read).all()
    assert (brought != given).any()
    with pytest.raises(ValueError, match=rf"{cls.__name__}#0 needs reference images: pass {key}="):
        A.Compose([cls(p=1)])(image=given)
    with pytest.raises(ValueError, match="needs a reference image of 3 channels"):
        A.Compose([cls(p=1)])(image=given, **{key: [REFERENCE[..., :1]]})


def test_a_narrow_band_changes_nothing_and_references_of_other_sizes_are_resized():
    given = image(40, 50)
    same = A.Compose([A.FDA(beta_limit=(0, 0.02), p=1)], seed=1)(image=given, fda_metadata=[REFERENCE])["image"]
    assert (same == given).all()
    for shape in [(1, 1), (90, 7)]:
        other = np.full((*shape, 3), 128, np.uint8)
        out = A.Compose([A.FDA(beta_limit=(0.5, 0.5), p=1)])(image=given, fda_metadata=[other])["image"]
        assert np.abs(out.mean((0, 1)) - 128).max() < 1
