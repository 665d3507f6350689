"""Generators that a dataset or its pipeline holds: torch reseeds none of them in a worker."""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping
from hashlib import sha256
from types import ModuleType
from typing import Any

import numpy as np

from ..judging.evidence import GENERATOR
from .engines import engine_state, is_engine
from .indices import known
from .named import CALLS, named_by

DEEPEST, MOST, LONGEST = 6, 2_000, 64
PLAIN = frozenset({type(None), bool, int, float, str, bytes, np.ndarray})
CONTAINERS = frozenset({dict, list, tuple})
"""Exact types, which most things are of: the same answers as below, without asking each abstract class."""


def generator_states(dataset: Any) -> dict[str, str]:
    """A digest of the state of each generator that hangs below a dataset, by attribute path, or that its code names."""
    walk = _Walk()
    walk.into(dataset, "dataset")
    for name, value in named_by([*walk.kinds], [*walk.calls]):
        walk.into(value, name, depth=2)
    return {f"{GENERATOR}{path}": sha256(repr(state).encode()).hexdigest() for path, _, state in walk.found}


def of_torch(dataset: Any) -> tuple[str, ...]:
    """The paths of torch's own generators below a dataset: a worker that is not forked may end as it receives one."""
    walk = _Walk()
    walk.into(dataset, "dataset")
    return tuple(path for path, _, state in walk.found if isinstance(state, bytes))


def kept(thing: Any, seeded_otherwise: Any) -> list[tuple[str, type]]:
    """The generators that have one state in two twins with other seeds: by path, and the class of the owner."""
    mine, other = _Walk(), _Walk()
    mine.into(thing, "")
    other.into(seeded_otherwise, "")
    states = {path: state for path, _, state in other.found}
    found = [(path, owner) for path, owner, state in mine.found if repr(states.get(path)) == repr(state)]
    return [(path.removeprefix("."), owner) for path, owner in found]


def without_seed(dataset: Any) -> tuple[str, str] | None:
    """The class and the path of the first pipeline without a seed below a dataset, or that its code names.

    Of a pipeline within another the outer one's seed counts; one under sample keys has the seed of the keys.
    """
    if isinstance(dataset, known("KeyedDataset")):
        return None
    walk = _PipelineWalk()
    walk.into(dataset, "dataset")
    for name, value in named_by([*walk.kinds], [*walk.calls]):
        walk.into(value, name, depth=2)
    return walk.unseeded[0] if walk.unseeded else None


def seeds_below(dataset: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """By path below a dataset, the states of generators in text, and the seeds of pipelines that have one."""
    walk = _Walk()
    walk.into(dataset, "dataset")
    pipelines = {path: seed for path, seed in walk.pipelines if isinstance(seed, int)}
    return {path: repr(state) for path, _, state in walk.found}, pipelines


class _Walk:
    """A walk through what hangs below things. Each batch of each worker asks for one, so it is written to be short."""

    __slots__ = ("calls", "found", "kinds", "pipelines", "seen")

    def __init__(self) -> None:
        self.found: list[tuple[str, type, object]] = []
        """Generators: path, class of the object that holds it, state."""
        self.kinds: dict[type, None] = {}
        self.calls: list[Any] = []
        """Classes and functions, whose code may name more."""
        self.pipelines: list[tuple[str, Any]] = []
        """What holds transforms and a seed: path and seed."""
        self.seen: set[int] = set()

    def into(self, thing: Any, path: str, depth: int = 0, owner: type = object) -> None:
        """Look at a thing and at what is below it."""
        kind, seen = type(thing), self.seen
        if kind in PLAIN or depth > DEEPEST or len(seen) > MOST or id(thing) in seen or _is_plain(thing):
            return
        seen.add(id(thing))
        state = None if kind in CONTAINERS else _state(thing)
        if state is not None:
            self.found.append((path, owner, state))
        elif kind is dict or isinstance(thing, Mapping):
            for key, value in list(thing.items())[:LONGEST]:
                if type(value) not in PLAIN:
                    self.into(value, f"{path}[{key!r}]", depth + 1, owner)
        elif isinstance(thing, list | tuple):
            for index, value in enumerate(thing[:LONGEST]):
                if type(value) not in PLAIN:
                    self.into(value, f"{path}[{index}]", depth + 1, owner)
        elif isinstance(thing, CALLS):
            self.calls.append(thing)
        else:
            self.kinds[kind] = None
            inner = getattr(thing, "__dict__", {})
            if "seed" in inner and "transforms" in inner:
                self.pipelines.append((path, inner["seed"]))
            for name, value in list(inner.items()):
                if type(value) not in PLAIN:
                    self.into(value, f"{path}.{name}", depth + 1, kind)


class _PipelineWalk(_Walk):
    """A walk that stops at pipelines and transforms of augrepro and Albumentations, and notes those without a seed."""

    __slots__ = ("unseeded",)

    def __init__(self) -> None:
        super().__init__()
        self.unseeded: list[tuple[str, str]] = []

    def into(self, thing: Any, path: str, depth: int = 0, owner: type = object) -> None:
        if not _is_pipeline(thing):
            super().into(thing, path, depth, owner)
        elif _has_no_seed(thing):
            self.unseeded.append((type(thing).__name__, path))


def _is_pipeline(thing: Any) -> bool:
    roots = {base.__module__.partition(".")[0] for base in type(thing).__mro__}
    return not roots.isdisjoint(("augrepro", "albumentations")) and callable(getattr(thing, "set_random_seed", None))


def _has_no_seed(pipeline: Any) -> bool:
    """True where neither a seed nor generators were given: ours keep them aside, Albumentations' as an attribute."""
    kept = getattr(pipeline, "seeding", None)
    if kept is not None:
        return kept.seed is None and not kept.given
    return getattr(pipeline, "seed", 0) is None


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
