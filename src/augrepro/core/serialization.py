"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ..engine.declare.submodules import getter
from ..pipeline.registry_view import (
    SERIALIZABLE_REGISTRY,
    get_shortest_class_fullname,
    shorten_class_name,
)
from ..pipeline.serialize import from_dict, load, save, to_dict

__all__ = [
    "SERIALIZABLE_REGISTRY",
    "from_dict",
    "get_shortest_class_fullname",
    "load",
    "save",
    "shorten_class_name",
    "to_dict",
]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
