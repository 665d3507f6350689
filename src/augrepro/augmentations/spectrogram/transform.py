"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...transforms import FrequencyMasking, TimeMasking, TimeReverse

__all__ = ["FrequencyMasking", "TimeMasking", "TimeReverse"]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
