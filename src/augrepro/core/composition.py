"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ..engine.declare.submodules import getter
from ..engine.targets.boxes import BboxParams
from ..engine.targets.keypoints import KeypointParams
from ..pipeline.base import BaseCompose, TransformsSeqType, TransformType
from ..pipeline.channels import SelectiveChannelTransform
from ..pipeline.compose import Compose
from ..pipeline.groups import OneOf, OneOrOther, RandomOrder, Sequential, SomeOf
from ..pipeline.replay import ReplayCompose

__all__ = [
    "BaseCompose",
    "BboxParams",
    "Compose",
    "KeypointParams",
    "OneOf",
    "OneOrOther",
    "RandomOrder",
    "ReplayCompose",
    "SelectiveChannelTransform",
    "Sequential",
    "SomeOf",
    "TransformType",
    "TransformsSeqType",
]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
