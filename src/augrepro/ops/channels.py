"""Ops on some of an image's channels."""

from typing import Any, ClassVar

from ..engine.op import ALL_DTYPES, Grade, Op, PixelOp, value, weakest
from ..engine.targets.geometry import Array
from ..engine.targets.table import TARGETS
from ..kernels import grid


@value
class OnChannels(PixelOp):
    """Run ops on the listed channels of the image alone, as an image of their own; the others stay as they were."""

    dtypes: ClassVar[frozenset[Any]] = ALL_DTYPES

    channels: tuple[int, ...]
    ops: tuple[Op, ...]

    def grade(self, dtype: Any) -> Grade:
        return weakest(op.grade(dtype) for op in self.ops)

    def pixels(self, image: Array) -> Array:
        part = [grid.some_channels(image, self.channels)]
        for op in self.ops:
            part = op.stack(TARGETS["image"], part)
        return grid.with_channels(image, self.channels, part[0])
