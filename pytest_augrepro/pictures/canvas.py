"""Text, panels and their arrangement on one picture; pixels are RGB."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from ..common.words import wrapped
from ..values.arrays import Array

PAPER, INK, FAINT, FRAME = (250, 250, 250), (24, 24, 24), (110, 110, 110), (190, 190, 190)
FONT, SCALE, LINE, ASCENT = cv2.FONT_HERSHEY_SIMPLEX, 0.42, 17, 12
CHARACTER = 6.6
"""Pixels that a character is wide on average, rounded up."""
GAP, MARGIN = 12, 14
WISHED, LARGEST = 224, 384
"""The side that small pictures are enlarged towards, and the longest side shown."""


def factor_for(height: int, width: int) -> float:
    """By how much a picture is enlarged, a whole number, or shrunk, less than one."""
    longest = max(height, width)
    if longest > LARGEST:
        return LARGEST / longest
    return float(max(1, WISHED // longest))


def resized(pixels: Array, factor: float) -> Array:
    """Enlarged with whole pixels, or shrunk by the mean of areas."""
    height, width = pixels.shape[:2]
    if factor >= 1:
        times = int(factor)
        return np.repeat(np.repeat(pixels, times, axis=0), times, axis=1)
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def shrunk_by_largest(gray: Array, factor: float) -> Array:
    """As :func:`resized`, but each pixel has the largest value of its area: none that differs gets lost."""
    if factor >= 1:
        return resized(gray, factor)
    height, width = gray.shape
    rows = np.linspace(0, height, max(1, round(height * factor)), endpoint=False).astype(int)
    columns = np.linspace(0, width, max(1, round(width * factor)), endpoint=False).astype(int)
    return np.asarray(np.maximum.reduceat(np.maximum.reduceat(gray, rows, axis=0), columns, axis=1))


def plain(text: str) -> str:
    """The text in the letters that OpenCV's font has."""
    return "".join(letter if 32 <= ord(letter) < 127 else "?" for letter in text)


def text_block(lines: Sequence[str], width: int, color: tuple[int, int, int] = INK) -> Array:
    """Lines of text, wrapped to the width in pixels."""
    room = max(8, int(width / CHARACTER))
    parts = [
        piece[at : at + room]
        for line in lines
        for piece in wrapped(line, room, indent="    ") or [""]
        for at in range(0, max(1, len(piece)), room)
    ]
    block = np.full((LINE * len(parts) + 2, width, 3), PAPER, np.uint8)
    for at, part in enumerate(parts):
        cv2.putText(block, plain(part), (0, at * LINE + ASCENT), FONT, SCALE, color, 1, cv2.LINE_AA)
    return block


class Panel(NamedTuple):
    """A picture with its name and notes."""

    caption: str
    pixels: Array
    notes: Sequence[str] = ()


def in_a_row(panels: Sequence[Panel], least: int = 150) -> Array:
    """Pictures in thin frames at one height, each with its name above and notes below."""
    widths = [max(panel.pixels.shape[1] + 2, least) for panel in panels]
    heads = [text_block([panel.caption], width) for panel, width in zip(panels, widths, strict=True)]
    high = max(head.shape[0] for head in heads)
    parts = []
    for panel, width, head in zip(panels, widths, heads, strict=True):
        framed = cv2.copyMakeBorder(panel.pixels, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=FRAME)
        above = cv2.copyMakeBorder(head, high - head.shape[0], 0, 0, 0, cv2.BORDER_CONSTANT, value=PAPER)
        below = [text_block(panel.notes, width, FAINT)] if panel.notes else []
        parts.append(stacked([np.asarray(above), padded(np.asarray(framed), width), *below], width, gap=3))
    return beside(parts)


def padded(pixels: Array, width: int) -> Array:
    missing = width - pixels.shape[1]
    return np.asarray(cv2.copyMakeBorder(pixels, 0, 0, 0, missing, cv2.BORDER_CONSTANT, value=PAPER))


def stacked(parts: Sequence[Array], width: int, gap: int = GAP) -> Array:
    """Parts below each other, flush left."""
    space = np.full((gap, width, 3), PAPER, np.uint8)
    pieces = [piece for part in parts for piece in (padded(part, width), space)]
    return np.concatenate(pieces[:-1], axis=0)


def beside(parts: Sequence[Array]) -> Array:
    """Parts in a row, flush at the top."""
    height = max(part.shape[0] for part in parts)
    pieces: list[Array] = []
    for part in parts:
        below = height - part.shape[0]
        pieces += [
            np.asarray(cv2.copyMakeBorder(part, 0, below, 0, 0, cv2.BORDER_CONSTANT, value=PAPER)),
            np.full((height, GAP, 3), PAPER, np.uint8),
        ]
    return np.concatenate(pieces[:-1], axis=1)


def page(parts: Sequence[Array]) -> Array:
    """All parts on paper with a margin."""
    width = max(part.shape[1] for part in parts)
    inner = stacked(parts, width)
    return np.asarray(cv2.copyMakeBorder(inner, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=PAPER))
