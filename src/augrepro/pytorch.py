"""Where Albumentations keeps ``ToTensorV2``."""

from .torch import ToTensorV2

__all__ = ["ToTensorV2"]
