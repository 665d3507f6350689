"""GaussNoise and GaussianBlur: what the numbers are, and that a key gives the same ones everywhere."""

from __future__ import annotations

import hashlib
from statistics import NormalDist

import cv2
import numpy as np
import pytest
from ops_help import check, image, ops, smooth

import augrepro as A
from augrepro.kernels import bits, noise
from augrepro.kernels.fields import enlarged
from augrepro.ops.filters import Gaussian
from augrepro.ops.noise import GaussianNoise
from augrepro.transforms.filters import GaussianBlur
from augrepro.transforms.noise import GaussNoise

KEY = "0123456789abcdef" * 2
GREY = np.full((256, 256, 3), 128, np.uint8)


def added(mean=0.0, std=0.1, shared=False, coarse=1.0, key=KEY, given=GREY):
    return GaussianNoise(key, mean, std, shared, coarse).pixels(given).astype(np.float64) - given


def test_moments_and_quantiles():
    found = added()
    assert abs(found.mean()) < 0.15
    assert abs(found.std() - 25.5) < 0.15
    kurtosis = (found**4).mean() / found.var() ** 2
    assert abs(kurtosis - 3) < 0.05
    for share, z in ((0.8413, 1.0), (0.97725, 2.0), (0.99865, 3.0)):
        assert abs(np.quantile(found, share) - 25.5 * z) <= 1.5


def test_neighbors_channels_and_keys_are_independent():
    found = added()
    for left, right in ((found[:, :-1], found[:, 1:]), (found[:-1], found[1:]), (found[..., 0], found[..., 1])):
        assert abs(np.corrcoef(left.ravel(), right.ravel())[0, 1]) < 0.015
    other = added(key="1123456789abcdef" + KEY[:16])
    assert abs(np.corrcoef(found.ravel(), other.ravel())[0, 1]) < 0.015


def test_mean_in_shares_of_white():
    assert abs(added(mean=0.1).mean() - 25.5) < 0.15
    flat = np.full((256, 256, 1), 0.5, np.float32)
    found = GaussianNoise(KEY, 0.1, 0.05, False, 1.0).pixels(flat) - 0.5
    assert abs(found.mean() - 0.1) < 1e-3
    assert abs(found.std() - 0.05) < 1e-3


def test_bytes_and_floats_get_the_same_noise():
    given = image()
    as_float = given.astype(np.float32) / np.float32(255)
    op = GaussianNoise(KEY, 0.0, 0.1, False, 1.0)
    assert np.abs(op.pixels(given) / 255.0 - op.pixels(as_float)).max() < 0.51 / 255


@pytest.mark.parametrize("coarse", [1.0, 0.5])
def test_a_shared_plane(coarse):
    found = added(shared=True, coarse=coarse)
    assert (found[..., 0] == found[..., 1]).all()
    assert found[..., 0].std() > 10
    odd = np.full((37, 53, 5), 128, np.uint8)
    found = added(shared=True, coarse=coarse, given=odd)
    assert (found == found[..., :1]).all()


def test_a_share_of_a_side_is_cut_to_whole_pixels():
    small = np.full((2, 3, 1), 128, np.uint8)
    found = added(coarse=0.9, given=small)
    assert (found[0] == found[1]).all(), "0.9 of 2 rows is one"
    assert len(set(found[0, :, 0])) > 1, "0.9 of 3 columns is two"


def test_coarse_noise_has_grains():
    fine, coarse = added(), added(coarse=0.25)
    assert np.corrcoef(coarse[:, :-1].ravel(), coarse[:, 1:].ravel())[0, 1] > 0.9
    assert 0.55 * fine.std() < coarse.std() < 0.75 * fine.std()


def test_it_saturates():
    for level in (0, 255):
        out = GaussianNoise(KEY, 0.0, 0.3, False, 1.0).pixels(np.full((64, 64, 1), level, np.uint8))
        assert 0.45 < (out == level).mean() < 0.55


