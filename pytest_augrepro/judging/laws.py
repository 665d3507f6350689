"""The laws of loading augmented data, judged on maps (epoch, index) -> fingerprint. Pure: neither pytest nor torch.

Sameness laws compare two readings sample by sample. Difference laws need care: a flip with p=0.5 repeats
itself half the time, and honestly so. They look at the *probes*, many draws of one and the same sample, and
speak only when equal draws by chance would be rarer than one in ten thousand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from .evidence import GENERATOR, Comparison, Evidence, Failed, Line, Reading, Visit
from .patterns import overlap_of, period_of, recognized

RARE = 1e-4
RERUN = "a second run with the same seed"


@dataclass(frozen=True)
class Breach:
    """A broken law: what happened, and where it shows first."""

    law: str
    headline: str
    visit: Visit | None = None
    run: str = ""
    target: str = ""
    scope: str = ""
    pattern: str = ""
    condition: str = ""
    blame: str = ""
    direct: bool = False
    """Whether it was read without a loader."""


Law = Callable[[Evidence], Iterator[Breach]]


def chance_of_repeat(draws: Sequence[str]) -> float:
    """How likely equally distributed draws repeat these by chance, from how often values collide."""
    share = sum((count / len(draws)) ** 2 for count in Counter(draws).values())
    return float(share ** len(draws))


def is_random(evidence: Evidence) -> bool:
    """Whether anything but the index changes a sample."""
    first = evidence.first
    return (
        not _alike(first, evidence.other)
        or _varies(first)
        or any(first.digests(0) != first.digests(run) for run in range(1, len(first.names)))
    )


def _alike(one: Reading, two: Reading) -> bool:
    """Whether two readings are equal in the passes that both have."""
    shared = range(min(len(one.names), len(two.names)))
    mine, theirs = ([visit for visit in side.content if visit[0] in shared] for side in (one, two))
    return mine == theirs


def _varies(reading: Reading) -> bool:
    """Whether one sample, drawn again and again in one pass, comes out differently."""
    return any(len(set(draws)) > 1 for draws in reading.lines().values())


def undecided(evidence: Evidence) -> bool:
    """Whether equal draws were seen that chance explains well enough; more draws would help."""
    lines, reach = list(evidence.first.lines().items()), evidence.batch_size
    equal = [
        one for (a, one), (b, two) in combinations(lines, 2) if a.sample == b.sample and overlap_of(one, two, reach)
    ]
    if _alike(evidence.first, evidence.other):
        equal += [one for _, one in lines]
    return any(len(set(one)) > 1 and chance_of_repeat(one) * (2 * reach + 1) >= RARE for one in equal)


def coverage(evidence: Evidence) -> Iterator[Breach]:
    """Each sample comes out exactly once in each pass."""
    first = evidence.first
    spare = (first.length or 0) % evidence.batch_size if evidence.drop_last else 0
    for run, name in enumerate(first.names):
        counts = Counter(visit.index for visit in first.data if visit.run == run)
        known = range(first.length) if first.length is not None else _named(evidence)
        length = len(known)
        twice = [index for index, count in counts.items() if count > 1]
        if twice or (len(counts) != length - spare and known):
            missing = [index for index in known if index not in counts]
            words = f"sample {twice[0]} came twice" if twice else f"sample {missing[0]} never came"
            scope = f"{len(counts)} of {length or len(counts)} samples came, {len(twice)} of them more than once"
            yield Breach("coverage", f"{words} in {name}", run=name, scope=scope)


def _named(evidence: Evidence) -> list[Any]:
    """The samples that an iterable dataset gives without workers; none where that is not known."""
    return [] if evidence.direct is None or evidence.drop_last else list(evidence.direct.digests(0))


def rerun(evidence: Evidence) -> Iterator[Breach]:
    """A second reading with the same seed is equal, in a fresh process and in the same one."""
    yield from changed_by(Comparison("rerun", RERUN, evidence.first, evidence.rerun))
    for comparison in evidence.comparisons:
        if comparison.law == "rerun":
            yield from changed_by(comparison)


def seed_sensitive(evidence: Evidence) -> Iterator[Breach]:
    """Another seed gives other samples."""
    first = evidence.first
    if _alike(first, evidence.other) and is_random(evidence) and not (_varies(first) and undecided(evidence)):
        yield Breach(
            "seed-sensitive",
            "another seed gave the same samples",
            first.visits[0],
            first.names[0],
            scope=f"all {len(first.data)} samples and {len(first.visits) - len(first.data)} repeated draws agree",
        )
    mine, foreign = first.digests(0), evidence.other.digests(0)
    agree = sum(mine[index] == foreign.get(index) for index in mine) / max(1, len(mine))
    for distance, reading in evidence.near_seeds if agree ** len(mine) < RARE else ():
        if evidence.direct is not None and reading.digests(0) == evidence.direct.digests(0):
            yield Breach(
                "seed-sensitive", f"a seed larger by {distance} gave the same samples", scope="read without a loader"
            )


def input_unchanged(evidence: Evidence) -> Iterator[Breach]:
    """Making a sample leaves the data it was made from alone."""
    side_effects = evidence.side_effects
    if side_effects is not None and side_effects.changed:
        yield Breach(
            "input-unchanged",
            f"fetching a sample modified {side_effects.changed[0]} in place",
            target=side_effects.changed[0],
            scope=f"{len(side_effects.changed)} arrays modified by the time every sample was fetched",
        )


def picklable(evidence: Evidence) -> Iterator[Breach]:
    """Where workers are not forked, the dataset can be sent to them."""
    side_effects = evidence.side_effects
    if side_effects is not None and side_effects.unpicklable and evidence.needs_pickle:
        yield Breach("picklable", f"the dataset cannot be sent to a worker: {side_effects.unpicklable}")


def workers_distinct(evidence: Evidence) -> Iterator[Breach]:
    """Two workers do not draw the same randomness."""
    for one, other, draws in _repeated(evidence):
        if one.run == other.run:
            what = (
                f"hold {one.part} in the same state" if one.part.startswith(GENERATOR) else "drew the same randomness"
            )
            yield Breach(
                "workers-distinct",
                f"workers {one.worker} and {other.worker} {what}",
                Visit(other.run, 0, other.sample, other.worker, draws[0], {}),
                evidence.first.names[one.run],
                one.part,
                _agreement(one, draws),
                f"{_abbreviated(draws)}  (each draw comes once per worker: period = num_workers)",
            )


def _agreement(line: Line, draws: Sequence[str]) -> str:
    what = f"{len(draws)} draws of sample {line.sample}" if line.sample is not None else f"{len(draws)} states in turn"
    return f"{what} agree one by one"


def calls_distinct(evidence: Evidence) -> Iterator[Breach]:
    """The calls of one worker do not repeat a short cycle."""
    for line, draws in sorted(evidence.first.lines().items()):
        period = period_of(draws)
        if period and len(set(draws)) > 1 and chance_of_repeat(draws[:period]) ** (len(draws) / period - 1) < RARE:
            yield Breach(
                "calls-distinct",
                f"the draws repeat themselves every {period} calls",
                Visit(line.run, 0, line.sample, line.worker, draws[0], {}),
                evidence.first.names[line.run],
                scope=f"{len(draws)} draws of sample {line.sample} by one worker",
                pattern=f"{_abbreviated(draws)}  (period = {period})",
            )


def _repeated(evidence: Evidence) -> Iterator[tuple[Line, Line, Sequence[str]]]:
    """The pairs of lines that are one line, and what they share."""
    lines = evidence.first.lines(parts=True)
    for one, other in combinations(sorted(lines, key=lambda line: (line.part, line)), 2):
        if (one.sample, one.part) == (other.sample, other.part):
            shared = _repeats(lines[one], lines[other], evidence.batch_size, one.part.startswith(GENERATOR))
            if shared:
                yield one, other, shared


def _repeats(one: Sequence[str], two: Sequence[str], reach: int = 0, states: bool = False) -> Sequence[str]:
    """What two runs of draws share where they are one run, perhaps a few calls apart, and not by chance.

    States of a generator never agree by chance.
    """
    shared = overlap_of(one, two, reach)
    if states:
        return shared if len(set(shared)) > 1 else ()
    chance = chance_of_repeat(one) ** (len(shared) / max(1, len(one))) * (2 * reach + 1)
    return shared if len(shared) >= 4 and chance < RARE else ()


def _abbreviated(draws: Sequence[str]) -> str:
    return " ".join(draw[:4] for draw in draws[:8]) + (" ..." if len(draws) > 8 else "")


def epochs_distinct(evidence: Evidence) -> Iterator[Breach]:
    """No pass repeats an earlier one: not an epoch, not a new loader, not one built after a worker was killed."""
    first = evidence.first
    for one, other, draws in _repeated(evidence):
        early, late = sorted((one, other))
        if early.run != late.run:
            by = "" if one.worker == other.worker else f" (worker {late.worker} as worker {early.worker} before)"
            what = f"{one.part}: {len(draws)} states" if one.part.startswith(GENERATOR) else f"{len(draws)} draws"
            scope = f"{what} of sample {late.sample} agree one by one"
            visit = Visit(late.run, 0, late.sample, late.worker, "", {})
            yield _repeat(first, early.run, late.run, by, visit, scope, _abbreviated(draws))
    if not _varies(first) and is_random(evidence):
        yield from _repeated_maps(evidence)


def _repeated_maps(evidence: Evidence) -> Iterator[Breach]:
    """Where the index decides all, compare whole passes; how far another seed differs says what chance can do."""
    first, foreign = evidence.first, evidence.other.digests(0)
    for run, later in combinations(range(len(first.names)), 2):
        mine = first.digests(run)
        agree = sum(mine[index] == foreign.get(index) for index in mine) / max(1, len(mine))
        if mine == first.digests(later) and agree ** len(mine) < RARE:
            visit = Visit(later, 0, 0, -1, "", {})
            yield _repeat(first, run, later, "", visit, f"all {len(mine)} samples are equal, index by index", "")


def _repeat(reading: Reading, run: int, later: int, by: str, visit: Visit, scope: str, pattern: str) -> Breach:
    name = reading.names[later]
    return Breach(
        "epochs-distinct", f"{name} repeats {reading.names[run]}{by}", visit, name, scope=scope, pattern=pattern
    )


def global_rng_untouched(evidence: Evidence) -> Iterator[Breach]:
    """Making a sample does not advance or reseed a global generator."""
    moved = {} if evidence.side_effects is None else evidence.side_effects.moved
    for name, place in list(moved.items())[:1]:
        also = [other for other in moved if other != name]
        scope = f"also {' and '.join(also)}" if also else ""
        yield Breach("global-rng-untouched", f"making a sample advanced {name}", scope=scope, blame=place)


def ranks_distinct(evidence: Evidence) -> Iterator[Breach]:
    """Two ranks with one seed do not draw the same randomness."""
    for (rank, one), (other, two) in combinations(enumerate(evidence.ranks), 2):
        twice = one.by_key().keys() & two.by_key().keys()
        if twice:
            run, index = min(twice, key=str)
            yield Breach("ranks-distinct", f"ranks {rank} and {other} both read sample {index} in {one.names[run]}")
        mine, theirs = one.lines(), two.lines()
        for line in sorted(mine.keys() & theirs.keys()):
            if _repeats(mine[line], theirs[line]):
                yield Breach(
                    "ranks-distinct",
                    f"ranks {rank} and {other} drew the same randomness",
                    Visit(line.run, 0, line.sample, line.worker, mine[line][0], {}),
                    one.names[line.run],
                    scope=f"{len(mine[line])} draws of sample {line.sample} agree one by one",
                    pattern=_abbreviated(mine[line]),
                )


def changed_by(comparison: Comparison) -> Iterator[Breach]:
    """A reading under another condition is equal, sample by sample, wherever both read the same sample."""
    law, condition, reading = comparison.law, comparison.condition, comparison.reading
    if isinstance(reading, Failed):
        yield Breach(
            law, f"{condition} made a sample raise {reading.problem}", condition=condition, blame=reading.trace
        )
        return
    found = reading.by_key()
    pairs = [(visit, found[key]) for key, visit in comparison.reference.by_key().items() if key in found]
    wrong = [(one, two) for one, two in pairs if one.digest != two.digest]
    if wrong:
        one, two = wrong[0]
        target = next((name for name, digest in one.prints.items() if two.prints.get(name) != digest), "sample")
        yield Breach(
            law,
            f"{condition} gave another {target}",
            one,
            comparison.reference.names[one.run],
            target,
            f"{len(wrong)} of {len(pairs)} samples differ",
            recognized(comparison.reference, reading),
            condition,
            reading.blame,
            comparison.direct,
        )


STREAM: dict[str, Law] = {
    "coverage": coverage,
    "picklable": picklable,
    "rerun": rerun,
    "seed-sensitive": seed_sensitive,
    "input-unchanged": input_unchanged,
    "workers-distinct": workers_distinct,
    "calls-distinct": calls_distinct,
    "epochs-distinct": epochs_distinct,
}
LAWS: dict[str, Law] = STREAM | {"global-rng-untouched": global_rng_untouched, "ranks-distinct": ranks_distinct}
DIFFERENCE = frozenset({"seed-sensitive", "workers-distinct", "calls-distinct", "epochs-distinct", "ranks-distinct"})
