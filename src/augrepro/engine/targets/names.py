"""Albumentations' names of what a transform acts on: ``_targets`` of a class and *Targets:* in its docstring."""

from enum import Enum

__all__ = ["ALL_TARGETS", "Targets"]


class Targets(Enum):
    """What a transform acts on; ``images`` count as IMAGE, ``masks`` as MASK, and so on."""

    IMAGE = "Image"
    MASK = "Mask"
    BBOXES = "BBoxes"
    KEYPOINTS = "Keypoints"
    VOLUME = "Volume"
    MASK3D = "Mask3D"


ALL_TARGETS = tuple(Targets)
