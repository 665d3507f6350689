"""Who asks a sampler for its first key. A DataLoader tells its sampler nothing, so it is found on the stack."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any, NamedTuple

from torch.utils.data.dataloader import _BaseDataLoaderIter, _MultiProcessingDataLoaderIter

DEPTH = 24
"""Calls that lie between a loop over a loader and its sampler, at most; more than any loader has."""


class Asking(NamedTuple):
    """What of those who ask matters."""

    ahead: str
    """The class of the loader's iterator that asks for more than it has handed out; "" where nobody does."""
    shard: str
    """The class that will share out what it asks for among ranks; "" where nobody does."""
    iterator: Any
    """The loader's iterator whose workers ask; None where there are none."""


def asking() -> Asking:
    """Look at the objects whose methods are running."""
    ahead = shard = ""
    iterator = None
    for one in _running():
        names = {kind.__name__ for kind in type(one).__mro__}
        if isinstance(one, _BaseDataLoaderIter) and getattr(one, "_num_workers", 0) > 0:
            iterator = one  # torch's own, or torchdata's, which saves what it has handed out by itself
        if isinstance(one, _MultiProcessingDataLoaderIter):
            ahead = "a DataLoader with workers"
        elif "DataLoaderShard" in names or "DataLoaderDispatcher" in names:
            ahead = type(one).__name__  # accelerate's fetch one batch before it is due
        if ("BatchSamplerShard" in names and _processes(one) > 1) or "DataLoaderDispatcher" in names:
            shard = type(one).__name__
    return Asking(ahead, shard, iterator)


def _processes(one: Any) -> int:
    found = getattr(one, "num_processes", 2)
    return found if isinstance(found, int) else 2


def _running() -> Iterator[Any]:
    """The ``self`` of each call on the stack, the innermost first."""
    frame: FrameType | None = sys._getframe(1)
    for _ in range(DEPTH):
        if frame is None:
            return
        code = frame.f_code
        if code.co_argcount and code.co_varnames[0] == "self":
            yield frame.f_locals.get("self")
        frame = frame.f_back
