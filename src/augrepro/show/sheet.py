"""Pictures in rows with captions below them, as one image."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from .display import Seen, picture
from .images import Array

SIDE, GAP, LINE = 256, 10, 15
MOST_LINES = 24
FONT, SIZE, INK, PAPER = cv2.FONT_HERSHEY_SIMPLEX, 0.4, (40, 40, 40), 255


class Cell(NamedTuple):
    """A picture and what is said below it."""

    seen: Seen
    caption: str


def sheet(rows: Sequence[Sequence[Cell]], side: int = SIDE) -> Array:
    """All cells, each ``side`` wide, as one (H, W, 3) RGB image; captions are wrapped and never cut in a word."""
    wide = max(map(len, rows))
    bands = [_band(row, wide, side) for row in rows]
    gap = np.full((GAP, bands[0].shape[1], 3), PAPER, np.uint8)
    return np.vstack([part for band in bands for part in (gap, band)] + [gap])


def rows_of(cells: Sequence[Cell], columns: int) -> list[list[Cell]]:
    """The cells in rows of so many."""
    return [[*cells[at : at + columns]] for at in range(0, len(cells), columns)]


def _band(row: Sequence[Cell], wide: int, side: int) -> Array:
    pictures = [picture(cell.seen, side) for cell in row]
    captions = [wrapped(cell.caption, side) for cell in row]
    high = max(each.shape[0] for each in pictures)
    band = np.full((high + LINE * max(map(len, captions)) + 6, wide * (side + GAP) + GAP, 3), PAPER, np.uint8)
    for i, (each, lines) in enumerate(zip(pictures, captions, strict=True)):
        left = GAP + i * (side + GAP)
        x, y = left + (side - each.shape[1]) // 2, (high - each.shape[0]) // 2
        band[y : y + each.shape[0], x : x + each.shape[1]] = each
        for k, text in enumerate(lines):
            at = left, high + LINE * (k + 1)
            cv2.putText(band, text, at, FONT, SIZE, INK, 1, cv2.LINE_AA)
    return band


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines that fit; letters that the font lacks are written as '?'."""
    plain = text.encode("ascii", "replace").decode()
    lines: list[str] = []
    for paragraph in plain.splitlines():
        line = ""
        for word in (part for long in paragraph.split() for part in _parts(long, width)):
            longer = f"{line} {word}".strip()
            if line and _width(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "..."]


def _parts(word: str, width: int) -> list[str]:
    """A word that is wider than a line, a long file name say, in parts."""
    parts = []
    while _width(word) > width:
        end = next(n for n in range(len(word) - 1, 0, -1) if _width(word[:n]) <= width or n == 1)
        parts.append(word[:end])
        word = word[end:]
    return [*parts, word]


def _width(text: str) -> int:
    return int(cv2.getTextSize(text, FONT, SIZE, 1)[0][0])
