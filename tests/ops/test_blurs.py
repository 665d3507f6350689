"""Medians, unsharp masks, glass and zooms: against their definitions in NumPy, at borders and counts."""

from __future__ import annotations

import numpy as np
import pytest
from ops_help import check, image, ops, smooth

import augrepro as A
from augrepro.kernels import unsharp
from augrepro.kernels.bits import Words
from augrepro.ops.blurs import Median, PixelSwaps, UnsharpMasking, Zooms

KEY = "0123456789abcdef" * 2


@pytest.mark.parametrize("size", [1, 3, 5, 7, 11])
@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 7])
def test_a_median_is_the_middle_value(size, channels):
    given, half = image(channels=channels), size // 2
    wide = np.pad(given, ((half, half), (half, half), (0, 0)), "edge")
    windows = np.lib.stride_tricks.sliding_window_view(wide, (size, size), (0, 1))
    assert (Median(size).pixels(given) == np.median(windows, (-2, -1))).all()


def test_a_median_removes_specks_and_keeps_edges():
    given = np.full((20, 20, 3), 40, np.uint8)
    given[:, 10:] = 200
    specked = given.copy()
    specked[5, 5], specked[12, 15] = 255, 0
    assert (Median(3).pixels(specked) == given).all()


def gaussian(given, size, sigma):
    """By weights that are 256ths where bytes are blurred."""
    weights = np.exp(-0.5 * ((np.arange(size) - size // 2) / sigma) ** 2)
    weights /= weights.sum()
    if given.dtype != np.float32:
        weights = np.rint(weights * 256) / 256
        weights[size // 2] += 1 - weights.sum()
    half = size // 2
    wide = np.pad(given.astype(np.float64), ((half, half), (half, half), (0, 0)), "reflect")
    windows = np.lib.stride_tricks.sliding_window_view(wide, (size, size), (0, 1))
    return np.einsum("yxcij,i,j->yxc", windows, weights, weights)


@pytest.mark.parametrize("given", [image(), smooth()], ids=["noise", "waves"])
@pytest.mark.parametrize("threshold", [None, 0, 10])
def test_an_unsharp_mask_is_its_definition(given, threshold):
    for source in (given, given.astype(np.float32) / np.float32(255)):
        blur, white = gaussian(source, 5, 1.2), 255 if source.dtype == np.uint8 else 1
        change = np.clip(source + 0.7 * (source - blur), 0, white) - source
        away, least = np.abs(source - blur) * (255 / white), -1 if threshold is None else threshold
        share = gaussian((away > least).astype(source.dtype), 5, 1.2)
        undecided = np.abs(away - least) < 1 / 128
        clear = gaussian(undecided * np.ones(given.shape), 5, 1.2) < 1e-6
        assert clear.mean() > 0.6
        off = np.abs(UnsharpMasking(5, 1.2, 0.7, threshold).pixels(source) - (source + share * change))
        fine = 0.7 / 256 + np.abs(change) * (0.5 / 255 + 2.0**-10)  # blur, shares, alpha
        roundings = 0.5 if threshold is None else 0.5 + 0.5 * share
        assert (off <= (roundings + fine if white == 255 else 1e-6))[clear].all()


def test_bands_do_not_show(monkeypatch):
    for dtype in (np.uint8, np.float32):
        given, op = image(dtype=dtype), UnsharpMasking(5, 1.2, 0.7, 10)
        whole = op.pixels(given)
        monkeypatch.setattr(unsharp, "BAND", 1)
        assert (op.pixels(given) == whole).all()
        monkeypatch.undo()


def test_what_is_below_the_threshold_stays():
    given = smooth()
    assert (UnsharpMasking(3, 0.8, 1.0, 200).pixels(given) == given).all()
    assert (UnsharpMasking(3, 0.8, 1.0, None).pixels(given) != given).any()


def swapped(given, key, delta, rounds, in_turn):
    """Pixel by pixel, as the words come: row by row in turn, else column by column, and across before down."""
    out, words = given.copy(), Words(key)
    height, width = given.shape[:2]
    places = [(y, x) for y in range(height - delta, delta, -1) for x in range(width - delta, delta, -1)]
    places = places if in_turn else sorted(places, key=lambda place: (place[1], place[0]), reverse=True)
    for _ in range(rounds if places else 0):
        moves = (words.halves(len(places)).astype(int) * (2 * delta) // 65536 - delta for _ in range(2))
        down, across = moves if in_turn else tuple(moves)[::-1]
        others = [(y + dy, x + dx) for (y, x), dy, dx in zip(places, down, across, strict=True)]
        before = out.copy()
        for here, there in zip(places, others, strict=True):
            out[here] = (out if in_turn else before)[there]
        if not in_turn:
            for here, there in zip(places, others, strict=True):
                out[there] = before[here]
    return out


@pytest.mark.parametrize("in_turn", [False, True])
@pytest.mark.parametrize(("delta", "rounds"), [(1, 1), (2, 3), (4, 2), (9, 1)])
def test_pixels_change_places(delta, rounds, in_turn):
    for shape in ((20, 31, 3), (19, 18, 1), (5, 40, 2)):
        given = image(*shape)
        out = PixelSwaps(KEY, delta, rounds, in_turn).pixels(given)
        assert (out == swapped(given, KEY, delta, rounds, in_turn)).all()


def test_pixels_stay_within_reach():
    y, x = np.mgrid[:60, :70]
    given = np.stack([y, x], -1).astype(np.float32) / 128
    out = PixelSwaps(KEY, 3, 1).pixels(given)
    moved = np.abs(out - given) * 128
    assert 2 < moved.max() <= 3
    assert (moved > 0).mean() > 0.7


def test_what_shows_behind_glass_drifts_to_the_right():
    """Columns follow each other as in 2.0.8, where pixels of 120 x 120 look 0.57 to the left and 0.15 down."""
    y, x = np.mgrid[:120, :120]
    given = np.stack([y, x], -1).astype(np.uint8)
    moved = PixelSwaps(KEY, 4, 2).pixels(given)[10:-10, 10:-10].astype(float) - given[10:-10, 10:-10]
    assert np.abs(moved.mean((0, 1)) - [0.15, -0.57]).max() < 0.1


def test_a_small_image_is_not_swapped():
    given = image(8, 8)
    assert (PixelSwaps(KEY, 4, 2).pixels(given) == given).all()


def test_glass_is_two_blurs_about_the_swaps():
    assert [type(op).__name__ for op in ops(A.GlassBlur(0.7))] == ["Gaussian", "PixelSwaps", "Gaussian"]
    assert [type(op).__name__ for op in ops(A.GlassBlur(0))] == ["PixelSwaps"]


def test_a_zoom_keeps_the_middle_and_smears_the_rim():
    given = np.zeros((101, 101, 1), np.uint8)
    given[50, 50], given[5, 50] = 255, 255
    out = Zooms(1.3, 0.02).pixels(given)
    assert out[50, 50] > 100
    assert out[5, 50] < 60


@pytest.mark.parametrize(
    ("largest", "step", "count"), [(1.0, 0.02, 1), (1.01, 0.02, 1), (1.5, 0.1, 5), (1.5, 0.0, 255)]
)
def test_a_zoom_of_a_plain_area_and_the_mean(largest, step, count):
    for level in (0, 3, 254, 255):
        plain = np.full((23, 31, 3), level, np.uint8)
        assert (Zooms(largest, step).pixels(plain) == level).all()
    if count == 1:
        given = image()
        assert (Zooms(largest, step).pixels(given) == given).all(), "only the image itself lies below"


@pytest.mark.parametrize(
    "op",
    [
        Median(5),
        Median(9),
        UnsharpMasking(5, 1.1, 0.5, 10),
        UnsharpMasking(9, 2.0, 1.0, None),
        PixelSwaps(KEY, 2, 2),
        PixelSwaps(KEY, 2, 1, True),
        Zooms(1.31, 0.02),
        Zooms(2.5, 0.3),
    ],
    ids=str,
)
def test_laws(op):
    check(op, channels=(1, 2, 3, 4, 5, 7))
    for side in ((1, 1), (1, 40), (40, 1), (2, 2), (3, 5)):
        check(op, *side)
    assert op.pixels(image(6, 7, 130)).shape == (6, 7, 130)
