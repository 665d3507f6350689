"""Open files and connections below a dataset: forked workers share them, and with them the place in the file."""

from __future__ import annotations

import gc
import socket
import sqlite3
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from functools import partial
from io import IOBase
from multiprocessing.connection import Connection
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from .held import OPAQUE, SCALARS, attributes

DEEPEST, MOST, LONGEST = 6, 2_000, 64
CONNECTIONS = {("h5py", "HLObject"), ("lmdb", "Environment"), ("http.client", "HTTPConnection")}
"""Types of other libraries that hold a connection, by the first and last part of their name."""
DATABASE = (("cursor", "commit", "rollback"), ("execute", "fetchone", "close"))
"""The methods of a connection to a database and of its cursor, which holds it, by PEP 249."""
CODE = (FunctionType, MethodType, BuiltinFunctionType, partial)
"""What can be called and holds things besides."""


def handles(dataset: Any) -> dict[str, tuple[int, object]]:
    """What is open below a dataset: by its path, which object it is and at which place of its file it stands."""
    return {name: (id(thing), _place(thing)) for name, thing in open_below(dataset)}


def open_below(dataset: Any) -> Iterator[tuple[str, Any]]:
    """Each open file and connection below a dataset, with its path and type for the reader."""
    return ((f"{path} (a {_kind(thing)})", thing) for path, thing in _walk(dataset))


def _kind(thing: Any) -> str:
    """What a reader knows a type by: those of a database share their names with others."""
    kind = type(thing)
    return f"{kind.__module__.partition('.')[0]}.{kind.__name__}" if _of_database(kind) else kind.__name__


def inherited(before: Mapping[str, tuple[int, object]], dataset: Any) -> tuple[str, ...]:
    """In a worker: what it has used and holds as it was handed down; a connection counts though it stood still."""
    if not before:
        return ()
    now = handles(dataset)
    return tuple(
        name
        for name, (number, place) in before.items()
        if name in now and now[name][0] == number and (place is None or now[name][1] != place)
    )


def _walk(thing: Any, path: str = "dataset", seen: set[int] | None = None, depth: int = 0) -> Iterator[tuple[str, Any]]:
    seen = set() if seen is None else seen
    if depth > DEEPEST or len(seen) > MOST or id(thing) in seen or isinstance(thing, SCALARS) or not _has_class(thing):
        return
    seen.add(id(thing))
    if _is_open(thing):
        yield path, thing
    elif isinstance(thing, CODE):
        for value in _held_by(thing):
            yield from _walk(value, path, seen, depth + 1)
    elif isinstance(thing, OPAQUE):
        return
    elif isinstance(thing, dict):
        for key, value in list(thing.items())[:LONGEST]:
            yield from _walk(value, f"{path}[{key!r}]", seen, depth + 1)
    elif isinstance(thing, list | tuple):
        for index, value in enumerate(thing[:LONGEST]):
            yield from _walk(value, f"{path}[{index}]", seen, depth + 1)
    elif fields := attributes(thing):
        for name, value in fields.items():
            yield from _walk(value, f"{path}.{name}", seen, depth + 1)
    else:
        for value in gc.get_referents(thing)[:LONGEST]:  # of a type of C, such as csv.reader
            if not isinstance(value, dict):
                yield from _walk(value, path, seen, depth + 1)


def _held_by(call: Any) -> Iterator[Any]:
    """What a function has closed over or takes by default, a method is of, and a partial was given."""
    if isinstance(call, partial):
        yield from (call.func, call.args, call.keywords)
    elif isinstance(call, FunctionType):
        yield call.__defaults__
        yield call.__kwdefaults__
        for cell in call.__closure__ or ():
            yield from gc.get_referents(cell)
    elif isinstance(call, MethodType):
        yield from (call.__self__, call.__func__)
    elif not isinstance(call.__self__, ModuleType):
        yield call.__self__


def _has_class(thing: Any) -> bool:
    """Whether an object answers as others do: a view of an npz file takes each question for the name of an array."""
    try:
        return isinstance(thing.__class__, type)
    except Exception:
        return False


def _is_open(thing: Any) -> bool:
    if isinstance(thing, IOBase):
        return not thing.closed and _has_number(thing)
    kind = type(thing)
    named = any((part.__module__.split(".")[0], part.__name__) in CONNECTIONS for part in kind.__mro__)
    if named and kind.__module__.startswith("h5py"):
        return bool(thing)  # False once it is closed
    known = zipfile.ZipFile | tarfile.TarFile | sqlite3.Connection | socket.socket | Connection
    return named or (kind.__module__, kind.__name__) in CONNECTIONS or isinstance(thing, known) or _of_database(kind)


def _of_database(kind: type) -> bool:
    return any(all(callable(getattr(kind, name, None)) for name in names) for names in DATABASE)


def _has_number(file: IOBase) -> bool:
    try:
        return file.fileno() >= 0
    except (OSError, ValueError):  # a buffer in memory
        return False


def _place(thing: Any) -> object:
    """Where in its file a thing stands; None for a connection, which has no place."""
    file = getattr(thing, "fp" if isinstance(thing, zipfile.ZipFile) else "fileobj", thing)
    if not callable(getattr(file, "tell", None)):
        return None
    try:
        return file.tell()
    except (OSError, ValueError):  # no place can be told of a pipe, or while its lines are read
        return "unknown"
