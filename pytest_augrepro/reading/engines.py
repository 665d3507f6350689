"""Generators of low-discrepancy sequences, which keep their state in arrays: torch's and SciPy's."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import numpy as np

ENGINES = {"SobolEngine": "torch", "QMCEngine": "scipy"}
"""The name of each class and its library; those that inherit from it count."""


def is_engine(thing: Any) -> bool:
    """Whether a thing is such a generator."""
    for part in type(thing).__mro__:  # a plain loop: each batch asks this of all that hangs below its dataset
        if part.__name__ in ENGINES and part.__module__.partition(".")[0] == ENGINES[part.__name__]:
            return True
    return False


def engine_state(thing: Any) -> object:
    """What tells one state from another: how many were drawn, and what is in the arrays."""
    return [(name, _digest(value)) for name, value in sorted(vars(thing).items())]


def _digest(value: Any) -> object:
    if isinstance(value, int | float | str):
        return value
    return sha256(np.asarray(value).tobytes()).hexdigest() if hasattr(value, "shape") else ""
