"""Ops that put other samples into the one they change: a grid of several, or one pasted on top."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, ClassVar, Literal, Self

import numpy as np

from ..engine.declare.kinds import Edge, Fill, Pixels, Resampling
from ..engine.op import Grade, Op, Value, value
from ..engine.others import OtherSample, SampleReference
from ..engine.targets.geometry import Array, Boxes, Points
from ..engine.targets.table import MASKS, TARGETS, Shape, Target, need_fill, need_room
from ..kernels import collage
from .look import AREA, NEAREST, Sampling
from .resize import Resample

FitMode = Literal["cover", "contain"]


class Mixing(Op):
    """Base: an op that names other samples, and runs once a call or a replay has found them.

    ``found`` and ``name`` are set on the copies that run, and are no part of the value.
    """

    moves: ClassVar[bool] = True
    by_name: ClassVar[bool] = True
    masks_alike: ClassVar[bool] = True
    """True where a sample's masks are of the size of its image."""
    found: ClassVar[dict[tuple[str, int], OtherSample]] = {}
    name: ClassVar[str] = ""

    def references(self) -> list[SampleReference]:
        """The samples that the op names."""
        raise NotImplementedError(f"{type(self).__name__} must define references()")

    def bound(self, find: Callable[..., Any]) -> Self:
        found = {(wanted.key, wanted.index): find(wanted, self.masks_alike) for wanted in self.references()}
        return self._copy(found=found) if found else self

    def for_target(self, name: str) -> Self:
        return self._copy(name=name)

    def _copy(self, **state: Any) -> Self:
        out = copy.copy(self)
        out.__dict__.update(state)
        return out

    def other(self, wanted: SampleReference) -> OtherSample:
        """A sample that the op names; ValueError where nobody has looked for it."""
        try:
            return self.found[wanted.key, wanted.index]
        except KeyError:
            raise ValueError(f"needs the sample {wanted.where}, which only a call or a replay can find") from None

    def stack(self, target: Target, arrays: list[Any]) -> list[Any]:
        acting = self if self.name else self.for_target(target.name)
        return acting.slices(target, arrays)

    def slices(self, target: Target, arrays: list[Array]) -> list[Array]:
        """The (H, W, C) slices of a target after the op."""
        raise NotImplementedError(f"{type(self).__name__} must define slices(target, arrays)")

    def pixels(self, image: Array) -> Array:
        out: Array = self.stack(TARGETS["image"], [image])[0]
        return out

    def mask(self, mask: Array) -> Array:
        out: Array = self.stack(TARGETS["mask"], [mask])[0]
        return out


@value
class Cell(Value):
    """A rectangle of the collage, ``x_min`` to ``x_max`` and ``y_min`` to ``y_max``, and what shows in it.

    That is the part of a sample's cell that begins at (``left``, ``top``); without a sample, of the image's own.
    """

    x_min: Edge
    y_min: Edge
    x_max: Edge
    y_max: Edge
    left: Edge
    top: Edge
    sample: None | SampleReference = None  # noqa: RUF036 - tried in this order, a reference says what it misses

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.y_max - self.y_min, self.x_max - self.x_min


