"""Image files as people see them: turned as EXIF says, gray as gray, 16 bits as 16 bits, alpha kept."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp")
"""What is read, and written under the same name."""
UNREAD = (".avif", ".dcm", ".exr", ".gif", ".hdr", ".heic", ".heif", ".jp2", ".jxl", ".npy", ".pgm", ".ppm", ".raw")
"""Images, too, that are told rather than passed over."""
JPEG_QUALITY = 95
_TIFF = {b"II*\0": "<", b"MM\0*": ">"}
_ORIENTED = cv2.IMREAD_ANYDEPTH | cv2.IMREAD_ANYCOLOR
_AS_WRITTEN = cv2.IMREAD_UNCHANGED
_ENDS = ((b"\xff\xd8", b"\xff\xd9", "JPEG"), (b"\x89PNG", b"IEND", "PNG"))


def digest(raw: bytes) -> str:
    """32 hex digits that name some bytes."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def digest_of(*arrays: Array) -> str:
    """The same of arrays: dtype, shape and values."""
    found = hashlib.blake2b(digest_size=16)
    for array in arrays:
        found.update(f"{array.dtype.str}{array.shape}".encode())
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


def read(path: Path) -> Array:
    """The image of a file; ValueError that says why where it cannot be read."""
    return decode(path.read_bytes())


def decode(raw: bytes, alpha: bool = True) -> Array:
    """The image in the bytes of a file: (H, W) gray, (H, W, 3) RGB or (H, W, 4) RGBA, uint8 or uint16.

    It is turned as EXIF says. ValueError for what is no image, is cut off, holds several, or has other numbers.
    """
    _check_whole(raw)
    packed = np.frombuffer(raw, np.uint8)
    image, written = (_decoded(packed, how) for how in (_ORIENTED, _AS_WRITTEN))
    if image.dtype not in (np.uint8, np.uint16):
        raise ValueError(f"holds {image.dtype}, and images of uint8 or uint16 are read")
    if image.ndim == 3:
        image = np.ascontiguousarray(image[..., ::-1])
    if written.ndim == 3 and written.shape[2] == 4 and alpha:
        return with_alpha(image, written, turned=b"Exif" in raw or b"eXIf" in raw)
    return image


def _check_whole(raw: bytes) -> None:
    if not raw:
        raise ValueError("is empty")
    if raw[:4] in _TIFF and _pages(raw) > 1:
        raise ValueError("is a TIFF file of several pages: split it into single images")
    for head, end, name in _ENDS:
        if raw.startswith(head) and end not in raw[-4096:]:
            raise ValueError(f"is a {name} file that was cut off: its end is missing")


def _pages(raw: bytes) -> int:
    """How many images a TIFF file holds, two for more; one where that cannot be read, which decoding tells."""
    order = _TIFF[raw[:4]]
    try:
        (first,) = struct.unpack_from(f"{order}I", raw, 4)
        (entries,) = struct.unpack_from(f"{order}H", raw, first)
        (following,) = struct.unpack_from(f"{order}I", raw, first + 2 + 12 * entries)
    except struct.error:
        return 1
    return 2 if following else 1


def _decoded(packed: Array, how: int) -> Array:
    try:
        image = cv2.imdecode(packed, how)
    except cv2.error as error:
        raise ValueError(f"is no image that OpenCV reads ({error.err})") from None
    if image is None:
        raise ValueError("is no image that OpenCV reads")
    return image


def with_alpha(image: Array, written: Array, turned: bool) -> Array:
    """RGB with the alpha of a BGRA image that was not turned as EXIF says: it is turned as the colors were.

    ValueError where the colors do not say how.
    """
    if image.ndim == 2:
        image = np.repeat(image[..., None], 3, 2)
    ways = [written] if not turned else list(_turns(written))
    found = [way[..., 3] for way in ways if way.shape[:2] == image.shape[:2] and _alike(way[..., 2::-1], image)]
    if not found or any(not _alike(alpha, found[0]) for alpha in found):
        raise ValueError("has alpha and is to be turned as EXIF says, and its colors do not tell how (--drop-alpha)")
    return np.dstack((image, found[0]))


def _turns(image: Array) -> Iterator[Array]:
    for straight in (image, image.transpose(1, 0, 2)):
        for step in (1, -1):
            yield straight[::step]
            yield straight[::step, ::-1]


def _alike(one: Array, other: Array) -> bool:
    return one.shape == other.shape and bool(np.array_equal(one, other))


def encode(image: Array, suffix: str) -> bytes:
    """An image as the bytes of a file; ValueError for what that kind of file cannot hold."""
    suffix = suffix.lower()
    if not isinstance(image, np.ndarray):
        raise ValueError(
            f"the pipeline ends in a {type(image).__name__}, and files hold arrays: leave ToTensorV2 out of it"
        )
    if image.dtype not in (np.uint8, np.uint16):
        raise ValueError(
            f"the pipeline ends in {image.dtype}, and files hold uint8 or uint16: leave Normalize and ToFloat out of it"
        )
    channels = 1 if image.ndim == 2 else image.shape[2]
    if channels not in (1, 3, 4):
        raise ValueError(f"the pipeline ends in {channels} channels, and files hold 1, 3 or 4")
    if suffix in (".jpg", ".jpeg") and (image.dtype != np.uint8 or channels == 4):
        raise ValueError(f"{suffix} holds neither alpha nor {image.dtype}: --format png does")
    if suffix == ".webp" and image.dtype != np.uint8:
        raise ValueError(f"{suffix} does not hold {image.dtype}: --format png does")
    flat = image[..., 0] if image.ndim == 3 and channels == 1 else image
    order = {1: None, 3: cv2.COLOR_RGB2BGR, 4: cv2.COLOR_RGBA2BGRA}[channels]
    ready = np.ascontiguousarray(flat) if order is None else cv2.cvtColor(np.ascontiguousarray(flat), order)
    knobs = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY] if suffix in (".jpg", ".jpeg") else []
    done, data = cv2.imencode(suffix, ready, knobs)
    if not done:
        raise ValueError(f"OpenCV could not write a {image.shape} image as {suffix}")
    return bytes(data)
