"""Whether two series differ by the order of their values alone, which no outlier can hide.

The mean and the spread of a series are as uncertain as its rarest values are large. Ranks are not: where both series
come from one distribution, every order of their values is as likely as every other, whatever that distribution is.
"""

from __future__ import annotations

from math import comb, erfc
from typing import Any

import numpy as np

SHARES = (0.05, 0.1, 0.2)
"""How many of all values count as an end of them."""
FEWEST_AT_AN_END = 20
"""The chance that so many values all belong to one series is about one in a million."""


def ranks_differ(one: Any, two: Any, room: float, sigmas: float) -> bool:
    """True where one series is mostly the larger one, by more than chance and ``room`` (Mann and Whitney 1947)."""
    return _mostly_above(one, two + room, sigmas) or _mostly_above(two, one + room, sigmas)


def share_of_pairs_above(one: Any, two: Any) -> float:
    """The share of pairs, a value of each series, in which that of ``one`` is the larger; of ties half."""
    n, m = len(one), len(two)
    return (float(_ranks_of_both(one, two)[0][:n].sum()) - n * (n + 1) / 2) / (n * m)


def _ranks_of_both(one: Any, two: Any) -> tuple[Any, Any]:
    """The rank of each value among all, ties in their middle, and how many values each tie has."""
    _, places, counts = np.unique(np.concatenate((one, two)), return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[places], counts


def _mostly_above(one: Any, two: Any, sigmas: float) -> bool:
    n, m = len(one), len(two)
    ranks, ties = _ranks_of_both(one, two)
    above = float(ranks[:n].sum()) - n * (n + 1) / 2
    total = n + m
    variance = n * m / 12 * (total + 1 - float((ties**3 - ties).sum()) / (total * (total - 1)))
    return bool(above - n * m / 2 > sigmas * variance**0.5 + 1e-9)


def reach_differs(one: Any, two: Any, room: float, slack: float, sigmas: float) -> bool:
    """True where the largest values, or the smallest, belong to one series, by more than chance would have it.

    Of the ends of all values, at three sizes, it counts those of each series (the hypergeometric test; Bonferroni's
    share of the level for each size). ``room`` and a share ``slack`` of the value where an end begins may differ
    besides.
    """
    level = erfc(sigmas / 2**0.5) / 2 / len(SHARES)
    return any(
        _reaches_further(sign * a, sign * b, share, room, slack, level)
        for sign in (1, -1)
        for a, b in ((one, two), (two, one))
        for share in SHARES
    )


def _reaches_further(one: Any, two: Any, share: float, room: float, slack: float, level: float) -> bool:
    """True where the upper end of all values has more of ``one`` than chance gives it, ``two`` raised by the slack."""
    n, m = len(one), len(two)
    size = max(FEWEST_AT_AN_END, int(share * (n + m)))
    raised = two + room + slack * abs(_start_of_end(one, two, size))
    start = _start_of_end(one, raised, size)
    mine, others = int((one > start).sum()), int((raised > start).sum())
    # where ties would make the end longer than wished, it is what lies above them
    return mine > others and chance_of_as_many(mine, mine + others, n, n + m) < level


def _start_of_end(one: Any, two: Any, size: int) -> float:
    """The largest value that is followed by ``size`` others at most."""
    both = np.concatenate((one, two))
    at = max(0, len(both) - size - 1)
    return float(np.partition(both, at)[at])


def chance_of_as_many(mine: int, drawn: int, n: int, total: int) -> float:
    """How likely ``drawn`` of ``total`` values hold ``mine`` or more of the ``n`` that are one's own."""
    ways = sum(comb(n, k) * comb(total - n, drawn - k) for k in range(mine, min(n, drawn) + 1))
    return ways / comb(total, drawn)
