"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...functions.pixels import (
    brightness_contrast_adjust,
    channel_shuffle,
    clahe,
    downscale,
    equalize,
    from_float,
    gamma_transform,
    gray_to_rgb,
    image_compression,
    invert,
    normalize,
    posterize,
    shift_hsv,
    shift_rgb,
    solarize,
    to_float,
    to_gray,
)

__all__ = [
    "brightness_contrast_adjust",
    "channel_shuffle",
    "clahe",
    "downscale",
    "equalize",
    "from_float",
    "gamma_transform",
    "gray_to_rgb",
    "image_compression",
    "invert",
    "normalize",
    "posterize",
    "shift_hsv",
    "shift_rgb",
    "solarize",
    "to_float",
    "to_gray",
]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
