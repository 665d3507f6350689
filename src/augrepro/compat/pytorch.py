"""Where Albumentations keeps ``ToTensorV2``, and where 1.1 had ``ToTensor``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import augrepro

from ..engine.declare.calls import Call
from ..engine.declare.errors import short_repr
from ..engine.targets.geometry import Array
from ..pytorch import ToTensor3D as _Tensor3D
from ..pytorch import ToTensorV2 as _TensorV2
from .legacy import legacy
from .protocol import FormerBuiltIn
from .retired import Retired
from .standing import MODERN, run, sentence, standing_transform

__all__ = ["ToTensor", "ToTensor3D", "ToTensorV2"]

transforms, functional = (sys.modules[f"{__name__}.{path}"] for path in ("transforms", "functional"))
MODERN.update(ToTensorV2=_TensorV2, ToTensor3D=_Tensor3D)
ToTensorV2 = standing_transform(_TensorV2, FormerBuiltIn)
ToTensor3D = standing_transform(_Tensor3D, FormerBuiltIn)


@dataclass(frozen=True)
class ClassMask:
    """Masks as ``ToTensor`` made them: shares of white, or with ``softmax`` the (H, W) index of the class."""

    softmax: bool

    def __call__(self, mask: Array, **params: Any) -> Array:
        if not self.softmax:
            out: Array = (mask / 255 if mask.dtype == np.uint8 else mask).astype(np.float32)
            return out if out.ndim == 3 else out[..., None]
        if mask.ndim == 3:
            top = np.zeros(mask.shape[:2], np.int64)
            for index in range(mask.shape[2]):
                top[mask[..., index] > 0] = index
            return top
        return (mask > 127).astype(np.int64)  # the pipeline keeps 32 bits, TensorMask makes it 64


@dataclass(frozen=True)
class TensorMask:
    """The tensor of a mask: (1, H, W) where it was (H, W), or with ``softmax`` of whole numbers of 64 bits."""

    softmax: bool

    def __call__(self, mask: Any, **params: Any) -> Any:
        if self.softmax:
            return (mask[..., 0] if mask.ndim == 3 else mask).long()
        return mask[None] if mask.ndim == 2 else mask


class ToTensor(Retired):
    """Removed: images become float tensors of shares of white, or normalized ones; masks as ``num_classes`` says."""

    heir = augrepro.Sequential
    stands_for = augrepro.Sequential

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        names = ("num_classes", "sigmoid", "normalize")
        if len(args) > len(names):
            raise TypeError(f"ToTensor takes {', '.join(names)}, got {len(args)} arguments")
        given = {"num_classes": 1, "sigmoid": True, "normalize": None, **dict(zip(names, args, strict=False)), **kwargs}
        unknown = [name for name in given if name not in (*names, "always_apply", "p")]
        normalize = given["normalize"]
        if unknown or not (normalize is None or isinstance(normalize, Mapping)):
            raise TypeError(
                f"ToTensor takes num_classes, sigmoid, normalize={{'mean': ..., 'std': ...}}, got {short_repr(given)}"
            )
        softmax = given["num_classes"] > 1 and not given["sigmoid"]
        steps = [Call("ToFloat", {}), Call("Lambda", {"mask": ClassMask(softmax)})]
        if normalize is not None:
            steps.append(Call("Normalize", {**normalize, "max_pixel_value": 1.0}))
        steps += [Call("ToTensorV2", {"transpose_mask": not softmax}), Call("Lambda", {"mask": TensorMask(softmax)})]
        call = Call("Sequential", {"transforms": steps, "p": 1.0}, former=True)
        legacy(sentence("ToTensor", args, kwargs, call))
        return run(call)
