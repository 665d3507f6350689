"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ..engine.declare.submodules import getter
from ..torch import ToTensor3D, ToTensorV2

__all__ = ["ToTensor3D", "ToTensorV2"]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__, ("functional", "transforms"))
