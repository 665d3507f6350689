"""Ops that order, blank and repeat channels; no value is computed."""

from typing import Any, ClassVar

from ..engine.declare.kinds import Channels, Count
from ..engine.op import ALL_DTYPES, Grade, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape, need_channels
from ..kernels import channels
from .pointwise import Dtype, PerPixel


class ChannelMove(PerPixel):
    """Base: nothing is computed, so every dtype is exact and every pixel alike."""

    dtypes: ClassVar[frozenset[Any]] = ALL_DTYPES
    float_grade: ClassVar[Grade] = Grade.EXACT

    def alike(self, dtype: Dtype) -> bool:
        """Nothing is computed."""
        return True


@value
class ReorderChannels(ChannelMove):
    """Channel i becomes what channel ``order[i]`` was."""

    order: Channels

    def check(self, shape: Shape) -> None:
        if sorted(self.order) != list(range(shape.channels)):
            raise ValueError(f"order must name each of the {shape.channels} channels once, got {list(self.order)}")

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        return channels.ordered(image, self.order)


@value
class BlankChannels(ChannelMove):
    """Give the listed channels one value everywhere, in the image's own units."""

    channels: Channels
    fill: float

    def check(self, shape: Shape) -> None:
        if max(self.channels, default=0) >= shape.channels:
            raise ValueError(f"needs an image of {max(self.channels) + 1} channels or more, got {shape.channels}")

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        return channels.blanked(image, self.channels, self.fill)


@value
class RepeatChannel(ChannelMove):
    """One channel to ``channels`` equal ones; an RGB image stays as it is."""

    reshapes: ClassVar[bool] = True

    channels: Count

    def check(self, shape: Shape) -> None:
        need_channels(shape, (1, 3))

    def after(self, shape: Shape) -> Shape:
        height, width, channels, depth = shape
        return Shape(height, width, self.channels, depth) if channels == 1 else shape

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        return channels.repeated(image, self.channels) if image.shape[2] == 1 else image
