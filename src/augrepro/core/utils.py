"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ..engine.declare.submodules import getter
from ..functions.arguments import (
    format_args,
    get_image_shape,
    get_shape,
    get_volume_shape,
    to_tuple,
)

__all__ = ["format_args", "get_image_shape", "get_shape", "get_volume_shape", "to_tuple"]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
