"""Seeded image augmentation with Albumentations' API: ``import augrepro as A``."""

from importlib import import_module
from typing import TYPE_CHECKING

from .core.composition import *
from .engine.chance.sample import sample_scope
from .engine.declare.albumentations import not_here
from .engine.declare.errors import PlanError
from .engine.declare.registry import LATER, register
from .engine.plan import Plan
from .engine.protocol.basic import BasicTransform, DualTransform, ImageOnlyTransform, Transform3D
from .engine.version import __version__
from .pipeline.serialize import from_dict, load, save, to_dict
from .transforms import *

if TYPE_CHECKING:
    from . import pytorch as pytorch
    from .torch.tensor import ToTensorV2

__all__ = [
    "D4",
    "FDA",
    "Affine",
    "BBoxSafeRandomCrop",
    "BaseCompose",
    "BasicTransform",
    "BboxParams",
    "Blur",
    "CenterCrop",
    "CenterCrop3D",
    "CoarseDropout",
    "ColorJitter",
    "Compose",
    "Crop",
    "CropNonEmptyMaskIfExists",
    "DualTransform",
    "ElasticTransform",
    "Equalize",
    "GaussNoise",
    "GaussianBlur",
    "GridDistortion",
    "HistogramMatching",
    "HorizontalFlip",
    "HueSaturationValue",
    "Illumination",
    "ImageCompression",
    "ImageOnlyTransform",
    "InvertImg",
    "KeypointParams",
    "Lambda",
    "NoOp",
    "Normalize",
    "OneOf",
    "OneOrOther",
    "Pad3D",
    "PadIfNeeded",
    "PadIfNeeded3D",
    "Perspective",
    "PixelDistributionAdaptation",
    "Plan",
    "PlanError",
    "PlasmaBrightnessContrast",
    "PlasmaShadow",
    "RandomBrightnessContrast",
    "RandomCrop",
    "RandomCrop3D",
    "RandomFog",
    "RandomGamma",
    "RandomGravel",
    "RandomOrder",
    "RandomRain",
    "RandomResizedCrop",
    "RandomRotate90",
    "RandomShadow",
    "RandomSnow",
    "RandomSunFlare",
    "ReplayCompose",
    "Resize",
    "Rotate",
    "SelectiveChannelTransform",
    "Sequential",
    "ShiftScaleRotate",
    "SomeOf",
    "SquareSymmetry",
    "ToGray",
    "ToTensorV2",
    "Transform3D",
    "Transpose",
    "VerticalFlip",
    "from_dict",
    "load",
    "register",
    "sample_scope",
    "save",
    "to_dict",
]

LATER.update(ToTensorV2="augrepro.torch", Tensor="augrepro.torch")

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """``A.ToTensorV2`` and ``A.pytorch``, which need torch and so come only when asked for."""
        if name in ("ToTensorV2", "pytorch"):
            module = import_module("augrepro.pytorch")
            return module if name == "pytorch" else module.ToTensorV2
        raise AttributeError(f"module 'augrepro' has no attribute {name!r}{not_here(name, __all__)}")


def __dir__() -> list[str]:
    """The names that users need, without modules and helpers."""
    return [*__all__, "__version__", "pytorch"]
