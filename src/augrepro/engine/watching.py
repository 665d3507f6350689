"""Who is told of each call: its pipeline, the data it brought and the plan that was carried out. Nobody, by default.

A test harness sets ``WATCHER`` for the time of a test, to write down beside a result how it came about. What it is
told it must leave as it is; threads and processes that begin in the meantime have no watcher.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

from .plan import Plan

Watcher = Callable[[Any, Mapping[str, Any], Plan], None]
WATCHER: ContextVar[Watcher | None] = ContextVar("augrepro.watcher", default=None)
watching = WATCHER.get
"""Who is told in this thread or task, or None."""
AFTER_CALL: list[Callable[[], None]] = []
"""What is called at the end of each call, whether it failed or not: caches that let large fields go."""


def tidy_up() -> None:
    """Call them; one may take itself off the list."""
    for tidy in tuple(AFTER_CALL):
        tidy()
