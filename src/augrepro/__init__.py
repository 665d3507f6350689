"""Seeded image augmentation with Albumentations' API: ``import augrepro as A``."""

from importlib import import_module

from .core.composition import (
    BboxParams,
    Compose,
    KeypointParams,
    OneOf,
    OneOrOther,
    RandomOrder,
    ReplayCompose,
    SelectiveChannelTransform,
    Sequential,
    SomeOf,
)
from .engine.chance.sample import sample_scope
from .engine.declare.errors import PlanError, nearest
from .engine.declare.registry import register
from .engine.plan import Plan
from .pipeline.custom import BasicTransform, DualTransform, ImageOnlyTransform, Lambda, Transform3D
from .pipeline.serialize import __version__, from_dict, load, save, to_dict
from .transforms.affine import Affine, Rotate, ShiftScaleRotate
from .transforms.color import ColorJitter, Equalize, HueSaturationValue, ToGray
from .transforms.crops import CenterCrop, Crop, RandomCrop
from .transforms.distortions import ElasticTransform
from .transforms.dropout import CoarseDropout
from .transforms.filters import GaussianBlur
from .transforms.flips import D4, HorizontalFlip, NoOp, RandomRotate90, SquareSymmetry, Transpose, VerticalFlip
from .transforms.guided_crops import BBoxSafeRandomCrop, CropNonEmptyMaskIfExists
from .transforms.noise import GaussNoise
from .transforms.normalize import Normalize
from .transforms.pads import PadIfNeeded
from .transforms.quality import ImageCompression
from .transforms.resized_crops import RandomResizedCrop
from .transforms.resizes import Resize
from .transforms.tone import InvertImg, RandomBrightnessContrast, RandomGamma


def __getattr__(name: str) -> object:
    """``A.ToTensorV2`` and ``A.pytorch``, which need torch and so come only when asked for."""
    if name in ("ToTensorV2", "pytorch"):
        module = import_module("augrepro.pytorch")
        return module if name == "pytorch" else module.ToTensorV2
    raise AttributeError(f"module 'augrepro' has no attribute {name!r}{nearest(name, globals())}")
