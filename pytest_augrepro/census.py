"""What a dataset touches while it makes samples: the arrays it holds, and the global generators."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from pytest_augrepro.difference import difference
from pytest_augrepro.digest import Array, as_array, digest_of
from pytest_augrepro.stream import Census

COPIED = 4 * 2**20


def held_arrays(holder: Any, path: str = "dataset", seen: set[int] | None = None) -> Iterator[tuple[str, Array]]:
    """Yield the arrays a dataset holds: in its attributes, in containers, in datasets it wraps."""
    seen = set() if seen is None else seen
    if id(holder) in seen or len(seen) > 20_000:
        return
    seen.add(id(holder))
    found = as_array(holder)
    if found is not None:
        if found[1].dtype.kind != "O":
            yield path, found[1]
    elif isinstance(holder, Mapping):
        for key, value in holder.items():
            yield from held_arrays(value, f"{path}[{key!r}]", seen)
    elif isinstance(holder, list | tuple):
        for index, value in enumerate(holder):
            yield from held_arrays(value, f"{path}[{index}]", seen)
    elif hasattr(type(holder), "__getitem__") and hasattr(holder, "__dict__"):
        for name, value in vars(holder).items():
            yield from held_arrays(value, f"{path}.{name}", seen)


def global_states() -> dict[str, object]:
    """Return the states of the generators that belong to nobody."""
    torch: Any = sys.modules.get("torch")
    _, keys, position, *rest = np.random.get_state()
    states: dict[str, object] = {"the global random module": random.getstate()}
    states["the global np.random"] = (np.asarray(keys).tobytes(), position, *rest)
    if torch is not None:
        states["torch's global generator"] = torch.get_rng_state().numpy().tobytes()
    return states


def scramble() -> None:
    """Give the global generators fresh entropy, as a program has that seeds nothing."""
    torch: Any = sys.modules.get("torch")
    random.seed()
    np.random.seed(None)
    if torch is not None:
        torch.random.default_generator.seed()


def take(dataset: Any) -> Census:
    """Fetch every sample once and watch."""
    before = {path: (digest_of(array), _small_copy(array)) for path, array in held_arrays(dataset)}
    moved: dict[str, None] = {}
    for index in range(len(dataset)):
        states = global_states()
        dataset[index]
        after = global_states()
        moved |= dict.fromkeys(name for name in states if states[name] != after[name])
        changed = [(path, array) for path, array in held_arrays(dataset) if _differs(before, path, array)]
        if changed:
            path, array = changed[0]
            return Census(tuple(moved), tuple(each for each, _ in changed), _details(before[path][1], array), index)
    return Census(tuple(moved))


def _differs(before: dict[str, tuple[str, Array | None]], path: str, array: Array) -> bool:
    return path in before and before[path][0] != digest_of(array)


def _small_copy(array: Array) -> Array | None:
    return array.copy() if array.nbytes <= COPIED else None


def _details(old: Array | None, new: Array) -> tuple[str, ...]:
    if old is None or old.shape != new.shape or old.dtype != new.dtype:
        return ()
    found = difference(old, new)
    return () if found is None else tuple(found.lines())
