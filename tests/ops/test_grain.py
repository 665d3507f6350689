"""Noise that depends on what it meets, and added noise of any distribution: what the numbers are."""

from __future__ import annotations

import colorsys
from math import log

import numpy as np
import pytest
from ops_help import check, image, ops

import augrepro as A
from augrepro.kernels import grain, impulse, noise, shot
from augrepro.kernels.beta import beta
from augrepro.kernels.bits import Words, laplace
from augrepro.ops.by_channel import LinearByChannel
from augrepro.ops.grain import Impulses, IsoGrain, Photons, RandomFactors
from augrepro.ops.noise import BetaNoise, LaplaceNoise, UniformNoise
from augrepro.ops.pointwise import Linear

KEY = "0123456789abcdef" * 2
GRAY = np.full((256, 256, 3), 100, np.uint8)
FLAT = np.full((128, 128, 3), 0.5, np.float32)


def moments(op, given=FLAT):
    found = op.pixels(given).astype(np.float64) - given
    return found.mean(), found.std()


def test_factors_are_even_and_rounded():
    out = RandomFactors(KEY, (0.5, 1.5)).pixels(GRAY)
    words = Words(KEY).halves(GRAY.size)[: GRAY.size].reshape(GRAY.shape)
    assert np.abs(out - 100 * (0.5 + (words + 0.5) / 65536)).max() <= 0.5 + 1e-4
    assert out.min() == 50
    assert out.max() == 150
    assert abs(out.std() - 100 / 12**0.5) < 0.2
    assert (RandomFactors(KEY, (3.0, 3.0)).pixels(GRAY) == 255).all()


@pytest.mark.parametrize("channels", [3, 5, 130])
def test_shared_factors_and_blocks(channels, monkeypatch):
    given = image(9, 11, channels)
    out = RandomFactors(KEY, (0.2, 0.9), True).pixels(np.full_like(given, 200))
    assert (out == out[..., :1]).all()
    whole = [RandomFactors(KEY, (0.2, 2), shared).pixels(given) for shared in (False, True)]
    monkeypatch.setattr(grain, "BLOCK", 32)
    assert (whole[0] == RandomFactors(KEY, (0.2, 2), False).pixels(given)).all()
    assert (whole[1] == RandomFactors(KEY, (0.2, 2), True).pixels(given)).all()


def test_a_factor_or_a_sum_for_each_channel():
    given = image(channels=3)
    out = LinearByChannel((0.5, 1.0, 2.0), (0.1, 0.0, -0.2)).pixels(given)
    for i, (alpha, beta_) in enumerate(((0.5, 0.1), (1.0, 0.0), (2.0, -0.2))):
        assert (out[..., i : i + 1] == Linear(alpha, beta_).pixels(given[..., i : i + 1])).all()
    many = image(5, 6, 130)
    same = LinearByChannel((0.5,) * 130, (0.0,)).pixels(many)
    assert (same == Linear(0.5, 0.0).pixels(many)).all()
    with pytest.raises(ValueError, match="alphas must have one value or one for each of the 3 channels"):
        LinearByChannel((1.0, 2.0), (0.0,)).pixels(given)


def test_multiplicative_noise_draws():
    assert type(ops(A.MultiplicativeNoise())[0]) is Linear
    op = ops(A.MultiplicativeNoise(per_channel=True))[0]
    assert len(set(op.alphas)) == 3
    assert type(ops(A.MultiplicativeNoise(per_channel=True), shape=(4, 4, 1))[0]) is Linear
    assert ops(A.MultiplicativeNoise((0.5, 2), elementwise=True))[0].shared


@pytest.mark.parametrize(("amount", "salt"), [(0.0, 0.5), (0.03, 0.4), (0.3, 1.0), (0.5, 0.0), (0.8, 0.25), (1.0, 0.5)])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_as_many_pixels_are_lost_as_asked_for(amount, salt, dtype):
    given = np.full((61, 83, 2), 0.5 if dtype == np.float32 else 100, dtype)
    out = Impulses(KEY, amount, salt).pixels(given)
    count = int(61 * 83 * amount)
    white = out[..., 0] == (1 if dtype == np.float32 else 255)
    black = out[..., 0] == 0
    assert (out[..., 0] == out[..., 1]).all()
    assert white.sum() == int(count * salt)
    assert black.sum() == count - int(count * salt)
    assert ((out[..., 0] == given[..., 0]) | white | black).all()


