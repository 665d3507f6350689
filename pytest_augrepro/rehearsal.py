"""An update runs each test twice: what the second run does not repeat is never stored."""

from __future__ import annotations

import copy
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from .collected import NOTES
from .fixtures import REHEARSAL, SNAPSHOT
from .options import SETTINGS


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Inside of all that wraps a run, and before those who run a test again when it fails."""
    settings = item.config.stash[SETTINGS]
    rehearsed = (settings.updating or settings.new_only) and "aug_snapshot" in getattr(item, "fixturenames", ())
    if rehearsed:
        _rehearse(item)
    try:
        return (yield)
    finally:
        if SNAPSHOT in item.stash:
            item.stash[SNAPSHOT].case.store.discard()  # what is left where a test was interrupted
        if rehearsed:
            del item.stash[REHEARSAL]


@contextmanager
def looking_on(item: pytest.Item) -> Iterator[None]:
    """Look on in the second run, when all is warm: what is stored is told which primitives it came from."""
    if "" in item.stash.get(REHEARSAL, {"": ""}) or SNAPSHOT not in item.stash:
        yield
        return
    from .snapshots.tracing import tracing

    with tracing() as trace:
        item.stash[SNAPSHOT].case.trace = trace
        yield


def _rehearse(item: Any) -> None:
    """Run a test without a report; its comparisons note what they were given, and write nothing."""
    rehearsal = item.stash[REHEARSAL] = {"": ""}  # the empty name: still rehearsing
    properties, notes = list(item.user_properties), item.config.stash[NOTES]
    before = copy.deepcopy(vars(notes))
    # The parent in place of the next test: what lives for this test alone is torn down, all else stays.
    runtestprotocol(item, log=False, nextitem=item.parent)
    vars(notes).update(before)
    item.user_properties[:] = properties
    getattr(item, "_report_sections", []).clear()
    del rehearsal[""]
