"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ..engine.declare.submodules import getter
from ..engine.protocol.basic import (
    BasicTransform,
    DualTransform,
    ImageOnlyTransform,
    Transform3D,
)
from ..functions.arguments import to_tuple
from ..transforms import Lambda, NoOp

__all__ = ["BasicTransform", "DualTransform", "ImageOnlyTransform", "Lambda", "NoOp", "Transform3D", "to_tuple"]

if TYPE_CHECKING:
    from ..core.validation import BaseTransformInitSchema as BaseTransformInitSchema
else:
    __getattr__ = getter(__name__, __all__, later={"BaseTransformInitSchema": "augrepro.core.validation"})
