"""Comparisons that failed in a test that went on: it is red, unless it said that it expects them to fail."""

from __future__ import annotations

import gc
import mmap
import os

import pytest

CAUGHT = pytest.StashKey[list[str]]()


class Slip:
    """Memory that a process forked from the test's own shares with it: all else that it notes is lost when it ends."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._memory = mmap.mmap(-1, mmap.PAGESIZE)

    @property
    def is_foreign(self) -> bool:
        return os.getpid() != self._owner

    def write(self, words: str) -> None:
        data = words.encode(errors="replace")[: mmap.PAGESIZE]
        self._memory[: len(data)] = data

    def read(self) -> str:
        return self._memory[:].rstrip(b"\0").decode(errors="replace")


SLIP = pytest.StashKey[Slip]()


def watch_forks(item: pytest.Item) -> None:
    """Have what fails in a process that the test forks told by the test."""
    if SLIP not in item.stash:
        item.stash[SLIP] = Slip()


def in_fork(item: pytest.Item) -> bool:
    """Whether this process was forked by the test."""
    slip = item.stash.get(SLIP, None)
    return slip is not None and slip.is_foreign


def forget(item: pytest.Item) -> None:
    """Start over: a test is run again, or a report has told of what failed."""
    item.stash[CAUGHT] = []
    if SLIP in item.stash:
        del item.stash[SLIP]


UNCOMPARED = "a comparison that is expected to fail had nothing to compare with, which proves nothing; "
UNCOMPARED += "store the right result first, as by: assert right == aug_snapshot(name='x'), and after it "
UNCOMPARED += "with pytest.raises(AssertionError): assert wrong == aug_snapshot(name='x')"


def note(item: pytest.Item, fixture: str, error: AssertionError, compared: bool = True) -> None:
    """Remember a comparison that fails, unless an open ``pytest.raises`` expects its error and two things differed."""
    if in_fork(item):
        item.stash[SLIP].write(f"{fixture}: {str(error).partition(chr(10))[0]}")
        return
    awaited = expected(error)
    if not (awaited and compared):
        words = f"{fixture}: {str(error).partition(chr(10))[0]}"
        item.stash.setdefault(CAUGHT, []).append(f"{UNCOMPARED}\n{words}" if awaited else words)


def expected(error: AssertionError) -> bool:
    """Whether a ``with pytest.raises(...)`` for such an error is open."""
    contexts = [each for each in gc.get_objects() if type(each) is pytest.RaisesExc]
    return any(_open(each) and isinstance(error, each.expected_exceptions or AssertionError) for each in contexts)


def _open(context: pytest.RaisesExc[BaseException]) -> bool:
    """Whether a context was entered and not left: its record of the error is there and still empty."""
    record: pytest.ExceptionInfo[BaseException] | None = getattr(context, "excinfo", None)
    if record is None:
        return False
    try:
        return record.value is None
    except AssertionError:  # what an empty record answers
        return True


def told(item: pytest.Item) -> str:
    """What a test that passes has to say of comparisons that failed; empty where none did."""
    failed = item.stash.get(CAUGHT, [])
    if not failed:
        left = item.stash[SLIP].read() if SLIP in item.stash else ""
        return f"a comparison failed in a process that the test forked:\n{left}" if left else ""
    if failed[0].startswith(UNCOMPARED):
        return failed[0]
    more = f" (and {len(failed) - 1} more)" * (len(failed) > 1)
    return (
        f"a comparison failed, and the test caught its error and went on{more}; let the error through, or say that it "
        f"is expected: with pytest.raises(AssertionError): ...\n{failed[0]}"
    )
