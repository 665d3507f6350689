"""State that threads take from each other."""

from __future__ import annotations

import threading
import time

import numpy as np

from .planted import Planted, keyed, own, worker_id

_TABLE = [0] * 8
_BEGUN: set[str] = set()
_LOCK = threading.Lock()


class CallStateOnSelf(Planted):
    """The parameters of a call stand on the object, where another thread overwrites them."""

    law = "reentrant"

    def draw(self, key: int) -> int:
        self.current = own(key, self.seed)
        linger()
        return self.current


class SpawnedInThreads(Planted):
    """The first call spawns a seed for each sample; threads that come at once look before the lock, and spawn more."""

    law = "reentrant"

    def begin(self, seed: int) -> None:
        self.root = np.random.SeedSequence(seed)
        self.children: list[np.random.SeedSequence] = []

    def draw(self, key: int) -> int:
        if not self.children:
            linger(0.05)
            with _LOCK:
                self.children = self.root.spawn(len(self))
        return own(key, int(self.children[key].generate_state(1)[0]))


class TableFilledOnFirstUse(Planted):
    """A table of the module is filled by who comes first, while others read it already."""

    law = "reentrant"

    def draw(self, key: int) -> int:
        if not _BEGUN:
            _BEGUN.add("table")
            linger(0.05)
            _TABLE[:] = [keyed(entry) for entry in range(8)]
        return own(key, self.seed) ^ _TABLE[int(key) % 8]


def linger(seconds: float = 1e-3) -> None:
    """Let other threads, where there are any, catch up."""
    if threading.active_count() > 1 and worker_id() < 0:
        time.sleep(seconds)


FAULTS: tuple[type[Planted], ...] = (CallStateOnSelf, SpawnedInThreads, TableFilledOnFirstUse)
