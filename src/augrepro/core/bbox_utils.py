"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ..engine.declare.submodules import getter
from ..engine.targets.boxes import BboxParams
from ..functions.boxes import (
    calculate_bbox_area,
    calculate_bbox_areas_in_pixels,
    check_bbox,
    check_bboxes,
    clip_bboxes,
    convert_bbox_from_albumentations,
    convert_bbox_to_albumentations,
    convert_bboxes_from_albumentations,
    convert_bboxes_to_albumentations,
    denormalize_bbox,
    denormalize_bboxes,
    filter_bboxes,
    normalize_bbox,
    normalize_bboxes,
    union_of_bboxes,
)

__all__ = [
    "BboxParams",
    "calculate_bbox_area",
    "calculate_bbox_areas_in_pixels",
    "check_bbox",
    "check_bboxes",
    "clip_bboxes",
    "convert_bbox_from_albumentations",
    "convert_bbox_to_albumentations",
    "convert_bboxes_from_albumentations",
    "convert_bboxes_to_albumentations",
    "denormalize_bbox",
    "denormalize_bboxes",
    "filter_bboxes",
    "normalize_bbox",
    "normalize_bboxes",
    "union_of_bboxes",
]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
