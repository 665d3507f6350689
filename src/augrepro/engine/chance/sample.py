"""What names a sample in sample mode, and the scope in which every pipeline draws from that name.

A draw there is a function of key version, seed, stream name, epoch, sample id, draw number, call number and path of
names, and of nothing else: no worker, rank, batch, order or thread comes into it.
"""

from __future__ import annotations

import threading
from contextvars import ContextVar, Token
from typing import Any, Final, NamedTuple, Self

import numpy as np

from ..declare.errors import short_repr

Id = int | str | bytes
UNSET: Final[Any] = object()
"""Stands for an argument that was not given, where None would hide a mistake."""
EXPECTED = "a whole number, a text, bytes or a pair (epoch, id) of them"


MOST_BITS = 1024
"""Longer whole numbers name no sample: any digest of one is shorter."""


class Sample(NamedTuple):
    """One sample in one epoch; ``draw`` counts its occurrences within the epoch's order."""

    epoch: int
    id: Id
    draw: int = 0

    @property
    def material(self) -> bytes:
        """The three as bytes; the id stands last and behind its type, so that no two samples look alike."""
        epoch, name, draw = self
        if isinstance(name, int):
            return b"%d,%d,i%d" % (epoch, draw, name)
        if isinstance(name, str):
            return b"%d,%d,s%b" % (epoch, draw, name.encode("utf-8", "surrogatepass"))
        return b"%d,%d,b%b" % (epoch, draw, name)


class SampleKey(int):
    """A sample's index that remembers its epoch and draw number: an int to every dataset, a key to a pipeline."""

    epoch: int
    draw: int

    def __new__(cls, index: int, epoch: int = 0, draw: int = 0) -> Self:
        self = int.__new__(cls, index)
        self.epoch = epoch
        self.draw = draw
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return SampleKey, (int(self), self.epoch, self.draw)

    def __repr__(self) -> str:
        return f"SampleKey({int(self)}, epoch={self.epoch}, draw={self.draw})"

    __str__ = int.__repr__  # f"{index}.png" must stay the file's name


class Scope:
    """A sample while pipelines are called for it, and how often each seed and stream has been."""

    __slots__ = ("_calls", "_lock", "sample")

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self._calls: dict[tuple[int | None, str], int] = {}
        self._lock = threading.Lock()

    def call(self, seed: int | None, stream: str, repeats: bool = False) -> int:
        """The number of this call of a seed and stream; a repeating pipeline leaves the count as it is."""
        with self._lock:
            number = self._calls.get((seed, stream), 0)
            if not repeats:
                self._calls[seed, stream] = number + 1
        return number

    def give_back(self, seed: int | None, stream: str, number: int) -> None:
        """The call of this number failed: the next one has it, unless another thread's has come since."""
        with self._lock:
            if self._calls.get((seed, stream)) == number + 1:
                self._calls[seed, stream] = number


_scope: ContextVar[Scope | None] = ContextVar("augrepro_sample", default=None)
current = _scope.get
"""The scope that is open in this thread or task, or None."""


class sample_scope:  # noqa: N801 - used like a function, as contextlib's are
    """While this is open, every pipeline called in this thread or task draws for one sample.

    ``sample_key`` is a whole number, a text, bytes, or a pair (epoch, id) of them; a bare id means epoch 0. The second
    call of a pipeline in one scope is another view, and a second pipeline is independent of the first. A thread started
    inside does not inherit the scope unless it runs in ``contextvars.copy_context()``.
    """

    __slots__ = ("_sample", "_tokens")

    def __init__(self, sample_key: Any) -> None:
        self._sample = sample_of(sample_key, "sample_scope")
        self._tokens: list[Token[Scope | None]] = []

    def __enter__(self) -> Sample:
        self._tokens.append(_scope.set(Scope(self._sample)))
        return self._sample

    def __exit__(self, *error: object) -> None:
        _scope.reset(self._tokens.pop())


def leave_open(sample: Sample | None) -> None:
    """Open a sample's scope with no end of its own, in place of the one before; None closes it."""
    _scope.set(None if sample is None else Scope(sample))


def sample_of(key: Any, owner: str) -> Sample:
    """The sample that a key names; TypeError or ValueError where it names none."""
    if isinstance(key, Sample):
        return key
    if isinstance(key, SampleKey):
        return Sample(key.epoch, int(key), key.draw)
    if isinstance(key, tuple):
        if len(key) != 2:
            raise ValueError(f"{owner}.sample_key must be {EXPECTED}, got {short_repr(key)}")
        epoch = checked_epoch(key[0], f"{owner}.sample_key: epoch")
        return Sample(epoch, checked_id(key[1], f"{owner}.sample_key: id"), getattr(key[1], "draw", 0))
    return Sample(0, checked_id(key, f"{owner}.sample_key", EXPECTED))


def checked_id(name: Any, where: str, expected: str = "a whole number, a text or bytes") -> Id:
    """A sample's id as a plain int, str or bytes; bool, float and None are refused."""
    if isinstance(name, (int, np.integer)) and not isinstance(name, bool):
        return _bounded(int(name), where)
    if isinstance(name, (str, bytes)):
        return str(name) if isinstance(name, str) else bytes(name)
    raise TypeError(f"{where} must be {expected}, got {short_repr(name)}")


def checked_epoch(epoch: Any, where: str) -> int:
    """An epoch's number as a plain int >= 0."""
    if isinstance(epoch, bool) or not isinstance(epoch, (int, np.integer)):
        raise TypeError(f"{where} must be a whole number >= 0, got {short_repr(epoch)}")
    if epoch < 0:
        raise ValueError(f"{where} must be a whole number >= 0, got {short_repr(epoch)}")
    return _bounded(int(epoch), where)


def _bounded(number: int, where: str) -> int:
    if number.bit_length() > MOST_BITS:
        raise ValueError(f"{where} must be a whole number of at most {MOST_BITS} bits, got {short_repr(number)}")
    return number
