"""Ops that move the voxels of whole volumes without computing any."""

from dataclasses import replace
from typing import Annotated, Any, ClassVar

import numpy as np

from ..engine.declare.corners import Blocks
from ..engine.declare.kinds import Axes, Edge, Fill
from ..engine.declare.markers import AtLeast
from ..engine.op import Grade, VolumeOp, value
from ..engine.targets.geometry import Array, Boxes, Points
from ..engine.targets.table import Shape, need_fill
from ..kernels import volume as kernel
from ..kernels.grid import check_classes


class VoxelShift(VolumeOp):
    """Base of the ops that shift the voxel grid as it is: keypoints and boxes move along."""

    float_grade: ClassVar[Grade] = Grade.EXACT
    reshapes: ClassVar[bool] = True

    @property
    def shift(self) -> tuple[int, int, int]:
        """How far the first voxel moves along x, y and z."""
        raise TypeError(f"{type(self).__name__} must define shift")

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        x, y, _ = self.shift
        return boxes.transformed((1.0, 0.0, float(x), 0.0, 1.0, float(y)))

    def points(self, points: Points, shape: Shape) -> Points:
        return points.shifted(*self.shift)


@value
class Subvolume(VoxelShift):
    """Keep the voxels from (z_min, y_min, x_min) up to, not including, (z_max, y_max, x_max)."""

    loses: ClassVar[bool] = True

    z_min: Edge
    y_min: Edge
    x_min: Edge
    z_max: Edge
    y_max: Edge
    x_max: Edge

    @property
    def shift(self) -> tuple[int, int, int]:
        return -self.x_min, -self.y_min, -self.z_min

    def after(self, shape: Shape) -> Shape:
        height, width, channels, depth = shape
        sides = self.z_max - self.z_min, self.y_max - self.y_min, self.x_max - self.x_min
        if depth is None:
            raise ValueError(f"{self!r} needs a volume, got an image of shape {(height, width, channels)}")
        if self.z_max > depth or self.y_max > height or self.x_max > width or min(sides) < 1:
            raise ValueError(f"{self!r} does not lie in a volume of (depth, height, width) {(depth, height, width)}")
        return Shape(sides[1], sides[2], channels, sides[0])

    def volume(self, volume: Array) -> Array:
        box = (self.z_min, self.y_min, self.x_min, self.z_max, self.y_max, self.x_max)
        return kernel.crop(volume, box)


@value
class PadVolume(VoxelShift):
    """Add ``front`` and ``back`` planes, ``top`` and ``bottom`` rows, ``left`` and ``right`` columns of a value."""

    front: Edge
    back: Edge
    top: Edge
    bottom: Edge
    left: Edge
    right: Edge
    fill: Fill
    fill_mask: Fill

    @property
    def shift(self) -> tuple[int, int, int]:
        return self.left, self.top, self.front

    def check_mask(self, dtype: Any) -> None:
        check_classes(self.fill_mask, dtype)

    def check(self, shape: Shape) -> None:
        need_fill(self.fill, shape)

    @property
    def _border(self) -> kernel.Box:
        return self.front, self.back, self.top, self.bottom, self.left, self.right

    def after(self, shape: Shape) -> Shape:
        height, width, channels, depth = shape
        if depth is None:
            raise ValueError(f"{self!r} needs a volume, got an image of shape {(height, width, channels)}")
        front, back, top, bottom, left, right = self._border
        return Shape(height + top + bottom, width + left + right, channels, depth + front + back)

    def volume(self, volume: Array) -> Array:
        return kernel.pad(volume, self._border, self.fill)

    def mask3d(self, mask: Array) -> Array:
        return kernel.pad(mask, self._border, self.fill_mask)


@value
class EraseBlocks(VolumeOp):
    """Fill blocks (z_min, y_min, x_min, z_max, y_max, x_max) of volumes with a value.

    What of a block lies beyond the volume is left out. Masks get ``fill_mask``, or stay where that is None. Keypoints
    in a block are dropped, those without a z where it holds plane 0. Boxes, which reach through all planes, stay.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT
    loses: ClassVar[bool] = True

    regions: Annotated[tuple[tuple[int, int, int, int, int, int], ...], AtLeast(0), Blocks()]
    fill: Fill = 0.0
    fill_mask: Fill | None = None

    def check(self, shape: Shape) -> None:
        need_fill(self.fill, shape)

    def volume(self, volume: Array) -> Array:
        return kernel.filled(volume, self.regions, self.fill)

    def mask3d(self, mask: Array) -> Array:
        return mask if self.fill_mask is None else kernel.filled(mask, self.regions, self.fill_mask)

    def check_mask(self, dtype: Any) -> None:
        if self.fill_mask is not None:
            check_classes(self.fill_mask, dtype)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        return boxes

    def points(self, points: Points, shape: Shape) -> Points:
        if not points.drop_outside:
            return points
        x, y, z = points.x, points.y, points.plane
        hidden = np.zeros(len(points), bool)
        for z1, y1, x1, z2, y2, x2 in self.regions:
            hidden |= (z >= z1) & (z < z2) & (y >= y1) & (y < y2) & (x >= x1) & (x < x2)
        return points.kept(~hidden)


@value
class Octahedral(VolumeOp):
    """One of the 48 symmetries of the cube (the octahedral group): reorder the axes, then mirror some.

    ``axes`` are the old axes (0 z, 1 y, 2 x) that become the new z, y and x. A keypoint without a z lies in plane 0. A
    box reaches through all planes: where z becomes x or y, it reaches from side to side there. Angles, which lie in the
    planes, turn with planes that stay planes, and stay as they are where those are turned out of themselves.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT
    reshapes: ClassVar[bool] = True

    axes: Axes
    flip_z: bool
    flip_y: bool
    flip_x: bool

    def after(self, shape: Shape) -> Shape:
        height, width, channels, depth = shape
        if depth is None:
            raise ValueError(f"{self!r} needs a volume, got an image of shape {(height, width, channels)}")
        new = [(depth, height, width)[axis] for axis in self.axes]
        return Shape(new[1], new[2], channels, new[0])

    def volume(self, volume: Array) -> Array:
        return kernel.turn(volume, self.axes, (self.flip_z, self.flip_y, self.flip_x))

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        x1, y1, x2, y2 = boxes.corners.T
        depth = float(shape.depth or 1)
        ends = ((np.zeros(len(boxes)), np.full(len(boxes), depth)), (y1, y2), (x1, x2))
        height, width = self.after(shape)[:2]
        (top, bottom), (left, right) = (
            (size - ends[axis][1], size - ends[axis][0]) if flip else ends[axis]
            for axis, flip, size in ((self.axes[1], self.flip_y, height), (self.axes[2], self.flip_x, width))
        )
        return replace(boxes, corners=np.stack((left, top, right, bottom), 1))

    def points(self, points: Points, shape: Shape) -> Points:
        old = points.plane, points.y, points.x
        height, width, _, depth = self.after(shape)
        flips = self.flip_z, self.flip_y, self.flip_x
        z, y, x = (
            size - 1 - old[axis] if flip else old[axis]
            for axis, flip, size in zip(self.axes, flips, (depth or 1, height, width), strict=True)
        )
        moved = points.at(x, y, None if points.z is None else z)
        if self.axes[0] != 0 or points.bare:
            return moved
        sx, sy = (-1.0 if flip else 1.0 for flip in (self.flip_x, self.flip_y))
        turned = (sx, 0.0, 0.0, 0.0, sy, 0.0) if self.axes[1] == 1 else (0.0, sx, 0.0, sy, 0.0, 0.0)
        return replace(moved, angle=points.transformed(turned).angle)
