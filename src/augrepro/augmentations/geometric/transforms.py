"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ...engine.declare.submodules import getter
from ...transforms import (
    D4,
    Affine,
    ElasticTransform,
    GridDistortion,
    GridElasticDeform,
    HorizontalFlip,
    LongestMaxSize,
    Morphological,
    OpticalDistortion,
    Pad,
    PadIfNeeded,
    Perspective,
    PiecewiseAffine,
    RandomGridShuffle,
    RandomRotate90,
    RandomScale,
    Resize,
    Rotate,
    SafeRotate,
    ShiftScaleRotate,
    SmallestMaxSize,
    SquareSymmetry,
    ThinPlateSpline,
    Transpose,
    VerticalFlip,
)

__all__ = [
    "D4",
    "Affine",
    "ElasticTransform",
    "GridDistortion",
    "GridElasticDeform",
    "HorizontalFlip",
    "LongestMaxSize",
    "Morphological",
    "OpticalDistortion",
    "Pad",
    "PadIfNeeded",
    "Perspective",
    "PiecewiseAffine",
    "RandomGridShuffle",
    "RandomRotate90",
    "RandomScale",
    "Resize",
    "Rotate",
    "SafeRotate",
    "ShiftScaleRotate",
    "SmallestMaxSize",
    "SquareSymmetry",
    "ThinPlateSpline",
    "Transpose",
    "VerticalFlip",
]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
