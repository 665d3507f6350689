"""The generators lent to a custom transform for the length of one call; never shared by threads or workers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

import numpy as np

from .generators import KeyedRandom, numpy_generator
from .rng import Stream


class Loan:
    """A stream's two generators, each made when first touched."""

    def __init__(self, owner: object, stream: Stream) -> None:
        self.owner = owner
        self._stream = stream

    @cached_property
    def random_generator(self) -> np.random.Generator:
        return numpy_generator(self._stream.child(b"numpy").key)

    @cached_property
    def py_random(self) -> random.Random:
        return KeyedRandom(self._stream.child(b"python").key)


_current: ContextVar[Loan | None] = ContextVar("augrepro_loan", default=None)


@contextmanager
def lent(owner: object, stream: Stream) -> Iterator[None]:
    """While this is open, the owner's ``py_random`` and ``random_generator`` draw from the stream."""
    token = _current.set(Loan(owner, stream))
    try:
        yield
    finally:
        _current.reset(token)


def loan_of(owner: object) -> Loan | None:
    """The loan that is open for this owner in this thread or task."""
    loan = _current.get()
    return loan if loan is not None and loan.owner is owner else None
