"""Reference images given as paths, which were read by default."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..engine.declare.calls import Call
from ..engine.declare.parse import is_sequence
from ..kernels import codec

REFERRING = frozenset(("FDA", "HistogramMatching", "PixelDistributionAdaptation"))


def read_rgb_image(path: str | os.PathLike[str]) -> Any:
    """The image in a file, (H, W, 3) uint8 red, green, blue; ValueError where none can be read."""
    return _read(codec.read_rgb, path)


def read_bgr_image(path: str | os.PathLike[str]) -> Any:
    """The image in a file, (H, W, 3) uint8 blue, green, red; ValueError where none can be read."""
    return _read(codec.read_bgr, path)


def read_grayscale(path: str | os.PathLike[str]) -> Any:
    """The image in a file as (H, W) uint8 gray; ValueError where none can be read."""
    return _read(codec.read_gray, path)


def _read(reader: Callable[[str], Any], path: str | os.PathLike[str]) -> Any:
    name = os.fspath(path)
    image = reader(name)
    if image is None:
        raise ValueError(f"no image could be read from {name!r}")
    return image


def with_reader(call: Call) -> Call:
    """The call with the function that reads its paths, where it names none."""
    images = call.arguments.get("reference_images")
    if call.name not in REFERRING or "read_fn" in call.arguments or not is_sequence(images):
        return call
    if not images or not all(isinstance(item, (str, os.PathLike)) for item in images):
        return call
    return replace(call, arguments={**call.arguments, "read_fn": read_rgb_image}, former=True)
