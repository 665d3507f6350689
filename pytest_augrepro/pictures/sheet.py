"""One sheet for a failed comparison: input, expected, actual, difference of each part, and in words what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..values.arrays import Array
from . import canvas, shown
from .marks import Marks, draw, marks_of, outline

Parts = Mapping[str, Any]
"""The parts of a result by their paths: arrays, and values as JSON has them."""
MOST_ROWS, MOST_LINES = 6, 24


@dataclass(frozen=True)
class Sides:
    """What is compared: what the pipeline was given, what is stored and what came; the first two may be unknown."""

    given: Parts
    expected: Parts
    actual: Parts
    captions: tuple[str, str] = ("expected", "actual")
    equal: bool = False
    """Whether the two are equal and should differ: then all of them is shown."""


@dataclass(frozen=True)
class View:
    """One row of a sheet: one picture, as it is found on each side."""

    name: str
    given: Array | None
    expected: Array | None
    actual: Array | None

    @property
    def pictures(self) -> list[Array]:
        return [picture for picture in (self.given, self.expected, self.actual) if picture is not None]


def sheet(title: str, sides: Sides, lines: Sequence[str]) -> Array:
    """The sheet as RGB pixels; ``lines`` say in words what changed."""
    rows = [_row(view, sides) for view in _chosen(list(_views(sides)), sides)]
    width = max([560, *(row.shape[1] for row in rows)])
    shown_lines = [*lines[:MOST_LINES], *([f"... and {len(lines) - MOST_LINES} more"] * (len(lines) > MOST_LINES))]
    head = [canvas.text_block([title], width), canvas.text_block(shown_lines, width, canvas.FAINT)]
    return canvas.page([*(head if shown_lines else head[:1]), *rows])


def _chosen(views: list[View], sides: Sides) -> list[View]:
    """What differs, and the first picture, on which boxes and points are drawn."""
    if sides.equal:
        return views[:MOST_ROWS]
    changed = [view for view in views if view.expected is None or not _same(view.expected, view.actual)]
    marked = any("box" in name.lower() or "keypoint" in name.lower() for name in sides.actual)
    first = [view for view in views[:1] if view not in changed and marked]
    return [*first, *changed][:MOST_ROWS]


def _views(sides: Sides) -> Iterator[View]:
    for name in dict.fromkeys([*sides.actual, *sides.expected]):
        source = name if name or "" in sides.given else "image"  # what a result without a name was made of
        arrays = [sides.given.get(source), sides.expected.get(name), sides.actual.get(name)]
        found = [each if isinstance(each, np.ndarray) else None for each in arrays]
        pictures = [None if each is None else shown.picture_of(each, name) for each in found]
        if pictures[1] is None and pictures[2] is None:
            name, found = _one_of_many(name, found)
            pictures = [None if each is None else shown.picture_of(each, name) for each in found]
        if pictures[1] is not None or pictures[2] is not None:
            yield View(name, *pictures)


def _one_of_many(name: str, arrays: list[Array | None]) -> tuple[str, list[Array | None]]:
    """Of a stack of pictures, the first that differs."""
    lengths = [len(each) for each in arrays if each is not None and each.ndim in (3, 4)]
    stacks = [each if each is not None and each.ndim in (3, 4) else None for each in arrays]
    if not lengths:
        return name, [None, None, None]
    given, expected, actual = stacks
    at = 0
    if expected is not None and actual is not None:
        pairs = zip(expected, actual, strict=False)
        at = next((place for place, (one, other) in enumerate(pairs) if not _same(one, other)), 0)
    return f"{name}[{at}]", [
        None if each is None or len(each) <= at else each[at] for each in (given, expected, actual)
    ]


def _same(one: Array | None, other: Array | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.shape == other.shape and one.dtype == other.dtype and one.tobytes() == other.tobytes()


def _row(view: View, sides: Sides) -> Array:
    results = [picture for picture in (view.expected, view.actual) if picture is not None]
    classes = all(shown.is_map(picture, view.name) for picture in view.pictures)
    span, factor = shown.span_of(results), _factor(results)
    panels = [] if view.given is None else [_panel("input", view.given, sides.given, sides, view.name, [view.given])]
    shown_sides = ((view.expected, sides.expected), (view.actual, sides.actual))
    for caption, (picture, parts) in zip(sides.captions, shown_sides, strict=True):
        if picture is not None:
            panels.append(_panel(caption, picture, parts, sides, view.name, results))
    differing = _difference(view, factor, classes)
    title = f"{view.name or 'result'}{_scale(factor)}{_span(results, span, classes)}"
    row = canvas.in_a_row([*panels, *([differing] if differing is not None else [])])
    width = max(row.shape[1], 420)
    return canvas.stacked([canvas.text_block([title], width), row], width, gap=4)


def _factor(pictures: Sequence[Array]) -> float:
    return min(canvas.factor_for(*picture.shape[:2]) for picture in pictures)


def _panel(title: str, picture: Array, parts: Parts, sides: Sides, name: str, alike: list[Array]) -> canvas.Panel:
    """One picture with what lies on it, as large and as bright as those that it is compared with."""
    classes, factor = shown.is_map(picture, name), _factor(alike)
    pixels = shown.class_colors(picture) if classes else shown.rgb(picture, shown.span_of(alike))
    large = canvas.resized(pixels, factor)
    notes = [words] if (words := shown.channels_shown(picture)) else []
    notes += [] if classes else _mark(large, picture, parts, sides, factor)
    return canvas.Panel(f"{title} {picture.shape[1]}x{picture.shape[0]} {picture.dtype.name}", large, notes)


def _mark(large: Array, picture: Array, parts: Parts, sides: Sides, factor: float) -> list[str]:
    """Draw what lies on a picture, and say what that is."""
    height, width = picture.shape[:2]
    notes = []
    for name, mask in parts.items():
        layer = shown.picture_of(mask, name) if isinstance(mask, np.ndarray) else None
        if layer is not None and layer.shape == (height, width) and shown.is_map(layer, name):
            outline(large, layer, factor)
            notes.append(f"outlines of {name}")
    marks: Marks = marks_of(parts, height, width, sides.actual)
    draw(large, marks, factor)
    if len(marks.boxes):
        notes.append(f"{len(marks.boxes)} box{'es' * (len(marks.boxes) != 1)} as {marks.read_as}")
    if len(marks.points):
        notes.append(f"{len(marks.points)} keypoint{'s' * (len(marks.points) != 1)}")
    return notes


def _difference(view: View, factor: float, classes: bool) -> canvas.Panel | None:
    one, other = view.expected, view.actual
    if one is None or other is None or one.shape != other.shape or one.dtype != other.dtype:
        return None
    delta, largest = _delta(one, other)
    if delta is None:
        return None
    gray = np.where(delta > 0, 64 + 191 * (1 if classes else delta / delta.max()), 0).astype(np.uint8)
    large = np.repeat(canvas.shrunk_by_largest(gray, factor)[..., None], 3, axis=2)
    rows, columns = np.nonzero(delta)
    box = np.array([[columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]], np.float64)
    spots = [f"{len(rows)} of {delta.size} px differ", "" if classes else f"by at most {largest:.4g}, made brighter"]
    if (box[0, 2] - box[0, 0]) * (box[0, 3] - box[0, 1]) * 16 < delta.size:
        around = box + np.array([-2, -2, 2, 2]) / min(factor, 1)
        draw(large, Marks(around, np.zeros((0, 2))), factor)
        spots.append("framed: where they lie")
    return canvas.Panel("difference", large, [spot for spot in spots if spot])


def _delta(one: Array, other: Array) -> tuple[Array | None, float]:
    """How far each pixel is off, finite and above 0 where the bits differ; None where none does."""
    with np.errstate(all="ignore"):
        delta = np.abs(one.astype(np.float64) - other.astype(np.float64))
    size = one.dtype.itemsize
    bits = [np.ascontiguousarray(side).reshape(-1).view(np.uint8).reshape(-1, size) for side in (one, other)]
    unequal = (bits[0] != bits[1]).any(axis=1).reshape(one.shape)
    if not unequal.any():
        return None, 0.0
    largest = float(np.where(np.isfinite(delta), delta, 0).max())
    delta = np.where(np.isfinite(delta), delta, largest or 1.0)
    delta = np.where(unequal, np.maximum(delta, 1e-3 * (largest or 1.0)), 0)
    return (delta.max(axis=2) if delta.ndim == 3 else delta), largest


def _scale(factor: float) -> str:
    if factor == 1:
        return ""
    return f", each pixel {int(factor)}x{int(factor)}" if factor > 1 else f", shrunk to {factor:.0%}"


def _span(pictures: Sequence[Array], span: tuple[float, float], classes: bool) -> str:
    if classes:
        return ", a color for each class"
    whole = all(picture.dtype in (np.uint8, np.bool_) for picture in pictures)
    return "" if whole else f", black is {span[0]:.4g}, white is {span[1]:.4g}"
