"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...transforms import (
    ChannelDropout,
    CoarseDropout,
    ConstrainedCoarseDropout,
    Erasing,
    GridDropout,
    MaskDropout,
    PixelDropout,
    XYMasking,
)

__all__ = [
    "ChannelDropout",
    "CoarseDropout",
    "ConstrainedCoarseDropout",
    "Erasing",
    "GridDropout",
    "MaskDropout",
    "PixelDropout",
    "XYMasking",
]

if not TYPE_CHECKING:
    __getattr__ = getter(
        __name__,
        __all__,
        (
            "channel_dropout",
            "coarse_dropout",
            "functional",
            "grid_dropout",
            "mask_dropout",
            "transforms",
            "xy_masking",
        ),
    )
