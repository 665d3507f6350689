"""Rain is streaks over a darker image; snow and gravel are new lightnesses of HLS with hue and saturation kept."""

from __future__ import annotations

import colorsys

import numpy as np
import pytest
from ops_help import check, image, ops

import augrepro as A
from augrepro.kernels import lightness, rain, snow
from augrepro.ops.weather import Bleach, Gravel, Rain, Snow

KEY = "0123456789abcdef" * 2


def with_lightness(given, change):
    """Every pixel of an RGB image on [0, 1] through HLS and back, by Python's own formulas."""

    def pixel(p):
        h, light, s = colorsys.rgb_to_hls(*p)
        return colorsys.hls_to_rgb(h, change(light), s)

    return np.array([[pixel(p) for p in row] for row in given.astype(float)])


@pytest.mark.parametrize("factor", [0.3, 1.0, 2.5])
def test_bleach_is_a_new_lightness_in_hls(factor):
    given = image(30, 40)
    given[0, :4] = [[0, 0, 0], [255, 255, 255], [255, 254, 254], [1, 0, 0]]
    want = with_lightness(given / 255, lambda x: min(x * factor, 1) if x < 0.45 else x)
    assert np.abs(lightness.bleached(given, 0.45, factor) - want * 255).max() < 0.501
    floats = given / np.float32(255)
    assert np.abs(lightness.bleached(floats, 0.45, factor) - want).max() < 1e-5


def test_bleach_leaves_bright_pixels_alone():
    given = image(30, 40)
    bright = (given.max(-1).astype(int) + given.min(-1)) / 510 >= 0.45
    out = lightness.bleached(given, 0.45, 2.5)
    assert (out[bright] == given[bright]).all()
    assert (out[~bright].sum(-1) >= given[~bright].sum(-1)).all()


def test_stones_have_the_hue_of_what_they_cover():
    given = np.full((60, 80, 3), (200, 80, 40), np.uint8)
    out = lightness.graveled(given, KEY, ((10, 10, 40, 30),))
    changed = (out != given).any(-1)
    assert 12 <= changed.sum() <= 12 * 36
    rows, columns = np.nonzero(changed)
    assert rows.min() >= 10 - 3
    assert columns.max() < 10 + 40 + 3
    hue, _, _ = colorsys.rgb_to_hls(200, 80, 40)
    for r, g, b in out[changed].tolist():
        if 30 < (r + g + b) / 3 < 220:
            assert colorsys.rgb_to_hls(r / 255, g / 255, b / 255)[0] == pytest.approx(hue, abs=0.02)


def test_every_patch_has_a_stone_on_any_image():
    for shape in [(1, 1, 3), (5, 2, 3), (24, 32, 1)]:
        (op,) = ops(A.RandomGravel(number_of_patches=3), shape=shape)
        assert len(op.patches) == 3
        assert op.pixels(image(*shape)).shape == shape
    given = np.full((24, 32, 3), 128, np.uint8)
    assert (lightness.graveled(given, KEY, ((3, 3, 1, 1),)) != given).any()


def test_snow_adds_white_mostly_above_and_sparkles():
    given = np.full((200, 100, 3), (120, 60, 30), np.uint8)
    out = snow.snowed(given, KEY, 0.3, 1.0)
    still = (out != 255).any(-1)
    assert 0.005 < 1 - still.mean() < 0.015
    top, bottom = out[:20][still[:20]].mean(), out[-20:][still[-20:]].mean()
    assert top > bottom + 10
    hues = [colorsys.rgb_to_hls(*(p / 255))[0] for p in out[still][::97]]
    assert max(hues) - min(hues) < 0.03
    assert snow.snowed(np.zeros((5, 5, 1), np.uint8), KEY, 0.5, 1.0).max() > 0


def test_rain_is_the_layer_added_and_darkened():
    given = image(60, 80)
    layer = rain.streaks(KEY, (60, 80), 20, (-7.5, 9), 2, (200, 100, 50))
    assert {tuple(p) for p in layer.reshape(-1, 3).tolist()} == {(0, 0, 0), (200, 100, 50)}
    want = np.clip(given.astype(int) + layer, 0, 255) * 0.7
    assert np.abs(rain.rained(given, layer, 1, 0.7) - want).max() < 0.501
    floats = rain.rained(given / np.float32(255), layer, 1, 0.7)
    assert np.abs(floats * 255 - want).max() < 1e-3
    gray = rain.streaks(KEY, (60, 80), 20, (-7.5, 9), 2, (200, 200, 200))
    assert gray.shape == (60, 80, 1)
    assert ((gray[..., 0] > 0) == (layer[..., 0] > 0)).all()


@pytest.mark.parametrize(("kind", "drops"), [("drizzle", 25), ("default", 33), ("heavy", 100), ("torrential", 200)])
def test_how_much_rain_falls(kind, drops):
    (op,) = ops(A.RandomRain(rain_type=kind), shape=(100, 80, 3))
    assert (op.drops, op.length, op.width) == (drops, 12, 1)
    assert ops(A.RandomRain(), shape=(2, 80, 3)) == []


def test_streaks_longer_than_the_image_and_blurs_wider_than_it():
    op = Rain(KEY, 5, 20.0, 900, 60, (200, 200, 200), 301, 0.5)
    assert op.pixels(image(7, 5)).shape == (7, 5, 3)


@pytest.mark.parametrize(
    "op",
    [Bleach(0.4, 2.5), Snow(KEY, 0.3, 2.5), Gravel(KEY, ((3, 3, 20, 20), (9, 9, 3, 2)))],
    ids=lambda op: type(op).__name__,
)
def test_laws(op):
    check(op, channels=(1, 3))
    with pytest.raises(ValueError, match="needs an image of 1 or 3 channels, got 5"):
        op.pixels(image(9, 9, 5))


def test_laws_of_rain():
    check(Rain(KEY, 30, 7.7, 9, 2, (200, 190, 180), 7, 0.7), channels=(3,))
    check(Rain(KEY, 30, -7.7, 9, 1, (200, 200, 200), 4, 0.7), channels=(3,))
