"""The torch room: what needs torch, and is never imported by ``import augrepro``."""

try:
    import torch as _torch  # asked first, so that its absence is told in words
except ModuleNotFoundError as error:
    if error.name != "torch":
        raise
    raise ModuleNotFoundError(
        "augrepro.torch, ToTensorV2 and ToTensor3D need PyTorch: pip install 'augrepro[torch]'", name="torch"
    ) from None

from ..engine.chance.sample import SampleKey
from .consistent import assert_consistent
from .dataset import KeyedDataset, KeyedIterableDataset
from .loader import KeyedLoader, loader
from .sampler import KeyedSampler
from .stamped import StampedSampler
from .tensor import ToTensor3D, ToTensorV2

__all__ = [
    "KeyedDataset",
    "KeyedIterableDataset",
    "KeyedLoader",
    "KeyedSampler",
    "SampleKey",
    "StampedSampler",
    "ToTensor3D",
    "ToTensorV2",
    "assert_consistent",
    "loader",
]
