"""Seeded image augmentation with Albumentations' API: ``import augrepro as A``."""

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from .core.composition import *
from .engine.chance.sample import sample_scope
from .engine.declare.albumentations import not_here
from .engine.declare.errors import PlanError, short_repr
from .engine.declare.registry import LATER, register
from .engine.plan import Plan
from .engine.plan_changes import plan_changes
from .engine.protocol.basic import BasicTransform, DualTransform, ImageOnlyTransform, Transform3D
from .engine.version import __version__
from .pipeline.plan_words import plan_words
from .pipeline.serialize import from_dict, load, save, to_dict
from .transforms import HOMES

if TYPE_CHECKING:
    from . import augmentations as augmentations
    from . import check_version as check_version
    from . import pytorch as pytorch
    from .show.preview import preview as preview
    from .torch.tensor import ToTensor3D, ToTensorV2
    from .transforms import *

__all__ = [
    "CLAHE",
    "D4",
    "FDA",
    "AdditiveNoise",
    "AdvancedBlur",
    "Affine",
    "AtLeastOneBBoxRandomCrop",
    "AutoContrast",
    "BBoxSafeRandomCrop",
    "BaseCompose",
    "BasicTransform",
    "BboxParams",
    "Blur",
    "CenterCrop",
    "CenterCrop3D",
    "ChannelDropout",
    "ChannelShuffle",
    "ChromaticAberration",
    "CoarseDropout",
    "CoarseDropout3D",
    "ColorJitter",
    "Compose",
    "ConstrainedCoarseDropout",
    "Crop",
    "CropAndPad",
    "CropNonEmptyMaskIfExists",
    "CubicSymmetry",
    "Defocus",
    "Downscale",
    "DualTransform",
    "ElasticTransform",
    "Emboss",
    "Equalize",
    "Erasing",
    "FancyPCA",
    "FrequencyMasking",
    "FromFloat",
    "GaussNoise",
    "GaussianBlur",
    "GlassBlur",
    "GridDistortion",
    "GridDropout",
    "GridElasticDeform",
    "HEStain",
    "HistogramMatching",
    "HorizontalFlip",
    "HueSaturationValue",
    "ISONoise",
    "Illumination",
    "ImageCompression",
    "ImageOnlyTransform",
    "InvertImg",
    "KeypointParams",
    "Lambda",
    "LongestMaxSize",
    "MaskDropout",
    "MedianBlur",
    "Morphological",
    "Mosaic",
    "MotionBlur",
    "MultiplicativeNoise",
    "NoOp",
    "Normalize",
    "OneOf",
    "OneOrOther",
    "OpticalDistortion",
    "OverlayElements",
    "Pad",
    "Pad3D",
    "PadIfNeeded",
    "PadIfNeeded3D",
    "Perspective",
    "PiecewiseAffine",
    "PixelDistributionAdaptation",
    "PixelDropout",
    "Plan",
    "PlanError",
    "PlanckianJitter",
    "PlasmaBrightnessContrast",
    "PlasmaShadow",
    "Posterize",
    "RGBShift",
    "RandomBrightnessContrast",
    "RandomCrop",
    "RandomCrop3D",
    "RandomCropFromBorders",
    "RandomCropNearBBox",
    "RandomFog",
    "RandomGamma",
    "RandomGravel",
    "RandomGridShuffle",
    "RandomOrder",
    "RandomRain",
    "RandomResizedCrop",
    "RandomRotate90",
    "RandomScale",
    "RandomShadow",
    "RandomSizedBBoxSafeCrop",
    "RandomSizedCrop",
    "RandomSnow",
    "RandomSunFlare",
    "RandomToneCurve",
    "ReplayCompose",
    "Resize",
    "RingingOvershoot",
    "Rotate",
    "SafeRotate",
    "SaltAndPepper",
    "SelectiveChannelTransform",
    "Sequential",
    "Sharpen",
    "ShiftScaleRotate",
    "ShotNoise",
    "SmallestMaxSize",
    "Solarize",
    "SomeOf",
    "Spatter",
    "SquareSymmetry",
    "Superpixels",
    "TextImage",
    "ThinPlateSpline",
    "TimeMasking",
    "TimeReverse",
    "ToFloat",
    "ToGray",
    "ToRGB",
    "ToSepia",
    "ToTensor3D",
    "ToTensorV2",
    "Transform3D",
    "Transpose",
    "UnsharpMask",
    "VerticalFlip",
    "XYMasking",
    "ZoomBlur",
    "from_dict",
    "load",
    "plan_changes",
    "plan_words",
    "preview",
    "register",
    "sample_scope",
    "save",
    "to_dict",
]

if not TYPE_CHECKING and find_spec("torch") is None:
    __all__ = [name for name in __all__ if not name.startswith("ToTensor")]

LATER.update(dict.fromkeys(("ToTensorV2", "ToTensor3D", "Tensor", "Tensor3D"), "augrepro.torch"))

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """What comes only when asked for: transforms, Albumentations' module paths, and what needs torch."""
        if name in HOMES:
            found = globals()[name] = getattr(import_module(HOMES[name]), name)
            return found
        if name in ("augmentations", "check_version"):
            return import_module(f"augrepro.{name}")
        if name == "preview":
            return import_module("augrepro.show.preview").preview
        if name in ("ToTensorV2", "ToTensor3D", "pytorch"):
            try:
                module = import_module("augrepro.pytorch")
            except ModuleNotFoundError as error:
                raise _missing(name, f"augrepro.{name}: {error}") from error
            return module if name == "pytorch" else getattr(module, name)
        words = f"module 'augrepro' has no attribute {short_repr(name)}{not_here(name, [*__all__, *LATER])}"
        raise _missing(name, words)

    def _missing(name: str, words: str) -> Exception:
        """AttributeError; an ImportError where ``from augrepro import ...`` asks, which drops the other's words."""
        asking = sys._getframe(2).f_globals.get("__name__")
        if asking in ("importlib._bootstrap", "_frozen_importlib") and find_spec(f"{__name__}.{name}") is None:
            return ImportError(words, name=__name__, path=__file__)
        return AttributeError(words)


def __dir__() -> list[str]:
    """The names that users need, without modules and helpers."""
    return [*__all__, "__version__", *(["pytorch"] if "ToTensorV2" in __all__ else [])]
