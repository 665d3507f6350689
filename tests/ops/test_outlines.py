"""Polygons and thick lines: the same pixels under every release of OpenCV, by a rule written out here."""

import cv2
import numpy as np
import pytest

from augrepro.kernels.outlines import fill_polygon, thick


def polygon(height, width, corners):
    out = np.zeros((height, width), np.float32)
    fill_polygon(out, corners, 0.25)
    return out * 4


def inside(x, y, corners):
    """The even-odd rule: how often a way from the left to (x, y) crosses the outline."""
    crossed = 0
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if y1 > y2:
            x1, y1, x2, y2 = x2, y2, x1, y1
        crossed += y1 <= y < y2 and (x - x1) * (y2 - y1) >= (y - y1) * (x2 - x1)
    return crossed % 2


@pytest.mark.parametrize("seed", range(12))
def test_a_polygon_is_what_its_outline_goes_around_once_and_the_outline(seed):
    rng = np.random.default_rng(seed)
    height, width = (int(side) for side in rng.integers(1, 30, 2))
    corners = [(int(x), int(y)) for x, y in rng.integers(-9, 40, (3 + seed % 5, 2))]
    want = np.array([[inside(x, y, corners) for x in range(width)] for y in range(height)], np.uint8)
    cv2.polylines(want, [np.array(corners, np.int32)], True, 1)
    assert (polygon(height, width, corners) == want).all()


def test_a_polygon_without_height_or_outside_is_its_outline_alone():
    assert polygon(4, 6, [(1, 2), (4, 2), (2, 2)]).sum() == 4
    assert polygon(4, 6, [(10, 2), (14, 2), (12, 9)]).sum() == 0


def test_thick_lines_are_drawn_by_a_disk():
    line = np.zeros((9, 13, 2), np.uint8)
    line[4, 4:9] = (200, 9)
    out = thick(line, 3)[..., 0]
    assert [int((row == 200).sum()) for row in out] == [0, 5, 9, 9, 11, 9, 9, 5, 0]
    assert (thick(line, 3)[..., 1] * 200 == out * 9).all()


@pytest.mark.parametrize("thickness", [2, 3, 4, 5, 6, 7])
def test_thick_lines_cover_as_much_as_opencvs(thickness):
    ours = theirs = 0
    for x, y in ((0, 30), (7, 25), (-9, 12), (3, 40), (-2, 18)):
        one, other = np.zeros((2, 80, 80), np.uint8)
        ours += int(thick(cv2.line(one, (40, 20), (40 + x, 20 + y), 1, 1, cv2.LINE_4), (thickness + 1) // 2).sum())
        theirs += int(cv2.line(other, (40, 20), (40 + x, 20 + y), 1, thickness, cv2.LINE_4).sum())
    assert 0.95 < ours / theirs < 1.1
