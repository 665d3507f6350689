"""Files that are read with care and written as a whole. The only file that replaces files."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_DRAFT = re.compile(r"\.(.+)\.([0-9a-z]+)\.(\d+)\.tmp")


def write_atomic(path: Path, data: bytes) -> None:
    """Write a draft beside the file and move it there: a reader sees the old file or the new one, never half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(data)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


class File(NamedTuple):
    """A file to be written, and the mark by which its draft is known to belong to what its leader says."""

    path: Path
    data: bytes
    mark: str

    @property
    def draft(self) -> Path:
        return self.path.with_name(f".{self.path.name}.{self.mark}.{os.getpid()}.tmp")


def prepare(leader: File, others: Sequence[File]) -> None:
    """Write the drafts of several files and change nothing else; what would not let them be put is an error here."""
    files = [*others, leader]
    leader.path.parent.mkdir(parents=True, exist_ok=True)
    try:
        for file in files:
            if _in_the_way(file.path) and any(file.path.iterdir()):
                raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), str(file.path))
            file.draft.write_bytes(file.data)
    except BaseException:  # an interrupt as well as a full disk
        drop(files)
        raise


def put(leader: File, others: Sequence[File]) -> None:
    """Write several files as one: moving the leader's draft into place, which is one step, decides for all.

    Before it, everything is as it was. After it, what is not yet in place is found by :func:`drafts_of` under the mark
    that the leader names. An error before it leaves nothing behind.
    """
    try:
        for file in (*others, leader):
            if _in_the_way(file.path):
                file.path.rmdir()
        os.replace(leader.draft, leader.path)
    except BaseException:
        drop([*others, leader])
        raise
    for file in others:
        os.replace(file.draft, file.path)


def drop(files: Sequence[File]) -> None:
    """Remove the drafts of files that are not to be put."""
    for file in files:
        with suppress(OSError):
            file.draft.unlink()


def remove(paths: Iterable[Path]) -> list[Path]:
    """Remove files, the text of a snapshot before its arrays; return those that are gone."""
    gone: list[Path] = []
    for path in sorted(paths, key=lambda path: path.suffix not in (".snap", ".txt")):
        with suppress(OSError):
            path.unlink()
            gone.append(path)
    return gone


def remove_empty(root: Path) -> None:
    """Remove the folders below a folder that hold nothing any more."""
    for folder in sorted((path for path in root.rglob("*") if path.is_dir() and not path.is_symlink()), reverse=True):
        with suppress(OSError):
            folder.rmdir()


def _in_the_way(path: Path) -> bool:
    """Whether a folder stands where a file belongs; a link there is replaced, not followed."""
    return path.is_dir() and not path.is_symlink()


def drafts_of(path: Path, mark: str) -> Iterator[Path]:
    """What an interrupted :func:`put` left for this file under this mark."""
    with suppress(OSError):
        for name in sorted(os.listdir(path.parent)):
            found = _DRAFT.fullmatch(name)
            if found is not None and (found[1], found[2]) == (path.name, mark):
                yield path.parent / name


def finish(draft: Path, path: Path) -> None:
    """Move a draft to its place where that is allowed."""
    with suppress(OSError):
        os.replace(draft, path)


def sweep(root: Path) -> None:
    """Remove the drafts below a folder whose writers have died, but for those whose mark a text there names."""
    for path in root.rglob(".*.tmp"):
        found = _DRAFT.fullmatch(path.name)
        if found is None or alive(int(found[3])):
            continue
        with suppress(OSError):
            if not _named(found[2].encode(), path.parent):
                path.unlink()


def _named(mark: bytes, folder: Path) -> bool:
    """Whether a text in the folder holds a digest that begins with the mark."""
    return any(b" " + mark in (read_small(text, 2**26) or b"") for text in folder.glob("*.snap") if text.is_file())


def alive(pid: int) -> bool:
    """Whether a process of this number runs on this machine."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def read_small(path: Path, limit: int) -> bytes | None:
    """What a regular file holds, or None where there is none; raise an OSError that says why it cannot be had."""
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        if path.is_symlink():
            raise OSError(errno.ENOENT, "is a link to nothing") from None
        return None
    except OSError as problem:
        raise OSError(problem.errno, f"cannot be read: {problem.strerror}") from None
    with open(number, "rb") as file:
        facts = os.fstat(number)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "is a folder" if stat.S_ISDIR(facts.st_mode) else "is no regular file")
        if facts.st_size > limit:
            raise OSError(errno.EFBIG, f"is larger than the {limit} bytes it may have")
        return file.read()
