"""Fast primitives that run only where they gave every bit of their reference, in a test on this very machine.

A kernel's bits are those of its reference, which may be slow and holds everywhere. OpenCV often has a faster way whose
rounding is its own affair: it depends on the CPU, the release and the build. So before its first use a fast primitive
answers questions whose answers the reference knows, once a process and within a few milliseconds. One wrong bit, a
wrong dtype or an exception, and the reference runs instead: what a machine can do decides about time, never about
pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Primitive = Callable[..., Array]
Probes = Callable[[], Iterable[tuple[Any, ...]]]
CERTIFIED: dict[str, Certified] = {}
"""All that were declared, by name."""


class Certified:
    """A primitive with a fast and a sure way, and the arguments on which the two are compared.

    The answer is kept for each setting of ``cv2.setUseOptimized``, which changes OpenCV's code while a process runs.
    """

    def __init__(self, name: str, fast: Primitive, reference: Primitive, probes: Probes) -> None:
        self.name, self.fast, self.reference, self.probes = name, fast, reference, probes
        self._chosen: dict[bool, Primitive] = {}
        CERTIFIED[name] = self

    def __call__(self, *args: Any) -> Array:
        chosen = self._chosen.get(cv2.useOptimized())
        return (self._choose() if chosen is None else chosen)(*args)

    @property
    def holds(self) -> bool:
        """True where the fast way is used on this machine; the comparison is made where it was not yet."""
        return self._choose() is self.fast

    @property
    def compared(self) -> bool:
        """Whether the comparison was made here."""
        return bool(self._chosen)

    def forget(self) -> None:
        """Compare anew before the next use."""
        self._chosen = {}

    def _choose(self) -> Primitive:
        """Threads that come here at once all compare, and all find the same."""
        setting = cv2.useOptimized()
        if setting not in self._chosen:
            alike = all(self._agrees(probe) for probe in self.probes())
            self._chosen[setting] = self.fast if alike else self.reference
        return self._chosen[setting]

    def _agrees(self, probe: tuple[Any, ...]) -> bool:
        expected = self.reference(*probe)
        try:
            found = self.fast(*probe)
        except (cv2.error, TypeError, ValueError):
            return False
        return found.dtype == expected.dtype and found.shape == expected.shape and found.tobytes() == expected.tobytes()


def compared() -> list[str]:
    """The names of the fast ways that this process has compared with their references."""
    return [name for name, primitive in CERTIFIED.items() if primitive.compared]


def compare(names: Iterable[str]) -> None:
    """Compare these now: processes that are forked later inherit the answers. Unknown names are left out."""
    for name in names:
        if name in CERTIFIED:
            CERTIFIED[name]._choose()


def certified(name: str, reference: Primitive, probes: Probes) -> Callable[[Primitive], Certified]:
    """Declare the decorated function the fast way of ``reference``."""
    return lambda fast: Certified(name, fast, reference, probes)
