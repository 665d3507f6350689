"""Where Albumentations keeps its pipelines and their parameters."""

from ..engine.targets.boxes import BboxParams
from ..engine.targets.keypoints import KeypointParams
from ..pipeline.base import BaseCompose
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
]
