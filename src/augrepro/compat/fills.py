"""Fills that OpenCV took and ``augrepro`` refuses: fewer values than channels, and values beyond the image's dtype.

Channels are known when an image comes: what is built keeps its fill, and draws by a twin whose fill is written out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..engine.frame import Frame
from ..engine.targets.stacks import dtype_of_images
from .legacy import legacy

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


def fit_later(built: Any) -> Any:
    """The transform, which will draw with a fill for the channels and the dtype of each image where it needs one."""
    if type(built).__name__ not in BY_OPENCV or getattr(built, "border_mode", 0) != 0:
        return built
    fill = built.fill
    if (isinstance(fill, tuple) and len({*fill}) > 1) or np.min(fill) < 0 or np.max(fill) > BYTE:
        built.__dict__.update(_fit=fitted, _asks=True)
    return built


def fitted(self: Any, frame: Frame) -> Any:
    """A twin of the transform with the fill that OpenCV would make of its own for such an image."""
    twin = self.replaced(fill=_written_out(self.fill, frame))
    for name in ("_fit", "_asks"):
        del twin.__dict__[name]
    if twin.fill != self.fill:
        legacy(
            f"{self.stream_name}: fill={self.fill!r} has other than one value for each of the {frame.shape.channels} "
            f"channels, or one that their dtype does not hold; Albumentations filled as OpenCV does, today it is\n"
            f"    fill={twin.fill!r}"
        )
    return twin


def _written_out(fill: Any, frame: Frame) -> Any:
    channels, dtype = frame.shape.channels, dtype_of_images(frame.stacks.values())
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
