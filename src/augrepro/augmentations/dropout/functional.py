"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...functions.former_images import channel_dropout, cutout

__all__ = ["channel_dropout", "cutout"]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
