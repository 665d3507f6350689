"""How pixels are read between and beyond others: nested values that ops share and transforms declare field by field."""

from typing import Any, Self

import numpy as np

from ..engine.declare.kinds import AreaForDownscale, BorderMode, Fill, Interpolation, Resampling
from ..engine.op import Grade, Value, value
from ..kernels.remap import Reading

NEAREST, LINEAR, CUBIC, AREA, LANCZOS, LINEAR_EXACT, NEAREST_EXACT = range(7)
CONSTANT = 0
"""The border mode under which the fill shows; under every other one it may be anything."""
OVERSHOOTING = (CUBIC, LANCZOS)
"""Their weights are negative in places, so that floats can leave the range of the pixels they were made of."""


@value
class Look(Value):
    """How an op that looks elsewhere for its pixels reads images and masks, and what it sees beyond their border."""

    interpolation: Interpolation = 1
    mask_interpolation: Interpolation = 0
    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: Fill = 0.0

    def grade(self, dtype: Any) -> Grade:
        """How far what is read is the same: the nearest pixel is a copy, and linear means of bytes are exact.

        OpenCV's cubic and Lanczos weights differ from one release to another, and floats from one CPU to another.
        """
        used = {self.interpolation, self.mask_interpolation}
        exact = used == {NEAREST} if np.dtype(dtype).kind == "f" else used <= {NEAREST, LINEAR, AREA}
        return Grade.EXACT if exact else Grade.SAME_BUILD

    @property
    def image(self) -> Reading:
        """The same for images alone."""
        return Reading(self.interpolation, self.border_mode, self.fill if self.border_mode == CONSTANT else 0.0)

    @property
    def mask(self) -> Reading:
        """The same for masks alone."""
        fill = self.fill_mask if self.border_mode == CONSTANT else 0.0
        return Reading(self.mask_interpolation, self.border_mode, fill)


@value
class Border(Value):
    """What lies beyond the border of an image and of a mask."""

    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: Fill = 0.0

    @classmethod
    def of(cls, declaration: Any) -> Self:
        """As of any value, at a third of the cost: most crops and pads ask for one in every call."""
        return cls(declaration.border_mode, declaration.fill, declaration.fill_mask)


@value
class Sampling(Value):
    """How images and masks are resampled; where ``area_for_downscale`` says so, shrinking averages areas instead."""

    interpolation: Resampling = 1
    mask_interpolation: Resampling = 0
    area_for_downscale: AreaForDownscale = None

    @classmethod
    def of(cls, declaration: Any) -> Self:
        """As of any value, at a third of the cost: every resize asks for one."""
        return cls(declaration.interpolation, declaration.mask_interpolation, declaration.area_for_downscale)

    def grade(self, dtype: Any) -> Grade:
        """How far what is resampled is the same: only copies of pixels on floats; cubic bytes depend on the CPU."""
        area = self.area_for_downscale is not None
        used = {self.interpolation, self.mask_interpolation} | ({AREA} if area else set())
        if used <= {NEAREST, NEAREST_EXACT}:
            return Grade.EXACT
        if np.dtype(dtype).kind == "f" or CUBIC in used:
            return Grade.SAME_BUILD
        return Grade.SAME_ARCH if AREA in used else Grade.EXACT

    def image(self, shrinks: bool) -> int:
        """The interpolation of images."""
        return AREA if shrinks and self.area_for_downscale is not None else self.interpolation

    def mask(self, shrinks: bool) -> int:
        """The interpolation of masks."""
        return AREA if shrinks and self.area_for_downscale == "image_mask" else self.mask_interpolation
