"""The order of an epoch over all ranks: a function of seed, epoch and lengths, the same for ever.

It is sorted out of raw words of a bit generator whose stream NumPy promises to keep, and never out of its methods.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..engine.chance.rng import root_key
from ..kernels.bits import Words

Array = np.ndarray[Any, np.dtype[np.int64]]
MOST = 2**32 - 1


class Order(NamedTuple):
    """Indices in the epoch's order, and of each how often it occurred before."""

    indices: Array
    draws: Array


def epoch_order(seed: int, epoch: int, length: int, count: int, shuffle: bool, replacement: bool) -> Order:
    """The epoch's ``count`` places over a dataset of this length, before any rank takes its share."""
    if replacement:
        drawn = _words(seed, epoch, 0, count) >> np.uint64(32)
        indices = ((drawn * np.uint64(length)) >> np.uint64(32)).astype(np.int64)
        return Order(indices, occurrences(indices))
    rounds = -(-count // length)
    parts = [permuted(seed, epoch, turn, length) if shuffle else np.arange(length) for turn in range(rounds)]
    return Order(np.concatenate(parts)[:count], np.arange(count) // length)


def weighted_order(seed: int, epoch: int, weights: np.ndarray[Any, np.dtype[np.float64]], count: int) -> Order:
    """``count`` places drawn with replacement, each index in proportion to its weight."""
    ends = np.cumsum(weights)
    unit = (_words(seed, epoch, 0, count) >> np.uint64(11)) * 2.0**-53
    drawn = np.searchsorted(ends, unit * ends[-1], side="right")
    indices = np.minimum(drawn, np.flatnonzero(weights)[-1]).astype(np.int64)
    return Order(indices, occurrences(indices))


def permuted(seed: int, epoch: int, turn: int, length: int) -> Array:
    """The numbers below ``length`` in the order of as many random words."""
    return np.argsort(_words(seed, epoch, turn, length), kind="stable")


def occurrences(indices: Array) -> Array:
    """Of each place, how many places before it hold the same index."""
    by_index = np.argsort(indices, kind="stable")
    ranked = indices[by_index]
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    sizes = np.diff(np.r_[starts, len(ranked)])
    out = np.empty(len(indices), np.int64)
    out[by_index] = np.arange(len(ranked)) - np.repeat(starts, sizes)
    return out


def _words(seed: int, epoch: int, turn: int, count: int) -> np.ndarray[Any, np.dtype[np.uint64]]:
    return Words(root_key("order", seed, epoch, turn).hex()[:32]).bytes(8 * count).view("<u8")
