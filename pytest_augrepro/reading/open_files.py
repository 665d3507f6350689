"""Files that a process has open: which of them do the workers that it forks read through?"""

from __future__ import annotations

import contextlib
import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .handles import open_below
from .traces import last_line, let_go

try:
    import fcntl
except ImportError:  # Windows, where nothing is forked
    fcntl = None  # type: ignore[assignment]

FOLDERS = ("/proc/self/fd", "/dev/fd")
"""Where a system shows what a process has open."""
BEYOND = 7919
"""Bytes behind the end of a file, where no reading ends."""
Key = tuple[int, int]
"""The number of a descriptor and the file it is of."""


class SharedFile(Exception):
    """A sample could not be made, as workers read through a file that was opened before they were forked."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"workers share {name}, opened before they were forked: {problem}")
        self.name, self.problem = name, problem


@dataclass(frozen=True)
class OpenFiles:
    """The files that this process has open for reading alone, each with its place, which forked processes share.

    The system keeps that place: it tells that a worker has read through a file of this process, wherever a program
    keeps that file, and though the worker has closed it since. Who reads from a place of its own (``os.pread``, mapped
    memory) moves nothing.
    """

    found: Mapping[Key, int] = field(default_factory=dict)

    @classmethod
    def now(cls) -> OpenFiles:
        found = {}
        for number in _numbers():
            with contextlib.suppress(OSError):
                facts = os.fstat(number)
                alone = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
                if alone and stat.S_ISREG(facts.st_mode):
                    found[number, facts.st_ino] = os.lseek(number, 0, os.SEEK_CUR)
        return cls(found)

    def moved(self, dataset: Any) -> tuple[str, ...]:
        """Which of them other processes have moved since, by their path below the dataset, or their own."""
        now = OpenFiles.now().found
        numbers = [key[0] for key, place in self.found.items() if now.get(key, place) != place]
        below = {_number_of(thing): name for name, thing in open_below(dataset)} if numbers else {}
        return tuple(below.get(number) or f"the file {_path_of(number)}" for number in numbers)

    def moved_by(self, read: Callable[[], None], dataset: Any) -> tuple[str, ...]:
        """Which of them move while ``read`` runs, wherever that ends: also at the place at which they stand now.

        Each is put to its beginning, where who reads on cannot stay, then behind its end, where nobody comes who looks
        for his place; and back in the end. Standard input, which may be the shell's, is left alone.
        """
        now = OpenFiles.now().found
        kept = {key: now[key] for key in self.found if key in now and key[0] != 0}
        if not kept:
            return ()
        try:
            for behind in (False, True):
                placed = OpenFiles({key: _put(key[0], behind) for key in kept})
                read()
                moved = placed.moved(dataset)
                if moved:
                    return moved
        finally:
            for (number, _), place in kept.items():
                os.lseek(number, place, os.SEEK_SET)
        return ()


@contextlib.contextmanager
def watching(dataset: Any, read_again: Callable[[], None], shared: set[str]) -> Iterator[None]:
    """Notice files of this process through which forked workers read; an error of theirs may come of that.

    ``shared`` takes their names. Two workers may leave a file where it was, each by its turn: before an error goes on
    that is no SharedFile, ``read_again`` is looked at, too.
    """
    before = OpenFiles.now()
    try:
        yield
    except Exception as problem:
        for name in (before.moved(dataset) or before.moved_by(read_again, dataset) or sorted(shared))[:1]:
            text = last_line(f"{type(problem).__name__}: {problem}")
            let_go(problem)
            raise SharedFile(name, text) from None
        raise
    if not shared:
        shared.update(before.moved(dataset))


def _put(number: int, behind: bool) -> int:
    return os.lseek(number, BEYOND if behind else 0, os.SEEK_END if behind else os.SEEK_SET)


def _numbers() -> list[int]:
    if fcntl is None:
        return []
    for folder in FOLDERS:
        with contextlib.suppress(OSError):
            return [int(name) for name in os.listdir(folder)]
    return []


def _number_of(thing: Any) -> int | None:
    file = getattr(thing, "fp" if isinstance(thing, zipfile.ZipFile) else "fileobj", None) or thing
    try:
        number: int = file.fileno()
    except (OSError, ValueError, AttributeError):
        return None
    return number


def _path_of(number: int) -> str:
    for folder in FOLDERS:
        with contextlib.suppress(OSError):
            return os.readlink(f"{folder}/{number}")
    return f"of number {number}"
