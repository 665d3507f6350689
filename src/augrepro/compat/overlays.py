"""What OverlayElements computes of one element, as the static method of Albumentations 2 gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..engine.declare.errors import short_repr
from ..kernels.resize import resize

NEAREST, AREA = 0, 3
BOX = 4
"""Numbers of a box without a label."""


def preprocess_metadata(metadata: Mapping[str, Any], img_shape: Sequence[int], random_state: Any) -> dict[str, Any]:
    """An element of a call resized to where it goes in an image of ``img_shape`` (height, width).

    With a ``bbox``, in shares of the image, it goes there; without one ``random_state.randint(low, high)`` says where,
    both ends included. The result has ``overlay_image``, ``overlay_mask``, ``offset`` (y, x), ``bbox`` in pixels with
    its label, and ``mask_id`` where the element has one.
    """
    height, width = img_shape[:2]
    image, box = metadata["image"], metadata.get("bbox")
    label = [metadata["bbox_id"]] if "bbox_id" in metadata else []
    if box is None:
        high, wide = image.shape[:2]
        if high > height or wide > width:
            high, wide = height, width
        left, top = random_state.randint(0, width - wide), random_state.randint(0, height - high)
        image = _resized(image, high, wide, AREA)
        mask = _resized(metadata["mask"], high, wide, NEAREST) if "mask" in metadata else np.ones_like(image)
        place = [left, top, left + wide, top + high, *label]
    else:
        left, top, right, bottom = _in_pixels(box, height, width)
        high, wide = bottom - top, right - left
        image = _resized(image, high, wide, AREA)
        mask = (
            _resized(metadata["mask"], high, wide, NEAREST) if "mask" in metadata else np.ones((high, wide), np.uint8)
        )
        place = [left, top, right, bottom, *(box[BOX:] or label)]
    kept = {"mask_id": metadata["mask_id"]} if "mask_id" in metadata else {}
    return {"overlay_image": image, "overlay_mask": mask, "offset": (top, left), "bbox": place, **kept}


def _in_pixels(box: Any, height: int, width: int) -> tuple[int, int, int, int]:
    """A box of shares in whole pixels, cut off."""
    x1, y1, x2, y2 = map(float, box[:BOX])
    if not (0 <= x1 < x2 <= 1 and 0 <= y1 < y2 <= 1):
        raise ValueError(f"bbox must be x_min, y_min, x_max, y_max in shares from 0 to 1, got {short_repr(box)}")
    return int(x1 * width), int(y1 * height), int(x2 * width), int(y2 * height)


def _resized(image: Any, height: int, width: int, interpolation: int) -> Any:
    layers = image if image.ndim > 2 else image[..., None]
    out = resize(layers, height, width, interpolation)
    return out.reshape(height, width, *image.shape[2:])
