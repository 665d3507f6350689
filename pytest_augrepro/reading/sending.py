"""Whether a dataset can be sent to workers that are not forked, the way a DataLoader sends it."""

from __future__ import annotations

import multiprocessing.context
import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.reduction import ForkingPickler
from typing import Any


def cannot_travel(thing: Any, path: str = "dataset") -> str:
    """The path of the innermost attribute that a worker cannot be sent, and why; empty when all can be."""
    problem = _refusal(thing)
    return problem and (_innermost(thing, path, problem, set()) or _told(thing, path, problem))


def _innermost(thing: Any, path: str, problem: str, seen: set[int]) -> str:
    """The same below a thing; empty, too, where it only leads back to one that was ``seen``, as child to parent.

    What is refused for another reason than the whole is not to blame: its owner leaves it out, or refuses by itself.
    """
    seen.add(id(thing))
    leads_back = False
    for name, value in _parts(thing):
        if id(value) in seen:
            leads_back = True
        elif _refusal(value) == problem and (deeper := _innermost(value, f"{path}{name}", problem, seen)):
            return deeper
    return "" if leads_back else _told(thing, path, problem)


def _told(thing: Any, path: str, problem: str) -> str:
    return f"{path} ({type(thing).__name__}): {problem}"


def _refusal(thing: Any) -> str:
    """Why a thing cannot be sent; empty where it can."""
    try:
        _send(thing)
    except Exception as problem:
        return str(problem) or type(problem).__name__
    return ""


def _parts(thing: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(thing, Mapping):
        yield from ((f"[{key!r}]", value) for key, value in thing.items())
    elif isinstance(thing, list | tuple):
        yield from ((f"[{index}]", value) for index, value in enumerate(thing))
    else:
        yield from ((f".{name}", value) for name, value in getattr(thing, "__dict__", {}).items())


def _send(thing: Any) -> None:
    """Pickle a thing, where need be as for a process that starts: locks and shared memory are sent only then.

    Plain pickle comes first: the other moves tensors to shared memory, which may be small.
    """
    try:
        pickle.dumps(thing)
    except Exception:
        with _starting():
            ForkingPickler.dumps(thing)


class _Starting:
    """Stands for a process that is being started; what it is handed stays where it is."""

    def duplicate_for_child(self, handle: int) -> int:
        return handle

    def DupFd(self, descriptor: int) -> int:  # noqa: N802 - multiprocessing's own name
        return descriptor


@contextmanager
def _starting() -> Iterator[None]:
    context: Any = multiprocessing.context
    before = context.get_spawning_popen()
    context.set_spawning_popen(_Starting())
    try:
        yield
    finally:
        context.set_spawning_popen(before)
