"""Reference images given as paths, which were read by default."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from ..engine.declare.calls import Call
from ..engine.declare.errors import short_repr
from ..engine.declare.parse import is_sequence
from ..kernels.codec import read_rgb

REFERRING = frozenset(("FDA", "HistogramMatching", "PixelDistributionAdaptation"))


def read_rgb_image(path: str | os.PathLike[str]) -> Any:
    """The image in a file, (H, W, 3) uint8 red, green, blue; ValueError where none can be read."""
    image = read_rgb(os.fspath(path))
    if image is None:
        raise ValueError(f"no image could be read from {short_repr(path)}")
    return image


def with_reader(call: Call) -> Call:
    """The call with the function that reads its paths, where it names none."""
    images = call.arguments.get("reference_images")
    if call.name not in REFERRING or "read_fn" in call.arguments or not is_sequence(images):
        return call
    if not images or not all(isinstance(item, (str, os.PathLike)) for item in images):
        return call
    return replace(call, arguments={**call.arguments, "read_fn": read_rgb_image}, former=True)
