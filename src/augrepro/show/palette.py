"""PNG files with a palette, as masks often are: their indices are classes, which a reader of colors would lose."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np

from .images import Array

MAGIC = b"\x89PNG\r\n\x1a\n"
PALETTE_KIND = 3


def chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each chunk of a PNG file."""
    at = len(MAGIC)
    while at + 8 <= len(raw):
        length, name = struct.unpack(">I4s", raw[at : at + 8])
        yield name, raw[at + 8 : at + 8 + length]
        at += 12 + length


def palette_of(raw: bytes) -> Array | None:
    """The (N, 3) colors of a PNG file with a palette; None for any other file."""
    if not raw.startswith(MAGIC):
        return None
    found = dict(chunks(raw))
    head = found.get(b"IHDR", b"")
    if len(head) < 13 or head[9] != PALETTE_KIND:
        return None
    return np.frombuffer(found.get(b"PLTE", b""), np.uint8).reshape(-1, 3)


def indices(colors: Array, palette: Array) -> Array:
    """(H, W) indices of an image whose colors, RGB or RGBA, come from a palette; ValueError where two are one color."""
    rgb = np.repeat(colors[..., None], 3, 2) if colors.ndim == 2 else colors[..., :3]
    packed = rgb.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    known = palette.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    used, places = np.unique(packed, return_inverse=True)
    table = np.zeros(len(used), np.uint8)
    for i, color in enumerate(used):
        found = np.flatnonzero(known == color)
        if len(found) != 1:
            raise ValueError(
                f"has a palette in which {len(found)} entries are the color {tuple(map(int, palette[found[0]]))}"
                if len(found)
                else "has colors that are not in its palette"
            )
        table[i] = found[0]
    out: Array = table[places.reshape(packed.shape)]
    return out


def written(mask: Array, palette: Array) -> bytes:
    """A PNG file of (H, W) uint8 indices with their palette."""
    flat = np.ascontiguousarray(mask.reshape(mask.shape[:2]).astype(np.uint8))
    height, width = flat.shape
    colors = np.zeros((max(len(palette), int(flat.max(initial=0)) + 1), 3), np.uint8)
    colors[: len(palette)] = palette
    rows = np.hstack((np.zeros((height, 1), np.uint8), flat)).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, PALETTE_KIND, 0, 0, 0)
    parts = (b"IHDR", head), (b"PLTE", colors.tobytes()), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b"")
    return MAGIC + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
