"""Where Albumentations keeps its base classes."""

from ..engine.protocol.basic import BasicTransform, DualTransform, ImageOnlyTransform, Transform3D
from ..transforms.custom import Lambda
from ..transforms.flips import NoOp

__all__ = ["BasicTransform", "DualTransform", "ImageOnlyTransform", "Lambda", "NoOp", "Transform3D"]
