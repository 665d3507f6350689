"""Additive noise, grown from a key in blocks that stay in the cache."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np

from .bits import Words, looked_up
from .fields import enlarged, enlarged_by_rows
from .grid import MOST_CHANNELS

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 1 << 15


class Spread(NamedTuple):
    """What noise is added: one of 65,536 quantiles times ``std`` plus ``mean``, in units of the image's own scale.

    ``shared`` gives all channels one plane of noise. ``coarse`` below 1 draws that share of the rows and columns and
    blends between them.
    """

    quantiles: Array
    mean: float
    std: float
    shared: bool
    coarse: float

    def scaled(self, deviates: Array, dtype: Any) -> Array:
        """Deviates in the image's units: whole steps as int16 for bytes, float32 else."""
        noise = deviates * self.std
        noise += self.mean + 0.0
        return np.rint(noise, out=noise).astype(np.int16) if dtype == np.uint8 else noise.astype(np.float32)


def added(image: Array, key: str, spread: Spread) -> Array:
    """The image plus noise whose quantiles the key's words pick, clipped."""
    height, width, channels = image.shape
    planes = 1 if spread.shared else channels
    if spread.coarse < 1:
        return _added(image, _coarse(key, height, width, planes, spread), spread)
    return _streamed(image, Words(key), channels // planes, spread)


def noise_of(image: Array, key: str, spread: Spread) -> Array:
    """The noise that ``added`` adds to an image of that shape and dtype, in the image's own units."""
    height, width, channels = image.shape
    planes = 1 if spread.shared else channels
    if spread.coarse < 1:
        grids = _coarse(key, height, width, planes, spread)
        noise = [spread.scaled(enlarged(grid, height, width), image.dtype) for grid in grids]
        return np.stack(noise * channels if planes < channels else noise, -1)
    table = spread.scaled(spread.quantiles, image.dtype)
    values = table.take(Words(key).halves(height * width * planes))
    return repeated(values, channels // planes).reshape(image.shape)


def _streamed(image: Array, words: Words, copies: int, spread: Spread) -> Array:
    """The sum, a block of words at a time; each of their halves makes the noise of ``copies`` neighbors."""
    table = spread.scaled(spread.quantiles, image.dtype)
    out = np.empty(image.shape, image.dtype)
    source, target = image.reshape(-1), out.reshape(-1)
    for drawn, halves in words.parts(image.size // copies, BLOCK // copies):
        noise = table.take(halves)
        part = slice(drawn.start * copies, drawn.stop * copies)
        _add(source[part], repeated(noise, copies), target[part])
    return out


def repeated(values: Array, copies: int) -> Array:
    """Each of the flat values so many times in a row: one plane for that many channels."""
    if copies == 1:
        return values
    return np.repeat(values, copies) if copies > MOST_CHANNELS else cv2.merge([values] * copies).reshape(-1)


def _add(image: Array, noise: Array, out: Array) -> None:
    """The sum of flat arrays, into ``out``. OpenCV reads a flat array of up to four values as one color: hence 2-D."""
    if image.dtype == np.uint8:
        cv2.add(image[None], noise[None], out[None], dtype=cv2.CV_8U)
    else:
        np.add(image, noise, out=out)
        np.clip(out, np.float32(0), np.float32(1), out=out)


def _added(image: Array, grids: Array, spread: Spread) -> Array:
    """The sum with noise that is blended between the values of a grid, one for each channel or one for all."""
    height, width, channels = image.shape
    out = np.empty(image.shape, image.dtype)
    for bands in zip(*(enlarged_by_rows(grid, height, width) for grid in grids), strict=True):
        rows = bands[0][0]
        parts = [spread.scaled(band, image.dtype) for _, band in bands] * (channels // len(grids))
        noise = np.stack(parts, -1) if len(parts) > MOST_CHANNELS else cv2.merge(parts)
        _add(image[rows].reshape(-1), noise.reshape(-1), out[rows].reshape(-1))
    return out


def _coarse(key: str, height: int, width: int, planes: int, spread: Spread) -> Array:
    """A grid for each plane of noise."""
    rows, columns = max(1, int(height * spread.coarse)), max(1, int(width * spread.coarse))
    words = Words(key).halves(rows * columns * planes)
    return looked_up(spread.quantiles.astype(np.float32), words).reshape(planes, rows, columns)
