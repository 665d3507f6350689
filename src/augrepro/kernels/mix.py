"""Two images in one: integers on bytes, and one float32 operation at a time on floats."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
WHOLE = 256


def blended(image: Array, layer: Array, alpha: Array) -> Array:
    """The image with a layer over it, of which each pixel shows ``alpha`` (H, W) 256ths.

    The layer is in shares of white, one value a channel or an image of its own. Bytes are rounded half up.
    """
    if image.dtype != np.uint8:
        out: Array = layer.astype(np.float32) - image
        out *= alpha[..., None].astype(np.float32) / np.float32(WHOLE)
        out += image
        return out
    share = alpha[..., None].astype(np.uint16)
    out = image * (WHOLE - share)
    out += np.rint(layer * 255.0).astype(np.uint16) * share
    out += WHOLE // 2
    out >>= 8
    return out.astype(np.uint8)
