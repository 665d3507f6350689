"""The generators handed to a custom transform for the length of one call; never shared by threads or workers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any

import numpy as np

from .generators import KeyedRandom, numpy_generator
from .rng import Stream


class CallGenerators:
    """A call's stream, the frame it draws for, and its two generators, each made when first touched."""

    def __init__(self, owner: object, stream: Stream, frame: Any = None) -> None:
        self.owner = owner
        self.stream = stream
        self.frame = frame

    @cached_property
    def random_generator(self) -> np.random.Generator:
        return numpy_generator(self.stream.child(b"numpy").key)

    @cached_property
    def py_random(self) -> random.Random:
        return KeyedRandom(self.stream.child(b"python").key)


_current: ContextVar[CallGenerators | None] = ContextVar("augrepro_generators", default=None)


@contextmanager
def generators_for(owner: object, stream: Stream, frame: Any = None) -> Iterator[None]:
    """While this is open, the owner's ``py_random`` and ``random_generator`` draw from the stream."""
    token = _current.set(CallGenerators(owner, stream, frame))
    try:
        yield
    finally:
        _current.reset(token)


def open_generators(owner: object) -> CallGenerators | None:
    """The generators that are open for this owner in this thread or task."""
    generators = _current.get()
    return generators if generators is not None and generators.owner is owner else None


def any_generators() -> bool:
    """Whether some transform acts in a call now, in this thread or task."""
    return _current.get() is not None
