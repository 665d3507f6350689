"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...transforms import (
    CenterCrop3D,
    CoarseDropout3D,
    CubicSymmetry,
    Pad3D,
    PadIfNeeded3D,
    RandomCrop3D,
)

__all__ = ["CenterCrop3D", "CoarseDropout3D", "CubicSymmetry", "Pad3D", "PadIfNeeded3D", "RandomCrop3D"]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__, ("transforms",))
