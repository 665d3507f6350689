"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ..engine.declare.submodules import getter
from ..functions.arguments import check_range
from ..functions.former_images import _maybe_process_in_chunks, non_rgb_warning
from ..functions.images import (
    MAX_VALUES_BY_DTYPE,
    angle_2pi_range,
    clip,
    clipped,
    ensure_contiguous,
    get_num_channels,
    is_grayscale_image,
    is_multispectral_image,
    is_rgb_image,
    non_rgb_error,
    preserve_channel_dim,
    preserve_shape,
)

__all__ = [
    "MAX_VALUES_BY_DTYPE",
    "_maybe_process_in_chunks",
    "angle_2pi_range",
    "check_range",
    "clip",
    "clipped",
    "ensure_contiguous",
    "get_num_channels",
    "is_grayscale_image",
    "is_multispectral_image",
    "is_rgb_image",
    "non_rgb_error",
    "non_rgb_warning",
    "preserve_channel_dim",
    "preserve_shape",
]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
