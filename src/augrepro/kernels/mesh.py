"""Displacements given at the nodes of a lattice and interpolated between them, as sources for ``remap`` and for points.

A cell is blended bilinearly, or cut by its falling diagonal into two triangles of which each is an affine map. Both
agree along the sides that cells share, so nothing tears. All is IEEE arithmetic of one operation a ufunc.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from .fields import ONE
from .folding import Band
from .remap import FAR, displaced_by

Array = np.ndarray[Any, np.dtype[Any]]
ROUNDS = 24
GUESSES = 16
NEAR, STEP, FLATTEST = 1e-3, 1e-3, 0.05
COARSE = 64
CHUNK = 256
SHORTEST = 1e-6


class Mesh(NamedTuple):
    """Where the columns and rows of nodes stand, on pixel edges, and how far each node looks along x and y."""

    x: Array
    y: Array
    dx: Array
    dy: Array
    triangles: bool = False


def mesh(x: Array, y: Array, dx: Array, dy: Array, triangles: bool = False) -> Mesh:
    """A mesh that looks at most ``FAR`` pixels away."""
    return Mesh(x, y, np.clip(dx, -FAR, FAR), np.clip(dy, -FAR, FAR), triangles)


def sources(nodes: Mesh, height: int, width: int, half: int) -> Iterator[Band]:
    """Where each pixel looks, a band of rows at a time; int32 with 16 fraction bits."""
    left, across = _cell(np.arange(width) + 0.5, nodes.x)
    top, down = _cell(np.arange(height) + 0.5, nodes.y)
    u, v = across.astype(np.float32), down.astype(np.float32)[:, None]
    parts = [_columns(field, left, u) for field in (nodes.dx, nodes.dy)]

    def field(band: slice) -> tuple[Array, Array]:
        least = np.minimum(u, v[band]) if nodes.triangles else None
        dx, dy = (_blended(part, top[band], v[band], least) for part in parts)
        return dx, dy

    return displaced_by(field, height, width, half)


def _columns(field: Array, left: Array, u: Array) -> tuple[Array, Array, Array]:
    """For every row of nodes and every pixel: the value at its left node, the step to the right one, the blend."""
    grid = (field * ONE).astype(np.float32)
    start = grid[:, left]
    step = grid[:, left + 1] - start
    return start, step, start + step * u


def _blended(part: tuple[Array, Array, Array], top: Array, v: Array, least: Array | None) -> Array:
    start, step, blend = part
    out = blend[top]
    if least is None:
        rise = blend[top + 1]
        rise -= out
        rise *= v
    else:
        rise = start[top + 1]
        rise -= start[top]
        rise *= v
        twist = step[top + 1]
        twist -= step[top]
        twist *= least
        rise += twist
    out += rise
    return np.rint(out, out=out)


def at(nodes: Mesh, x: Array, y: Array) -> tuple[Array, Array]:
    """How far the points (x, y), on pixel edges, look; beyond the outermost nodes as far as at them."""
    column, u = _cell(x, nodes.x)
    row, v = _cell(y, nodes.y)
    least = np.minimum(u, v) if nodes.triangles else u * v
    return _value(nodes.dx, row, column, u, v, least), _value(nodes.dy, row, column, u, v, least)


def _value(field: Array, row: Array, column: Array, u: Array, v: Array, least: Array) -> Array:
    start, right, below = field[row, column], field[row, column + 1], field[row + 1, column]
    twist = field[row + 1, column + 1] - right - below + start
    out: Array = start + u * (right - start) + v * (below - start) + least * twist
    return out


def _cell(x: Array, places: Array) -> tuple[Array, Array]:
    """The node before each place, and how far along to the next it is."""
    cell = np.clip(np.searchsorted(places, x, "right") - 1, 0, len(places) - 2)
    share = (x - places[cell]) / np.maximum(places[cell + 1] - places[cell], SHORTEST)
    return cell, np.clip(share, 0.0, 1.0)


def seen_at(nodes: Mesh, x: Array, y: Array) -> tuple[Array, Array]:
    """The places that look at (x, y), on pixel edges.

    A displacement that no point exceeds leaves no source unseen. Fixed-point iteration finds the place where the mesh
    does not stretch by more than 2; else it is Newton's method, from the nearest places of a coarse grid.
    """
    to_x, to_y, off = _iterated(nodes, x, y)
    bad = np.flatnonzero(off.ravel() > NEAR)
    if len(bad):
        want_x, want_y = x.ravel()[bad], y.ravel()[bad]
        best_x, best_y, best = _searched(nodes, want_x, want_y)
        better = best < off.ravel()[bad]
        to_x.flat[bad[better]], to_y.flat[bad[better]] = best_x[better], best_y[better]
    return to_x, to_y


def _iterated(nodes: Mesh, x: Array, y: Array) -> tuple[Array, Array, Array]:
    to_x, to_y = x + 0.0, y + 0.0
    for _ in range(ROUNDS):
        dx, dy = at(nodes, to_x, to_y)
        off = np.abs(to_x + dx - x) + np.abs(to_y + dy - y)
        if (off <= NEAR).all():
            break
        to_x, to_y = x - dx, y - dy
    return to_x, to_y, off


def _searched(nodes: Mesh, x: Array, y: Array) -> tuple[Array, Array, Array]:
    """Newton's method from the ``GUESSES`` places that look nearest, of which the best answer is kept.

    They are of a coarse grid that covers the image and as much as it may look beyond.
    """
    xs, ys = (_reach(places, field) for places, field in ((nodes.x, nodes.dx), (nodes.y, nodes.dy)))
    grid_y, grid_x = (axis.ravel() for axis in np.meshgrid(ys, xs, indexing="ij"))
    dx, dy = at(nodes, grid_x, grid_y)
    found = np.empty((len(x), GUESSES), np.intp)
    for start in range(0, len(x), CHUNK):
        part = slice(start, start + CHUNK)
        away = (grid_x + dx - x[part, None]) ** 2 + (grid_y + dy - y[part, None]) ** 2
        farthest = np.partition(away, GUESSES - 1, 1)[:, GUESSES - 1]
        found[part] = [_nearest(row, far) for row, far in zip(away, farthest, strict=True)]
    want_x, want_y = np.repeat(x, GUESSES), np.repeat(y, GUESSES)
    answers = _newton(nodes, want_x, want_y, grid_x[found.ravel()], grid_y[found.ravel()])
    to_x, to_y, off = (answer.reshape(-1, GUESSES) for answer in answers)
    best = np.arange(len(x)), off.argmin(1)
    return to_x[best], to_y[best], off[best]


def _nearest(away: Array, farthest: float) -> Array:
    """The ``GUESSES`` nearest places, of equals the earlier ones; argpartition would have an order of its own."""
    found = np.flatnonzero(away <= farthest)[:GUESSES]
    return found[np.argsort(away[found], kind="stable")]


def _reach(places: Array, field: Array) -> Array:
    most = float(np.abs(field).max())
    return np.linspace(places[0] - most, places[-1] + most, COARSE)


def _newton(nodes: Mesh, x: Array, y: Array, to_x: Array, to_y: Array) -> tuple[Array, Array, Array]:
    """From a guess to the place that looks at (x, y), and by how much it misses; the best of all rounds."""
    best_x, best_y, best = to_x, to_y, np.full(len(x), np.inf)
    for _ in range(ROUNDS):
        dx, dy = at(nodes, to_x, to_y)
        miss_x, miss_y = to_x + dx - x, to_y + dy - y
        off = np.abs(miss_x) + np.abs(miss_y)
        better = off < best
        best_x, best_y, best = (
            np.where(better, new, old) for new, old in ((to_x, best_x), (to_y, best_y), (off, best))
        )
        if (best <= NEAR).all():
            break
        xx, yx = ((b - a) / STEP for a, b in zip((dx, dy), at(nodes, to_x + STEP, to_y), strict=True))
        xy, yy = ((b - a) / STEP for a, b in zip((dx, dy), at(nodes, to_x, to_y + STEP), strict=True))
        xx, yy = xx + 1.0, yy + 1.0
        det = xx * yy - xy * yx
        det = np.where(np.abs(det) < FLATTEST, np.copysign(FLATTEST, det), det)
        to_x = to_x - (yy * miss_x - xy * miss_y) / det
        to_y = to_y - (xx * miss_y - yx * miss_x) / det
    return best_x, best_y, best
