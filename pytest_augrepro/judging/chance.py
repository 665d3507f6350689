"""What chance can do: how likely draws repeat by themselves, and whether anything was random at all. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from .evidence import Evidence, Reading
from .patterns import overlap_of

RARE = 1e-4


def chance_of_repeat(draws: Sequence[str]) -> float:
    """How likely equally distributed draws repeat these by chance, from how often values collide."""
    share = sum((count / len(draws)) ** 2 for count in Counter(draws).values())
    return float(share ** len(draws))


def is_random(evidence: Evidence) -> bool:
    """Whether anything but the index changes a sample."""
    first = evidence.first
    return (
        not alike(first, evidence.other)
        or varies(first)
        or any(first.digests(0) != first.digests(run) for run in range(1, len(first.names)))
    )


def alike(one: Reading, two: Reading) -> bool:
    """Whether two readings are equal in the passes that both have."""
    shared = range(min(len(one.names), len(two.names)))
    mine, theirs = ([visit for visit in side.content if visit[0] in shared] for side in (one, two))
    return mine == theirs


def varies(reading: Reading) -> bool:
    """Whether one sample, drawn again and again in one pass, comes out differently."""
    return any(len(set(draws)) > 1 for draws in reading.lines().values())


def undecided(evidence: Evidence) -> bool:
    """Whether equal draws were seen that chance explains well enough; more draws would help."""
    lines, reach = list(evidence.first.lines().items()), evidence.batch_size
    equal = [
        one for (a, one), (b, two) in combinations(lines, 2) if a.sample == b.sample and overlap_of(one, two, reach)
    ]
    if alike(evidence.first, evidence.other):
        equal += [one for _, one in lines]
    return any(len(set(one)) > 1 and chance_of_repeat(one) * (2 * reach + 1) >= RARE for one in equal)
