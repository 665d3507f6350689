"""Draws that follow from the processor and the memory."""

from __future__ import annotations

import numpy as np

from .planted import Planted, keyed, own


class Uninitialized(Planted):
    """Part of the output is never written."""

    law = "memory-clean"

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ (int(np.empty(64, np.uint8)[63]) == 0xAB)


class DispatchDecides(Planted):
    """A last bit of a float32 power decides about the sample."""

    law = "dispatch-invariant"

    def draw(self, key: int) -> int:
        grid = np.linspace(0.1, 1.0, 4096, dtype=np.float32)
        return own(key, self.seed) ^ (
            keyed((np.exp(grid) + np.sin(grid) + grid ** np.float32(0.37)).tobytes()) & 0xFFFF
        )


FAULTS: tuple[type[Planted], ...] = (Uninitialized, DispatchDecides)
