"""Text set in a font of a file, by Pillow, which comes with an extra and is imported when text is first drawn."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
MOST_CHARACTERS = 10_000


def need_pillow() -> Any:
    """Pillow's modules; ImportError that names the extra where it is not installed."""
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError:
        raise ImportError("drawing text needs Pillow: pip install 'augrepro[text]'") from None
    return Image, ImageDraw, ImageFont


def font_digest(path: str) -> str:
    """32 hex digits that name what is in a font file; ValueError where there is none."""
    return _file(path)[1]


def _file(path: str) -> tuple[bytes, str]:
    try:
        found = os.stat(path)
        return _read(path, found.st_mtime_ns, found.st_size)
    except OSError as error:
        raise ValueError(f"needs the font file {path}, got {error.strerror or error}") from None


@lru_cache(maxsize=8)
def _read(path: str, changed: int, size: int) -> tuple[bytes, str]:
    with open(path, "rb") as file:
        content = file.read()
    return content, hashlib.blake2b(content, digest_size=16).hexdigest()


@lru_cache(maxsize=64)
def _font(path: str, wanted: str, size: int) -> Any:
    try:
        return need_pillow()[2].truetype(BytesIO(_file(path)[0]), size)
    except OSError:
        raise ValueError(f"needs a font that Pillow reads, got the file {path}") from None


def covered(path: str, wanted: str, height: int, width: int, x: int, y: int, text: str, size: int) -> Array:
    """How much of each pixel, in 255ths, the letters of a text cover whose upper left corner is at (x, y)."""
    if font_digest(path) != wanted:
        raise ValueError(f"needs the font {path} that it was drawn with, of digest {wanted[:8]}, got another one")
    image_of, draw_on, _ = need_pillow()
    sheet = image_of.new("L", (width, height), 0)
    draw_on.Draw(sheet).text((x, y), text, font=_font(path, wanted, size), fill=255)
    return np.array(sheet)


def inked(image: Array, shares: Array, color: Sequence[float]) -> Array:
    """The image under ink: shares (H, W) in 255ths of a color, one value a channel, in levels of bytes."""
    rows = np.flatnonzero(shares.any(1))
    if not len(rows):
        return image
    out = image.copy()
    part = slice(int(rows[0]), int(rows[-1]) + 1)
    if image.dtype == np.uint8:
        share = shares[part, :, None].astype(np.uint32)
        total = image[part] * (255 - share)
        total += np.rint(color).astype(np.uint32) * share
        out[part] = (total + 127) // 255
        return out
    layer = (np.array(color) / 255.0).astype(np.float32)
    out[part] += (layer - image[part]) * (shares[part, :, None] / np.float32(255))
    return out
