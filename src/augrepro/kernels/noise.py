"""Additive Gaussian noise, grown from a key in blocks that stay in the cache."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from .bits import Words, normal
from .fields import enlarged

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 1 << 15


def gauss(image: Array, key: str, mean: float, std: float, shared: bool, coarse: float) -> Array:
    """The image plus N(mean, std) in units of its own scale, clipped.

    ``shared`` gives all channels one plane of noise. ``coarse`` below 1 draws that share of the rows and columns and
    blends between them.
    """
    height, width, channels = image.shape
    planes = 1 if shared else channels
    if coarse < 1:
        noise = [_scaled(z, mean, std, image.dtype) for z in _coarse(key, height, width, planes, coarse)]
        return _added(image, noise * channels if planes < channels else noise)
    return _streamed(image, Words(key).halves(height * width * planes), channels // planes, mean, std)


def _streamed(image: Array, words: Array, copies: int, mean: float, std: float) -> Array:
    """The sum, a block of words at a time; each word makes the noise of ``copies`` neighbors."""
    table = _scaled(normal(), mean, std, image.dtype)
    out = np.empty_like(image)
    source, target = image.reshape(-1), out.reshape(-1)
    block = BLOCK // copies
    for start in range(0, len(words), block):
        noise = table.take(words[start : start + block])
        if copies > 1:
            noise = cv2.merge([noise] * copies).reshape(-1)
        part = slice(start * copies, (start + block) * copies)
        _add(source[part], noise, target[part])
    return out


def _scaled(deviates: Array, mean: float, std: float, dtype: Any) -> Array:
    """Deviates in the image's units: whole steps as int16 for bytes, float32 else."""
    noise = deviates * std
    noise += mean
    return np.rint(noise, out=noise).astype(np.int16) if dtype == np.uint8 else noise.astype(np.float32)


def _add(image: Array, noise: Array, out: Array) -> None:
    """The sum of flat arrays, into ``out``. OpenCV reads a flat array of up to four values as one color: hence 2-D."""
    if image.dtype == np.uint8:
        cv2.add(image[None], noise[None], out[None], dtype=cv2.CV_8U)
    else:
        np.add(image, noise, out=out)
        np.clip(out, np.float32(0), np.float32(1), out=out)


def _added(image: Array, planes: list[Array]) -> Array:
    noise = cv2.merge(planes)
    out = np.empty_like(image)
    _add(image.reshape(-1), noise.reshape(-1), out.reshape(-1))
    return out


def _coarse(key: str, height: int, width: int, planes: int, share: float) -> list[Array]:
    rows, columns = max(1, round(height * share)), max(1, round(width * share))
    words = Words(key).halves(rows * columns * planes)
    grids = normal().take(words).astype(np.float32).reshape(planes, rows, columns)
    return [enlarged(grid, height, width) for grid in grids]
