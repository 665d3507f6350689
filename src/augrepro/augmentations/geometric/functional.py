"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...functions.boxes import (
    bbox_hflip,
    bbox_rot90,
    bbox_transpose,
    bbox_vflip,
    bboxes_hflip,
    bboxes_rot90,
    bboxes_transpose,
    bboxes_vflip,
)
from ...functions.geometry import (
    adjust_padding_by_position,
    center,
    d4,
    elastic_transform,
    get_padding_params,
    hflip,
    longest_max_size,
    pad,
    pad_with_params,
    resize,
    rot90,
    rotate,
    scale,
    smallest_max_size,
    transpose,
    vflip,
)
from ...functions.keypoints import (
    keypoint_scale,
    keypoints_hflip,
    keypoints_rot90,
    keypoints_transpose,
    keypoints_vflip,
)

__all__ = [
    "adjust_padding_by_position",
    "bbox_hflip",
    "bbox_rot90",
    "bbox_transpose",
    "bbox_vflip",
    "bboxes_hflip",
    "bboxes_rot90",
    "bboxes_transpose",
    "bboxes_vflip",
    "center",
    "d4",
    "elastic_transform",
    "get_padding_params",
    "hflip",
    "keypoint_scale",
    "keypoints_hflip",
    "keypoints_rot90",
    "keypoints_transpose",
    "keypoints_vflip",
    "longest_max_size",
    "pad",
    "pad_with_params",
    "resize",
    "rot90",
    "rotate",
    "scale",
    "smallest_max_size",
    "transpose",
    "vflip",
]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
