"""The torch room: what needs torch, and is never imported by ``import augrepro``."""

from .tensor import ToTensorV2

__all__ = ["ToTensorV2"]
