"""Generators that a dataset or its pipeline holds: torch reseeds none of them in a worker."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from types import ModuleType
from typing import Any

import numpy as np

from ..judging.evidence import GENERATOR
from .engines import engine_state, is_engine
from .named import CALLS, named_by

DEEPEST, MOST, LONGEST = 6, 2_000, 64
PLAIN = frozenset({type(None), bool, int, float, str, bytes, np.ndarray})
CONTAINERS = frozenset({dict, list, tuple})
"""Exact types, which most things are of: the same answers as below, without asking each abstract class."""


def generator_states(dataset: Any) -> dict[str, str]:
    """A digest of the state of each generator that hangs below a dataset, by attribute path, or that its code names."""
    kinds: dict[type, None] = {}
    calls: list[Any] = []
    seen: set[int] = set()
    found = list(_walk(dataset, "dataset", seen, kinds=kinds, calls=calls))
    for name, value in named_by(kinds, calls):
        found += _walk(value, name, seen, depth=2)
    return {f"{GENERATOR}{path}": sha256(repr(state).encode()).hexdigest() for path, _, state in found}


def of_torch(dataset: Any) -> tuple[str, ...]:
    """The paths of torch's own generators below a dataset: a worker that is not forked may end as it receives one."""
    return tuple(path for path, _, state in _walk(dataset, "dataset", set()) if isinstance(state, bytes))


def kept(thing: Any, seeded_otherwise: Any) -> list[tuple[str, type]]:
    """The generators that have one state in two twins with other seeds: by path, and the class of the owner."""
    states = {path: state for path, _, state in _walk(seeded_otherwise, "", set())}
    found = [(path, owner) for path, owner, state in _walk(thing, "", set()) if repr(states.get(path)) == repr(state)]
    return [(path.removeprefix("."), owner) for path, owner in found]


def _walk(
    thing: Any,
    path: str,
    seen: set[int],
    depth: int = 0,
    owner: type = object,
    *,
    kinds: dict[type, None] | None = None,
    calls: list[Any] | None = None,
) -> Iterator[tuple[str, type, object]]:
    """The generators below a thing: path, class of the object that holds it, state; notes whose code may name more."""
    if depth > DEEPEST or len(seen) > MOST or id(thing) in seen or _is_plain(thing):
        return
    seen.add(id(thing))
    state = None if type(thing) in CONTAINERS else _state(thing)
    if state is not None:
        yield path, owner, state
    elif type(thing) is dict or isinstance(thing, Mapping):
        for key, value in list(thing.items())[:LONGEST]:
            yield from _walk(value, f"{path}[{key!r}]", seen, depth + 1, owner, kinds=kinds, calls=calls)
    elif isinstance(thing, list | tuple):
        for index, value in enumerate(thing[:LONGEST]):
            yield from _walk(value, f"{path}[{index}]", seen, depth + 1, owner, kinds=kinds, calls=calls)
    elif isinstance(thing, CALLS):
        if calls is not None:
            calls.append(thing)
    else:
        if kinds is not None:
            kinds[type(thing)] = None
        for name, value in list(getattr(thing, "__dict__", {}).items()):
            yield from _walk(value, f"{path}.{name}", seen, depth + 1, type(thing), kinds=kinds, calls=calls)


def _is_plain(thing: Any) -> bool:
    return type(thing) in PLAIN or isinstance(
        thing, int | float | str | bytes | np.ndarray | np.generic | type | ModuleType
    )


def _state(thing: Any) -> object:
    """The state of a generator, None for anything else."""
    torch: Any = sys.modules.get("torch")
    if isinstance(thing, np.random.Generator):
        return thing.bit_generator.state
    if isinstance(thing, np.random.RandomState):
        return [part.tobytes() if isinstance(part, np.ndarray) else part for part in thing.get_state(legacy=True)]
    if isinstance(thing, random.Random):
        return thing.getstate()
    if torch is not None and isinstance(thing, torch.Generator):
        return thing.get_state().numpy().tobytes()
    if is_engine(thing):
        return engine_state(thing)
    return None
