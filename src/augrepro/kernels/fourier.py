"""Low frequencies of an image, exactly: every sum of the transform is one of whole numbers.

Sines and cosines are whole numbers of 2**-20, what they are multiplied with is rounded so that no sum of products
reaches 2**53, and float64 adds such numbers exactly in any order. So a matrix product, which every linear algebra
library adds up in an order of its own, gives the same bits with all of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .scratch import kept_field

Array = np.ndarray[Any, np.dtype[Any]]
UNIT_BITS, SUM_BITS = 20, 52
UNIT = 2.0**UNIT_BITS
FLOAT_STEPS = 65535.0


def with_low_amplitudes(image: Array, reference: Array, radius: int) -> Array:
    """The image with the reference's amplitudes at frequencies below ``radius`` periods along both axes; phases stay.

    Both have one size; the reference is uint8. Bytes are rounded half to even.
    """
    height, width, channels = image.shape
    white = 255.0 if image.dtype == np.uint8 else 1.0
    out = np.empty(image.shape, image.dtype)
    for i in range(channels):
        source, target = np.ascontiguousarray(image[..., i]), np.ascontiguousarray(reference[..., i])
        change = _synthesis(_change(_analysis(source, radius), _analysis(target, radius)), height, width)
        if image.dtype == np.uint8:
            change *= white
            change += source
            np.rint(change, out=change)
        else:
            change += 0.0  # -0 and -0 would make -0
            change += source
        out[..., i] = np.clip(change, 0.0, white, out=change)
    return out


def _change(source: tuple[Array, Array], target: tuple[Array, Array]) -> tuple[Array, Array]:
    """What is to be added to a spectrum for the other's amplitudes; where it is zero its phase is zero."""
    old, new = (np.sqrt(real * real + imaginary * imaginary) for real, imaginary in (source, target))
    none = old == 0
    factor = new / np.where(none, 1.0, old) - 1.0
    return np.where(none, new, source[0] * factor), source[1] * factor


def _analysis(plane: Array, radius: int) -> tuple[Array, Array]:
    """Real and imaginary part of the spectrum of a plane in shares of white: 2 radius - 1 rows, radius columns."""
    height, width = plane.shape
    steps = plane.astype(np.float64) if plane.dtype == np.uint8 else np.rint(plane.astype(np.float64) * FLOAT_STEPS)
    white = 255.0 if plane.dtype == np.uint8 else FLOAT_STEPS
    cosines, sines = _waves(width, 0, radius)
    (real, imaginary), scale = _rounded((steps @ cosines.T, steps @ sines.T), height)
    cosines, sines = _waves(height, 1 - radius, radius)
    scale *= white * UNIT * UNIT
    return (cosines @ real - sines @ imaginary) / scale, (sines @ real + cosines @ imaginary) / -scale


def _synthesis(spectrum: tuple[Array, Array], height: int, width: int) -> Array:
    """The plane that such a part of a spectrum stands for, with its mirror image of negative frequencies along x."""
    rows, radius = spectrum[0].shape
    (real, imaginary), scale = _rounded(spectrum, rows)
    cosines, sines = _waves(height, 1 - radius, radius)
    columns = cosines.T @ real - sines.T @ imaginary, sines.T @ real + cosines.T @ imaginary
    for part in columns:
        part[:, 1:] *= 2.0
    (real, imaginary), again = _rounded(columns, radius)
    cosines, sines = _waves(width, 0, radius)
    out: Array = real @ cosines - imaginary @ sines
    out /= scale * again * UNIT * UNIT * height * width
    return out


def _rounded(parts: tuple[Array, Array], count: int) -> tuple[tuple[Array, Array], float]:
    """Both in whole steps of a power of two, so fine that the sum of ``count`` products with waves is still exact."""
    largest = max(float(np.abs(part).max()) for part in parts)
    bits = SUM_BITS - UNIT_BITS - count.bit_length() - int(np.frexp(largest)[1])
    scale = 2.0 ** min(bits, 60)
    return (np.rint(parts[0] * scale), np.rint(parts[1] * scale)), scale


@kept_field(8)
def _waves(size: int, first: int, last: int) -> tuple[Array, Array]:
    """Cosines and sines with ``first`` to ``last`` - 1 periods over the size, one a row, in 2**20ths, whole numbers."""
    turns = np.arange(first, last)[:, None] * np.arange(size) % size
    angle = 2.0 * np.pi * np.arange(size) / size
    return np.rint(np.cos(angle) * UNIT)[turns], np.rint(np.sin(angle) * UNIT)[turns]