@value
class Collage(Mixing):
    """Put the image and other samples, each resampled to fit a cell, side by side on a canvas of (height, width).

    A sample covers its cell, or is contained in it, and keeps its proportions. Boxes and keypoints follow their sample
    and are cut, or dropped, where its rectangle ends.
    """

    reshapes: ClassVar[bool] = True
    loses: ClassVar[bool] = True
    regroups: ClassVar[bool] = True

    height: Pixels
    width: Pixels
    cell_height: Pixels
    cell_width: Pixels
    fit_mode: FitMode
    cells: tuple[Cell, ...]
    sampling: Sampling = Sampling()
    fill: Fill = 0.0
    fill_mask: Fill = 0.0

    def grade(self, dtype: Any) -> Grade:
        return self.sampling.grade(dtype)

    def references(self) -> list[SampleReference]:
        return [cell.sample for cell in self.cells if cell.sample is not None]

    def after(self, shape: Shape) -> Shape:
        return shape.sized(self.height, self.width)

    def check(self, shape: Shape) -> None:
        need_fill(self.fill, shape)
        for cell in self.cells:
            if not (cell.x_min < cell.x_max <= self.width and cell.y_min < cell.y_max <= self.height):
                raise ValueError(f"{cell!r} is no rectangle of a canvas of width {self.width}, height {self.height}")

    def slices(self, target: Target, arrays: list[Array]) -> list[Array]:
        fill = self.fill_mask if target.kind is MASKS else self.fill
        out = [collage.canvas(self.height, self.width, image, fill) for image in arrays]
        fitted: dict[tuple[str, int] | None, list[Array] | None] = {}
        for cell in self.cells:
            source = None if cell.sample is None else (cell.sample.key, cell.sample.index)
            if source not in fitted:
                fitted[source] = self._fitted(cell.sample, target, arrays)
            for canvas, part in zip(out, fitted[source] or (), strict=False):
                x, y = self._corner(cell, *part.shape[:2])
                collage.place(canvas, part, x, y, (cell.x_min, cell.y_min, cell.x_max, cell.y_max))
        return out

    def _fitted(self, sample: SampleReference | None, target: Target, arrays: list[Array]) -> list[Array] | None:
        """The slices of the image, or of a sample that has some for the target, resampled to fit a cell."""
        found: list[Array] | None = arrays
        if sample is not None:
            found = self.other(sample).slices(self.name, target, len(arrays))
        if found is None:
            return None
        resample = self._resample(*found[0].shape[:2])
        before = Shape(*found[0].shape)
        need_room(before.sized(resample.height, resample.width), before, found[0].dtype.itemsize)
        if sample is not None:
            where = f"{sample.where}[{self.name!r}]"
            found = [collage.like(x, to, target.kind is MASKS, where) for x, to in zip(found, arrays, strict=True)]
        return [resample.mask(x) if target.kind is MASKS else resample.pixels(x) for x in found]

    def _resample(self, height: int, width: int) -> Resample:
        scales = self.cell_height / height, self.cell_width / width
        scale = max(scales) if self.fit_mode == "cover" else min(scales)
        return Resample(max(1, round(height * scale)), max(1, round(width * scale)), self.sampling)

    @staticmethod
    def _corner(cell: Cell, height: int, width: int) -> tuple[int, int]:
        """Where on the canvas the corner of a sample of that size lies: small ones are centered before the cut."""
        high, wide = cell.size
        x, y = max(cell.left + wide - width, 0) // 2, max(cell.top + high - height, 0) // 2
        return cell.x_min - cell.left + x, cell.y_min - cell.top + y

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        parts = []
        for cell in self.cells:
            found, scale, x, y = self._seen(cell, boxes, "boxes", shape)
            if found is not None:
                (high, wide), (sx, sy) = cell.size, scale
                inside = found.transformed((sx, 0.0, float(x - cell.x_min), 0.0, sy, float(y - cell.y_min)))
                parts.append(inside.filtered(high, wide).transformed((1, 0, cell.x_min, 0, 1, cell.y_min)))
        corners, rows = [part.corners for part in parts], [part.rows for part in parts]
        return Boxes(np.concatenate(corners), np.concatenate(rows), boxes.rules) if parts else boxes.kept(_none(boxes))

    def points(self, points: Points, shape: Shape) -> Points:
        parts = []
        for cell in self.cells:
            found, (sx, sy), x, y = self._seen(cell, points, "points", shape)
            if found is not None:
                moved = found.transformed((sx, 0.0, float(x), 0.0, sy, float(y)))
                seen = (moved.x >= cell.x_min) & (moved.x < cell.x_max)
                parts.append(moved.kept(seen & (moved.y >= cell.y_min) & (moved.y < cell.y_max)))
        return points_joined(parts) if parts else points.kept(_none(points))

    def _seen(self, cell: Cell, own: Any, kind: str, shape: Shape) -> tuple[Any, tuple[float, float], int, int]:
        """What a cell shows of boxes or keypoints, by what they are scaled, and where the sample's corner lies."""
        found, size = own, (shape.height, shape.width)
        if cell.sample is not None:
            other = self.other(cell.sample)
            found, size = getattr(other, kind).get(self.name), other.shape[:2]
        resample = self._resample(*size)
        scale = resample.width / size[1], resample.height / size[0]
        return found, scale, *self._corner(cell, resample.height, resample.width)


