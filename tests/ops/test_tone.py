"""Gamma, brightness and contrast, the negative: the formulas, worked out in float64."""

from __future__ import annotations

import numpy as np
import pytest
from ops_help import check, image, ops

import augrepro as A
from augrepro.ops.pointwise import Curves, Gamma, Invert, Linear
from augrepro.ops.tone import LinearByMean, safe_linear

BYTES = np.arange(256, dtype=np.uint8).reshape(16, 16, 1)
UNIT = BYTES / 255.0

FORMULAS = [
    (Gamma(0.5), UNIT**0.5),
    (Gamma(2.2), UNIT**2.2),
    (Gamma(0.0), UNIT**0),
    (Linear(1.3, -0.2), 1.3 * UNIT - 0.2),
    (Linear(-0.5, 0.75), 0.75 - 0.5 * UNIT),
    (Invert(), 1 - UNIT),
    (LinearByMean(0.5, 0.5), 0.5 * UNIT + 0.5 * UNIT.mean()),
    (Curves((Invert(), Gamma(2.0))), (1 - UNIT) ** 2),
]


@pytest.mark.parametrize(("op", "wanted"), FORMULAS, ids=lambda part: repr(part) if not hasattr(part, "size") else "")
def test_the_formula(op, wanted):
    wanted = np.clip(wanted, 0, 1)
    assert np.abs(op.pixels(BYTES) - 255 * wanted).max() <= (1.0 if isinstance(op, Curves) else 0.5 + 1e-9)
    assert np.abs(op.pixels(UNIT.astype(np.float32)) - wanted).max() < 1e-6


@pytest.mark.parametrize("op", [op for op, _ in FORMULAS])
def test_laws(op):
    check(op)


def test_the_negative_of_bytes_is_exact():
    assert (Invert().pixels(BYTES) == 255 - BYTES).all()
    assert (Invert().table() == np.rint((1.0 - np.arange(256) / 255.0) * 255.0)).all()


def drawn(transform, count=200):
    return [ops(transform, seed)[0] for seed in range(count)]


def test_gamma_is_drawn_in_percent():
    gammas = [op.gamma for op in drawn(A.RandomGamma((50, 200)))]
    assert 0.5 <= min(gammas) < 0.6
    assert 1.8 < max(gammas) <= 2.0


def test_brightness_and_contrast_are_drawn_from_their_spans():
    found = drawn(A.RandomBrightnessContrast((0.1, 0.3), (-0.4, -0.2)))
    assert 0.1 <= min(op.beta for op in found) < 0.12 < 0.28 < max(op.beta for op in found) <= 0.3
    assert 0.6 <= min(op.alpha for op in found) < 0.62 < 0.78 < max(op.alpha for op in found) <= 0.8
    assert all(isinstance(op, LinearByMean) for op in drawn(A.RandomBrightnessContrast(brightness_by_max=False), 3))


def test_a_safe_range_clips_nothing():
    for op in drawn(A.RandomBrightnessContrast(0.9, 0.9, ensure_safe_range=True)):
        assert min(op.beta, op.alpha + op.beta) >= 0
        assert max(op.beta, op.alpha + op.beta) <= 1 + 1e-12
    assert safe_linear(0.5, 0.25) == (0.5, 0.25)


def test_gray_and_many_channels_get_the_same_curve():
    given = image(channels=5)
    out = Gamma(0.7).pixels(given)
    for channel in range(5):
        assert (out[..., channel] == Gamma(0.7).pixels(given[..., channel : channel + 1])[..., 0]).all()
