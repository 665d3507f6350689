"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...transforms import FromFloat, ToFloat

__all__ = ["FromFloat", "ToFloat"]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
