"""Fog is a white layer, thickest about the center, grown from a key; layers are blended in integers."""

from __future__ import annotations

from time import process_time

import numpy as np
import pytest
from ops_help import check, image, ops

import augrepro as A
from augrepro.kernels import mix, weather
from augrepro.ops.filters import Gaussian
from augrepro.ops.weather import Fog

KEY = "0123456789abcdef" * 2


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("channels", [1, 3, 5])
def test_a_blend_is_the_weighted_mean(dtype, channels):
    given = image(16, 32, channels, dtype)
    alpha = (np.arange(16 * 32).reshape(16, 32) % 257).astype(np.uint16)
    layer = np.linspace(0, 1, channels)
    white, share = (255.0 if dtype == np.uint8 else 1.0), alpha[..., None] / 256
    want = given * (1 - share) + np.rint(layer * 255) / 255 * white * share
    out = mix.blended(given, layer if dtype == np.uint8 else np.rint(layer * 255) / 255, alpha)
    assert out.dtype == dtype
    assert np.abs(out - want).max() <= (0.5 if dtype == np.uint8 else 1e-6)
    assert (out[alpha == 0] == given[alpha == 0]).all()


def test_fog_is_thickest_in_the_middle_and_grows_with_density():
    fields = [weather.fog(f"{k:032x}", 120, 200, 0.5, 0.04) for k in range(12)]
    mean = np.mean(fields, 0)
    assert mean[40:80, 70:130].mean() > 1.5 * mean[:20].mean()
    assert 0 < mean.mean() < np.mean(weather.fog(KEY, 120, 200, 1.0, 0.08))
    assert all(field.max() <= 256 for field in fields)


@pytest.mark.parametrize(("height", "width", "density"), [(61, 90, 1.0), (40, 7, 0.6), (7, 40, 0.3)])
def test_a_pixel_counts_the_puffs_that_cover_it(height, width, density, monkeypatch):
    """Stamped one by one, at borders and corners, and wholly outside; of the whole and of a few rows at a time."""
    random = np.random.default_rng(3)
    radii = range(2, 6)
    puffs = np.stack([random.integers(-9, width + 9, 50), random.integers(-9, height + 9, 50), np.arange(50) % 4])
    wanted = np.zeros((height + 40, width + 40), int)
    for x, y, which in puffs.T.tolist():
        disc, radius = weather._disc(radii[which]), radii[which]
        wanted[y + 20 - radius : y + 21 + radius, x + 20 - radius : x + 21 + radius] += disc
    for band, count in ((weather.BAND, 1), (3 * (width + 1), -(-height // 3))):
        monkeypatch.setattr(weather, "BAND", band)
        found = [covered for _, covered in weather._covered(height, width, puffs, radii)]
        assert len(found) == count
        assert (np.concatenate(found) == wanted[20:-20, 20:-20]).all()
    assert weather.fog(KEY, height, width, density, 0.1).shape == (height, width)


def test_what_puffs_hide_adds_up_like_panes_of_glass():
    assert weather._hidden(0.25, 3).tolist() == [0, 64, 112, 148]


@pytest.mark.parametrize(("density", "albumentations"), [(0.3, 109.7), (0.6, 127.9), (1.0, 161.2)])
def test_as_much_fog_as_in_albumentations(density, albumentations):
    """Mean over a checkered image, as measured on Albumentations 2.0.8 for one seed."""
    y, x = np.mgrid[:256, :256]
    given = (((x // 20 + y // 20) % 2)[..., None] * [200, 150, 100] + 30).astype(np.uint8)
    found = [
        A.Compose([A.RandomFog(fog_coef_range=(density,) * 2, p=1)], seed=s)(image=given)["image"] for s in range(4)
    ]
    assert abs(np.mean(found) - albumentations) < 3


def test_fog_then_a_little_blur():
    fog, blur = ops(A.RandomFog(fog_coef_range=(0.5, 0.5)), shape=(300, 200, 3))
    assert fog == Fog(fog.key, 0.5, 0.08 * 0.5)
    assert isinstance(blur, Gaussian)
    assert blur.size == 7
    (blur,) = ops(A.RandomFog(fog_coef_range=(0, 0)))
    assert blur.size == 3


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 40, 3), (40, 1, 1), (2, 3, 5)])
def test_small_images(shape):
    for density in (0.01, 0.3, 1.0):
        assert Fog(KEY, density, 0.1).pixels(image(*shape)).shape == shape


def test_laws():
    check(Fog(KEY, 0.6, 0.1), channels=(1, 2, 3, 4, 5, 7))


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (7, 1), (5, 4), (300, 3), (90, 12), (12, 30)])
def test_puffs_counted_by_place_cover_what_each_alone_does(size):
    puffs, radii = np.random.default_rng(sum(size)).integers(0, 2**40, (3, 900)), range(1, 4 if min(size) > 6 else 2)
    puffs %= np.array([size[1], size[0], len(radii)])[:, None]
    together = weather._crowded(*size, iter([puffs[:, :500], puffs[:, 500:]]), radii)
    ((_, whole),), parts = together, weather._covered(*size, puffs, radii)
    assert np.array_equal(whole, np.concatenate([covered for _, covered in parts]))


def test_fog_on_a_strip_takes_no_longer_for_standing_upright():
    seconds = []
    for height, width in ((20000, 9), (9, 20000)):
        start = process_time()
        weather.fog.__wrapped__("5" * 32, height, width, 0.9, 0.08)
        seconds.append(process_time() - start)
    assert seconds[0] < 0.25 + 20 * seconds[1]
