"""The data a dataset holds, in whatever holds it: what it is now, a copy of it, and how to fill it with another."""

from __future__ import annotations

import ctypes
import mmap
import random
import sys
from array import array as PlainArray
from collections.abc import Callable, Iterator, Mapping, Sized
from contextlib import suppress
from dataclasses import dataclass, is_dataclass
from enum import IntEnum
from hashlib import sha256
from io import IOBase
from multiprocessing.shared_memory import SharedMemory
from threading import local
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from ..values.digest import Array
from .engines import is_engine

Put = Callable[[Any], None]
MOST = 50_000
"""Things that are looked at; what lies behind them is left out."""
LONGEST = 20_000
"""Items of one list that are looked into one by one."""
SCALARS = (bool, int, float, complex, str, bytes, type(None), np.generic)
OPAQUE = (
    *(type, ModuleType, FunctionType, MethodType, BuiltinFunctionType, IOBase, local),
    *(np.random.Generator, np.random.RandomState, np.random.BitGenerator, np.random.SeedSequence, random.Random),
)
"""What holds no data: code, open files, and generators, which are judged by their draws."""


class Place(IntEnum):
    """What leads to a thing: numbers and strings are data in some places, and state in others."""

    ATTRIBUTE = 0
    CONTAINER = 1
    """A list or dict of any length."""
    SAMPLES = 2
    """A list or dict with an item for each sample."""


@dataclass(frozen=True)
class Held:
    """One piece of data below a dataset, by its path."""

    path: str
    thing: Any
    put: Put
    """Puts another thing in its place; does nothing where that cannot be."""

    def content(self) -> Any:
        """A copy that later changes do not reach."""
        raw = memory_of(self.thing)
        if raw is not None:
            return raw.copy()
        if isinstance(self.thing, Plain):
            return dict(self.thing.values)
        return self.thing.tobytes()

    def state(self) -> Any:
        """What tells this content from another: a digest, or the numbers and strings themselves."""
        raw = memory_of(self.thing)
        if raw is not None:
            return sha256(f"{raw.dtype.str} {raw.shape}\n".encode() + np.ascontiguousarray(raw).tobytes()).hexdigest()
        if isinstance(self.thing, Plain):
            return dict(self.thing.values)
        return sha256(f"{self.thing.mode} {self.thing.size}\n".encode() + self.thing.tobytes()).hexdigest()

    def changed_from(self, state: Any) -> bool:
        """Whether it is no longer what it was; what a list or dict got besides is no change of what was there."""
        if not isinstance(self.thing, Plain):
            return bool(self.state() != state)
        now = self.thing.values
        return isinstance(state, dict) and any(
            key in now and repr(now[key]) != repr(value) for key, value in state.items()
        )

    def size(self) -> int:
        """How many bytes the content takes; 0 for numbers and strings, about as many for a picture."""
        raw = memory_of(self.thing)
        if raw is not None:
            return int(raw.nbytes)
        return 0 if isinstance(self.thing, Plain) else int(self.thing.width * self.thing.height * 4)

    def as_array(self, content: bytes) -> Array:
        """What a picture was, as an array, from its content then."""
        twin = self.thing.copy()
        twin.frombytes(content)
        return np.asarray(twin)

    @property
    def typed(self) -> bool:
        """Whether the numbers in it are known, and not only the bytes that they take."""
        torch: Any = sys.modules.get("torch")
        return isinstance(self.thing, np.ndarray) or (torch is not None and isinstance(self.thing, torch.Tensor))

    def array(self) -> Array | None:
        """The content as an array of its own, where it can be shown as pixels or numbers."""
        if isinstance(self.thing, Plain):
            return None
        raw = np.asarray(self.thing) if is_picture(self.thing) else memory_of(self.thing)
        return None if raw is None or raw.dtype.kind not in "biufc" else raw.copy()

    def fill(self, content: Any) -> None:
        """Make this content another, in place, so that all who share it see it."""
        raw = memory_of(self.thing)
        if isinstance(self.thing, Plain):
            self.thing.fill(content)
        elif raw is not None:
            if raw.shape == content.shape and raw.dtype == content.dtype and raw.flags.writeable:
                raw[...] = content
            elif isinstance(self.thing, np.ndarray):
                self.put(content)
        else:
            self.thing.frombytes(content)


class Plain:
    """The numbers and strings that stand directly in one container or record; ``row``: it is a box, or holds some."""

    def __init__(self, values: dict[Any, Any], fill: Callable[[Any, Any], None], row: bool) -> None:
        self.values, self._fill, self.row = values, fill, row

    def fill(self, content: Mapping[Any, Any]) -> None:
        for key, value in content.items():
            self._fill(key, value)


def held(dataset: Any) -> Iterator[Held]:
    """All data below a dataset: arrays, tensors, pictures, shared memory, and what stands in lists, dicts and records.

    A number that is an attribute of the dataset or of its pipeline is no data but their state, like the items of a
    list or dict unless it has one for each sample or lies in another container.
    """
    yield from _walk(dataset, "dataset", _nowhere, set(), _length(dataset), Place.ATTRIBUTE)


def arrays(dataset: Any) -> Iterator[Held]:
    """The NumPy arrays among that data."""
    return (each for each in held(dataset) if isinstance(each.thing, np.ndarray))


