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

from pytest_augrepro.patterns import overlap_of, period_of, recognised
from pytest_augrepro.stream import Comparison, Evidence, Failed, Stream, Visit

RARE = 1e-4


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


Law = Callable[[Evidence], Iterator[Breach]]


def chance_of_repeat(draws: Sequence[str]) -> float:
    """Return how likely equally distributed draws repeat these by chance, from how often values collide."""
    share = sum((count / len(draws)) ** 2 for count in Counter(draws).values())
    return float(share ** len(draws))


def is_random(evidence: Evidence) -> bool:
    """Whether anything but the index changes a sample."""
    first = evidence.first
    return (
        first.content != evidence.other.content
        or _varies(first)
        or any(first.digests(0) != first.digests(run) for run in range(1, len(first.names)))
    )


def _varies(stream: Stream) -> bool:
    """Whether one sample, drawn again and again in one pass, comes out differently."""
    return any(len(set(draws)) > 1 for draws in stream.draws().values())


def undecided(evidence: Evidence) -> bool:
    """Whether equal draws were seen that chance explains well enough; more draws would help."""
    draws = list(evidence.first.draws().items())
    reach = evidence.batch_size
    equal = [one for (_, one), (_, two) in combinations(draws, 2) if overlap_of(one, two, reach)]
    if evidence.first.draws() == evidence.other.draws():
        equal += [one for _, one in draws]
    return any(len(set(one)) > 1 and chance_of_repeat(one) * (2 * reach + 1) >= RARE for one in equal)


def coverage(evidence: Evidence) -> Iterator[Breach]:
    """Each sample comes out exactly once in each pass."""
    first = evidence.first
    spare = (first.length or 0) % evidence.batch_size if evidence.drop_last else 0
    for run, name in enumerate(first.names):
        counts = Counter(visit.index for visit in first.data if visit.run == run)
        length = len(counts) if first.length is None else first.length
        twice = [index for index, count in counts.items() if count > 1]
        if twice or len(counts) != length - spare:
            missing = [index for index in range(length) if index not in counts]
            words = f"sample {twice[0]} came twice" if twice else f"sample {missing[0]} never came"
            scope = f"{len(counts)} of {length} samples came, {len(twice)} of them more than once"
            yield Breach("coverage", f"{words} in {name}", run=name, scope=scope)


def rerun(evidence: Evidence) -> Iterator[Breach]:
    """A second reading with the same seed, in a fresh process, is equal."""
    comparison = Comparison("rerun", "a second run with the same seed", evidence.first, evidence.rerun)
    yield from changed_by(comparison)


def seed_sensitive(evidence: Evidence) -> Iterator[Breach]:
    """Another seed gives other samples."""
    first = evidence.first
    if first.content == evidence.other.content and is_random(evidence) and not (_varies(first) and undecided(evidence)):
        yield Breach(
            "seed-sensitive", "another seed gave the same samples", first.visits[0], first.names[0],
            scope=f"all {len(first.data)} samples and {len(first.visits) - len(first.data)} repeated draws agree",
        )  # fmt: skip
    mine, foreign = first.digests(0), evidence.other.digests(0)
    agree = sum(mine[index] == foreign.get(index) for index in mine) / max(1, len(mine))
    for distance, stream in evidence.near_seeds if agree ** len(mine) < RARE else ():
        if evidence.direct is not None and stream.content == evidence.direct.content:
            yield Breach(
                "seed-sensitive", f"a seed larger by {distance} gave the same samples", scope="read without a loader"
            )


def input_unchanged(evidence: Evidence) -> Iterator[Breach]:
    """Making a sample leaves the data it was made from alone."""
    census = evidence.census
    if census is not None and census.changed:
        yield Breach(
            "input-unchanged", f"fetching a sample modified {census.changed[0]} in place",
            target=census.changed[0],
            scope=f"first by sample {census.first_index}; {len(census.changed)} arrays modified",
        )  # fmt: skip


def picklable(evidence: Evidence) -> Iterator[Breach]:
    """Where workers are not forked, the dataset can be sent to them."""
    census = evidence.census
    if census is not None and census.unpicklable and evidence.needs_pickle:
        yield Breach("picklable", f"the dataset cannot be sent to a worker: {census.unpicklable}")


def workers_distinct(evidence: Evidence) -> Iterator[Breach]:
    """Two workers do not draw the same randomness."""
    draws = evidence.first.draws()
    for (run, worker), (other_run, other) in combinations(sorted(draws), 2):
        mine = draws[run, worker]
        if run == other_run and _repeats(mine, draws[other_run, other], evidence.batch_size):
            name = evidence.first.names[run]
            yield Breach(
                "workers-distinct", f"workers {worker} and {other} drew the same randomness",
                Visit(run, 0, 0, other, mine[0], {}), name,
                scope=f"{len(overlap_of(mine, draws[other_run, other], evidence.batch_size))} draws of sample 0 agree",
                pattern=f"{_shown(mine)}  (each draw comes once per worker: period = num_workers)",
            )  # fmt: skip


