"""Readings begun before they are asked for.

A process that nothing has warmed spends more than a second on imports. What it reads depends on nothing but what it
is sent, so it may begin while other cells are read; and where something else is asked for after all, it is let go.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence

from pytest_augrepro.reading.dataset import MakeDataset
from pytest_augrepro.reading.job import Job
from pytest_augrepro.reading.process import PATIENCE, CannotTravel, Child, From, ReadingFailed, packed

Key = tuple[bytes, float, Mapping[str, str]]
_begun: list[tuple[Key, Child]] = []


def begin(make_dataset: MakeDataset, jobs: Sequence[Job], limit: float) -> None:
    """Begin a reading that the server's child does, unless it is under way or cannot be sent there."""
    with contextlib.suppress(CannotTravel, ReadingFailed):
        key = _key(make_dataset, jobs, limit)
        if all(key != other for other, _ in _begun):
            _begun.append((key, Child(make_dataset, jobs, From.SERVER, limit)))


def taken(make_dataset: MakeDataset, jobs: Sequence[Job], limit: float) -> Child | None:
    """Return the child that does just these jobs already, for the caller to stop; None where none does."""
    if _begun:
        key = _key(make_dataset, jobs, limit)
        for place, (other, _) in enumerate(_begun):
            if key == other:
                return _begun.pop(place)[1]
    return None


def let_go() -> None:
    """Stop what nobody asked for, and rather when it is done than in the middle, where it holds locks."""
    while _begun:
        _, child = _begun.pop()
        with contextlib.suppress(Exception):
            if child.connection.poll(PATIENCE):
                child.result()
        child.stop()


def _key(make_dataset: MakeDataset, jobs: Sequence[Job], limit: float) -> Key:
    return packed(make_dataset, tuple(jobs)), limit, {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"}