def is_picture(thing: Any) -> bool:
    """Whether it is a picture of Pillow's."""
    image: Any = sys.modules.get("PIL.Image")
    return image is not None and isinstance(thing, image.Image)


def _nowhere(thing: Any) -> None:
    """What the dataset is itself has no place to be put in."""


def _length(dataset: Any) -> int:
    try:
        return len(dataset) if isinstance(dataset, Sized) else -1
    except Exception:
        return -1


def memory_of(thing: Any) -> Array | None:
    """The memory of a thing as an array that shares it; None where it has none that can be seen."""
    torch: Any = sys.modules.get("torch")
    if isinstance(thing, np.ndarray):
        return None if thing.dtype.hasobject else thing
    if torch is not None and isinstance(thing, torch.Tensor):
        return _memory_of_tensor(thing, torch)
    if isinstance(thing, SharedMemory):
        thing = thing.buf
    inner = getattr(thing, "get_obj", None)
    if callable(inner) and type(thing).__module__ == "multiprocessing.sharedctypes":
        thing = inner()
    if isinstance(thing, bytearray | memoryview | PlainArray | mmap.mmap | ctypes.Array):
        with suppress(ValueError):  # a map or a view that is closed
            view = memoryview(thing)
            return np.frombuffer(view, np.uint8) if view.nbytes and view.contiguous else None
    return None


def _memory_of_tensor(thing: Any, torch: Any) -> Array | None:
    if thing.layout != torch.strided or thing.is_quantized or not thing.numel():
        return None
    try:
        plain = thing.detach().cpu()
    except (RuntimeError, NotImplementedError):  # a tensor without memory, on the meta device
        return None
    try:
        found: Array = plain.resolve_conj().resolve_neg().numpy()
    except TypeError:  # bfloat16 and the float8s have no dtype in NumPy
        found = plain.contiguous().view(torch.uint8).numpy()
    return found


def _walk(thing: Any, path: str, put: Put, seen: set[int], length: int, place: Place) -> Iterator[Held]:
    if isinstance(thing, (*SCALARS, *OPAQUE)) or id(thing) in seen or len(seen) > MOST or is_engine(thing):
        return
    seen.add(id(thing))
    raw = memory_of(thing)
    if raw is not None or is_picture(thing):
        if raw is None or raw.ndim or isinstance(thing, np.ndarray):  # one number that processes share is a counter
            yield Held(path, thing, put)
    elif isinstance(thing, Mapping | list | tuple) or (isinstance(thing, np.ndarray) and thing.dtype.kind == "O"):
        inner = Place.SAMPLES if len(thing) == length or place is Place.SAMPLES else Place.CONTAINER
        items = dict(thing) if isinstance(thing, Mapping) else dict(enumerate(thing))
        if not isinstance(thing, tuple) and (place or inner is Place.SAMPLES):
            row = isinstance(thing, list) and (place is not Place.ATTRIBUTE or any(map(is_row, thing)))
            yield from _plain(items, path, lambda key: _into(thing, key), row)
        for key, value in list(items.items())[:LONGEST]:
            yield from _walk(value, f"{path}[{key!r}]", _into(thing, key), seen, length, inner)
    else:
        fields = attributes(thing)
        if is_record(thing, place):
            yield from _plain(fields, path, lambda name: _into_attribute(thing, name))
        for name, value in fields.items():
            yield from _walk(value, f"{path}.{name}", _into_attribute(thing, name), seen, length, Place.ATTRIBUTE)


def is_record(thing: Any, place: Place) -> bool:
    """Whether an object is one item of data, and no part of a pipeline with a state of its own."""
    works = callable(thing) or any(hasattr(type(thing), name) for name in ("__getitem__", "__iter__", "__next__"))
    return not works and (place is Place.SAMPLES or (place is Place.CONTAINER and is_dataclass(thing)))


def attributes(thing: Any) -> dict[str, Any]:
    """The attributes of an object, whether it has a dict or slots."""
    found = dict(vars(thing)) if hasattr(thing, "__dict__") else {}
    for kind in type(thing).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__") and hasattr(thing, name):
                found.setdefault(name, getattr(thing, name))
    return found


def is_row(thing: Any) -> bool:
    """Whether it is a box or a point, as they stand in lists."""
    return isinstance(thing, tuple)


def _plain(items: Mapping[Any, Any], path: str, put_of: Callable[[Any], Put], row: bool = False) -> Iterator[Held]:
    """The numbers and strings of one list, dict or record."""
    values = {key: value for key, value in items.items() if _is_plain(value)}
    if values:
        yield Held(path, Plain(values, lambda key, value: put_of(key)(value), row), _nowhere)


def _is_plain(value: Any) -> bool:
    return isinstance(value, SCALARS) or (isinstance(value, tuple) and all(_is_plain(item) for item in value))


def _into(holder: Any, key: Any) -> Put:
    def put(thing: Any) -> None:
        if isinstance(holder, dict | np.ndarray) or (isinstance(holder, list) and key < len(holder)):
            holder[key] = thing

    return put


def _into_attribute(holder: Any, name: str) -> Put:
    def put(thing: Any) -> None:
        try:
            object.__setattr__(holder, name, thing)
        except (AttributeError, TypeError):  # a property without a setter, a type of C
            return

    return put
