"""HEStain: the law of absorption worked out in float64, and stains found where they were mixed in."""

from __future__ import annotations

import numpy as np
import pytest
from ops_help import check, image, ops

import augrepro as A
from augrepro.ops.stain import PRESETS, Restain, estimated


def unit(color):
    return np.array(color) / np.linalg.norm(color)


def tissue(stains, height=80, width=70, seed=0):
    """Bytes of a slide: random amounts of two stains."""
    rng = np.random.default_rng(seed)
    amounts = rng.uniform(0, 1, (height * width, 2)) ** 2
    rgb = np.exp(-amounts @ np.array([unit(stain) for stain in stains]))
    return np.rint(255 * rgb).astype(np.uint8).reshape(height, width, 3)


def definition(image, stains, scale, shift):
    """Beer and Lambert, in float64."""
    stains = np.array(stains)
    density = -np.log(np.maximum(image.reshape(-1, 3) / 255.0, 1e-6))
    amounts = np.linalg.solve(stains @ stains.T + 1e-6 * np.eye(2), stains @ density.T).T
    out = np.exp(-(amounts * scale + shift) @ stains)
    return np.clip(out, 0, 1).reshape(image.shape)


@pytest.mark.parametrize("preset", PRESETS)
def test_amounts_are_scaled_and_shifted(preset):
    given = image(64, 65)
    op = Restain(PRESETS[preset], (0.8, 1.2), (0.1, -0.15), True)
    wanted = definition(given, PRESETS[preset], (0.8, 1.2), (0.1, -0.15))
    assert np.abs(op.pixels(given) - 255 * wanted).max() <= 0.75
    assert np.abs(op.pixels(given / np.float32(255)) - wanted).max() < 2e-5


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_background_keeps_its_amounts_unless_asked(dtype):
    given = tissue(PRESETS["standard"])
    given[:10] = 250
    given = given if dtype == np.uint8 else given / np.float32(255)
    op = Restain(PRESETS["standard"], (0.5, 0.5), (0.4, 0.4), False)
    out, everywhere = op.pixels(given), Restain(op.stains, op.scale, op.shift, True).pixels(given)
    white = 255 if dtype == np.uint8 else 1
    assert out[:10].mean() > 0.97 * white
    assert everywhere[:10].mean() < 0.85 * white
    dark = given.mean(2) < 0.7 * white
    assert (out[dark] == everywhere[dark]).all()


@pytest.mark.parametrize("method", ["macenko", "vahadane"])
def test_stains_are_found_where_they_were_mixed_in(method):
    stains = (0.65, 0.70, 0.29), (0.07, 0.99, 0.11)
    found = estimated(tissue(stains), method)
    for one, other in zip(found, stains, strict=True):
        assert unit(one) @ unit(other) > (0.995 if method == "macenko" else 0.95)


@pytest.mark.parametrize("method", ["macenko", "vahadane"])
@pytest.mark.parametrize("given", [np.full((9, 9, 3), 255, np.uint8), np.full((1, 1, 3), 254, np.uint8)])
def test_glass_has_no_stains(method, given):
    assert estimated(given, method) is None
    assert (A.Compose([A.HEStain(method, p=1)])(image=given)["image"] == given).all()


@pytest.mark.parametrize("method", ["macenko", "vahadane"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (2, 2), (5, 5)])
def test_tiny_images_give_something(method, shape):
    for value in (0, 9, 100, None):
        given = image(*shape) if value is None else np.full((*shape, 3), value, np.uint8)
        out = A.Compose([A.HEStain(method, p=1)])(image=given)["image"]
        assert out.shape == given.shape


def test_a_large_image_is_sampled():
    large = tissue(PRESETS["light"], 300, 301)
    for method in ("macenko", "vahadane"):
        one, other = estimated(large, method), estimated(large[:200], method)
        assert np.abs(np.array(one) - other).max() < 0.05


def test_presets_are_drawn_and_the_answer_stands_in_the_op():
    assert {op.stains for seed in range(80) for op in ops(A.HEStain(), seed)} == set(PRESETS.values())
    assert ops(A.HEStain("preset"))[0].stains == PRESETS["standard"]
    given = tissue(PRESETS["dark"])
    plan = A.Compose([A.HEStain("macenko", p=1)], seed=1).draw_plan(image=given)
    assert plan.ops[0].stains == estimated(given, "macenko")
    real = A.Compose([A.HEStain("macenko", p=1)], seed=1).draw_plan(image=given / np.float32(255))
    assert real.ops == plan.ops, "floats have the same draws"


def test_bad_arguments():
    with pytest.raises(ValueError, match="preset must be None for 'random_preset', got 'dark'"):
        A.HEStain(preset="dark")
    with pytest.raises(ValueError, match="intensity_scale_range"):
        A.HEStain(intensity_scale_range=(-1, 1))
    with pytest.raises(ValueError, match="needs an image of 3 channels, got 1"):
        A.Compose([A.HEStain(p=1)])(image=image(channels=1))


def test_huge_factors_stay_finite():
    out = Restain(PRESETS["dark"], (1e12, 1e12), (-1.0, 1.0), True).pixels(image())
    assert out.dtype == np.uint8


def test_laws():
    check(Restain(PRESETS["macenko"], (0.7, 1.3), (0.2, -0.2), False), channels=(3,))
