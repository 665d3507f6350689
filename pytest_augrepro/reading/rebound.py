"""Names in the user's modules that are bound to a function of a library: ``from time import time``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from .named import of_user

Swap = tuple[Callable[..., Any], Callable[..., Any]]


@contextmanager
def rebound(swaps: Sequence[Swap]) -> Iterator[None]:
    """Let each name that the user's modules have bound to the first function of a pair stand for the second."""
    wanted = {id(original): new for original, new in swaps}
    changed = []
    for module in [found for name, found in list(sys.modules.items()) if of_user(name)]:
        for name, value in list(vars(module).items()):
            if id(value) in wanted:
                changed.append((module, name, value))
    for module, name, value in changed:
        setattr(module, name, wanted[id(value)])
    try:
        yield
    finally:
        for module, name, value in changed:
            setattr(module, name, value)
