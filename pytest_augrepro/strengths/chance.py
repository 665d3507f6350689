"""Whether two series of numbers, or two shares, differ by more than chance would have it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .ranks import ranks_differ, reach_differs, share_of_pairs_above

SIGMAS = 4.5
"""A difference of chance alone is larger than this once in 150,000 comparisons."""
SLACK = 0.01
"""A share of a number's size that may differ besides: libraries round and interpolate by ways of their own."""
FEWEST = 20
"""Of fewer values nothing is judged."""


class Moments(NamedTuple):
    """Mean and spread (the standard deviation) of a series."""

    mean: float
    spread: float


def moments(values: Any) -> Moments:
    """Mean and spread of an array."""
    return Moments(float(values.mean()), float(values.std()))


def means_differ(one: Any, two: Any, slack: float = SLACK, least: float = 0.0) -> bool:
    """True where the means differ by more than chance, ``slack`` and ``least``, the smallest difference that counts."""
    return _differ(one, two, slack * scale_of(one, two) + least)


def spreads_differ(one: Any, two: Any, slack: float = SLACK, least: float = 0.0) -> bool:
    """True where the distances from the median differ in the mean (Brown and Forsythe 1974), chance and slack apart."""
    room = _room_of_spreads(one, two, slack) + least
    return _differ(np.abs(one - np.median(one)), np.abs(two - np.median(two)), room)


def ranks_disagree(one: Any, two: Any, slack: float = SLACK, least: float = 0.0) -> bool:
    """True where most values of one series are the larger ones, by more than chance and ``slack``."""
    return ranks_differ(one, two, slack * scale_of(one, two) + least + 1e-9, SIGMAS)


def reaches_differ(one: Any, two: Any, slack: float = SLACK, least: float = 0.0) -> bool:
    """True where one series goes further, up or down, by more than chance and ``slack``."""
    return reach_differs(one, two, _room_of_spreads(one, two, slack) + least + 1e-9, slack, SIGMAS)


def scale_of(one: Any, two: Any) -> float:
    """How large the numbers of two series are: the largest of means and spreads."""
    return max(abs(float(one.mean())), abs(float(two.mean())), float(one.std()), float(two.std()))


def _room_of_spreads(one: Any, two: Any, slack: float) -> float:
    """How far values may lie further out than chance has them."""
    return slack * scale_of(one, two) + 2 * slack * max(float(one.std()), float(two.std()))


def _differ(one: Any, two: Any, besides: float) -> bool:
    """True where the means are further apart than chance and ``besides`` would have it.

    The error is that of both series together: what happened in a call or two of one of them alone says nothing.
    """
    error = float(np.concatenate((one, two)).std()) * (1 / len(one) + 1 / len(two)) ** 0.5
    return bool(abs(float(one.mean() - two.mean())) > SIGMAS * error + besides + 1e-9)


def shares_differ(count: int, n: int, other: int, m: int, sigmas: float = SIGMAS) -> bool:
    """True where ``count`` of ``n`` and ``other`` of ``m`` differ by more than chance."""
    pooled = (count + other) / (n + m)
    error = (pooled * (1 - pooled) * (1 / n + 1 / m)) ** 0.5
    return bool(abs(count / n - other / m) > sigmas * error + 1 / min(n, m))


def disagreements(ours: dict[str, Any], theirs: dict[str, Any], slack: float = SLACK) -> list[str]:
    """The series whose mean, spread, ranks or reach differ, one sentence each."""
    found = []
    for name, one in ours.items():
        two = theirs[name]
        if means_differ(one, two, slack):
            found.append(f"{name}: mean {one.mean():.4g} against {two.mean():.4g}")
        if spreads_differ(one, two, slack):
            found.append(f"{name}: spread {one.std():.4g} against {two.std():.4g}")
        if ranks_disagree(one, two, slack):
            found.append(f"{name}: ranks, of pairs {share_of_pairs_above(one, two):.0%} are higher")
        if reaches_differ(one, two, slack):
            ends = ["{:.4g} to {:.4g}".format(*np.quantile(values, (0.05, 0.95))) for values in (one, two)]
            found.append(f"{name}: reach {ends[0]} against {ends[1]}")
    return found
