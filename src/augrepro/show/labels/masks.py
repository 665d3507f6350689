"""Masks: a PNG file an image of the same name, whose values, or colors, are classes."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..images import Array, decode, encode
from ..palette import indices, palette_of, written
from .base import Format, LabelError, Labels


class Masks(Format):
    """A folder of PNG files: gray, colored, or with a palette, which they keep. Every image needs one."""

    name = "masks"
    mask = True
    suffix = ".png"

    def read(self, file: str, height: int, width: int) -> Labels:
        path = self.path_of(file)
        if not path.exists():
            raise LabelError(f"has no {path.name} among the masks")
        raw = path.read_bytes()
        try:
            mask, palette = decode(raw), palette_of(raw)
            if palette is not None:
                mask = indices(mask, palette)
        except ValueError as error:
            raise LabelError(f"{path.name} {error}") from None
        if mask.shape[:2] != (height, width):
            sizes = f"{mask.shape[1]} x {mask.shape[0]} pixels, and the image {width} x {height}"
            raise LabelError(f"{path.name} has {sizes}")
        return Labels(mask=mask, source=palette, raw=raw)

    def write(self, labels: Labels, result: dict[str, Any], file: str) -> bytes:
        mask: Array = np.asarray(result["mask"])
        return encode(mask, ".png") if labels.source is None else written(mask, labels.source)
