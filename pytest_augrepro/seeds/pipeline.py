"""``aug_pipeline``: give any pipeline a seed, whoever wrote it."""

from __future__ import annotations

import copy
import importlib
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from . import rng_state
from .seeding import checked_seed, derived

Watcher = Callable[[Any, Mapping[str, Any], Any], None]


def seeded(thing: Any, seed: int, watcher: Watcher | None = None) -> Callable[..., Any]:
    """A seeded pipeline: a new one for a list of transforms, a reseeded copy for anything else.

    The watcher is told of pipelines that no watcher of augrepro's own is told of: of each call, or that there is one.
    """
    seed = checked_seed(int(seed) if isinstance(seed, np.integer) else seed)
    if isinstance(thing, list | tuple):
        compose: Callable[..., Any] = importlib.import_module("augrepro").Compose(list(thing), seed=seed)
        return compose
    if not callable(thing):
        raise TypeError(f"aug_pipeline takes a list of transforms, a Compose or a callable, got {type(thing).__name__}")
    twin, done = reseeded(thing, seed)
    if not done:
        return UnderGlobalSeed(twin, seed, watcher)
    if watcher is not None and not type(twin).__module__.startswith("augrepro."):
        watcher(twin, {}, None)
    return twin


def reseeded(thing: Callable[..., Any], seed: int) -> tuple[Callable[..., Any], bool]:
    """A copy of a pipeline, and whether it could be told the seed by a method of its own."""
    try:
        twin: Any = copy.deepcopy(thing)
    except Exception as problem:
        raise TypeError(
            f"the pipeline, a {type(thing).__name__}, cannot be copied, as giving it a seed needs: {problem}; leave "
            "what cannot be copied out in __getstate__, or give the pipeline its seed where it is made"
        ) from problem
    if callable(getattr(twin, "set_random_seed", None)):
        twin.set_random_seed(seed)
    elif callable(getattr(twin, "set_random_state", None)):
        twin.set_random_state(seed=seed)
    else:
        return twin, False
    return twin, True


class UnderGlobalSeed:
    """Run a callable that draws from the global generators; each call has its own state, and leaves no trace."""

    def __init__(self, inner: Callable[..., Any], seed: int, watcher: Watcher | None = None) -> None:
        self.inner, self.seed, self.calls, self.watcher = inner, seed, 0, watcher

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "watcher": None}  # another process has nobody to tell

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        call, self.calls = self.calls, self.calls + 1
        if self.watcher is not None:
            self.watcher(self.inner, {**{f"argument {at + 1}": each for at, each in enumerate(args)}, **kwargs}, None)
        with global_generators(derived(self.seed, "call", call, bits=64)):
            return self.inner(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<{self.inner!r} under seed {self.seed}>"


@contextmanager
def global_generators(seed: int) -> Iterator[None]:
    """Seed random, the global np.random and, where it is loaded, torch on the CPU; put all back afterwards."""
    torch: Any = sys.modules.get("torch")
    with rng_state.preserved():
        random.seed(seed)
        np.random.seed([seed & 0xFFFFFFFF, seed >> 32])
        if torch:
            torch.random.default_generator.manual_seed(seed)
        yield
