"""Whether samples put a global generator to one state before they draw: then they draw the same."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from . import global_rng

FULL = 624
"""Where a Mersenne twister stands that was just seeded."""
FEWEST = 2
"""Samples that show it: where one alone draws, nothing is the same as anything."""
SOME = 3
"""So many samples show it where others do not do it."""
START = 1_592_000_000
"""States that no sample puts a generator to by itself: seeds of samples are smaller, or drawn."""
Origins = dict[str, tuple[object, bool]]
"""By global generator the seed or block of words it stands in, and whether nothing was drawn since."""


class Resets:
    """Watches the fetches of unlike samples, each of which begins with the global generators in another state.

    A generator that stands in one state behind some of them, whatever it was before, was put there by each. It tells
    by its seed, or by its block of words: samples may have drawn more or less of them since.
    """

    def __init__(self) -> None:
        self.left: list[Origins] = []
        """What each fetch left."""

    def before(self, turn: int | None = None) -> None:
        """Begin a fetch."""
        global_rng.seed_all(START + (len(self.left) if turn is None else turn))

    def after(self) -> None:
        """Look at what a fetch has left."""
        self.left.append(dict(_origins()))

    def found(self) -> dict[str, list[int]]:
        """The generators that samples put to one state and drew from then, each with the places of those samples."""
        found = {}
        for name in self.left[0] if self.left else ():
            groups: dict[object, list[int]] = {}
            for at, origins in enumerate(self.left):
                groups.setdefault(origins[name][0], []).append(at)
            largest = max(groups.values(), key=len)
            drawn = sum(not self.left[at][name][1] for at in largest)
            fewest = FEWEST if len(largest) == len(self.left) else SOME
            if len(largest) >= fewest and drawn >= FEWEST:
                found[name] = largest
        return found

    def by_sample(self, names: list[str], fetchers: Iterator[tuple[Any, Callable[[], object]]]) -> list[str]:
        """The generators that each sample puts to a state of its own: made again, from another, it leaves the same."""
        fetches = [fetch for _, fetch in islice(fetchers, FEWEST)] if names else []
        if len(self.left) < FEWEST or fetches[:1] == fetches[1:]:  # an iterable goes on, and begins no sample again
            return []
        for at, fetch in enumerate(fetches):
            self.before(len(self.left) + at)
            fetch()
            again = dict(_origins())
            names = [name for name in names if again[name] == self.left[at][name] and not again[name][1]]
        return names


def _origins() -> Iterator[tuple[str, tuple[object, bool]]]:
    _, words, _ = random.getstate()
    yield "the global random module", (words[:-1], words[-1] == FULL)
    state: Any = np.random.get_state()
    yield "the global np.random", (state[1].tobytes(), state[2] == FULL)
    torch: Any = sys.modules.get("torch")
    if torch is not None:
        seed = torch.initial_seed()
        fresh = torch.Generator().manual_seed(seed).get_state()
        yield "torch's global generator", (seed, bool(torch.equal(torch.get_rng_state(), fresh)))
