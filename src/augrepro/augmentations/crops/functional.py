"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...functions.boxes import crop_bbox_by_coords, crop_bboxes_by_coords
from ...functions.crops import (
    center_crop,
    clamping_crop,
    crop,
    get_center_crop_coords,
    get_crop_coords,
    get_random_crop_coords,
    random_crop,
)
from ...functions.former_rows import (
    bbox_center_crop,
    bbox_crop,
    bbox_random_crop,
    crop_keypoint_by_coords,
    keypoint_center_crop,
    keypoint_random_crop,
)
from ...functions.keypoints import crop_keypoints_by_coords

__all__ = [
    "bbox_center_crop",
    "bbox_crop",
    "bbox_random_crop",
    "center_crop",
    "clamping_crop",
    "crop",
    "crop_bbox_by_coords",
    "crop_bboxes_by_coords",
    "crop_keypoint_by_coords",
    "crop_keypoints_by_coords",
    "get_center_crop_coords",
    "get_crop_coords",
    "get_random_crop_coords",
    "keypoint_center_crop",
    "keypoint_random_crop",
    "random_crop",
]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
