"""How far a long run has come, on a terminal: one line that is written over and taken away at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

Item = TypeVar("Item")
PATIENCE = 1.0
"""Seconds without a word."""
PAUSE = 0.1
"""Seconds from one line to the next at least."""


def told(items: Iterable[Item], doing: str) -> Iterator[Item]:
    """The items one by one, with a word on stderr about how many are done where somebody sees it and it takes long."""
    every = [*items]
    if not sys.stderr.isatty():
        yield from every
        return
    next_at, width = monotonic() + PATIENCE, 0
    try:
        for done, item in enumerate(every):
            if monotonic() >= next_at:
                line = f"{doing}: {done} of {len(every)} files"
                sys.stderr.write(f"\r{line.ljust(width)}")
                sys.stderr.flush()
                next_at, width = monotonic() + PAUSE, len(line)
            yield item
    finally:
        if width:
            sys.stderr.write(f"\r{' ' * width}\r")
            sys.stderr.flush()
