"""What processes that are not forked here get by hand, since they do not inherit it: outputs, group, environment."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from multiprocessing import reduction
from typing import Any

Handle = Any
"""A file number on its way to another process."""


class Outputs:
    """Pickled to a process, lets it print where this one does, so that what it prints is captured or shown alike."""

    def __reduce__(self) -> tuple[Callable[..., Outputs], tuple[Handle, ...]]:
        return take_outputs, handles()


def handles() -> tuple[Handle, ...]:
    """This process's output and error, where files can travel."""
    if sys.platform == "win32" or not reduction.HAVE_SEND_HANDLE:
        return ()
    return tuple(reduction.DupFd(_number_of(stream)) for stream in (sys.stdout, sys.stderr))


def _number_of(stream: Any) -> int:
    """The file behind a stream; what is captured in memory alone would be lost in a forked process, too."""
    try:
        number: int = stream.fileno()
    except (OSError, ValueError, AttributeError):
        return _nowhere()
    return number


_sink: list[int] = []


def _nowhere() -> int:
    if not _sink:
        _sink.append(os.open(os.devnull, os.O_WRONLY))
    return _sink[0]


def take_outputs(*given: Handle) -> Outputs:
    """In the process: print there."""
    _take(given)
    return Outputs()


def _take(given: Iterable[Handle]) -> None:
    found = [handle.detach() for handle in given]
    for number, file in zip((1, 2), found, strict=False):
        if file != number:
            os.dup2(file, number)
    for file in set(found) - {0, 1, 2}:  # once, though both may be one file
        os.close(file)


class WorkerSetup:
    """Pickled to a worker ahead of its dataset; gives it there what a worker forked here would have inherited."""

    def __reduce__(self) -> tuple[Callable[..., WorkerSetup], tuple[Any, ...]]:
        group = os.getpgrp() if hasattr(os, "getpgrp") else None
        return set_up_worker, (dict(os.environ), group, *handles())


def set_up_worker(environment: Mapping[str, str], group: int | None, *outputs: Handle) -> WorkerSetup:
    """In a worker: copy the environment and join the process group, with which it will be ended."""
    _take(outputs)
    copy_environment(environment)
    if group is not None:
        with contextlib.suppress(OSError):
            os.setpgid(0, group)
    return WorkerSetup()


def copy_environment(environment: Mapping[str, str]) -> None:
    """Make this process's environment the given one: the server has that of the time when it was started."""
    if dict(os.environ) != dict(environment):
        os.environ.clear()
        os.environ.update(environment)
