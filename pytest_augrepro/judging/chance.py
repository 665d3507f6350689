"""What chance can do: how likely draws repeat by themselves, and whether anything was random at all. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import comb, factorial
from typing import Any

from .evidence import Evidence, Reading
from .patterns import overlap_of

RARE = 1e-4


def chance_of_repeat(draws: Sequence[str]) -> float:
    """How likely equally distributed draws repeat these by chance, from how often values collide."""
    share = sum((count / len(draws)) ** 2 for count in Counter(draws).values())
    return float(share ** len(draws))


def chance_of_equal_passes(differing: int, passes: int) -> float:
    """How likely so many samples stay the same in all passes under one seed, and another under another, by chance.

    Draws that know no order fall in any order alike, whatever their distribution: of a sample's draws in twice
    ``passes`` passes, half of them equal and half equal otherwise, two of all orders are parted by the seed.
    """
    return float((2 / comb(2 * passes, passes)) ** differing)


def passes_repeat(evidence: Evidence) -> bool:
    """Whether the readings of more passes show that samples follow the seed and not the epoch."""
    return parted_by_seed([[reading.digests(run) for run in range(len(reading.names))] for reading in evidence.passes])


def seeds_repeat(evidence: Evidence) -> bool:
    """Whether the readings under more seeds show that samples follow the lower bits of a seed and not the others."""
    return parted_by_seed([[reading.digests(0) for reading in of_seed] for of_seed in evidence.seeds])


def parted_by_seed(groups: Sequence[Sequence[Mapping[Any, str]]]) -> bool:
    """Whether readings are equal in each of two groups, and differ between them, by more than chance."""
    if not groups or any(each != group[0] for group in groups for each in group):
        return False
    mine, theirs = groups[0][0], groups[1][0]
    differing = sum(mine[index] != theirs.get(index) for index in mine)
    return chance_of_equal_passes(differing, len(groups[0])) < RARE


def passes_needed(differing: int) -> int:
    """How many equal passes tell a fault from chance."""
    return next(passes for passes in range(2, 64) if chance_of_equal_passes(differing, passes) < RARE)


def chance_of_equality(evidence: Evidence, run: int = 0) -> float:
    """How likely a pass repeats another by chance, from how many samples another seed leaves as they are.

    A sample that differs once and then agrees proves little: for a coin, and for nothing more, that is one chance in
    four. Repeated draws that collide less often say that it is no coin.
    """
    mine, foreign = evidence.first.digests(run), evidence.other.digests(0)
    differing = sum(mine[index] != foreign.get(index) for index in mine)
    agree = 1 - differing / max(1, len(mine))
    return float(max(agree ** len(mine), min(0.25, collisions(evidence.drawn.first)) ** differing))


def collisions(reading: Reading) -> float:
    """How often two draws of one sample are equal, in the line of draws where they are most often; 1 without draws."""
    lines = reading.lines().values()
    return max((sum((count / len(one)) ** 2 for count in Counter(one).values()) for one in lines), default=1.0)


def unexplained(evidence: Evidence) -> list[Any]:
    """The samples that another seed changes and a later pass does not, where more passes have to tell why."""
    evidence = evidence.drawn
    first, mine = evidence.first, evidence.first.digests(0)
    repeated = any(first.digests(run) == mine for run in range(1, len(first.names)))
    if evidence.epochs_equal or not repeated or varies(first) or chance_of_equality(evidence) < RARE:
        return []
    return differing_samples(evidence)


def frozen_samples(evidence: Evidence) -> list[Any]:
    """The samples that are the same in all passes under one seed, and the same otherwise under another.

    Others change from pass to pass: where none does, whole passes are compared.
    """
    sides = [[side.digests(run) for run in range(len(side.names))] for side in (evidence.first, evidence.other)]
    if evidence.epochs_equal or min(map(len, sides)) < 2 or any(later == sides[0][0] for later in sides[0][1:]):
        return []
    return frozen(sides)


def frozen(sides: Sequence[Sequence[Mapping[Any, str]]]) -> list[Any]:
    """The samples that are equal in all passes of each side, and differ between two sides."""
    if not sides:
        return []
    (mine, *later), (theirs, *others) = sides
    return [
        index
        for index, digest in mine.items()
        if digest != theirs.get(index)
        and all(each.get(index) == digest for each in later)
        and all(each.get(index) == theirs.get(index) for each in others)
    ]


def suspicious_steps(evidence: Evidence) -> list[int]:
    """The distances of seeds that gave the samples of the seed itself."""
    direct = evidence.direct
    if direct is None:
        return []
    return [step for step, reading in evidence.near_seeds if reading.digests(0) == direct.digests(0)]


def differing_samples(evidence: Evidence) -> list[Any]:
    """The samples that another seed changes."""
    mine, foreign = evidence.first.digests(0), evidence.other.digests(0)
    return [index for index in mine if mine[index] != foreign.get(index)]


def is_random(evidence: Evidence) -> bool:
    """Whether a seed or a repeated draw changes a sample, or the order in which samples come."""
    return content_is_random(evidence) or order_is_random(evidence)


def content_is_random(evidence: Evidence) -> bool:
    """Whether another seed or another draw changes a sample; another epoch may change it by right, as a level does."""
    drawn = evidence.drawn
    return not alike(drawn.first, drawn.other) or varies(drawn.first)


def order_is_random(evidence: Evidence) -> bool:
    """Whether an iterable dataset shuffles: by seed, or anew in each pass."""
    first = evidence.first
    return first.ordered and (not ordered_alike(first, evidence.other) or reshuffled(first))


def ordered_alike(one: Reading, two: Reading) -> bool:
    """Whether two readings have their samples in one order in all passes that both have."""
    return all(one.sequence(run) == two.sequence(run) for run in range(min(len(one.names), len(two.names))))


def reshuffled(reading: Reading) -> bool:
    """Whether passes come in different orders, none of which is another one turned round."""
    first = reading.sequence(0)
    return any(
        set(later) == set(first) and many_orders(first) and later not in _turned(first)
        for later in map(reading.sequence, range(1, len(reading.names)))
    )


def many_orders(sequence: Sequence[object]) -> bool:
    """Whether so many orders of these samples exist that two shuffles hardly ever agree."""
    return 1 / factorial(min(len(sequence), 20)) < RARE


def _turned(sequence: tuple[object, ...]) -> set[tuple[object, ...]]:
    """The same circle, wherever one starts: counting on is no shuffling."""
    return {sequence[at:] + sequence[:at] for at in range(len(sequence))}


def alike(one: Reading, two: Reading) -> bool:
    """Whether two readings are equal in the passes that both have: their samples, and repeated draws one by one."""
    shared = range(min(len(one.names), len(two.names)))
    data = [[visit for visit in side.content if visit[0] in shared] for side in (one, two)]
    lines = [{line: draws for line, draws in side.lines().items() if line.run in shared} for side in (one, two)]
    return data[0] == data[1] and lines[0] == lines[1]


def varies(reading: Reading) -> bool:
    """Whether one sample, drawn again and again in one pass, comes out differently."""
    return any(len(set(draws)) > 1 for draws in reading.lines().values())


def undecided(evidence: Evidence) -> bool:
    """Whether equal draws were seen that chance explains well enough; more draws would help."""
    evidence = evidence.drawn
    lines, reach = list(evidence.first.lines().items()), evidence.batch_size
    equal = [
        one for (a, one), (b, two) in combinations(lines, 2) if a.sample == b.sample and overlap_of(one, two, reach)
    ]
    if alike(evidence.first, evidence.other):
        equal += [one for _, one in lines]
    return any(len(set(one)) > 1 and chance_of_repeat(one) * (2 * reach + 1) >= RARE for one in equal)
