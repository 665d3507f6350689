"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ..engine.declare.submodules import getter

__all__: list[str] = []

if not TYPE_CHECKING:
    __getattr__ = getter(
        __name__,
        __all__,
        (
            "bbox_utils",
            "composition",
            "hub_mixin",
            "keypoints_utils",
            "pydantic",
            "serialization",
            "transforms_interface",
            "type_definitions",
            "utils",
            "validation",
        ),
    )
