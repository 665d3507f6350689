"""Images of 1x1 to 5x5 pixels, and images of very many channels, under every border and interpolation."""

from __future__ import annotations

from fuzz_constructors import judged
from fuzz_samples import CLASSES, NEEDED, arguments
from fuzz_values import Rng

BORDERS = ("border_mode", "interpolation", "mask_interpolation")
READERS = sorted(name for name, cls in CLASSES.items() if cls.declared.keys() & set(BORDERS))
"""The transforms that read between or beyond pixels."""


def case(rng: Rng) -> str | None:
    """What is wrong with one transform on one tiny image, or None."""
    many = rng.random() < 0.15
    name = str(rng.choice(sorted(CLASSES) if many else READERS))
    cls = CLASSES[name]
    given = {**NEEDED.get(name, {}), **(arguments(rng, cls, wild=0, most=0.3)), "p": 1}
    for field in BORDERS:
        if field in cls.declared:
            given[field] = int(rng.integers(5))
    if many:
        return judged(rng, cls, given, (2, 5), (5, 127, 129, 513))
    return judged(rng, cls, given, (1, 2, 3, 4, 5))
