"""NumPy's and Python's generators over a stream's key, for the custom-transform protocol; each lives for one call."""

from __future__ import annotations

from hashlib import blake2b
from random import Random
from typing import Any

import numpy as np


class KeyedSequence:
    """Seeds a NumPy bit generator from a 32-byte key, without NumPy's own (slower, unpromised) entropy mixing."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> np.ndarray[Any, Any]:
        size = np.dtype(dtype).itemsize * n_words
        blocks = (
            blake2b(block.to_bytes(8, "little"), key=self._key, digest_size=64).digest()
            for block in range(-(-size // 64))
        )
        return np.frombuffer(b"".join(blocks)[:size], dtype=np.dtype(dtype).newbyteorder("<")).astype(dtype)


def _bits(key: bytes) -> np.random.PCG64DXSM:
    # NumPy asks for its abstract class; registering here keeps numpy.random, which loads lazily, out of our import.
    np.random.bit_generator.ISeedSequence.register(KeyedSequence)
    return np.random.PCG64DXSM(KeyedSequence(key))  # type: ignore[arg-type]  # registered above


def numpy_generator(key: bytes) -> np.random.Generator:
    """A NumPy generator (PCG64DXSM) whose stream is a function of the key alone."""
    return np.random.Generator(_bits(key))


class KeyedRandom(Random):
    """``random.Random`` over the words of a keyed bit generator; all of its methods work, none touches global state."""

    def __new__(cls, key: bytes) -> KeyedRandom:
        return super().__new__(cls)

    def __init__(self, key: bytes) -> None:
        self._bits = _bits(key)
        self.gauss_next: float | None = None

    def random(self) -> float:
        return (int(self._bits.random_raw()) >> 11) * 2.0**-53

    def getrandbits(self, k: int, /) -> int:
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        words = -(-k // 64)
        value = 0
        for _ in range(words):
            value = value << 64 | int(self._bits.random_raw())
        return value >> (words * 64 - k)

    def seed(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError("a transform's py_random cannot be reseeded: its draws are named by the pipeline's seed")

    def getstate(self) -> Any:
        return self._bits.state, self.gauss_next

    def setstate(self, state: Any) -> None:
        self._bits.state, self.gauss_next = state

    def __reduce__(self) -> Any:
        return _restored, (self._bits.state, self.gauss_next)


def _restored(state: Any, gauss_next: float | None) -> KeyedRandom:
    random = KeyedRandom(b"restored")
    random.setstate((state, gauss_next))
    return random
