"""An image worked on a band of rows at a time: the same bits by small temporaries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
VALUES = 1 << 20
"""So many values are in a band: what is put together of less takes longer than the whole."""


def by_rows(image: Array, run: Callable[[Array], Array], reach: int = 0, values: int | None = None) -> Array:
    """What ``run`` makes of an image, if a pixel of it depends on ``reach`` rows above and below, and on no others.

    Beyond the border ``run`` may mirror as many rows. It gives as many rows as it gets. ``values`` are those of a band,
    ``VALUES`` where none are given.
    """
    height, rows = len(image), max((values or VALUES) // max(image[:1].size, 1), 8 * reach, 1)
    if height <= rows:
        return run(image)
    out = None
    for top in range(0, height, rows):
        above = min(reach, top)
        found = run(image[top - above : top + rows + reach])[above : above + rows]
        if out is None:
            out = np.empty((height, *found.shape[1:]), found.dtype)
        out[top : top + rows] = found
    assert out is not None
    return out


BYTES = 1 << 19
"""So many values are in a band of a large image of bytes whose temporaries are larger than bytes, or many."""


def bytes_by_rows(image: Array, run: Callable[[Array], Array], reach: int = 0) -> Array:
    """The same of an image of bytes, in smaller bands where it is large."""
    return by_rows(image, run, reach, BYTES if image.size > VALUES else VALUES)


FLOATS = 1 << 18
"""So many float32 values are in a band of a large image: a megabyte of each temporary."""
SMALL = 1 << 20
"""An image of no more floats is one band."""


def bands_of_floats(image: Array) -> Iterator[slice]:
    """The rows of an image of floats, in bands."""
    row = max(image[:1].size, 1)
    rows = max((SMALL if image.size <= SMALL else FLOATS) // row, 1)
    return (slice(top, top + rows) for top in range(0, len(image), rows))


def floats_by_rows(image: Array, run: Callable[[Array], Array]) -> Array:
    """What ``run`` makes of an image of floats, if a row depends on no other row. It gives as many rows as it gets."""
    out = None
    for rows in bands_of_floats(image):
        found = run(image[rows])
        if len(found) == len(image):
            return found
        if out is None:
            out = np.empty((len(image), *found.shape[1:]), found.dtype)
        out[rows] = found
    assert out is not None
    return out
