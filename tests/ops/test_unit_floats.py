"""Curves on floats: the bits of plain NumPy, whatever lies beyond [0, 1], -0 as 0, in bands or whole, and views."""

from __future__ import annotations

import numpy as np
import pytest

from augrepro.kernels import bands
from augrepro.ops.curves import InvertAbove, ToneCurve
from augrepro.ops.pointwise import Gamma, Invert, Linear

F = np.float32
T = F(0.43)
PLAIN = {
    Invert(): lambda x: 1.0 - x,
    InvertAbove(0.43): lambda x: np.where(x >= T, F(1) - x, x),
    Gamma(0.8): lambda x: np.power(np.maximum(x, F(0)), F(0.8)),
    Gamma(1.0): lambda x: np.maximum(x, F(0)),
    Linear(0.9, 0.1): lambda x: x * 0.9 + 0.1,
    Linear(0.9, 0.125): lambda x: x * 0.9 + 0.125,
    Linear(1.3, -0.1): lambda x: x * 1.3 - 0.1,
    Linear(-1.0, 1.0): lambda x: x * -1.0 + 1.0,
    Linear(0.0, -0.0): lambda x: x * 0.0 + -0.0,
}
SPECIAL = np.array([0, -0.0, 1, T, np.nextafter(T, F(0)), np.nextafter(F(1), F(2)), -1e-30, 1e-30, 7.5, -3], F)


def given(kind):
    x = np.random.default_rng(7).random((23, 19, 3), F)
    if kind != "on [0, 1]":
        x.reshape(-1)[:: 40 if kind == "one band beyond" else 3][: 1 if kind == "one band beyond" else None] = F(1.5)
        x.reshape(-1)[100 : 100 + len(SPECIAL)] = SPECIAL
    return {"a view": x[1:, 2:-1, ::2], "backwards": x[::-1, ::-1], "one pixel": x[5:6, 5:6, :1]}.get(kind, x)


@pytest.mark.parametrize("kind", ["on [0, 1]", "beyond", "one band beyond", "a view", "backwards", "one pixel"])
@pytest.mark.parametrize("op", PLAIN, ids=repr)
def test_bits_are_those_of_plain_lines(op, kind, monkeypatch):
    x = given(kind)
    before = x.copy()
    wanted = np.clip(PLAIN[op](np.ascontiguousarray(x)), F(0), F(1)) + F(0)
    for values in (1, 300, 1 << 20):
        monkeypatch.setattr(bands, "FLOATS", values)
        monkeypatch.setattr(bands, "SMALL", values)
        out = op.pixels(x)
        assert out.dtype == F
        assert out.flags.c_contiguous
        assert (out.view(np.uint32) == wanted.view(np.uint32)).all()
    assert (x.view(np.uint32) == before.view(np.uint32)).all()


def leaves_unit(op):
    """Whether the curve leads from [0, 1] out of it, or to -0: what ``keeps_unit`` denies."""
    x = np.concatenate([np.linspace(0, 1, 4001, dtype=F), np.nextafter(np.ones(1, F), F(0)), SPECIAL[3:5]])[:, None]
    return bool((op.curve(x).view(np.uint32) > F(1).view(np.uint32)).any())


def test_curves_that_stay_on_the_unit_interval_say_so_alone():
    grid = [Linear(a / 8, b / 8) for a in range(-2, 10) for b in range(-2, 10)]
    for op in [*grid, Linear(0.9, 0.1), Linear(0.7, 0.30000002), *PLAIN, ToneCurve(0.2, 1.4)]:
        assert not (op.keeps_unit() and leaves_unit(op)), op
    assert sum(op.keeps_unit() for op in grid) == 45  # alpha and beta from 0 on, their sum at most 1
    assert leaves_unit(Linear(1.0, 0.125))
    assert leaves_unit(Linear(-0.5, 0.0))


@pytest.mark.parametrize("op", PLAIN, ids=repr)
def test_what_is_far_outside_is_refused(op):
    with pytest.raises(ValueError, match=r"float images must be on \[0, 1\], got values up to 255: divide them by 255"):
        op.pixels(np.full((40, 4, 3), 255, F))
