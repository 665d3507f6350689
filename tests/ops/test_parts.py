"""Kernels that work on a part of a large image at a time: the bits of the whole, and no whole temporary beside."""

from __future__ import annotations

import tracemalloc
from typing import NamedTuple

import numpy as np
import pytest
from ops_help import image

from augrepro.kernels import bands, fields, flare, glass, grain, liquid, mix, noise, shot, snow, unsharp, weather
from augrepro.ops.light import SunFlare

KEY = "0123456789abcdef" * 2
GHOSTS = tuple((20 * i, 9 * i, 1 + i % 4, 0.1 + 0.06 * i, 200, 9 * i, 90) for i in range(9))
SUN = SunFlare(60, 20, 40, (250, 200, 100), GHOSTS, "overlay")
BELL = np.linspace(-0.3, 0.3, 65536)


def fresh(run):
    """Without the memory of what it made before."""
    return run.__wrapped__


class Case(NamedTuple):
    run: object
    module: object
    part: str
    """The constant that says how large a part is."""
    most: float
    """Bytes a pixel that a call on RGB takes at its peak, the result among them."""


CASES = {
    "glass": Case(lambda x: glass.swapped(x, KEY, 3, 2, False), glass, "PART", 18),
    "glass in turn": Case(lambda x: glass.swapped(x, KEY, 3, 2, True), glass, "PART", 18),
    "snow": Case(lambda x: snow.snowed(x, KEY, 0.3, 1.5), bands, "FLOATS", 16),
    "sun": Case(SUN.pixels, bands, "FLOATS", 15),
    "halo": Case(lambda x: fresh(flare.halo)(*x.shape[:2], *SUN.scene()), bands, "FLOATS", 14),
    "fog": Case(lambda x: fresh(weather.fog)(KEY, *x.shape[:2], 0.5, 0.2), weather, "BAND", 14),
    "drops": Case(lambda x: fresh(liquid.rain)(KEY, *x.shape[:2], 0.65, 0.3, 2.0, 0.68), liquid, "_PIXELS", 13),
    "mud": Case(lambda x: fresh(liquid.mud)(KEY, *x.shape[:2], 0.65, 0.3, 1.0, 0.68), liquid, "_PIXELS", 13),
    "light of drops": Case(
        lambda x: mix.lit(x, np.ascontiguousarray(x[..., 0] * 255).astype(np.uint8), [0.3, 0.5, 0.9]), mix, "BAND", 21
    ),
    "noise": Case(lambda x: noise.added(x, KEY, noise.Spread(BELL, 0.0, 1.0, False, 1.0)), noise, "BLOCK", 15),
    "shared noise": Case(lambda x: noise.added(x, KEY, noise.Spread(BELL, 0.0, 1.0, True, 1.0)), noise, "BLOCK", 15),
    "coarse noise": Case(lambda x: noise.added(x, KEY, noise.Spread(BELL, 0.0, 1.0, True, 0.3)), fields, "PIXELS", 17),
    "shot noise": Case(lambda x: shot.shot(x, KEY, 0.1), shot, "BLOCK", 16),
    "factors": Case(lambda x: grain.multiplied(x, KEY, 0.7, 1.4, True), grain, "BLOCK", 14),
    "sharpening": Case(lambda x: unsharp.sharpened(x, 5, 1.1, 0.5, 10), unsharp, "FLOATS", 18),
}


def peak(run, given) -> float:
    """Bytes a pixel."""
    tracemalloc.start()
    run(given)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / given[..., 0].size


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("name", CASES)
def test_parts_change_no_bit(name, dtype, monkeypatch):
    run, module, part, _ = CASES[name]
    given = image(61, 37, dtype=dtype)
    before, whole = given.copy(), run(given)
    for at in (bands, unsharp):
        monkeypatch.setattr(at, "SMALL", 1)
    for size in (1, 300, 1001):
        monkeypatch.setattr(module, part, size)
        found = run(given)
        assert (found.dtype, found.shape) == (whole.dtype, whole.shape)
        assert found.tobytes() == whole.tobytes()
    assert (given == before).all()


@pytest.mark.parametrize("name", CASES)
def test_a_large_image_takes_temporaries_of_a_part(name, monkeypatch):
    """The bound is one that parts of a whole image's size break."""
    run, module, part, most = CASES[name]
    given = image(600, 512, dtype=np.float32)
    for at in (bands, unsharp):
        monkeypatch.setattr(at, "SMALL", 1)
    run(given)
    monkeypatch.setattr(module, part, 1 << 14)
    assert peak(run, given) < most
    monkeypatch.setattr(module, part, 1 << 30)
    assert peak(run, given) > most


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_glass_by_hand(dtype):
    """Pixel by pixel, as the docstring says it."""
    given = image(19, 23, dtype=dtype)
    height, width, margin = 19, 23, 2
    words = glass.Words(KEY)
    want = list(given.reshape(-1, 3))
    rows, columns = range(height - margin, margin, -1), range(width - margin, margin, -1)
    down, across = (words.halves(len(rows) * len(columns)).astype(int) * 2 * margin // 65536 - margin for _ in "yx")
    places = [y * width + x for y in rows for x in columns]
    for place, dy, dx in zip(places, down.tolist(), across.tolist(), strict=True):
        want[place] = want[place + dy * width + dx]
    assert (glass.swapped(given, KEY, margin, 1, True).reshape(-1, 3) == np.array(want)).all()
    want = list(given.reshape(-1, 3))
    places, (across, down) = [y * width + x for x in columns for y in rows], (down, across)
    for place, dy, dx in zip(places, down.tolist(), across.tolist(), strict=True):
        want[place] = given.reshape(-1, 3)[place + dy * width + dx]
    for place, dy, dx in zip(places, down.tolist(), across.tolist(), strict=True):
        want[place + dy * width + dx] = given.reshape(-1, 3)[place]
    assert (glass.swapped(given, KEY, margin, 1, False).reshape(-1, 3) == np.array(want)).all()
