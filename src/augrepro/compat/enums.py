"""Enumerations that classes of Albumentations 1 carried; their values are those of today's arguments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum


class PositionType(Enum):
    """Where PadIfNeeded puts the image: ``A.PadIfNeeded.PositionType``."""

    CENTER = "center"
    TOP_LEFT = "top_left"
    TOP_RIGHT = "top_right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM_RIGHT = "bottom_right"
    RANDOM = "random"


class ImageCompressionType(IntEnum):
    """The codec of ImageCompression: ``A.ImageCompression.ImageCompressionType``."""

    JPEG = 0
    WEBP = 1


@dataclass(frozen=True)
class Interpolation:
    """Both interpolations of Downscale: ``A.Downscale.Interpolation``."""

    downscale: int = 0
    upscale: int = 0


CARRIED: dict[str, tuple[type, ...]] = {
    "Downscale": (Interpolation,),
    "ImageCompression": (ImageCompressionType,),
    "PadIfNeeded": (PositionType,),
}
"""Which class carried which."""
