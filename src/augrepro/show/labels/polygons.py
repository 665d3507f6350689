"""Regions and the polygons around them, in COCO's coordinates: (0, 0) is the outer corner of the first pixel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..images import Array

Point = tuple[int, int]
Ring = list[Point]
Polygon = list[float]
RIGHT, DOWN, LEFT, UP = range(4)
"""The ways along pixel edges, each a right turn from the one before."""


def filled(polygon: Sequence[float], height: int, width: int) -> Array:
    """The (H, W) uint8 region, 1 for pixels whose centers lie in ``x, y, x, y, ...`` by the even-odd rule.

    A center on a left or upper edge lies in the polygon, one on a right or lower edge does not.
    """
    start = np.asarray(polygon, np.float64).reshape(-1, 2)
    end = np.roll(start, -1, axis=0)
    down = (start[:, 1] <= end[:, 1])[:, None]
    top, bottom = np.where(down, start, end), np.where(down, end, start)
    first, last = (np.clip(np.ceil(each[:, 1] - 0.5), 0, height).astype(np.int64) for each in (top, bottom))
    counts = last - first
    edge = np.repeat(np.arange(len(counts)), counts)
    rows = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    run, rise = (bottom - top)[edge].T
    crossings = top[edge, 0] + (rows + 0.5 - top[edge, 1]) * (run / rise)
    toggles = np.zeros((height, width + 1), np.uint8)
    np.bitwise_xor.at(toggles, (rows, np.clip(np.ceil(crossings - 0.5), 0, width).astype(np.int64)), np.uint8(1))
    out: Array = np.bitwise_xor.accumulate(toggles, axis=1)[:, :width]
    return out


def outlines(mask: Array) -> list[Polygon]:
    """Polygons along the edges of a region's pixels, which ``filled`` fills to the same pixels.

    One for each part whose pixels share edges; a hole is joined to the outline by a seam without width.
    """
    region = np.asarray(mask).reshape(mask.shape[:2]) != 0
    rings = [*_rings(region)]
    outer = [ring for ring in rings if _clockwise(ring)]
    holes = sorted((_from_top(ring) for ring in rings if not _clockwise(ring)), key=lambda ring: ring[0][::-1])
    return [[float(each) for point in ring for each in point] for ring in _seamed(region, outer, holes)]


def _rings(region: Array) -> Iterator[Ring]:
    """The corners of each closed line of pixel edges, with the region on its right hand.

    Where two pixels touch in a corner alone, each keeps its own ring.
    """
    ends = dict(_sides(region))
    while ends:
        start = point, way = next(iter(ends))
        ring: Ring = []
        while not ring or (point, way) != start:
            ring.append(point)
            point = ends.pop((point, way))
            right = point, (way + 1) % 4
            way = (way + 1) % 4 if right in ends or right == start else (way - 1) % 4
        yield ring


def _sides(region: Array) -> Iterator[tuple[tuple[Point, int], Point]]:
    """The straight sides of a region: where each begins and which way it goes, and where it ends."""
    around = np.pad(region, 1)
    upper, lower = region & ~around[:-2, 1:-1], region & ~around[2:, 1:-1]
    left, right = region & ~around[1:-1, :-2], region & ~around[1:-1, 2:]
    for y, low, high in _runs(upper):
        yield ((low, y), RIGHT), (high, y)
    for y, low, high in _runs(lower):
        yield ((high, y + 1), LEFT), (low, y + 1)
    for x, low, high in _runs(right.T):
        yield ((x + 1, low), DOWN), (x + 1, high)
    for x, low, high in _runs(left.T):
        yield ((x, high), UP), (x, low)


def _runs(marked: Array) -> Iterator[tuple[int, int, int]]:
    """Row, first and behind the last of each run of marked pixels."""
    changes = np.diff(np.pad(marked, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    (rows, lows), (_, highs) = np.nonzero(changes > 0), np.nonzero(changes < 0)
    return zip(rows.tolist(), lows.tolist(), highs.tolist(), strict=True)


def _clockwise(ring: Ring) -> bool:
    return sum(x * below - right * y for (x, y), (right, below) in zip(ring, ring[1:] + ring[:1], strict=True)) > 0


def _from_top(ring: Ring) -> Ring:
    """The ring from the left one of its uppermost corners on."""
    at = min(range(len(ring)), key=lambda i: ring[i][::-1])
    return ring[at:] + ring[:at]


def _seamed(region: Array, outer: list[Ring], holes: list[Ring]) -> list[Ring]:
    """The outer rings, each with its holes: from a hole's first corner a seam goes left to the nearest ring.

    That ring is an outer one or that of an earlier hole, as holes are sorted by row and column of their first corners.
    """
    if not holes:
        return outer
    rings = [*outer, *holes]
    sides = {upper: (at, side) for at, ring in enumerate(rings) for side, upper in _upward(ring)}
    seams: dict[int, dict[int, list[tuple[int, int]]]] = {}
    for at, ((x, y), *_) in enumerate(holes, len(outer)):
        outside = np.flatnonzero(~region[y, :x])
        host, side = sides[int(outside[-1]) + 1 if outside.size else 0, y]
        seams.setdefault(host, {}).setdefault(side, []).append((y, at))
    for host in sorted(seams, reverse=True):  # the later ones are whole when earlier ones take them up
        whole: Ring = []
        for side, corner in enumerate(rings[host]):
            if whole[-1:] != [corner]:  # a seam may end in the corner
                whole.append(corner)
            for y, at in sorted(seams[host].get(side, ()), reverse=True):
                whole += [(corner[0], y), *rings[at], rings[at][0], (corner[0], y)]
        rings[host] = whole
    return rings[: len(outer)]


def _upward(ring: Ring) -> Iterator[tuple[int, Point]]:
    """The upper ends of the pixel edges that a ring goes up, each with the number of its side."""
    for side, ((x, y), (_, above)) in enumerate(zip(ring, ring[1:] + ring[:1], strict=True)):
        yield from ((side, (x, each)) for each in range(above, y))


def moved(polygons: Sequence[Polygon], before: Array, after: Array, box: Sequence[float]) -> list[Polygon] | None:
    """The polygons of a region that was shifted, flipped or turned by quarters as a whole; None for any other change.

    ``before`` and ``after`` are the (H, W) region. Of several ways to the same pixels, as symmetric regions have them,
    the one whose polygons reach nearest to ``box`` (left, top, right and bottom of the region now) is taken.
    """
    old, new = _extent(before), _extent(after)
    if old is None or new is None:
        return None
    was, now = (np.asarray(mask)[rows, columns] != 0 for mask, (rows, columns) in ((before, old), (after, new)))
    found = []
    for way in range(8):
        if np.array_equal(_turned(was, way), now):
            places = [_placed(np.reshape(polygon, (-1, 2)), way, old, new) for polygon in polygons]
            reach = np.concatenate(places) if places else np.reshape(box, (2, 2))
            off = np.abs(np.concatenate((reach.min(0), reach.max(0))) - box).max()
            found.append((round(float(off), 6), way, places))
    if not found:
        return None
    _, _, places = min(found, key=lambda each: each[:2])
    high, wide = after.shape[:2]
    inside = [each if before.shape == after.shape and old == new else np.clip(each, 0, (wide, high)) for each in places]
    return [each.reshape(-1).tolist() for each in inside]


def _extent(mask: Array) -> tuple[slice, slice] | None:
    """The rows and columns that a region reaches over; None where it is empty."""
    found = [np.flatnonzero(np.asarray(mask).any(axis)) for axis in (1, 0)]
    if not found[0].size:
        return None
    rows, columns = (slice(int(each[0]), int(each[-1]) + 1) for each in found)
    return rows, columns


def _turned(region: Array, way: int) -> Array:
    """One of the eight flips and quarter turns, 0 for none: bit 2 transposes, bits 1 and 0 flip rows and columns."""
    turned = region.T if way & 4 else region
    return turned[:: -1 if way & 2 else 1, :: -1 if way & 1 else 1]


def _placed(points: Array, way: int, old: tuple[slice, slice], new: tuple[slice, slice]) -> Array:
    """Points (x, y) within the old extent, after the same, within the new one."""
    out = points - (old[1].start, old[0].start)
    if way & 4:
        out = out[:, ::-1]
    rows, columns = new
    size = np.array([columns.stop - columns.start, rows.stop - rows.start])
    out = np.where([bool(way & 1), bool(way & 2)], size - out, out)
    placed: Array = out + np.array([columns.start, rows.start])
    return placed
