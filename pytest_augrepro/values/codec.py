"""Lossless files for arrays: PNG where one can hold the pixels, NumPy's npz where they are few.

What is read may be damaged, or made to do harm: nothing is decoded that would be larger than the array it stands for.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import cv2
import numpy as np

from .digest import Array, Leaf
from .form import Form

LARGEST_NPZ = 64 * 1024
LARGEST = 2**30
"""Bytes of one array that are read from a file at most."""
_PNG = b"\x89PNG\r\n\x1a\n"


class Unreadable(ValueError):
    """A file that does not hold the array it should, and why."""


def drawable(leaf: Leaf) -> Array | None:
    """The leaf as pixels a PNG holds without loss, or None."""
    if leaf.array is None:
        return None
    form = Form.of(leaf.kind, leaf.array)
    shape = form.drawn()
    if shape is None:
        return None
    array = np.moveaxis(leaf.array, 0, -1) if form.planar else leaf.array
    pixels: Array = array.reshape(shape)
    return pixels.astype(np.uint8) * np.uint8(255) if pixels.dtype == np.bool_ else pixels


def largest_file(form: Form) -> int:
    """The bytes that a file of such an array may have: room for one stored without compression, and for notes."""
    return form.nbytes + form.nbytes // 8 + 2**20


def refuse_large(form: Form) -> None:
    if form.nbytes > LARGEST:
        raise Unreadable(f"is not read: its text asks for {form.nbytes} bytes, more than {LARGEST}")


def restored(form: Form, data: bytes) -> Array:
    """The array of this form that a file holds; raise :class:`Unreadable` where it holds anything else."""
    refuse_large(form)
    if data.startswith(b"version https://git-lfs"):
        raise Unreadable("is a pointer of Git LFS, not the file itself: git lfs pull")
    shape = form.drawn()
    return _from_npz(form, data) if shape is None else _undrawn(form, from_png(data, shape))


def _undrawn(form: Form, pixels: Array) -> Array:
    """Undo ``drawable``: give pixels read from a PNG the dtype and shape of the array."""
    dtype = np.uint16 if form.dtype == "uint16" else np.uint8
    if pixels.dtype != dtype or pixels.shape != form.drawn():
        found = Form.of("picture", pixels)
        raise Unreadable(f"holds a {found}, which is no {form}")
    if form.dtype == "bool":
        if not np.isin(pixels, (0, 255)).all():
            raise Unreadable("holds gray, where a mask of black and white belongs")
        pixels = pixels > 0
    return (
        np.moveaxis(pixels, -1, 0).reshape(form.shape)
        if pixels.ndim == 3 and form.planar
        else pixels.reshape(form.shape)
    )


def to_png(pixels: Array) -> bytes:
    """Encode gray, RGB or RGBA pixels."""
    done, data = cv2.imencode(".png", _swapped(pixels))
    if not done:
        raise ValueError(f"cannot write {pixels.dtype} {pixels.shape} as PNG")
    return data.tobytes()


def from_png(data: bytes, shape: tuple[int, ...]) -> Array:
    """Decode a PNG of this height and width, written by :func:`to_png` or by any other tool."""
    if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < 33:
        raise Unreadable("is no PNG file")
    width, height = struct.unpack(">II", data[16:24])
    if (height, width) != tuple(shape[:2]):
        raise Unreadable(f"is {height}x{width} pixels, not {shape[0]}x{shape[1]}")
    _refuse_broken(data)
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        pixels = None
    if pixels is None:
        raise Unreadable("is a damaged PNG file")
    return _swapped(np.asarray(pixels))


def _refuse_broken(data: bytes) -> None:
    """Walk over the chunks of a PNG: OpenCV fills what is missing from a damaged one, with a word on stderr at most."""
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        body, at = data[at + 4 : at + 8 + length], at + 12 + length
        if at > len(data) or zlib.crc32(body) != struct.unpack(">I", data[at - 4 : at])[0]:
            break
        if body == b"IEND":
            return
    raise Unreadable("is a damaged PNG file")


def _swapped(pixels: Array) -> Array:
    if pixels.ndim == 2:
        return np.ascontiguousarray(pixels)
    return np.ascontiguousarray(pixels[:, :, [2, 1, 0, 3][: pixels.shape[2]]])


def to_npz(array: Array) -> bytes:
    """Encode any plain array, compressed."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, array=np.asarray(array))
    return buffer.getvalue()


def _from_npz(form: Form, data: bytes) -> Array:
    """Decode what :func:`to_npz` wrote; never runs pickled code, never unpacks more than the array's own bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            if file.namelist() != ["array.npy"]:
                raise Unreadable("is no npz file of one array")
            with file.open("array.npy") as member:
                return _from_npy(form, member.read(form.nbytes + 2**16))
    except Unreadable:
        raise
    except Exception:  # of zipfile, zlib, bz2, lzma and struct: whatever a broken archive brings up in them
        raise Unreadable("is a damaged npz file") from None


def _from_npy(form: Form, data: bytes) -> Array:
    stream = io.BytesIO(data)
    version = np.lib.format.read_magic(stream)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = read(stream)
    if shape != form.shape or dtype != form.numpy_dtype:
        raise Unreadable(f"holds {dtype} {shape}, which is no {form}")
    elements = data[stream.tell() :]
    if len(elements) != form.nbytes:
        raise Unreadable("is a damaged npz file")
    array: Array = np.frombuffer(elements, dtype).reshape(shape, order="F" if fortran else "C").copy()
    return array


def fits_npz(array: Array) -> bool:
    """Whether the array is worth storing: at most 64 KiB once compressed."""
    if array.nbytes <= LARGEST_NPZ:
        return True
    return array.nbytes <= 64 * LARGEST_NPZ and len(zlib.compress(array.tobytes(), 1)) <= LARGEST_NPZ