def test_blocks_do_not_show(monkeypatch):
    given, op = image(), GaussianNoise(KEY, 0.0, 0.1, False, 1.0)
    whole = op.pixels(given)
    monkeypatch.setattr(noise, "BLOCK", 64)
    assert (op.pixels(given) == whole).all()


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 1, 3), (1, 2, 1), (2, 1, 2), (1, 4, 1), (1, 5, 1)])
def test_a_handful_of_values_gets_its_noise(shape, shared):
    given = np.full(shape, 100, np.uint8)
    deviates = bits.normal()[bits.Words(KEY).halves(given.size)[: given.size // (shape[2] if shared else 1)]]
    wanted = 100 + np.rint(deviates * 25.5)
    wanted = np.repeat(wanted, shape[2]) if shared else wanted
    out = GaussianNoise(KEY, 0.0, 0.1, shared, 1.0).pixels(given)
    assert (out.ravel() == wanted).all()


def test_a_last_block_of_few_values_gets_its_noise(monkeypatch):
    given, op = np.full((1, 130, 1), 100, np.uint8), GaussianNoise(KEY, 0.0, 0.1, False, 1.0)
    whole = op.pixels(given)
    monkeypatch.setattr(noise, "BLOCK", 64)
    assert (op.pixels(given) == whole).all()


def test_a_key_names_its_field_for_ever():
    out = GaussianNoise(KEY, 0.0, 0.1, False, 1.0).pixels(np.full((64, 64, 3), 128, np.uint8))
    assert (
        hashlib.sha256(out.tobytes()).hexdigest() == "bdf13d0c3ed79eed117e628a882538f0c67cedcab3795dc0aea7834b70a0a1f3"
    )
    assert bits.Words(KEY).halves(6).tolist() == [15216, 54176, 10143, 54676, 24253, 39926]


def test_the_quantile_table():
    table = bits.normal()
    assert (table == -table[::-1]).all()
    assert (np.diff(table) > 0).all()
    assert abs(table.std() - 1) < 2e-5
    assert not table.flags.writeable
    slow = NormalDist().inv_cdf
    assert table[1 << 15 :].tolist() == [
        round(slow((i + 0.5) / (1 << 16)) * 2**24) / 2**24 for i in range(1 << 15, 1 << 16)
    ]


@pytest.mark.parametrize("op", [GaussianNoise(KEY, 0.01, 0.2, s, c) for s in (False, True) for c in (1.0, 0.3)])
def test_laws(op):
    check(op)
    for side in (1, 2):
        assert op.pixels(image(side, side, 1)).shape == (side, side, 1)


def test_draws_stay_in_their_ranges():
    found = [ops(GaussNoise((0.1, 0.2), (-0.1, 0.1), False, 0.5), seed)[0] for seed in range(20)]
    assert all(0.1 <= op.std <= 0.2 and -0.1 <= op.mean <= 0.1 and op.shared and op.coarse == 0.5 for op in found)
    assert len({op.key for op in found}) == 20
    for wrong in ({"std_range": (0.2, 2)}, {"std_range": 0.2}, {"noise_scale_factor": 0}, {"mean_range": (-2, 0)}):
        with pytest.raises(ValueError, match="GaussNoise"):
            GaussNoise(**wrong)


def test_enlarging_is_linear():
    grid = np.arange(12, dtype=np.float32).reshape(3, 4)
    assert (enlarged(grid, 3, 4) == grid).all()
    want = cv2.resize(grid, (40, 30), interpolation=cv2.INTER_LINEAR)
    assert np.abs(enlarged(grid, 30, 40) - want).max() < 1e-5
    assert (enlarged(grid[:1, :1], 5, 6) == grid[0, 0]).all()


def test_blur_is_opencvs():
    given = smooth(channels=3)
    assert (Gaussian(5, 1.2).pixels(given) == cv2.GaussianBlur(given, (5, 5), 1.2)).all()


@pytest.mark.parametrize("op", [Gaussian(3, 0.5), Gaussian(7, 2.0), Gaussian(21, 3.0), Gaussian(75, 10.3)])
def test_blur_laws(op):
    check(op)


def test_kernel_sides():
    """Albumentations 2.0.8: sigma 0.5, 1, 2, 3 had supports 3, 7, 15, 21; limits 0..7 gave 0, 1, 3, 5, 7."""
    for sigma, side in ((0.5, 3), (1, 7), (2, 15), (3, 21)):
        assert ops(GaussianBlur(sigma_limit=(sigma, sigma))) == [Gaussian(side, sigma)]
    drawn = {tuple(op.size for op in ops(GaussianBlur(7, (3, 3)), seed)) for seed in range(80)}
    assert drawn == {(), (3,), (5,), (7,), (21,)}
    assert ops(GaussianBlur((1, 1))) == []
    assert GaussianBlur(7).blur_limit == (0, 7)
    with pytest.raises(ValueError, match=r"GaussianBlur\.blur_limit"):
        GaussianBlur(-3)


def test_no_sigma_takes_the_one_of_the_kernels_side():
    """OpenCV: 0.3 * ((side - 1) * 0.5 - 1) + 0.8."""
    (op,) = ops(GaussianBlur((7, 7), 0))
    assert op == Gaussian(7, 0.3 * 2 + 0.8)
    given = image(channels=3)
    theirs = cv2.GaussianBlur(given, (7, 7), 0)  # by a table of its own for small kernels, of about that sigma
    assert np.abs(op.pixels(given).astype(int) - theirs).max() <= 6


def test_saved_and_read_back():
    for transform in (GaussNoise(), GaussianBlur(), GaussianBlur((3, 7), 2)):
        assert A.from_dict(A.to_dict(transform)) == transform
