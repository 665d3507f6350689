"""Ops on some of an image's channels."""

from collections.abc import Callable
from operator import is_
from typing import Any, ClassVar

from ..engine.declare.errors import short_repr
from ..engine.declare.kinds import Channels
from ..engine.op import ALL_DTYPES, Grade, Op, PixelOp, value, weakest
from ..engine.targets.geometry import Array
from ..engine.targets.table import TARGETS, Shape
from ..kernels import grid


@value
class OnChannels(PixelOp):
    """Run ops on the listed channels of the image alone, as an image of their own; the others stay as they were."""

    dtypes: ClassVar[frozenset[Any]] = ALL_DTYPES

    channels: Channels
    ops: tuple[Op, ...]

    def grade(self, dtype: Any) -> Grade:
        return weakest(op.grade(dtype) for op in self.ops)

    def bound(self, find: Callable[[Any], Array]) -> Op:
        ready = tuple(op.bound(find) for op in self.ops)
        return self if all(map(is_, ready, self.ops)) else OnChannels(self.channels, ready)

    def check(self, shape: Shape) -> None:
        if max(self.channels) >= shape.channels:
            raise ValueError(f"needs an image of {max(self.channels) + 1} channels or more, got {shape.channels}")
        part = shape._replace(channels=len(self.channels))
        for op in self.ops:
            op.check(part)
            if op.after(part) != part:
                raise ValueError(f"transforms on some channels must keep the image's shape, got {short_repr(op)}")

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        part = [part_of(image, self.channels)]
        for op in self.ops:
            part = op.stack(TARGETS["image"], part)
        return grid.with_channels(image, self.channels, part[0])


def part_of(image: Array, channels: tuple[int, ...]) -> Array:
    """The listed channels as an image of their own, which the ops on them see; ValueError where the image lacks one."""
    return grid.some_channels(image, channels)
