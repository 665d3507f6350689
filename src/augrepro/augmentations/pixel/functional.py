"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...functions.former_images import (
    add_weighted,
    adjust_brightness_torchvision,
    adjust_contrast_torchvision,
    adjust_hue_torchvision,
    adjust_saturation_torchvision,
    gauss_noise,
    linear_transformation_rgb,
    move_tone_curve,
    multiply,
    noop,
    swap_tiles_on_image,
    unsharp_mask,
)
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
    "add_weighted",
    "adjust_brightness_torchvision",
    "adjust_contrast_torchvision",
    "adjust_hue_torchvision",
    "adjust_saturation_torchvision",
    "brightness_contrast_adjust",
    "channel_shuffle",
    "clahe",
    "downscale",
    "equalize",
    "from_float",
    "gamma_transform",
    "gauss_noise",
    "gray_to_rgb",
    "image_compression",
    "invert",
    "linear_transformation_rgb",
    "move_tone_curve",
    "multiply",
    "noop",
    "normalize",
    "posterize",
    "shift_hsv",
    "shift_rgb",
    "solarize",
    "swap_tiles_on_image",
    "to_float",
    "to_gray",
    "unsharp_mask",
]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
