"""How large a change must be before a comparison sees it: said where it saw none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from .chance import SIGMAS, SLACK, scale_of

SHOWN = 3
"""Of the rows, those that see least are named."""


def smallest_mean(one: Any, two: Any, slack: float = SLACK, least: float = 0.0) -> float:
    """How far the means of two series must be apart for ``means_differ`` to be true."""
    error = float(np.concatenate((one, two)).std()) * (1 / len(one) + 1 / len(two)) ** 0.5
    return float(SIGMAS * error + slack * scale_of(one, two) + least)


def smallest_share(count: int, n: int, other: int, m: int, sigmas: float) -> float:
    """How far two shares must be apart for ``shares_differ`` to be true."""
    pooled = (count + other) / (n + m)
    return float(sigmas * (pooled * (1 - pooled) * (1 / n + 1 / m)) ** 0.5 + 1 / min(n, m))


def words_of_sight(
    n: int, m: int, shares: Iterable[tuple[str, float]], means: Iterable[tuple[str, float, float]]
) -> str:
    """The sentence under a comparison in which nothing differs.

    ``shares`` are rows and how far their shares must be apart, ``means`` rows, how far their means must be apart, and
    how large their numbers are.
    """
    known = [(least / size, f"{name} by {least:.2g} ({least / size:.0%})") for name, least, size in means if size > 0]
    weakest = [text for _, text in sorted(known, key=lambda row: -row[0])[:SHOWN]]
    weakest += [f"{name} by {least:.0%} of calls" for name, least in shares]
    calls = f"{n} calls of each" if n == m else f"{n} and {m} calls"
    return (
        f"with {calls}, a change is seen from about this size on in the rows that see least: {'; '.join(weakest)} "
        "(shares of the size of a row's numbers); what few calls do may lie below it, and four times the calls see half"
    )
