"""What the user's own code names beside the attributes of a dataset: globals, class attributes, closures, defaults."""

from __future__ import annotations

import gc
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from .global_rng import is_library

MOST, LONGEST = 200, 64
"""Functions that are followed, and results of one cache that are looked at."""
CALLS = (FunctionType, MethodType, BuiltinFunctionType, partial, type(lru_cache(len)))
"""What can be called and holds things besides."""
GLOBAL = (("random", "_inst"), ("numpy.random.mtrand", "_rand"))
"""Where the global generators are kept that functions of their modules are methods of."""
Named = Iterator[tuple[str, Any]]


def named_by(kinds: Iterable[type], calls: Iterable[Any]) -> Named:
    """What the methods of some classes, and some functions, name; each with its name for the reader.

    Functions of the user's that they call by name are followed, whatever is installed is not.
    """
    waiting: deque[Any] = deque(calls)
    for kind in kinds:
        for base in kind.__mro__:
            if of_user(base.__module__):
                for name, value in list(vars(base).items()):
                    if isinstance(call := _unwrapped(value), CALLS):
                        waiting.append(call)
                    else:
                        yield f"{base.__qualname__}.{name}", value
    seen: set[int] = set()
    while waiting and len(seen) < MOST:
        call = waiting.popleft()
        if id(call) in seen:
            continue
        seen.add(id(call))
        for name, value in _held_by(call):
            if isinstance(value, CALLS):
                waiting.append(value)
            else:
                yield name, value


def _unwrapped(value: Any) -> Any:
    """The function in what a class holds it by."""
    if isinstance(value, staticmethod | classmethod):
        return value.__func__
    return value.fget if isinstance(value, property) else value


def _held_by(call: Any) -> Named:
    """What a function names, closes over or takes by default, a method is of, a partial was given, a cache keeps."""
    name = getattr(call, "__qualname__", "a partial")
    if isinstance(call, partial):
        yield from ((name, value) for value in (call.func, *call.args, *call.keywords.values()))
    elif isinstance(call, FunctionType):
        if of_user(call.__module__):
            yield from _globals_of(call)
            defaults = (*(call.__defaults__ or ()), *(call.__kwdefaults__ or {}).values())
            yield from ((f"{name} (a default argument)", value) for value in defaults)
            cells = zip(call.__code__.co_freevars, call.__closure__ or (), strict=False)
            yield from ((f"{inner} in {name}", value) for inner, cell in cells for value in gc.get_referents(cell))
    elif isinstance(call, MethodType):
        yield from ((name, value) for value in (call.__self__, call.__func__))
    elif isinstance(call, BuiltinFunctionType):
        if not isinstance(call.__self__, ModuleType) and not _is_global(call.__self__):
            yield name, call.__self__
    else:
        yield name, call.__wrapped__
        if of_user(call.__module__):
            yield from ((f"{name} (its cache)", value) for value in _cached(call))


def _globals_of(call: FunctionType) -> Named:
    """The globals that a function names, and what it names in modules of the user's."""
    names, around = _names(call.__code__), call.__globals__
    for name in names:
        value = around.get(name)
        if isinstance(value, ModuleType):
            inside = vars(value) if of_user(value.__name__) else {}
            yield from ((f"{value.__name__}.{each}", inside[each]) for each in names if each in inside)
        elif value is not None:
            yield f"{call.__module__}.{name}", value


@lru_cache(maxsize=1024)
def _names(code: CodeType) -> tuple[str, ...]:
    inner = (name for const in code.co_consts if isinstance(const, CodeType) for name in _names(const))
    return tuple(dict.fromkeys((*code.co_names, *inner)))


def _cached(call: Any) -> list[Any]:
    """The results that a ``functools.lru_cache`` keeps: of a fixed size it holds them itself, else in its dict."""
    found = gc.get_referents(call)
    tables = (list(each.values()) for each in found if type(each) is dict and each is not vars(call))
    return [*next(tables, [])[:LONGEST], *(each for each in found if type(each) is not dict)][: 2 * LONGEST]


def _is_global(thing: Any) -> bool:
    """Whether a generator is the global one of its library, which a loader seeds anew in each worker."""
    return any(thing is getattr(sys.modules.get(module), name, None) for module, name in GLOBAL)


@lru_cache(maxsize=8192)
def of_user(module: str) -> bool:
    """Whether a module is neither installed, nor the standard library's, nor ours."""
    if module == "__main__":
        return True
    file = getattr(sys.modules.get(module), "__file__", None)
    return isinstance(file, str) and not is_library(file) and not is_library(os.path.realpath(file))
