"""Where Albumentations keeps ``ToTensorV2`` and ``ToTensor3D``."""

from .torch import ToTensor3D, ToTensorV2

__all__ = ["ToTensor3D", "ToTensorV2"]
