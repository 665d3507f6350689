"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.errors import CropSizeError
from ...engine.declare.submodules import getter
from ...transforms import (
    AtLeastOneBBoxRandomCrop,
    BBoxSafeRandomCrop,
    CenterCrop,
    Crop,
    CropAndPad,
    CropNonEmptyMaskIfExists,
    RandomCrop,
    RandomCropFromBorders,
    RandomCropNearBBox,
    RandomResizedCrop,
    RandomSizedBBoxSafeCrop,
    RandomSizedCrop,
)

__all__ = [
    "AtLeastOneBBoxRandomCrop",
    "BBoxSafeRandomCrop",
    "CenterCrop",
    "Crop",
    "CropAndPad",
    "CropNonEmptyMaskIfExists",
    "CropSizeError",
    "RandomCrop",
    "RandomCropFromBorders",
    "RandomCropNearBBox",
    "RandomResizedCrop",
    "RandomSizedBBoxSafeCrop",
    "RandomSizedCrop",
]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
