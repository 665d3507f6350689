"""Windows, borders, holes and symmetries of whole volumes, sizes in (depth, height, width) order."""

from collections.abc import Callable, Sequence
from itertools import permutations, product
from math import ceil
from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.errors import CropSizeError
from ..engine.declare.kinds import (
    CountRangeOrZero,
    Fill,
    MaskFill,
    Probability,
    ShareRange,
    VolumeBorder,
    VolumePosition,
    VolumeSize,
    VolumeSizeOrZero,
)
from ..engine.declare.narrowed import triple
from ..engine.frame import Frame
from ..engine.transform import Drawn
from ..engine.volumetric import Volumetric
from ..ops.volume import EraseBlocks, Octahedral, PadVolume, Subvolume

__all__ = ["CenterCrop3D", "CoarseDropout3D", "CubicSymmetry", "Pad3D", "PadIfNeeded3D", "RandomCrop3D"]

SYMMETRIES = tuple(
    Octahedral((z, y, x), *flips) for z, y, x in permutations(range(3)) for flips in product((False, True), repeat=3)
)

Before = Callable[[int], int]
"""Of so many voxels, how many go before the volume; or before the window."""


def center(more: int) -> int:
    """Half of them, the odd one behind."""
    return more // 2


def zyx(frame: Frame) -> tuple[int, int, int]:
    """The volume's sides, (depth, height, width)."""
    height, width, _, depth = frame.shape
    assert depth is not None, "Volumetric.draw_into asks for a volume first"
    return depth, height, width


def border(how: Any, sides: Sequence[int]) -> PadVolume:
    """A border of (front, back, top, bottom, left, right) voxels with the fills of a transform."""
    front, back, top, bottom, left, right = sides
    return PadVolume(front, back, top, bottom, left, right, how.fill, how.fill_mask)


def padded(how: Any, more: tuple[int, ...], before: Before) -> PadVolume | None:
    """A border of so many voxels along z, y and x, shared out by ``before``; None where there is none to add."""
    if not any(more):
        return None
    first = [before(n) for n in more]
    return border(how, [side for n, low in zip(more, first, strict=True) for side in (low, n - low)])


def cropped(how: Any, frame: Frame, before: Before) -> Drawn:
    """A window of ``how.size``, placed by ``before``; a smaller volume gets a border first, or is a CropSizeError."""
    has, size = zyx(frame), triple(how.size)
    (depth, height, width), (deep, high, wide) = has, size
    if deep <= depth and high <= height and wide <= width:
        return window(before(depth - deep), before(height - high), before(width - wide), size)
    if not how.pad_if_needed:
        raise CropSizeError(
            f"needs a volume of at least {size} (depth, height, width), got {has}; pad_if_needed=True pads smaller ones"
        )
    pad = padded(how, tuple(max(wish - side, 0) for wish, side in zip(size, has, strict=True)), before)
    assert pad is not None, "a side is shorter than is wished"
    z, y, x = (before(max(side - wish, 0)) for wish, side in zip(size, has, strict=True))
    return pad, window(z, y, x, size)


def window(z: int, y: int, x: int, size: tuple[int, int, int]) -> Subvolume:
    """So many planes, rows and columns from these on."""
    deep, high, wide = size
    return Subvolume(z, y, x, z + deep, y + high, x + wide)


class CenterCrop3D(Volumetric):
    """Cut out the middle of a volume.

    Args:
        size: the depth, height and width of what is kept, in voxels
        pad_if_needed: pad a volume that is smaller than that, instead of an error
    """

    size: VolumeSize
    pad_if_needed: bool = False
    fill: Fill = 0
    fill_mask: MaskFill = 0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return cropped(self, frame, center)


class RandomCrop3D(Volumetric):
    """Cut out a part of a volume at a random place.

    Args:
        size: the depth, height and width of what is kept, in voxels
        pad_if_needed: pad a volume that is smaller than that, on both sides by chance, instead of an error
    """

    size: VolumeSize
    pad_if_needed: bool = False
    fill: Fill = 0
    fill_mask: MaskFill = 0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return cropped(self, frame, lambda more: rng.integer(0, more))


