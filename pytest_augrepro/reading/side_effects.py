"""What a dataset touches while it makes samples: the arrays it holds, the global generators, what cannot travel."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from ..judging.evidence import SideEffects
from ..values.difference import difference
from ..values.digest import Array, as_array, digest_of
from . import global_rng

COPIED = 4 * 2**20
Replace = Callable[[Array], None]


def held_arrays(holder: Any, path: str = "dataset", seen: set[int] | None = None) -> Iterator[tuple[str, Array]]:
    """The arrays a dataset holds: in its attributes, in containers, in datasets it wraps."""
    for name, array, _ in replaceable_arrays(holder, path, seen, lambda array: None):
        yield name, array


def replaceable_arrays(
    holder: Any, path: str = "dataset", seen: set[int] | None = None, put: Replace | None = None
) -> Iterator[tuple[str, Array, Replace]]:
    """The arrays a dataset holds, each with a function that puts another array in its place."""
    seen = set() if seen is None else seen
    if id(holder) in seen or len(seen) > 20_000:
        return
    seen.add(id(holder))
    found = as_array(holder)
    if found is not None:
        if found[1].dtype.kind != "O" and put is not None:
            yield path, found[1], put
    elif isinstance(holder, Mapping):
        for key, value in holder.items():
            yield from replaceable_arrays(value, f"{path}[{key!r}]", seen, _into_item(holder, key))
    elif (table := as_table(holder)) is not None:
        if put is not None:
            yield path, table, lambda array: None
    elif isinstance(holder, list | tuple):
        for index, value in enumerate(holder):
            yield from replaceable_arrays(value, f"{path}[{index}]", seen, _into_item(holder, index))
    elif (hasattr(type(holder), "__getitem__") or hasattr(type(holder), "__iter__")) and hasattr(holder, "__dict__"):
        for name, value in list(vars(holder).items()):
            yield from replaceable_arrays(value, f"{path}.{name}", seen, _into_attribute(holder, name))


def as_table(holder: Any) -> Array | None:
    """Rows of numbers, as boxes and keypoints are written, as an array; None for anything else."""
    if not isinstance(holder, list) or not holder or not all(isinstance(row, list | tuple) for row in holder):
        return None
    plain = all(isinstance(item, int | float | str) for row in holder for item in row)
    width = {len(row) for row in holder}
    return np.array([[str(item) for item in row] for row in holder]) if plain and len(width) == 1 else None


def _into_item(holder: Any, key: Any) -> Replace:
    def put(array: Array) -> None:
        if isinstance(holder, list | dict) and isinstance(holder[key], np.ndarray):
            holder[key] = array

    return put


def _into_attribute(holder: Any, name: str) -> Replace:
    def put(array: Array) -> None:
        if isinstance(getattr(holder, name), np.ndarray):
            setattr(holder, name, array)

    return put


Matters = Callable[[str, Array], bool]


def take(dataset: Any, fetchers: Iterator[tuple[Any, Callable[[], object]]], matters: Matters) -> SideEffects:
    """Fetch every sample once and watch; a changed array counts where what it became ``matters`` to a sample."""
    before = {path: (digest_of(array), _small_copy(array)) for path, array in held_arrays(dataset)}
    moved: dict[str, str] = {}
    global_rng.states()
    for _, fetch in fetchers:
        states = global_rng.states()
        fetch()
        for name in global_rng.moved(states, global_rng.states()):
            if name not in moved:
                moved[name] = global_rng.first_consumer(fetch, name)
    changed = [(path, array) for path, array in held_arrays(dataset) if _differs(before, path, array)]
    changed = [(path, array) for path, array in changed if matters(path, array)]
    if not changed:
        return SideEffects(moved)
    path, array = changed[0]
    return SideEffects(moved, tuple(each for each, _ in changed), _details(before[path][1], array))


def cannot_travel(thing: Any, path: str = "dataset") -> str:
    """The path of the innermost attribute that cannot be pickled, and why; empty when all can."""
    try:
        pickle.dumps(thing)
    except Exception as problem:
        for name, value in _parts(thing):
            deeper = cannot_travel(value, f"{path}{name}")
            if deeper:
                return deeper
        return f"{path} ({type(thing).__name__}): {problem}"
    return ""


def _parts(thing: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(thing, Mapping):
        yield from ((f"[{key!r}]", value) for key, value in thing.items())
    elif isinstance(thing, list | tuple):
        yield from ((f"[{index}]", value) for index, value in enumerate(thing))
    else:
        yield from ((f".{name}", value) for name, value in getattr(thing, "__dict__", {}).items())


def _differs(before: dict[str, tuple[str, Array | None]], path: str, array: Array) -> bool:
    return path in before and before[path][0] != digest_of(array)


def _small_copy(array: Array) -> Array | None:
    return array.copy() if array.nbytes <= COPIED else None


def _details(old: Array | None, new: Array) -> tuple[str, ...]:
    if old is None or old.shape != new.shape or old.dtype != new.dtype:
        return ()
    found = difference(old, new)
    return () if found is None else tuple(found.lines())
