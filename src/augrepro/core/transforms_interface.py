"""Where Albumentations keeps its base classes."""

from ..pipeline.custom import BasicTransform, DualTransform, ImageOnlyTransform, Lambda, Transform3D
from ..transforms.flips import NoOp

__all__ = ["BasicTransform", "DualTransform", "ImageOnlyTransform", "Lambda", "NoOp", "Transform3D"]
