"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...functions.pixels import blur, box_blur, gaussian_blur, median_blur

__all__ = ["blur", "box_blur", "gaussian_blur", "median_blur"]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