def calls_distinct(evidence: Evidence) -> Iterator[Breach]:
    """The calls of one worker do not repeat a short cycle."""
    for (run, worker), draws in sorted(evidence.first.draws().items()):
        period = period_of(draws)
        if period and len(set(draws)) > 1 and chance_of_repeat(draws[:period]) ** (len(draws) / period - 1) < RARE:
            yield Breach(
                "calls-distinct", f"the draws repeat themselves every {period} calls",
                Visit(run, 0, 0, worker, draws[0], {}), evidence.first.names[run],
                scope=f"{len(draws)} draws of sample 0 by one worker", pattern=f"{_shown(draws)}  (period = {period})",
            )  # fmt: skip


def _repeats(one: Sequence[str], two: Sequence[str], reach: int = 0) -> bool:
    """Whether two runs of draws are one run, perhaps a few calls apart, and not by chance."""
    shared = overlap_of(one, two, reach)
    return len(shared) >= 4 and chance_of_repeat(one) ** (len(shared) / len(one)) * (2 * reach + 1) < RARE


def _shown(draws: Sequence[str]) -> str:
    return " ".join(draw[:4] for draw in draws[:8]) + (" ..." if len(draws) > 8 else "")


def epochs_distinct(evidence: Evidence) -> Iterator[Breach]:
    """No pass repeats an earlier one: not an epoch, not a new loader, not one built after a worker was killed."""
    first = evidence.first
    draws = first.draws()
    for (run, worker), (later, other) in combinations(sorted(draws), 2):
        if run != later and _repeats(draws[run, worker], draws[later, other], evidence.batch_size):
            by = "" if worker == other else f" (worker {other} as worker {worker} before)"
            scope = f"{len(draws[run, worker])} draws of sample 0 agree one by one"
            yield _repeat(first, run, later, by, other, scope, _shown(draws[run, worker]))
    if not _varies(first) and is_random(evidence):
        yield from _repeated_maps(evidence)


def _repeated_maps(evidence: Evidence) -> Iterator[Breach]:
    """Where the index decides all, compare whole passes; how far another seed differs says what chance can do."""
    first, other = evidence.first, evidence.other
    for run, later in combinations(range(len(first.names)), 2):
        mine, foreign = first.digests(run), other.digests(run)
        agree = sum(mine[index] == foreign.get(index) for index in mine) / max(1, len(mine))
        if mine == first.digests(later) and agree ** len(mine) < RARE:
            yield _repeat(first, run, later, "", -1, f"all {len(mine)} samples are equal, index by index", "")


def _repeat(stream: Stream, run: int, later: int, by: str, worker: int, scope: str, pattern: str) -> Breach:
    name = stream.names[later]
    visit = Visit(later, 0, 0, worker, "", {})
    return Breach(
        "epochs-distinct", f"{name} repeats {stream.names[run]}{by}", visit, name, scope=scope, pattern=pattern
    )


def global_rng_untouched(evidence: Evidence) -> Iterator[Breach]:
    """Making a sample does not advance or reseed a global generator."""
    moved = {} if evidence.census is None else evidence.census.moved
    for name, place in list(moved.items())[:1]:
        also = [other for other in moved if other != name]
        scope = f"also {' and '.join(also)}" if also else ""
        yield Breach("global-rng-untouched", f"making a sample advanced {name}", scope=scope, blame=place)


def ranks_distinct(evidence: Evidence) -> Iterator[Breach]:
    """Two ranks with one seed do not draw the same randomness."""
    for (rank, one), (other, two) in combinations(enumerate(evidence.ranks), 2):
        mine, theirs = one.draws(), two.draws()
        for key in sorted(mine.keys() & theirs.keys()):
            if _varies(one) and _repeats(mine[key], theirs[key]):
                yield Breach(
                    "ranks-distinct", f"ranks {rank} and {other} drew the same randomness",
                    Visit(key[0], 0, 0, key[1], mine[key][0], {}), one.names[key[0]],
                    scope=f"{len(mine[key])} draws of sample 0 agree one by one", pattern=_shown(mine[key]),
                )  # fmt: skip


def changed_by(comparison: Comparison) -> Iterator[Breach]:
    """A reading under another condition is equal, sample by sample, wherever both read the same sample."""
    law, how, reading = comparison.law, comparison.condition, comparison.reading
    if isinstance(reading, Failed):
        yield Breach(law, f"{how} made a sample raise {reading.problem}", condition=how, blame=reading.trace)
        return
    found = reading.by_key()
    pairs = [(visit, found[key]) for key, visit in comparison.reference.by_key().items() if key in found]
    wrong = [(one, two) for one, two in pairs if one.digest != two.digest]
    if wrong:
        one, two = wrong[0]
        target = next((name for name, digest in one.prints.items() if two.prints.get(name) != digest), "sample")
        yield Breach(
            law, f"{how} gave another {target}", one, comparison.reference.names[one.run], target,
            f"{len(wrong)} of {len(pairs)} samples differ", recognised(comparison.reference, reading), how,
            reading.blame,
        )  # fmt: skip


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
