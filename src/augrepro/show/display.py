"""Any image as 8-bit RGB of a fitting size, with boxes, masks and keypoints drawn over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from zlib import crc32

import cv2
import numpy as np

from .images import Array

COLORS = ((230, 57, 70), (29, 120, 240), (42, 157, 60), (255, 159, 28), (155, 70, 200), (0, 170, 170))
"""Of classes, in turn."""
SHADE = 0.35
PAPER = 245


class Seen(NamedTuple):
    """One picture: the image and what lies over it, in pixels of the image."""

    image: Array
    boxes: Sequence[Sequence[float]] = ()
    names: Sequence[str] = ()
    points: Sequence[Sequence[float]] = ()
    masks: Sequence[Array] = ()


def seen(data: Mapping[str, Any], names: Sequence[str] | None = None) -> Seen:
    """What a call brought or handed back; boxes are corners in pixels, ``xy`` keypoints come first in their rows."""
    boxes = [row[:4] for row in np.asarray(data.get("bboxes", ()), object).tolist()]
    if names is None:
        names = [str(row) for row in data.get("labels", ())]
    points = [row[:2] for row in np.asarray(data.get("keypoints", ()), object).tolist()]
    masks = [*([data["mask"]] if data.get("mask") is not None else []), *data.get("masks", ())]
    return Seen(as_array(data["image"]), boxes, names, points, [as_array(mask, channels_last=True) for mask in masks])


def as_array(image: Any, channels_last: bool = False) -> Array:
    """An array as it is; of a tensor, whose channels come first, its pixels with channels last."""
    if isinstance(image, np.ndarray):
        return image
    array = np.asarray(image)
    return array if channels_last or array.ndim == 2 else array.transpose(1, 2, 0)


def rgb8(image: Array) -> Array:
    """(H, W, 3) uint8: 16 bits cut to 8, floats beyond [0, 1] spread over their range, alpha over paper white."""
    if image.ndim == 2:
        image = image[..., None]
    if image.dtype == np.uint16:
        image = (image >> 8).astype(np.uint8)
    elif image.dtype != np.uint8:
        low, high = float(image.min()), float(image.max())
        low, high = (low, high) if low < 0 or high > 1 else (0.0, 1.0)
        image = np.rint((image.astype(np.float64) - low) / max(high - low, 1e-9) * 255).astype(np.uint8)
    channels = image.shape[2]
    if channels == 4:
        alpha = image[..., 3:].astype(np.float64) / 255
        return np.rint(image[..., :3] * alpha + PAPER * (1 - alpha)).astype(np.uint8)
    if channels in (1, 2):
        return np.repeat(image[..., :1], 3, 2)
    return np.ascontiguousarray(image[..., :3])


def picture(given: Seen, side: int) -> Array:
    """The image fitted into ``side`` x ``side``, small ones enlarged by whole pixels, with all that lies over it."""
    image = rgb8(given.image)
    height, width = image.shape[:2]
    scale = min(side / height, side / width)
    if scale > 1:
        scale = float(int(scale))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST
    out = cv2.resize(image, size, interpolation=way) if scale != 1 else image.copy()
    for i, mask in enumerate(given.masks):
        _shade(out, mask, size, i, many=len(given.masks) > 1)
    ratio = size[0] / width, size[1] / height
    for i, box in enumerate(given.boxes):
        _box(out, box, ratio, given.names[i] if i < len(given.names) else "")
    for point in given.points:
        _point(out, point, ratio)
    return out


def color_of(name: str) -> tuple[int, int, int]:
    """The color of a class: the same on every picture."""
    return COLORS[crc32(name.encode("utf-8", "replace")) % len(COLORS)]


def _shade(out: Array, mask: Array, size: tuple[int, int], number: int, many: bool) -> None:
    """Color what a mask holds, class by class, and draw its rim."""
    flat = mask if mask.ndim == 2 else mask.reshape(*mask.shape[:2], -1).max(2)
    small = cv2.resize(np.ascontiguousarray(flat.astype(np.float32)), size, interpolation=cv2.INTER_NEAREST)
    for k, value in enumerate(v for v in np.unique(small)[:64] if v != 0):
        color = COLORS[(number if many else k) % len(COLORS)]
        region = small == value
        out[region] = np.rint(out[region] * (1 - SHADE) + np.array(color) * SHADE).astype(np.uint8)
        rims, _ = cv2.findContours(region.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(out, rims, -1, color, 1)


def _box(out: Array, box: Sequence[float], ratio: tuple[float, float], name: str) -> None:
    """A frame whose line stays inside the picture, and its name above it, else in it, else below a small one."""
    height, width = out.shape[:2]
    color = color_of(name)
    x1, x2 = (round(float(x) * ratio[0]) for x in (box[0], box[2]))
    y1, y2 = (round(float(y) * ratio[1]) for y in (box[1], box[3]))
    x1, y1, x2, y2 = max(x1, 0), max(y1, 0), min(x2, width) - 1, min(y2, height) - 1
    thickness = 2 if min(x2 - x1, y2 - y1) > 8 else 1
    for part in (
        out[y1 : y1 + thickness, x1 : x2 + 1],
        out[max(y2 + 1 - thickness, y1) : y2 + 1, x1 : x2 + 1],
        out[y1 : y2 + 1, x1 : x1 + thickness],
        out[y1 : y2 + 1, max(x2 + 1 - thickness, x1) : x2 + 1],
    ):
        part[:] = color
    if name:
        (wide, high), _ = cv2.getTextSize(name, cv2.FONT_HERSHEY_SIMPLEX, 0.4, 1)
        tall = high + 5
        inside = y1 if y2 - y1 > 2 * tall else min(y2 + 1, height - tall)
        top = y1 - tall if y1 >= tall else inside
        left = max(0, min(x1, width - wide - 4))
        cv2.rectangle(out, (left, top), (left + wide + 4, top + high + 5), color, -1)
        cv2.putText(out, name, (left + 2, top + high + 2), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (255,) * 3, 1, cv2.LINE_AA)


def _point(out: Array, point: Sequence[float], ratio: tuple[float, float]) -> None:
    x, y = (float(each) for each in point)
    if not (np.isfinite(x) and np.isfinite(y)):
        return
    at = round((x + 0.5) * ratio[0] - 0.5), round((y + 0.5) * ratio[1] - 0.5)
    cv2.circle(out, at, 4, (255, 255, 255), -1, cv2.LINE_AA)
    cv2.circle(out, at, 3, COLORS[0], -1, cv2.LINE_AA)
