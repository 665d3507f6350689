"""Normalize and planes: IEEE arithmetic, one operation a value, the same two ways."""

from __future__ import annotations

import numpy as np
import pytest
from ops_help import check, image, kept, ops

import augrepro as A
from augrepro.kernels import histogram, normalize
from augrepro.ops.normalize import (
    ChannelsFirst,
    MeanStdNormalize,
    MinMaxNormalize,
    NormalizedChannelsFirst,
    Standardize,
)
from augrepro.transforms.normalize import Normalize

ALL = [
    Standardize((0.485,), (0.229,), 255.0),
    *(cls(flag) for cls in (MeanStdNormalize, MinMaxNormalize) for flag in (False, True)),
]


def test_of_several_means_a_gray_image_takes_the_first_with_a_warning():
    gray = image(channels=1)
    for mean, std in ((0.485, 0.456), (0.2, 0.2)), (0.485, (0.2, 0.3)), ((0.485, 0.1, 0.2), (0.2, 0.3, 0.4)):
        for given in (gray, gray[..., 0]):
            with pytest.warns(UserWarning, match=r"takes the first mean and std .*write mean=\(0.485,\), std=\(0.2,\)"):
                out = Normalize(mean, std)(image=given)["image"]
            assert out.shape == given.shape
            assert (out == Normalize(0.485, 0.2)(image=given)["image"]).all()


def test_standard_against_float64():
    given = image()
    out = Normalize()(image=given)["image"]
    want = (given / 255 - np.array([0.485, 0.456, 0.406])) / np.array([0.229, 0.224, 0.225])
    assert out.dtype == np.float32
    assert np.abs(out - want).max() < 5e-7


def test_float_images_are_divided_by_the_same_maximum():
    given = image(dtype=np.float32)
    want = (given / 2.0 - 0.5) / 0.25
    assert np.abs(Normalize(0.5, 0.25, max_pixel_value=2)(image=given)["image"] - want).max() < 1e-6


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_own_statistics(dtype):
    given = image(channels=3, dtype=dtype)
    x = given.astype(np.float64)
    wants = {
        "image": (x - x.mean()) / (x.std() + 1e-4),
        "image_per_channel": (x - x.mean((0, 1))) / (x.std((0, 1)) + 1e-4),
        "min_max": (x - x.min()) / (np.ptp(x) + 1e-4),
        "min_max_per_channel": (x - x.min((0, 1))) / (np.ptp(x, (0, 1)) + 1e-4),
    }
    for name, want in wants.items():
        out = Normalize(None, None, None, name)(image=given)["image"]
        assert np.abs(out - want).max() < 2e-5, name


def test_a_flat_image_becomes_zero():
    for name in ("image", "image_per_channel", "min_max", "min_max_per_channel"):
        assert not Normalize(normalization=name)(image=np.full((8, 8, 3), 77, np.uint8))["image"].any()


@pytest.mark.parametrize("op", ALL, ids=repr)
def test_laws_and_planes(op):
    check(op)
    both = NormalizedChannelsFirst(op)
    assert kept(both) == both
    for channels in (1, 2, 3, 5):
        for dtype in (np.uint8, np.float32):
            given = image(channels=channels, dtype=dtype)
            before = given.copy()
            out = both.pixels(given)
            assert out.shape == (channels, 37, 53)
            assert out.flags.c_contiguous
            assert (out == ChannelsFirst().pixels(op.pixels(given))).all()
            assert (given == before).all()


def test_one_value_for_each_channel_or_one_for_all():
    with pytest.raises(ValueError, match=r"Normalize: mean must have one value or one for each of the 5 channels"):
        Normalize()(image=image(channels=5))
    with pytest.raises(ValueError, match="Normalize: std must have one value or one for each of the 2 channels"):
        Normalize(0.5, (0.1, 0.2, 0.3))(image=image(channels=2))
    for channels in (1, 2, 5):
        alike = Normalize((0.5, 0.5, 0.5), (0.25, 0.25, 0.25))(image=image(channels=channels))["image"]
        assert (alike == Normalize(0.5, 0.25)(image=image(channels=channels))["image"]).all()
        out = Normalize(tuple(range(channels)), 2.0, 1)(image=image(channels=channels))["image"]
        assert np.allclose(out, (image(channels=channels).astype(float) - np.arange(channels)) / 2, atol=1e-4)


def test_standard_needs_its_values():
    with pytest.raises(ValueError, match=r"Normalize\.std must be given for 'standard', got None"):
        Normalize(std=None)
    with pytest.raises(ValueError, match=r"Normalize\.std must be"):
        Normalize(std=0)
    assert A.from_dict(A.to_dict(Normalize(None, None, None, "min_max"))) == Normalize(None, None, None, "min_max")
    assert ops(Normalize(0.5, 0.25)) == [Standardize((0.5,), (0.25,), 255.0)]


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.int32, np.bool_])
@pytest.mark.parametrize("channels", [1, 2, 3, 4, 6])
def test_planes(dtype, channels):
    given = image(channels=channels).astype(dtype)
    out = normalize.planes(given)
    assert (out == given.transpose(2, 0, 1)).all()
    assert out.flags.c_contiguous
    assert not np.may_share_memory(out, given)


def test_moments_are_exact(monkeypatch):
    given = image(channels=1)
    monkeypatch.setattr(histogram, "CHUNK", 100)
    counts = histogram.counts(given)
    assert (counts == np.bincount(given.ravel(), minlength=256)).all()
    mean, std = histogram.mean_and_std(counts)
    assert mean == given.mean()
    assert abs(std - given.std()) < 1e-11
    assert histogram.extremes(counts) == (given.min(), given.max())


@pytest.mark.parametrize("alike", [True, False])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32", "float64"])
@pytest.mark.parametrize("shape", [(1, 1, 3), (45, 46, 3), (200, 173, 3), (9, 40, 5), (2, 3, 7000), (150, 100, 1)])
def test_blocks_of_values_have_the_bits_of_one_subtraction_and_one_product(shape, dtype, alike):
    rng = np.random.default_rng(shape[1])
    given = (rng.random(shape) * 255).astype(dtype)
    center, factor = (rng.uniform(-1, 300, 1 if alike else shape[2]).astype(np.float32) for _ in range(2))
    center, factor = (np.resize(constants, shape[2]) for constants in (center, factor))
    found = normalize.standardized(given, center, factor)
    assert found.dtype == np.float32
    assert found.tobytes() == ((given.astype(np.float32) - center) * factor).tobytes()


def test_a_mean_of_zero_keeps_its_sign():
    given = np.full((2, 2, 1), -0.0, np.float32)
    signs = [np.signbit(Standardize((mean,), (1.0,), 1.0).pixels(given)).all() for mean in (0.0, -0.0, 0.0)]
    assert signs == [True, False, True]
