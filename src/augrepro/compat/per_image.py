"""Arguments whose meaning depended on the image: fills that OpenCV took, and numbers in the units of the image.

Channels and dtype are known when an image comes: what is built keeps its arguments, and draws by a twin with others.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from ..engine.declare.choices import RGB, SATURATION_AND_VALUE, levels_of_bytes
from ..engine.declare.rules import Release
from ..engine.frame import Frame
from ..engine.targets.stacks import dtype_of_images
from .legacy import legacy, release_now

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


def fit_later(built: Any, in_floats: bool) -> Any:
    """The transform, which will draw by a twin where the image wants one; ``in_floats``: as read for float images."""
    name = type(built).__name__
    if in_floats and name in ON_BYTES:
        built.__dict__.update(_fit=partial(in_levels, release=release_now()), _asks=True)
    elif name in BY_OPENCV and getattr(built, "border_mode", 0) == 0 and _needs_a_look(built.fill):
        built.__dict__.update(_fit=filled, _asks=True)
    return built


def _needs_a_look(fill: Any) -> bool:
    several = isinstance(fill, tuple) and len({*fill}) > 1
    return several or bool(np.min(fill) < 0 or np.max(fill) > BYTE)


def filled(self: Any, frame: Frame) -> Any:
    """A twin of the transform with the fill that OpenCV would make of its own for such an image."""
    twin = _twin(self, fill=_written_out(self.fill, frame))
    if twin.fill != self.fill:
        legacy(
            f"{self.stream_name}: fill={self.fill!r} has other than one value for each of the {frame.shape.channels} "
            f"channels, or one that their dtype does not hold; Albumentations filled as OpenCV does, today it is\n"
            f"    fill={twin.fill!r}"
        )
    return twin


def _twin(self: Any, **changes: Any) -> Any:
    twin = self.replaced(**changes)
    for name in ("_fit", "_asks"):
        del twin.__dict__[name]
    return twin


def _dtype(frame: Frame) -> np.dtype[Any] | None:
    """The dtype of the images by now; None where they have several."""
    if not frame.stacks or any(op.retypes for op in frame.ops):
        frame.run()
    return dtype_of_images(frame.stacks.values())


def _written_out(fill: Any, frame: Frame) -> Any:
    channels, dtype = frame.shape.channels, _dtype(frame)
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


def in_levels(self: Any, frame: Frame, release: Release) -> Any:
    """The transform for float images; for whole numbers a twin that reads the call in levels, as that release did."""
    dtype = _dtype(frame)
    if dtype is None or dtype.kind not in "iu":
        return _twin(self)
    name, white = type(self).__name__, float(np.iinfo(dtype).max)
    changes = ON_BYTES[name](self, release, white)
    text = ", ".join(f"{name}={value!r}" for name, value in changes.items())
    legacy(
        f"{self.stream_name}: numbers up to 1 are of float images on [0, 1]; on {dtype} images they were levels, which "
        f"hardly show, and are so here. Today it is\n    {text}"
    )
    return _twin(self, **changes)


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
