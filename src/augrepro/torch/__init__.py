"""The torch room: what needs torch, and is never imported by ``import augrepro``."""

from ..engine.chance.sample import SampleKey
from .consistent import assert_consistent
from .dataset import KeyedDataset, KeyedIterableDataset
from .loader import loader
from .sampler import KeyedSampler
from .tensor import ToTensorV2

__all__ = [
    "KeyedDataset",
    "KeyedIterableDataset",
    "KeyedSampler",
    "SampleKey",
    "ToTensorV2",
    "assert_consistent",
    "loader",
]
