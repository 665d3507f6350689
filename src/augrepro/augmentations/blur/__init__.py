"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...transforms import (
    AdvancedBlur,
    Blur,
    Defocus,
    GaussianBlur,
    GlassBlur,
    MedianBlur,
    MotionBlur,
    ZoomBlur,
)

__all__ = ["AdvancedBlur", "Blur", "Defocus", "GaussianBlur", "GlassBlur", "MedianBlur", "MotionBlur", "ZoomBlur"]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__, ("functional", "transforms"))
