"""Whether each sample puts a global generator to one state before it draws: then all samples draw the same."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from . import global_rng
from .rebound import rebound

FULL = 624
"""Where a Mersenne twister stands that was just seeded."""
LONGEST = 80
"""Characters of a seed that is shown."""
FEWEST = 2
"""Samples that show it: where one alone draws, nothing is the same as anything."""


class Resets:
    """Watches the fetches of unlike samples, each of which begins with the global generators in another state.

    A generator that stands in one state behind all of them, whatever it was before, was put there by each. It tells
    by its seed, or by its block of words: samples may have drawn more or less of them since.
    """

    def __init__(self) -> None:
        self.fetches = 0
        self.origins: dict[str, set[object]] = {}
        self.drawn: dict[str, int] = {}
        self.made: dict[str, int] = {}

    def before(self) -> None:
        """Begin a fetch."""
        global_rng.seed_all(self.fetches)

    def after(self) -> None:
        """Look at what a fetch has left."""
        self.fetches += 1
        for name, origin, fresh in _origins():
            self.origins.setdefault(name, set()).add(origin)
            self.drawn[name] = self.drawn.get(name, 0) + (not fresh)

    def found(self) -> list[str]:
        """The generators that every sample put to one state, and that some drew from then."""
        if self.fetches < FEWEST:
            return []
        return [name for name, origins in self.origins.items() if len(origins) == 1 and self.drawn[name] >= FEWEST]

    def made_anew(self) -> tuple[str, ...]:
        """The generators that every sample made from one seed, each with its place."""
        return tuple(call for call, times in self.made.items() if FEWEST <= self.fetches <= times)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Count the generators that samples make from a seed: ``np.random.default_rng(0)``."""
        original: Callable[..., Any] = np.random.default_rng

        def counting(*args: Any, **kwargs: Any) -> Any:
            given = ", ".join([*map(repr, args), *(f"{name}={value!r}" for name, value in kwargs.items())])
            place = global_rng.location_of(sys._getframe(1))
            if given not in ("", "None", "seed=None") and len(given) < LONGEST and place != global_rng.UNKNOWN:
                call = f"np.random.default_rng({given}) ({place})"
                self.made[call] = self.made.get(call, 0) + 1
            return original(*args, **kwargs)

        with rebound([(original, counting)]):
            np.random.default_rng = counting
            try:
                yield
            finally:
                np.random.default_rng = original


def _origins() -> Iterator[tuple[str, object, bool]]:
    """Of each global generator the seed or the block of words it stands in, and whether nothing was drawn since."""
    _, words, _ = random.getstate()
    yield "the global random module", words[:-1], words[-1] == FULL
    state: Any = np.random.get_state()
    yield "the global np.random", state[1].tobytes(), state[2] == FULL
    torch: Any = sys.modules.get("torch")
    if torch is not None:
        seed = torch.initial_seed()
        fresh = torch.Generator().manual_seed(seed).get_state()
        yield "torch's global generator", seed, bool(torch.equal(torch.get_rng_state(), fresh))
