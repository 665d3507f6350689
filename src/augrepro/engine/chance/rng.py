"""Chance as a tree of keys: every draw is a pure function of the names on the way to it.

A stream has a parent key and a name. Its words come from keyed BLAKE2b (RFC 7693) in counter mode, eight 64-bit
words a digest; its own key, for children, is the 32-byte keyed digest of the name. None of it is NumPy's, so a draw
stays the same for ever. The first word is set aside for the probability gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from struct import Struct
from typing import Any, TypeVar

KEY_VERSION = 1
_PERSON = b"augrepro-k%d" % KEY_VERSION
_WORDS = Struct("<8Q").unpack
_FIRST = Struct("<Q").unpack_from
_UNIT = 2.0**-53
_SEEN = 16
_BLOCKS = [block.to_bytes(8, "little") for block in range(_SEEN)]
"""The first blocks' numbers as digests read them; few nodes draw more."""
_FIRST_BLOCK = _BLOCKS[0]

T = TypeVar("T")


def root_key(*parts: int | str | bytes) -> bytes:
    """The 32-byte root for what names a sample; parts are typed and length-prefixed, so no two lists collide."""
    text = bytearray()
    for part in parts:
        kind, raw = _encoded(part)
        text += kind + len(raw).to_bytes(8, "little") + raw
    return blake2b(text, digest_size=32, person=_PERSON).digest()


def sample_key(prefix: bytes, call: int, material: bytes) -> bytes:
    """The 32-byte root of one call for one sample; ``prefix`` is the root of seed and stream name."""
    return blake2b(b"%d,%b" % (call, material), key=prefix, digest_size=32, person=_PERSON).digest()


def named_key(above: bytes, name: bytes) -> bytes:
    """The 32-byte key of the stream of that name under a key."""
    return blake2b(name, key=above, digest_size=32, person=_PERSON).digest()


def keyed(key: bytes, block: int = 0) -> Any:
    """A digest of words that has read its key and the number of a block: siblings copy that of the first.

    A copy costs half as much as a new one, and the key, a block of its own, is worked in once for all of them.
    """
    number = _BLOCKS[block] if block < _SEEN else block.to_bytes(8, "little")
    return blake2b(number, key=key, digest_size=64, person=_PERSON)


def opened(above: bytes, name: bytes) -> tuple[bytes, Any]:
    """The key of the stream of that name under a key, and what its children's first blocks start from."""
    key = blake2b(name, key=above, digest_size=32, person=_PERSON).digest()
    return key, blake2b(_FIRST_BLOCK, key=key, digest_size=64, person=_PERSON)


def _encoded(part: int | str | bytes) -> tuple[bytes, bytes]:
    if isinstance(part, int):
        return b"i", part.to_bytes(part.bit_length() // 8 + 1, "little", signed=True)
    if isinstance(part, str):
        return b"s", part.encode()
    return b"b", bytes(part)


class Stream:
    """The randomness of one node of a pipeline for one call; made afresh each call and shared by nothing.

    ``above`` is the parent's stream, or its key. Digests are made when something draws.
    """

    __slots__ = ("_above", "_at", "_block", "_first", "_key", "_name", "_siblings", "_words")
    _siblings: Any
    """None until it is asked for."""
    _words: tuple[int, ...]

    def __init__(self, above: Stream | bytes, name: bytes) -> None:
        self._above = above
        self._name = name
        self._key: bytes | None = None
        self._siblings = None
        self._first: bytes | None = None
        self._block = 0
        self._at = 8

    @property
    def key(self) -> bytes:
        """The 32-byte key under which children of this node draw."""
        if self._key is None:
            above = self._above if isinstance(self._above, bytes) else self._above.key
            self._key = named_key(above, self._name)
        return self._key

    @property
    def was_drawn_from(self) -> bool:
        """Whether it, or a child of it, has drawn."""
        return self._block > 0 or self._key is not None

    def siblings(self) -> Any:
        """What all children's first blocks start from: a digest of words that has read the key and no name."""
        if self._siblings is None:
            self._siblings = keyed(self.key)
        return self._siblings

    def child(self, name: bytes) -> Stream:
        """The independent stream of a child, found by name and not by position."""
        return Stream(self, name)

    def gate(self) -> float:
        """A float in [0, 1) kept for the probability check; the same however many draws were made."""
        word: int = _FIRST(self._first or self._read(0))[0]
        return (word >> 11) * _UNIT

    def _read(self, block: int) -> bytes:
        """The block of that number; the first, of which many nodes need the gate alone, is kept."""
        above = self._above
        if block or isinstance(above, bytes):
            digest = keyed(above if isinstance(above, bytes) else above.key, block)
        else:
            digest = (above._siblings or above.siblings()).copy()
        digest.update(self._name)
        found: bytes = digest.digest()
        if not block:
            self._first = found
        return found

    def _refill(self) -> None:
        """Take up the next block; the very first word is the gate's."""
        block = self._block
        if block:
            self._words, self._at = _WORDS(self._read(block)), 0
        else:
            self._words, self._at = _WORDS(self._first or self._read(0)), 1
        self._block = block + 1

    def word(self) -> int:
        """The next 64 random bits."""
        at = self._at
        if at == 8:
            self._refill()
            at = self._at
        self._at = at + 1
        return self._words[at]

    def random(self) -> float:
        """A float in [0, 1) with 53 random bits."""
        return (self.word() >> 11) * _UNIT

    def uniform(self, span: float | Sequence[float]) -> float:
        """A float between the two ends of a span, which is a pair by now whatever its kind lets users pass."""
        low, high = span  # type: ignore[misc]  # kinds store pairs
        return low + (high - low) * ((self.word() >> 11) * _UNIT)

    def normal(self, std: float = 1.0) -> float:
        """A number from N(0, std): the quantile of one word, rounded to 2**-24 so that no last bit of a log is left."""
        from statistics import NormalDist  # few draw from it, and it loads decimal and fractions

        quantile = NormalDist().inv_cdf(((self.word() >> 11) + 0.5) * _UNIT)
        return round(quantile * 2**24) / 2**24 * std

    def integer(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included (multiply-shift, one word)."""
        at = self._at
        if at == 8:
            self._refill()
            at = self._at
        self._at = at + 1
        return low + (self._words[at] * (high - low + 1) >> 64)

    def integer_in(self, span: int | Sequence[int]) -> int:
        """A whole number from the span's first end to its second, both included."""
        low, high = span  # type: ignore[misc]  # kinds store pairs
        return low + (self.word() * (high - low + 1) >> 64)

    def bernoulli(self, p: float) -> bool:
        """True with probability ``p``."""
        return self.random() < p

    def choice(self, options: Sequence[T]) -> T:
        """One of the options, each as likely as the others."""
        return options[self.integer(0, len(options) - 1)]

    def weighted_index(self, weights: Sequence[float]) -> int:
        """The index of one weight, drawn in proportion to the weights."""
        left = self.random() * sum(weights)
        for index, weight in enumerate(weights):
            left -= weight
            if left < 0:
                return index
        return max(i for i, weight in enumerate(weights) if weight > 0)

    def permutation(self, n: int) -> list[int]:
        """The numbers 0 to n - 1 in random order (Fisher-Yates)."""
        order = list(range(n))
        for last in range(n - 1, 0, -1):
            other = self.integer(0, last)
            order[last], order[other] = order[other], order[last]
        return order

    def field_key(self) -> str:
        """128 random bits in hex: the key from which a kernel grows a noise field. Plans store it, not the field."""
        return f"{self.word():016x}{self.word():016x}"