class Pad3D(Volumetric):
    """Add a border to a volume.

    Args:
        padding: voxels to add: one number for all sides, three for depth, height and width (on both sides), or six for
            front, back, top, bottom, left and right
    """

    padding: VolumeBorder
    fill: Fill = 0
    fill_mask: MaskFill = 0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        given = (self.padding,) * 3 if isinstance(self.padding, int) else self.padding
        sides = given if len(given) == 6 else [n for side in given for n in (side, side)]
        return border(self, sides) if any(sides) else None


class PadIfNeeded3D(Volumetric):
    """Add a border until the sides of a volume have a least length or, without one, are multiples of a divisor.

    Args:
        min_zyx: the least depth, height and width, in voxels
        pad_divisor_zyx: what depth, height and width are to be multiples of, where ``min_zyx`` is None
    """

    min_zyx: VolumeSizeOrZero | None = None
    pad_divisor_zyx: VolumeSize | None = None
    position: VolumePosition = "center"
    fill: Fill = 0
    fill_mask: MaskFill = 0
    p: Probability = 1.0

    def _refused(self) -> list[str]:
        if self.min_zyx is None and self.pad_divisor_zyx is None:
            return ["min_zyx or pad_divisor_zyx must be set, got None for both"]
        return []

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        if self.min_zyx is not None:
            more = tuple(max(low - side, 0) for low, side in zip(self.min_zyx, zyx(frame), strict=True))
        else:
            assert self.pad_divisor_zyx is not None
            more = tuple(-side % divisor for divisor, side in zip(self.pad_divisor_zyx, zyx(frame), strict=True))
        return padded(self, more, center if self.position == "center" else lambda n: rng.integer(0, n))


class CoarseDropout3D(Volumetric):
    """Cut blocks out of a volume at random places.

    Args:
        num_holes_range: how many blocks
        hole_depth_range: the depth of a block as a share of the volume's, rounded up, one voxel at least
        hole_height_range: the height of a block as a share of the volume's, rounded up, one voxel at least
        hole_width_range: the width of a block as a share of the volume's, rounded up, one voxel at least
        fill: the value of blocks, one or one for each channel
        fill_mask: the value of blocks in the volume's masks; None leaves masks alone
    """

    num_holes_range: CountRangeOrZero = (1, 1)
    hole_depth_range: ShareRange = (0.1, 0.2)
    hole_height_range: ShareRange = (0.1, 0.2)
    hole_width_range: ShareRange = (0.1, 0.2)
    fill: Fill = 0
    fill_mask: MaskFill | None = None
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        spans = self.hole_depth_range, self.hole_height_range, self.hole_width_range
        regions = tuple(block(rng, spans, zyx(frame)) for _ in range(rng.integer_in(self.num_holes_range)))
        return EraseBlocks(regions, self.fill, self.fill_mask) if regions else None


def block(rng: Stream, spans: Sequence[Any], sides: tuple[int, int, int]) -> tuple[int, int, int, int, int, int]:
    """A block anywhere in a volume of these sides, its own sides shares of them."""
    size = [max(ceil(rng.uniform(span) * side), 1) for span, side in zip(spans, sides, strict=True)]
    z, y, x = (rng.integer(0, side - wide) for side, wide in zip(sides, size, strict=True))
    return z, y, x, z + size[0], y + size[1], x + size[2]


class CubicSymmetry(Volumetric):
    """One of the cube's 48 symmetries, each as likely: turns by quarters around any axis, and mirror images.

    A volume of unequal sides changes its shape. Boxes and angles of keypoints lie in planes: where planes are turned
    out of themselves, a box reaches from side to side of the new planes and an angle stays.
    """

    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return rng.choice(SYMMETRIES)