def _none(rows: Boxes | Points) -> Array:
    return np.zeros(len(rows), bool)


def points_joined(parts: list[Points]) -> Points:
    """The keypoints one after the other."""
    if len(parts) == 1:
        return parts[0]

    def column(name: str) -> Array:
        return np.concatenate([getattr(part, name) for part in parts])

    first = parts[0]
    x, y, angle, scale, rows = (column(name) for name in ("x", "y", "angle", "scale", "rows"))
    z = None if first.z is None else column("z")
    return Points(x, y, z, angle, scale, rows, first.bare, first.drop_outside)


@value
class Paste(Mixing):
    """Lay another sample's image over the image at (``x_min``, ``y_min``), resampled to (``height``, ``width``).

    The sample's mask, where it has one, says which of its pixels show. ``mask_id`` is written in masks where they do.
    Boxes and keypoints stay, and the sample's own join them.
    """

    masks_alike: ClassVar[bool] = False

    sample: SampleReference
    x_min: Edge
    y_min: Edge
    height: Pixels
    width: Pixels
    interpolation: Resampling = AREA
    mask_id: int | None = None

    def grade(self, dtype: Any) -> Grade:
        return Sampling(self.interpolation, NEAREST).grade(dtype)

    def fits_any_size(self, target: Target) -> bool:
        return target.kind is MASKS and self.mask_id is None

    def references(self) -> list[SampleReference]:
        return [self.sample]

    def check(self, shape: Shape) -> None:
        if self.y_min + self.height > shape.height or self.x_min + self.width > shape.width:
            raise ValueError(f"{self!r} reaches out of an image of width {shape.width} and height {shape.height}")

    def slices(self, target: Target, arrays: list[Array]) -> list[Array]:
        other = self.other(self.sample)
        shown = self._shown(other)
        if target.kind is MASKS:
            if self.mask_id is None:
                return arrays
            place = self.height, self.width, self.x_min, self.y_min
            return [collage.marked(mask, self.mask_id, shown, *place) for mask in arrays]
        layers = other.slices(self.name, target, len(arrays), single=True)
        assert layers is not None
        resample = self._resample()
        out = []
        for image, layer in zip(arrays, layers, strict=True):
            fitting = collage.like(layer, image, False, f"{other.where}[{self.name!r}]", one_channel=True)
            out.append(collage.pasted(image, resample.pixels(fitting), shown, self.x_min, self.y_min))
        return out

    def _resample(self) -> Resample:
        return Resample(self.height, self.width, Sampling(self.interpolation, NEAREST))

    def _shown(self, other: OtherSample) -> Array | None:
        """Where the sample's pixels show, (height, width) of bool; None for everywhere."""
        mask = other.overlay_mask()
        if mask is None:
            return None
        shown = self._resample().mask(mask) > 0
        return shown[..., 0] if shown.shape[2] == 1 else np.any(shown, axis=2)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        more = self._moved(self.other(self.sample).boxes.get(self.name))
        if more is None:
            return boxes
        return Boxes(
            np.concatenate((boxes.corners, more.corners)), np.concatenate((boxes.rows, more.rows)), boxes.rules
        )

    def points(self, points: Points, shape: Shape) -> Points:
        more = self._moved(self.other(self.sample).points.get(self.name))
        return points if more is None else points_joined([points, more])

    def _moved(self, found: Any) -> Any:
        if found is None or not len(found):
            return None
        height, width = self.other(self.sample).shape[:2]
        sx, sy = self.width / width, self.height / height
        return found.transformed((sx, 0.0, float(self.x_min), 0.0, sy, float(self.y_min)))
