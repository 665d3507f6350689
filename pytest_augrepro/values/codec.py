"""Lossless files for arrays: PNG where one can hold the pixels, NumPy's npz where they are few."""

from __future__ import annotations

import io
import zlib

import cv2
import numpy as np

from .digest import Array, Leaf

LARGEST_NPZ = 64 * 1024


def drawable(leaf: Leaf) -> Array | None:
    """The leaf as pixels a PNG holds without loss, or None."""
    array = leaf.array
    if array is None or array.size == 0:
        return None
    if leaf.kind == "tensor" and _is_planar(array):
        array = np.moveaxis(array, 0, -1)
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.dtype == np.bool_ and array.ndim == 2:
        return array.astype(np.uint8) * np.uint8(255)
    if array.dtype == np.uint16 and array.ndim == 2:
        return array
    if array.dtype == np.uint8 and (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4))):
        return array
    return None


def _is_planar(array: Array) -> bool:
    return array.ndim == 3 and array.dtype == np.uint8 and array.shape[0] in (1, 3, 4) and array.shape[2] > 4


def pixels_of(leaf: Leaf, drawn: Array) -> Array:
    """Undo ``drawable``: give pixels read from a PNG the leaf's dtype and shape."""
    assert leaf.array is not None
    if leaf.kind == "tensor" and _is_planar(leaf.array) and drawn.ndim == 3:
        drawn = np.moveaxis(drawn, -1, 0)
    if leaf.array.dtype == np.bool_:
        drawn = drawn > 0
    return drawn.reshape(leaf.array.shape) if drawn.size == leaf.array.size else drawn


def to_png(pixels: Array) -> bytes:
    """Encode gray, RGB or RGBA pixels."""
    done, data = cv2.imencode(".png", _swapped(pixels))
    if not done:
        raise ValueError(f"cannot write {pixels.dtype} {pixels.shape} as PNG")
    return data.tobytes()


def from_png(data: bytes) -> Array:
    """Decode a PNG written by :func:`to_png` or by any other tool."""
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise ValueError("not a readable PNG file")
    return _swapped(np.asarray(pixels))


def _swapped(pixels: Array) -> Array:
    if pixels.ndim == 2:
        return np.ascontiguousarray(pixels)
    return np.ascontiguousarray(pixels[:, :, [2, 1, 0, 3][: pixels.shape[2]]])


def to_npz(array: Array) -> bytes:
    """Encode any plain array, compressed."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, array=array)
    return buffer.getvalue()


def from_npz(data: bytes) -> Array:
    """Decode what :func:`to_npz` wrote; never runs pickled code."""
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        array: Array = stored["array"]
        return array


def fits_npz(array: Array) -> bool:
    """Whether the array is worth storing: at most 64 KiB once compressed."""
    if array.nbytes <= LARGEST_NPZ:
        return True
    return array.nbytes <= 64 * LARGEST_NPZ and len(zlib.compress(array.tobytes(), 1)) <= LARGEST_NPZ
