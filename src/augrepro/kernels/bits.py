"""Random words and normal deviates grown from a key: a plan stores 128 bits, never a field.

The raw stream of ``SFC64`` is one that NumPy promises to keep; what is made of it is integers, and IEEE arithmetic one
operation a ufunc, so a field is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from . import quantiles

Array = np.ndarray[Any, np.dtype[Any]]
LEVELS = 1 << 16


class KeyState:
    """Hands the words of a 32-digit hex key to a bit generator, and zeros after them."""

    def __init__(self, key: str) -> None:
        self._words = [int(key[i : i + 16], 16) for i in (0, 16)]

    def generate_state(self, n_words: int, dtype: Any = np.uint64) -> Array:
        return np.array((self._words + [0] * n_words)[:n_words], dtype)


class Words:
    """The random words that belong to a key, handed out in order."""

    def __init__(self, key: str) -> None:
        np.random.bit_generator.ISeedSequence.register(KeyState)  # here, so that numpy.random loads only when needed
        self._bits = np.random.SFC64(KeyState(key))  # type: ignore[arg-type]  # registered above

    def bytes(self, count: int) -> Array:
        """The next ``count`` uint8, and up to the next multiple of 8 with them."""
        return self._bits.random_raw(-(-count // 8)).astype("<u8", copy=False).view(np.uint8)[:count]

    def halves(self, count: int) -> Array:
        """The next ``count`` uint16, and up to the next multiple of 4 with them."""
        return self._bits.random_raw(-(-count // 4)).astype("<u8", copy=False).view("<u2")[:count]

    def copied(self, skipped: int = 0) -> Words:
        """Another reader that goes on from the same word, or ``skipped`` uint16 behind it."""
        other = object.__new__(Words)
        other._bits = np.random.SFC64(KeyState("0" * 32))  # type: ignore[arg-type]  # registered by the first reader
        other._bits.state = self._bits.state
        other.skip(skipped)
        return other

    def skip(self, count: int) -> None:
        """Leave out so many uint16, and up to the next multiple of 4 with them."""
        self._bits.random_raw(-(-count // 4), output=False)

    def parts(self, count: int, most: int) -> Iterator[tuple[slice, Array]]:
        """The same uint16, about ``most`` of them at a time, and where they stand among all."""
        step = max(most // 4 * 4, 4)
        for start in range(0, count, step):
            part = slice(start, min(start + step, count))
            yield part, self.halves(part.stop - start)


def looked_up(table: Array, halves: Array) -> Array:
    """Entries of a table of 65,536 by uint16; NumPy makes 64-bit indices of as many as stay in the cache at a time."""
    out = np.empty(len(halves), table.dtype)
    for start in range(0, len(halves), LEVELS):
        out[start : start + LEVELS] = table.take(halves[start : start + LEVELS])
    return out


@cache
def normal() -> Array:
    """The normal distribution's 65,536 middle quantiles, float64, rounded to 2**-24: no last bit of a log is left."""
    upper = quantiles.upper_normal((np.arange(LEVELS // 2, LEVELS) + 0.5) / LEVELS)
    return _both_sides(upper)


@cache
def uniform() -> Array:
    """The middles of 65,536 equal parts of [-1, 1]."""
    out = (2.0 * np.arange(LEVELS) + 1.0) / LEVELS - 1.0
    out.flags.writeable = False
    return out


@cache
def laplace() -> Array:
    """The 65,536 middle quantiles of the Laplace distribution of scale 1, rounded to 2**-24."""
    return _both_sides(-np.log(2.0 - (2.0 * np.arange(LEVELS // 2, LEVELS) + 1.0) / LEVELS))


def _both_sides(upper: Array) -> Array:
    """The upper half of a table, rounded to 2**-24, behind its mirror image; read-only."""
    upper = np.rint(upper * 2**24) / 2**24
    out = np.concatenate([-upper[::-1], upper])
    out.flags.writeable = False
    return out
