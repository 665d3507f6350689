"""Ops that move the voxels of whole volumes without computing any."""

from typing import Any, ClassVar

from ..engine.declare.kinds import Edge, Fill
from ..engine.op import Grade, VolumeOp, value
from ..engine.targets.geometry import Array, Boxes, Points
from ..engine.targets.table import Shape, need_one_each
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
        need_one_each("fill", self.fill, shape)

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
