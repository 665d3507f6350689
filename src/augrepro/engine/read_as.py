"""Arguments whose meaning depends on the image, as an earlier release read them: ``read_as="1.3.1"``.

Fills went to OpenCV, which fits them to the channels; numbers were in the units of the image, levels of bytes or floats
on [0, 1]. Channels and dtype are known when an image comes: what is built keeps its arguments, and draws by a twin with
others. The keyword stands in ``repr`` and in saved files, so that what they build reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from .declare.choices import RGB, SATURATION_AND_VALUE, levels_of_bytes
from .declare.rules import Release
from .frame import Frame
from .targets.stacks import dtype_of_images

BY_OPENCV = frozenset(
    [
        "Affine",
        "CenterCrop",
        "Crop",
        "ElasticTransform",
        "GridDistortion",
        "OpticalDistortion",
        "Pad",
        "PadIfNeeded",
        "Perspective",
        "RandomCrop",
        "Rotate",
        "SafeRotate",
        "ShiftScaleRotate",
        "ThinPlateSpline",
    ]
)
"""Transforms that handed their fill to OpenCV; of a fill of CropAndPad a value was drawn."""
AT_ONCE = 4
"""Channels that OpenCV filled in one call, for which a fill has so many values, those not given 0."""
BYTE = 255
VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){1,2}")


def is_release(value: object) -> bool:
    """Whether a value names a release of Albumentations, as "1.3.1" does."""
    return isinstance(value, str) and VERSION.fullmatch(value) is not None


def by_dtype(cls: type) -> bool:
    """Whether the dtype of an image decides what arguments of a class mean."""
    return kind_of(cls) in ON_BYTES


def kind_of(cls: type) -> str | None:
    """The name of the class of ours that a class is or derives from, where ``read_as`` changes how it reads."""
    names = (base.__name__ for base in cls.__mro__ if base.__module__.startswith("augrepro."))
    return next((name for name in names if name in BY_OPENCV or name in ON_BYTES), None)


def twin(self: Any, frame: Frame) -> Any:
    """The transform for the images of a frame, with its arguments as its release read them for such images."""
    name, dtype = kind_of(type(self)), dtype_now(frame)
    if name in BY_OPENCV:
        changes = {"fill": _written_out(self.fill, frame.shape.channels, dtype)}
    elif name is not None and dtype is not None and dtype.kind in "iu":
        release = tuple(map(int, self.read_as.split(".")))
        changes = ON_BYTES[name](self, release, float(np.iinfo(dtype).max))
    else:
        changes = {}
    made = self.replaced(**changes)
    for key in ("_fit", "_asks", "read_as"):
        made.__dict__.pop(key, None)
    return made


def dtype_now(frame: Frame) -> np.dtype[Any] | None:
    """The dtype of the images by now; None where they have several."""
    if not frame.stacks or any(op.retypes for op in frame.ops):
        frame.run()
    return dtype_of_images(frame.stacks.values())


def _written_out(fill: Any, channels: int, dtype: np.dtype[Any] | None) -> Any:
    if isinstance(fill, tuple) and channels > 1 and len(fill) != channels and len({*fill}) > 1:
        row = (*fill, *[0.0] * AT_ONCE)[:AT_ONCE]
        first, rest = channels - channels % AT_ONCE, channels % AT_ONCE
        pair = channels > AT_ONCE and rest == 2  # a pair that is left over was filled channel by channel
        fill = (*row * (first // AT_ONCE), *((row[0],) * 2 if pair else row[:rest]))
    if dtype is None or dtype.kind not in "iu":
        return fill
    low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
    if isinstance(fill, tuple):
        return tuple(min(max(value, low), high) for value in fill)
    return min(max(fill, low), high)


def _noise(self: Any, release: Release, white: float) -> dict[str, Any]:
    return {name: tuple(end / white for end in getattr(self, name)) for name in ("std_range", "mean_range")}


def _channel_shifts(self: Any, release: Release, white: float) -> dict[str, Any]:
    given = {name: list(getattr(self, name)) for name in RGB}
    levels_of_bytes(given, release)
    return {name: tuple(ends) for name, ends in given.items()}


def _hsv_shifts(self: Any, release: Release, white: float) -> dict[str, Any]:
    hue = tuple(end * 2 for end in self.hue_shift_limit)
    shares = {name: tuple(end / BYTE for end in getattr(self, name)) for name in SATURATION_AND_VALUE}
    return {"hue_shift_limit": hue, **shares}


ON_BYTES: dict[str, Callable[[Any, Release, float], dict[str, Any]]] = {
    "GaussNoise": _noise,
    "HueSaturationValue": _hsv_shifts,
    "RGBShift": _channel_shifts,
}
"""Today's arguments in levels of those that were read for float images."""