@pytest.mark.parametrize("count", [0, 1, 40, 499, 501, 1000])
def test_places_are_different_and_anywhere(count):
    found = [impulse.places(f"{seed:032x}", count, 1000) for seed in range(60)]
    assert all(len(set(one.tolist())) == count for one in found)
    if count >= 40:
        often = np.bincount(np.concatenate(found), minlength=1000)
        assert abs(often[:500].sum() / often.sum() - 0.5) < 0.02
        halves = [one[: count // 2].mean() for one in found]
        assert abs(np.mean(halves) - 500) < 30, "the first ones are not the lowest ones"


@pytest.mark.parametrize("scale", [0.3, 0.1, 0.03, 0.01, 0.001])
@pytest.mark.parametrize("level", [3, 20, 60, 128, 230])
def test_photons_have_poissons_mean_and_variance(scale, level):
    """In linear light, before the counts beyond white are cut."""
    shown = np.arange(int(1 / scale) + 2) * scale
    outcomes = shot.table(scale, "float32").reshape(256, -1)[level].astype(np.float64) ** 2.2
    light = (level / 255) ** 2.2
    counts = outcomes / scale
    if light + 4 * (light * scale) ** 0.5 < shown[-1] and light + 4 * (light * scale) ** 0.5 < 1:
        assert abs(counts.mean() - light / scale) < 0.03 * light / scale + 2e-4
        assert abs(counts.var() - light / scale) < 0.05 * light / scale + 2e-4


def test_photons_on_floats_and_bytes():
    given = np.full((200, 200, 1), 150, np.uint8)
    values = Photons(KEY, 0.2).pixels(given)
    wanted = {round(255 * min(n * 0.2, 1) ** (1 / 2.2)) for n in range(6)}
    assert set(np.unique(values)) == wanted
    as_float = Photons(KEY, 0.2).pixels(given / np.float32(255))
    assert abs(as_float.mean() - values.mean() / 255) < 0.01
    between = np.full((200, 200, 1), 150.5 / 255, np.float32)
    low, high = (shot.table(0.2, "float32").reshape(256, -1)[level].mean() for level in (150, 151))
    assert abs(Photons(KEY, 0.2).pixels(between).mean() - (low + high) / 2) < 0.01


def test_a_shot_of_no_scale_changes_nothing():
    assert ops(A.ShotNoise((0, 0))) == []
    tiny = Photons(KEY, 1e-12).pixels(image())
    assert np.abs(tiny.astype(int) - image()).max() < 12


def test_poisson_table():
    values = grain.poisson(0.2, 0.25)
    assert len(values) == 65536
    for n, chance in enumerate((0.81873, 0.16375, 0.01637, 0.00109)):
        assert abs((values == np.float32(n * 0.25)).mean() - chance) < 2e-5
    assert (grain.poisson(0.0, 0.3) == 0).all()
    assert set(np.unique(grain.poisson(50.0, 0.5))) <= {0.0, 0.5, 1.0}


def test_iso_grain_is_the_formula_in_hls():
    """Lightness l + n i (1 - l), hue + z, by Python's own HLS."""
    given = image(12, 13, 3, np.float32)
    op = IsoGrain(KEY, 0.2, 0.6)
    out = op.pixels(given)
    hls = np.array([colorsys.rgb_to_hls(*map(float, pixel)) for pixel in given.reshape(-1, 3)])
    words = Words(KEY).halves(2 * 156)
    speckles = grain.poisson(0.6 * hls[:, 1].std(), 0.6)[words[:156]]
    turns = grain.normal()[words[156:312]] * 0.2 * 0.6
    wanted = [
        colorsys.hls_to_rgb(h + turn, light + more * (1 - light), s)
        for (h, light, s), more, turn in zip(hls, speckles, turns, strict=True)
    ]
    assert speckles.any()
    assert np.abs(out.reshape(-1, 3) - np.array(wanted)).max() < 2e-5
    as_bytes = op.pixels(np.rint(given * 255).astype(np.uint8))
    assert np.abs(as_bytes / 255 - out).max() < 0.004


def test_iso_grain_leaves_gray_gray():
    given = np.repeat(image(40, 40, 1), 3, 2)
    out = IsoGrain(KEY, 0.5, 1.0).pixels(given)
    assert (out == out[..., :1]).all()
    assert (out >= given).all()
    assert (IsoGrain(KEY, 0.5, 0.0).pixels(image()) == image()).all()


def test_added_noise_has_its_moments():
    for op, mean, std in (
        (UniformNoise(KEY, 0.1, 0.05), 0.1, 0.05),
        (LaplaceNoise(KEY, -0.1, 0.05), -0.1, 0.05),
        (BetaNoise(KEY, 0.1, 0.08, alpha=0.6, beta=1.4), 0.1, 0.08),
    ):
        found = moments(op)
        assert abs(found[0] - mean) < 2e-3, op
        assert abs(found[1] - std) < 2e-3, op


def test_quantiles_of_laplace():
    table = laplace()
    assert (table == -table[::-1]).all()
    assert abs(table.std() - 2**0.5) < 1e-3
    assert abs((np.abs(table) > 1).mean() - np.exp(-1)) < 1e-4
    halves = range(1 << 15, 1 << 16)
    assert table[1 << 15 :].tolist() == [round(-log(2.0 - (2 * i + 1) / (1 << 16)) * 2**24) / 2**24 for i in halves]


@pytest.mark.parametrize(("a", "b"), [(1, 1), (0.5, 0.5), (2, 3), (0.1, 4), (0.01, 0.02), (30, 5), (1000, 1000)])
def test_quantiles_of_beta(a, b):
    table = beta(float(a), float(b))
    assert (np.diff(table) >= 0).all()
    assert abs(table.mean()) < 0.01
    assert abs(table.std() - 1) < 0.01
    if (a, b) == (1, 1):
        assert np.abs(table - ((np.arange(65536) + 0.5) / 65536 - 0.5) * 12**0.5).max() < 1e-4
    if (a, b) == (0.5, 0.5):
        arcsine = np.sin((np.arange(65536) + 0.5) / 65536 * np.pi / 2) ** 2
        assert np.abs(table - (arcsine - 0.5) * 8**0.5).max() < 1e-3


def test_additive_noise_by_channel():
    op = ops(A.AdditiveNoise())[0]
    assert len(op.betas) == 3
    assert all(-0.1 <= by <= 0.1 for by in op.betas)
    ranges = [(-0.3, -0.2), (0, 0), (0.5, 0.5)]
    op = ops(A.AdditiveNoise(noise_params={"ranges": ranges}))[0]
    assert -0.3 <= op.betas[0] <= -0.2
    assert op.betas[1:] == (0, 0.5)
    with pytest.raises(
        ValueError, match=r"Compose/AdditiveNoise#0 needs one of noise_params\['ranges'\] for each of 5"
    ):
        A.Compose([A.AdditiveNoise(noise_params={"ranges": ranges}, p=1)])(image=image(channels=5))


@pytest.mark.parametrize("kind", ["gaussian", "laplace", "beta"])
def test_single_values_are_of_the_distribution(kind):
    params = {
        "gaussian": {"mean_range": (0.1, 0.1), "std_range": (0.2, 0.2)},
        "laplace": {"mean_range": (0.1, 0.1), "scale_range": (0.2, 0.2)},
        "beta": {"alpha_range": (0.5, 0.5), "beta_range": (1.5, 1.5), "scale_range": (0.3, 0.3)},
    }[kind]
    transform = A.AdditiveNoise(kind, noise_params=params)
    found = np.array([by for seed in range(400) for by in ops(transform, seed, shape=(2, 2, 5))[0].betas])
    mean, std = {"gaussian": (0.1, 0.2), "laplace": (0.1, 0.2 * 2**0.5), "beta": (-0.15, 0.15)}[kind]
    assert abs(found.mean() - mean) < 5 * std / 2000**0.5
    assert abs(found.std() - std) < 0.1 * std


@pytest.mark.parametrize(
    ("kind", "params", "words"),
    [
        ("uniform", {"range": [(0, 1)]}, r"must have ranges for uniform, got 'range'; did you mean 'ranges'"),
        ("uniform", {"ranges": [(0, 2)]}, r"noise_params\['ranges'\] must be a list of \(low, high\) with -1 <= low"),
        ("uniform", {"ranges": []}, r"noise_params\['ranges'\] must be"),
        ("gaussian", {"mean_range": (0, 0)}, "must have mean_range, std_range for gaussian, got no std_range"),
        (
            "laplace",
            {"mean_range": (0, 0), "scale_range": (0.2, 0.1)},
            r"\['scale_range'\] must be \(low, high\) with 0",
        ),
        ("beta", {"noise_type": "uniform", "ranges": [(0, 0)]}, "must be for beta, got noise_type 'uniform'"),
        ("uniform", 3, "None, or a dict"),
    ],
)
def test_wrong_parameters_of_noise(kind, params, words):
    with pytest.raises(ValueError, match=words):
        A.AdditiveNoise(kind, noise_params=params)


@pytest.mark.parametrize(
    "op",
    [
        RandomFactors(KEY, (0.5, 1.7)),
        Impulses(KEY, 0.2, 0.3),
        Photons(KEY, 0.15),
        Photons(KEY, 0.004),
        LaplaceNoise(KEY, 0.0, 0.1, True, 0.4),
        BetaNoise(KEY, 0.0, 0.1, alpha=0.3, beta=2.0),
        LinearByChannel((0.4,), (0.2,)),
    ],
)
def test_laws(op):
    check(op)
    for side in (1, 2):
        assert op.pixels(image(side, side, 1)).shape == (side, side, 1)


def test_blocks_do_not_show(monkeypatch):
    given = image(channels=3)
    made = [op.pixels(given) for op in (Photons(KEY, 0.1), IsoGrain(KEY, 0.1, 0.5), UniformNoise(KEY, 0.0, 0.1))]
    for module in (shot, grain, noise):
        monkeypatch.setattr(module, "BLOCK", 64)
    again = [op.pixels(given) for op in (Photons(KEY, 0.1), IsoGrain(KEY, 0.1, 0.5), UniformNoise(KEY, 0.0, 0.1))]
    assert all((one == other).all() for one, other in zip(made, again, strict=True))


@pytest.mark.parametrize("least", [1e-45, 1e-39, 2.0**-128, 5e-38])
def test_colors_too_dark_to_have_a_hue_get_grain_as_gray_does(least):
    dark = np.zeros((12, 16, 3), np.float32)
    dark[3, 4, 1] = least
    dark[5] = np.random.default_rng(1).random((16, 3)) * np.float32(least)
    made, gray = (IsoGrain(KEY, 0.2, 0.6).pixels(given) for given in (dark, np.zeros_like(dark)))
    assert np.isfinite(made).all()
    assert np.abs(made - gray).max() < 1e-6
