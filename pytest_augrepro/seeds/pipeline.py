"""``aug_pipeline``: give any pipeline a seed, whoever wrote it."""

from __future__ import annotations

import copy
import importlib
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from . import rng_state
from .seeding import derived


def seeded(thing: Any, seed: int) -> Callable[..., Any]:
    """A seeded pipeline: a new one for a list of transforms, a reseeded copy for anything else."""
    if isinstance(thing, list | tuple):
        compose: Callable[..., Any] = importlib.import_module("augrepro").Compose(list(thing), seed=seed)
        return compose
    if not callable(thing):
        raise TypeError(f"aug_pipeline takes a list of transforms, a Compose or a callable, got {type(thing).__name__}")
    twin, done = reseeded(thing, seed)
    return twin if done else UnderGlobalSeed(twin, seed)


def reseeded(thing: Callable[..., Any], seed: int) -> tuple[Callable[..., Any], bool]:
    """A copy of a pipeline, and whether it could be told the seed by a method of its own."""
    twin: Any = copy.deepcopy(thing)
    if callable(getattr(twin, "set_random_seed", None)):
        twin.set_random_seed(seed)
    elif callable(getattr(twin, "set_random_state", None)):
        twin.set_random_state(seed=seed)
    else:
        return twin, False
    return twin, True


class UnderGlobalSeed:
    """Run a callable that draws from the global generators; each call has its own state, and leaves no trace."""

    def __init__(self, inner: Callable[..., Any], seed: int) -> None:
        self.inner, self.seed, self.calls = inner, seed, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        call, self.calls = self.calls, self.calls + 1
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
