"""AffineNormalize: every value less a center, divided by a spread, as float32; and images as planes for networks."""

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, ClassVar

import numpy as np

from ..engine.declare.kinds import LEAST, Divisor
from ..engine.declare.markers import Filled, MoreThan
from ..engine.op import ALL_DTYPES, Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import PIXELS, Shape, Target, need_one_or_equal
from ..kernels import histogram, normalize

EPSILON = 1e-4
Line = tuple[Array, Array]
"""A float32 center and factor for each channel."""
Measure = Callable[[Array], tuple[float, float]]
"""The center and the spread of some values."""


class AffineNormalize(PixelOp):
    """Base: (x - center) * factor for each channel, where ``line(image)`` gives center and factor."""

    dtypes: ClassVar[frozenset[Any]] = ALL_DTYPES

    retypes: ClassVar[bool] = True
    join: ClassVar[Any] = staticmethod(normalize.joined)

    def line(self, image: Array) -> Line:
        """Center and factor for each channel of this image."""
        raise NotImplementedError(f"{type(self).__name__} must define line(image)")

    def pixels(self, image: Array) -> Array:
        return normalize.standardized(image, *self.line(image))

    def write(self, image: Array, into: Array) -> None:
        """The same, written into an array."""
        normalize.write_standardized(image, *self.line(image), into)

    def stack(self, target: Target, arrays: list[Any]) -> list[Any]:
        """Of several images of one size, frames of one array: it is the largest that a pipeline of bytes makes."""
        first = arrays[0]
        alone = len(arrays) == 1 or target.kind is not PIXELS or first.dtype not in self.dtypes
        if alone or any(array.shape != first.shape for array in arrays):
            return super().stack(target, arrays)
        frames = [*np.empty((len(arrays), *first.shape), np.float32)]
        for array, frame in zip(arrays, frames, strict=True):
            self.write(array, frame)
        return frames


@value
class Standardize(AffineNormalize):
    """(x / max_value - mean) / std, with one mean and std or one for each channel."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    mean: Annotated[tuple[float, ...], Filled()]
    std: Annotated[tuple[float, ...], Filled(), MoreThan(LEAST)]
    max_value: Divisor

    def check(self, shape: Shape) -> None:
        need_one_or_equal("mean", self.mean, shape)
        need_one_or_equal("std", self.std, shape)

    def line(self, image: Array) -> Line:
        self.check(Shape.of(image))
        signs = str(self.mean) if 0.0 in self.mean else ""  # zeros are equal whatever their sign, which floats keep
        return _standard_line(self.mean, self.std, self.max_value, image.shape[2], signs)


@lru_cache(maxsize=64)
def _standard_line(
    mean: tuple[float, ...], std: tuple[float, ...], max_value: float, channels: int, signs: str
) -> Line:
    """What most pipelines ask in every call with the same numbers."""
    means, spreads = (_of_each(x, channels) for x in (mean, std))
    return (means * max_value).astype(np.float32), (1.0 / (spreads * max_value)).astype(np.float32)


def _of_each(values: tuple[float, ...], channels: int) -> Array:
    """One value for each channel, of which there may be more or less than values where these are equal."""
    return np.broadcast_to(np.array(values if len(values) == channels else values[:1], np.float64), (channels,))


@value
class MeanStdNormalize(AffineNormalize):
    """(x - mean) / (std + 0.0001) by the image's own mean and std, or each channel's."""

    per_channel: bool

    def line(self, image: Array) -> Line:
        return _line(image, self.per_channel, _moments)


@value
class MinMaxNormalize(AffineNormalize):
    """(x - min) / (max - min + 0.0001) by the image's own extremes, or each channel's."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    per_channel: bool

    def line(self, image: Array) -> Line:
        return _line(image, self.per_channel, _range)

    def pixels(self, image: Array) -> Array:
        if image.dtype != np.uint8 or (self.per_channel and image.shape[2] > 1):
            return super().pixels(image)
        return normalize.stretched(image, EPSILON)

    def write(self, image: Array, into: Array) -> None:
        np.copyto(into, self.pixels(image))


def _line(image: Array, per_channel: bool, measure: Measure) -> Line:
    channels = image.shape[2]
    if not per_channel:
        parts = [image]
    elif image.dtype == np.uint8:
        parts = [*normalize.planes(image)]
    else:  # NumPy adds floats up in another order where they lie together
        parts = [image[..., i] for i in range(channels)]
    pairs = [measure(part) for part in parts] * (1 if per_channel else channels)
    center, spread = (np.array(column) for column in zip(*pairs, strict=True))
    return center.astype(np.float32), (1.0 / (spread + EPSILON)).astype(np.float32)


def _moments(part: Array) -> tuple[float, float]:
    if part.dtype == np.uint8:
        return histogram.mean_and_std_of(part)
    return float(part.mean(dtype=np.float64)), float(part.std(dtype=np.float64))


def _range(part: Array) -> tuple[float, float]:
    low, high = histogram.extremes_of(part) if part.dtype == np.uint8 else (float(part.min()), float(part.max()))
    return low, high - low


@value
class ChannelsFirst(PixelOp):
    """(H, W, C) to contiguous (C, H, W), as networks want images; nothing may follow it but another target's end."""

    dtypes: ClassVar[frozenset[Any]] = ALL_DTYPES

    float_grade: ClassVar[Grade] = Grade.EXACT

    def pixels(self, image: Array) -> Array:
        return normalize.planes(image)


@value
class NormalizedChannelsFirst(PixelOp):
    """A normalization and ``ChannelsFirst`` in one pass, bit for bit what the two give in turn."""

    dtypes: ClassVar[frozenset[Any]] = ALL_DTYPES

    retypes: ClassVar[bool] = True

    normalization: AffineNormalize

    def grade(self, dtype: Any) -> Grade:
        return self.normalization.grade(dtype)

    def check(self, shape: Shape) -> None:
        self.normalization.check(shape)

    def pixels(self, image: Array) -> Array:
        return normalize.standardized_planes(image, *self.normalization.line(image))
