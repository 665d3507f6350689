"""Arguments whose meaning depended on the image, and the words for what they come to when an image is there.

``engine.read_as`` reads them; what is built by a call keeps its arguments and draws by a twin with others.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..engine.frame import Frame
from ..engine.read_as import BY_OPENCV, BYTE, ON_BYTES, dtype_now, twin
from .legacy import legacy, release_text


def fit_later(built: Any, in_floats: bool) -> Any:
    """The transform, which will draw by a twin where the image wants one; ``in_floats``: as read for float images."""
    name = type(built).__name__
    by_dtype = in_floats and name in ON_BYTES
    by_channels = name in BY_OPENCV and getattr(built, "border_mode", 0) == 0 and _needs_a_look(built.fill)
    if by_dtype or by_channels:
        built.__dict__.update(read_as=release_text(), _fit=told, _asks=True)
    return built


def _needs_a_look(fill: Any) -> bool:
    several = isinstance(fill, tuple) and len({*fill}) > 1
    return several or bool(np.min(fill) < 0 or np.max(fill) > BYTE)


def told(self: Any, frame: Frame) -> Any:
    """The twin, and a LegacyWarning that has its arguments where they are others."""
    made = twin(self, frame)
    changed = {name: getattr(made, name) for name in self.declared if getattr(made, name) != getattr(self, name)}
    text = ", ".join(f"{name}={value!r}" for name, value in changed.items())
    if "fill" in changed:
        legacy(
            f"{self.stream_name}: fill={self.fill!r} has other than one value for each of the {frame.shape.channels} "
            f"channels, or one that their dtype does not hold; Albumentations filled as OpenCV does, today it is\n"
            f"    {text}"
        )
    elif changed:
        legacy(
            f"{self.stream_name}: numbers up to 1 are of float images on [0, 1]; on {dtype_now(frame)} images they "
            f"were levels, which hardly show, and are so here. Today it is\n    {text}"
        )
    return made
