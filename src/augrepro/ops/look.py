"""How pixels are read between and beyond others: nested values that ops share and transforms declare field by field."""

from ..engine.declare.kinds import AreaForDownscale, BorderMode, Fill, Interpolation, Resampling
from ..engine.op import Value, value
from ..kernels.remap import Reading

AREA = 3


@value
class Look(Value):
    """How an op that looks elsewhere for its pixels reads images and masks, and what it sees beyond their border."""

    interpolation: Interpolation = 1
    mask_interpolation: Interpolation = 0
    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: Fill = 0.0

    @property
    def image(self) -> Reading:
        """The same for images alone."""
        return Reading(self.interpolation, self.border_mode, self.fill)

    @property
    def mask(self) -> Reading:
        """The same for masks alone."""
        return Reading(self.mask_interpolation, self.border_mode, self.fill_mask)


@value
class Border(Value):
    """What lies beyond the border of an image and of a mask."""

    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: Fill = 0.0


@value
class Sampling(Value):
    """How images and masks are resampled; where ``area_for_downscale`` says so, shrinking averages areas instead."""

    interpolation: Resampling = 1
    mask_interpolation: Resampling = 0
    area_for_downscale: AreaForDownscale = None

    def image(self, shrinks: bool) -> int:
        """The interpolation of images."""
        return AREA if shrinks and self.area_for_downscale is not None else self.interpolation

    def mask(self, shrinks: bool) -> int:
        """The interpolation of masks."""
        return AREA if shrinks and self.area_for_downscale == "image_mask" else self.mask_interpolation
