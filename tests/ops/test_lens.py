"""ChromaticAberration and Downscale: where pixels look, and what is lost."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from ops_help import check, image, ops, smooth

import augrepro as A
from augrepro.ops.downscale import Shrunk
from augrepro.ops.lens import ChromaticShift
from augrepro.transforms.lens import as_sign

NONE = (0.0, 0.0)


def by_opencv(channel, first, second):
    """The map written out in float64, read by OpenCV."""
    height, width = channel.shape
    y, x = np.mgrid[:height, :width].astype(np.float64)
    x, y = (x - width / 2) / width, (y - height / 2) / height
    r2 = x * x + y * y
    scale = 1 + first * r2 + second * r2 * r2
    maps = (x * scale * width + width / 2).astype(np.float32), (y * scale * height + height / 2).astype(np.float32)
    return cv2.remap(channel, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("coefficients", [(0.02, 0.05), (-0.3, -0.1), (1.5, 0.0), (0.0, -2.0)])
def test_red_and_blue_look_along_the_radius(coefficients):
    given = smooth(120, 95)
    out = ChromaticShift(coefficients, NONE).pixels(given)
    assert np.abs(out[..., 0].astype(int) - by_opencv(given[..., 0], *coefficients)).max() <= 2
    assert (out[..., 1:] == given[..., 1:]).all()
    out = ChromaticShift(NONE, coefficients).pixels(given)
    assert np.abs(out[..., 2].astype(int) - by_opencv(given[..., 2], *coefficients)).max() <= 2
    assert (out[..., :2] == given[..., :2]).all()


def test_bands_do_not_show(monkeypatch):
    from augrepro.kernels import lens

    given, op = image(67, 41), ChromaticShift((0.4, 0.2), (-0.4, 0.1))
    whole = op.pixels(given)
    monkeypatch.setattr(lens, "PIXELS", 64)
    assert (op.pixels(given) == whole).all()


@pytest.mark.parametrize("coefficients", [(1e6, 0.0), (-1e12, 1e12)])
def test_looking_far_away_sees_the_edge(coefficients):
    given = image(21, 30)
    out = ChromaticShift(coefficients, NONE).pixels(given)
    assert out[0, 0, 0] in (given[0, 0, 0], given[-1, -1, 0])
    assert set(out[..., 0].ravel()) <= {*given[..., 0].ravel()} or out.shape == given.shape


def test_signs_by_mode():
    def drawn(mode):
        return [ops(A.ChromaticAberration(mode=mode), seed)[0] for seed in range(40)]

    def signs(pairs):
        return {tuple(int(np.sign(x)) for x in pair) for pair in pairs}

    assert signs((op.red[0], op.blue[0]) for op in drawn("green_purple")) == {(1, 1), (-1, -1)}
    assert signs((op.red[1], op.blue[1]) for op in drawn("red_blue")) == {(1, -1), (-1, 1)}
    assert signs((op.red[0], op.blue[0]) for op in drawn("random")) == {(1, 1), (-1, -1), (1, -1), (-1, 1)}
    assert all(op.red[0] * op.red[1] >= 0 for mode in ("green_purple", "red_blue", "random") for op in drawn(mode))
    assert [as_sign(-1, 2), as_sign(0, -2), as_sign(3, -2)] == [-2, -2, 2]


def test_shrinking_is_two_resamplings():
    given = image(40, 60)
    out = Shrunk(0.25).pixels(given)
    assert (out == given[::4, ::4].repeat(4, 0).repeat(4, 1)).all()
    out = Shrunk(0.5, 3, 0).pixels(given)
    mean = given.reshape(20, 2, 30, 2, 3).mean((1, 3)).repeat(2, 0).repeat(2, 1)
    assert np.abs(out - mean).max() <= 0.5
    assert (Shrunk(0.0).pixels(given) == given[:1, :1]).all()
    assert ops(A.Downscale((1, 1))) == []


@pytest.mark.parametrize("dtype", ["float64", "uint16"])
def test_other_dtypes_are_moved_too(dtype):
    given = (image(20, 24).astype(dtype) * 200).astype(dtype)
    for op in (Shrunk(0.5, 1, 1), ChromaticShift((0.1, 0.0), (0.0, 0.2))):
        assert op.pixels(given).dtype == dtype


@pytest.mark.parametrize(
    "wrong",
    [{"downscale": 0}, {"downscale": 0, "upscale": 9}, {"down": 0, "upscale": 1}, 0, {"downscale": 0.5, "upscale": 0}],
)
def test_wrong_interpolation_pairs(wrong):
    with pytest.raises(
        ValueError, match=r"interpolation_pair must be a dict with one of 0, 1, .* under each of downscale"
    ):
        A.Downscale(interpolation_pair=wrong)


def test_laws():
    check(Shrunk(0.3))
    check(Shrunk(0.3, 1, 5))
    check(ChromaticShift((0.1, -0.1), (0.05, 0.2)), channels=(3,))
    for side in (1, 2):
        assert ChromaticShift((0.1, -0.1), (0.05, 0.2)).pixels(image(side, side)).shape == (side, side, 3)
