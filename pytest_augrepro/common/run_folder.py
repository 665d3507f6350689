"""One private folder of this process for what its run needs on disk, gone with the run however it ends.

The name cannot be known before, only this user may enter, and a lock says whether the owner lives. What an owner that
was killed left behind is taken away by its own children, by its fork server, or by the next run.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

try:
    import fcntl
except ImportError:  # Windows, where a run cleans up after itself alone
    fcntl = None  # type: ignore[assignment]

NAME = re.compile(r"augrepro-[a-z0-9_]{8}")
LOCK = "lock"
SOCKET = "/augrepro-12345678/listener-12345678"
"""What a socket's path needs behind the folder for temporary files."""
LONGEST = 103 if sys.platform == "darwin" else 107
"""Bytes that the path of a socket may have."""
OTHERS = ("/tmp", "/var/tmp", "/dev/shm")
OLD = 24 * 3600
"""Seconds after which a folder without a lock is nobody's: its owner died between two lines, or knows no locks."""


class _Held(NamedTuple):
    """A folder, the process that made it, and the lock that is held while that process lives."""

    path: Path
    owner: int
    lock: int | None


_held: _Held | None = None


def path() -> Path:
    """The folder of this process, made when it is first asked for; a forked process has one of its own."""
    global _held
    if _held is None or _held.owner != os.getpid() or not _held.path.is_dir():
        parent = _parent()
        with contextlib.suppress(OSError):
            _sweep(parent)
        _held = _made(parent)
        atexit.register(close)
    return _held.path


def part(name: str) -> Path:
    """A new folder below it."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=path()))


def close() -> None:
    """Remove the folder; nothing happens in a process that has none of its own."""
    global _held
    if _held is not None and _held.owner == os.getpid():
        remove(_held.path)
        if _held.lock is not None:
            with contextlib.suppress(OSError):
                os.close(_held.lock)
        _held = None


def remove(folder: str | os.PathLike[str]) -> None:
    """Remove a folder, though somebody may still be writing there."""
    for _ in range(3):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.lexists(folder):
            return
        time.sleep(0.01)


def _made(parent: str) -> _Held:
    while True:
        folder = Path(tempfile.mkdtemp(prefix="augrepro-", dir=parent))
        if fcntl is None:
            return _Held(folder, os.getpid(), None)
        lock = None
        with contextlib.suppress(OSError):  # another run looked, and took it for a dead one's; or no locks here
            lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if folder.is_dir():
            return _Held(folder, os.getpid(), lock)
        if lock is not None:
            os.close(lock)


def _parent() -> str:
    """Where temporary files go, or a place with a path short enough for sockets."""
    usual = tempfile.gettempdir()
    if sys.platform == "win32" or len(os.fsencode(usual + SOCKET)) <= LONGEST:
        return usual
    for other in OTHERS:
        if os.path.isdir(other) and os.access(other, os.W_OK | os.X_OK):
            return other
    most = LONGEST - len(SOCKET)
    raise OSError(
        f"the temporary folder {usual} has {len(os.fsencode(usual))} bytes in its path, too many for sockets, "
        f"and none of {', '.join(OTHERS)} can be written to: set TMPDIR to a path of at most {most} bytes"
    )


def _sweep(parent: str) -> None:
    """Remove the folders of this user's runs that have died."""
    for entry in os.scandir(parent):
        if NAME.fullmatch(entry.name) is None:
            continue
        with contextlib.suppress(OSError):
            facts = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(facts.st_mode) and (not hasattr(os, "getuid") or facts.st_uid == os.getuid()):
                _remove_dead(entry.path, time.time() - facts.st_mtime > OLD)


def _remove_dead(folder: str, old: bool) -> None:
    """Remove a folder whose lock nobody holds; it is held here until that is done. An error says that somebody does."""
    try:
        lock = os.open(os.path.join(folder, LOCK), os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        if old:
            remove(folder)
        return
    try:
        locks: Any = fcntl
        if locks is not None:
            locks.flock(lock, locks.LOCK_EX | locks.LOCK_NB)
        if locks is not None or old:
            remove(folder)
    finally:
        os.close(lock)
