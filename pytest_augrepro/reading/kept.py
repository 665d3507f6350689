"""One sample that comes along with a reading as it is, and what pipelines of augrepro's drew for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from ..values.digest import Leaf, leaves

MOST = 32 * 2**20
"""Bytes of a sample, and of what a pipeline was given for it, that come along at most."""


@dataclass(frozen=True)
class Kept:
    """The parts of a sample; of the calls that it took, what the only one brought, and what each drew."""

    parts: tuple[Leaf, ...]
    given: tuple[Leaf, ...] = ()
    plans: tuple[Mapping[str, Any] | None, ...] = ()


Call = tuple[tuple[Leaf, ...] | None, Mapping[str, Any] | None]
"""What a pipeline was given, where that can be told and is not too large, and the plan of the call."""


class Recorder:
    """The calls of pipelines since they were last asked for."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def start(self) -> None:
        """Be told of the calls in this process, where the library is in use."""
        module: Any = sys.modules.get("augrepro.engine.watching")
        if module is not None:
            self.calls.clear()
            module.WATCHER.set(self.see)

    def see(self, pipeline: Any, data: Mapping[str, Any], plan: Any) -> None:
        """Write a call down; what it cannot tell of is left out, as the dataset must not notice."""
        with suppress(Exception):
            self.calls.append((copied(data), None if plan is None else plan.to_dict()))

    def taken(self) -> list[Call]:
        """The calls since the last time."""
        calls, self.calls = self.calls, []
        return calls


RECORDER = Recorder()
"""That of this process."""


@dataclass(frozen=True)
class Recording:
    """Serves as ``worker_init_fn``: has the calls in a worker written down, then does what the user's own does."""

    user_init: Callable[[int], None] | None

    def __call__(self, worker: int) -> None:
        RECORDER.start()
        if self.user_init is not None:
            self.user_init(worker)


def kept(sample: Any, calls: Sequence[Call]) -> Kept | None:
    """A sample with the calls that it took; None where it is too large."""
    parts = copied(sample)
    if parts is None:
        return None
    given = (calls[0][0] or ()) if len(calls) == 1 else ()
    return Kept(parts, given, tuple(plan for _, plan in calls))


def share(calls: Sequence[Call], samples: int, at: int) -> Sequence[Call]:
    """Of the calls for a batch, those for the sample at a place; none where they cannot be shared out."""
    each = 0 if len(calls) % samples else len(calls) // samples
    return calls[at * each : (at + 1) * each]


def copied(value: Any) -> tuple[Leaf, ...] | None:
    """The parts of a value, of which no later change can be seen; None where they are too large to travel."""
    parts = leaves(value)
    if sum(leaf.array.nbytes for leaf in parts if leaf.array is not None) > MOST:
        return None
    return tuple(leaf if leaf.array is None else replace(leaf, array=leaf.array.copy()) for leaf in parts)
