"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ..engine.declare.submodules import getter
from ..engine.targets.keypoints import KeypointParams
from ..functions.keypoints import (
    angle_to_2pi_range,
    check_keypoints,
    convert_keypoints_from_albumentations,
    convert_keypoints_to_albumentations,
    filter_keypoints,
)

__all__ = [
    "KeypointParams",
    "angle_to_2pi_range",
    "check_keypoints",
    "convert_keypoints_from_albumentations",
    "convert_keypoints_to_albumentations",
    "filter_keypoints",
]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
