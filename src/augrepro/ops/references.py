"""Ops that read a reference image beside the one they change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

from ..engine.declare.kinds import ShareOrZero
from ..engine.declare.markers import AtLeast, AtMost
from ..engine.op import Grade, Op, PixelOp, value
from ..engine.reference import Reference
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape
from ..kernels import adaptation, dtypes, fourier, matching, resize
from ..kernels.eigen import MOST_AXES
from .look import LINEAR_EXACT


class Referring(PixelOp):
    """Base: an op that names an image, and runs once a call or a replay has found it."""

    reference: Reference

    def bound(self, find: Callable[[Any], Array]) -> Op:
        return Bound(self, find(self.reference))

    def pixels(self, image: Array) -> Array:
        key, index = self.reference.key, self.reference.index
        raise ValueError(f"needs its reference image {key}[{index}], which only a call or a replay can find")

    def beside(self, image: Array, reference: Array) -> Array:
        """The image after the op, where the reference image is this one."""
        raise NotImplementedError(f"{type(self).__name__} must define beside(image, reference)")


class Bound(PixelOp):
    """An op with the image that it names; it lives for one call and is written down as the op alone."""

    op: Referring
    image: Array
    fields: ClassVar[dict[str, Any]] = {"op": Any}

    def __init__(self, op: Referring, image: Array) -> None:
        self.__dict__.update(op=op, image=image)

    def check(self, shape: Shape) -> None:
        self.op.check(shape)
        if self.image.shape[2] != shape.channels:
            key, index = self.op.reference.key, self.op.reference.index
            raise ValueError(
                f"needs a reference image of {shape.channels} channels, as the image has, got {self.image.shape[2]} "
                f"in {key}[{index}]"
            )

    def grade(self, dtype: Any) -> Grade:
        return self.op.grade(dtype)

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        dtypes.check_unit(image)
        return self.op.beside(image, self.image)

    def to_dict(self) -> dict[str, Any]:
        return self.op.to_dict()


@value
class MatchedHistogram(Referring):
    """Give each channel the reference's cumulative histogram, and blend the result with the image by a share."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    reference: Reference
    share: ShareOrZero

    def beside(self, image: Array, reference: Array) -> Array:
        return matching.histogram_matched(image, reference, self.share)


@value
class LowFrequencies(Referring):
    """Give each channel the reference's amplitudes at low frequencies; phases stay (Yang and Soatto 2020).

    Low are those of fewer periods than ``beta`` times the shorter side. The reference is resized to the image.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT

    reference: Reference
    beta: Annotated[float, AtLeast(0), AtMost(0.5)]

    def beside(self, image: Array, reference: Array) -> Array:
        height, width = image.shape[:2]
        radius = int(min(height, width) * self.beta)
        if radius == 0:
            return image
        fitting = resize.resize(dtypes.as_bytes(reference), height, width, LINEAR_EXACT)
        return fourier.with_low_amplitudes(image, fitting, radius)


@value
class MatchedDistribution(Referring):
    """Give the colors the reference's mean and axes, its deviations or its ranges, and blend by a share."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    reference: Reference
    way: adaptation.Way
    share: ShareOrZero

    def check(self, shape: Shape) -> None:
        if self.way == "pca" and shape.channels > MOST_AXES:
            raise ValueError(f"needs an image of at most {MOST_AXES} channels, got {shape.channels}")

    def beside(self, image: Array, reference: Array) -> Array:
        return adaptation.adapted(image, reference, self.way, self.share)
