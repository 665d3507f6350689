"""Generators of low-discrepancy sequences, which keep their state in arrays: torch's and SciPy's."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import numpy as np

ENGINES = {("torch", "SobolEngine"), ("scipy", "QMCEngine")}
"""The library and the name of each class; those that inherit from it count."""


def is_engine(thing: Any) -> bool:
    """Whether a thing is such a generator."""
    return any((part.__module__.partition(".")[0], part.__name__) in ENGINES for part in type(thing).__mro__)


def engine_state(thing: Any) -> object:
    """What tells one state from another: how many were drawn, and what is in the arrays."""
    return [(name, _digest(value)) for name, value in sorted(vars(thing).items())]


def _digest(value: Any) -> object:
    if isinstance(value, int | float | str):
        return value
    return sha256(np.asarray(value).tobytes()).hexdigest() if hasattr(value, "shape") else ""
