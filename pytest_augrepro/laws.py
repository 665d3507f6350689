"""The laws of loading augmented data, judged on fingerprints alone. Pure: neither pytest nor torch.

Sameness laws compare two readings sample by sample. Difference laws need care: a flip with p=0.5 repeats
itself half the time, and honestly so. They look at the *probe*, many draws of one and the same sample, and
speak only when equal draws by chance would be rarer than one in ten thousand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pytest_augrepro.stream import Evidence, Stream, Visit

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


@dataclass(frozen=True)
class Verdict:
    breaches: tuple[Breach, ...]
    notes: tuple[str, ...]


def chance_of_repeat(draws: Sequence[str]) -> float:
    """Return how likely equally distributed draws repeat these by chance, from how often values collide."""
    share = sum((count / len(draws)) ** 2 for count in Counter(draws).values())
    return float(share ** len(draws))


def judge(evidence: Evidence) -> Verdict:
    """Judge the contract *stream*: reproducible, seeded, and never the same draws twice."""
    breaches = [breach for law in STREAM_LAWS for breach in _first(law(evidence))]
    notes = []
    if not is_random(evidence):
        notes.append(
            "no randomness found: seeds, epochs and repeated draws all agree; the difference laws do not apply"
        )
    elif undecided(evidence):
        notes.append("too few distinct outcomes to tell repetition from chance; the difference laws were not decided")
    return Verdict(tuple(breaches), tuple(notes))


def _first(found: Iterator[Breach]) -> Iterator[Breach]:
    for breach in found:
        yield breach
        return


def is_random(evidence: Evidence) -> bool:
    """Whether anything but the index changes a sample."""
    first = evidence.first
    return (
        first.content != evidence.other.content
        or len({visit.digest for visit in evidence.probe.visits}) > 1
        or any(first.digests(0) != first.digests(run) for run in range(1, len(first.names)))
    )


def _varies(probe: Stream) -> bool:
    """Whether one sample, drawn again and again in one pass, comes out differently."""
    return any(len(set(draws)) > 1 for draws in probe.draws().values())


def undecided(evidence: Evidence) -> bool:
    """Whether equal draws were seen that chance explains well enough; more draws would help."""
    draws = list(evidence.probe.draws().items())
    equal = [one for (_, one), (_, two) in combinations(draws, 2) if one == two]
    if evidence.probe.content == evidence.other_probe.content:
        equal += [one for _, one in draws]
    return any(len(set(one)) > 1 and chance_of_repeat(one) >= RARE for one in equal)


def coverage(evidence: Evidence) -> Iterator[Breach]:
    """Each sample comes out exactly once in each pass."""
    first = evidence.first
    spare = first.length % evidence.batch_size if evidence.drop_last else 0
    for run, name in enumerate(first.names):
        counts = Counter(visit.index for visit in first.visits if visit.run == run)
        twice = [index for index, count in counts.items() if count > 1]
        missing = sorted(set(range(first.length)) - set(counts))
        if twice or len(missing) != spare:
            words = f"sample {twice[0]} came twice" if twice else f"sample {missing[0]} never came"
            yield Breach(
                "coverage", f"{words} in {name}", run=name, scope=f"{len(counts)} of {first.length} samples came"
            )


def rerun(evidence: Evidence) -> Iterator[Breach]:
    """A second reading with the same seed, in a fresh process, is equal."""
    seconds = {(visit.run, visit.index): visit for visit in evidence.rerun.visits}
    pairs = [(visit, seconds.get((visit.run, visit.index))) for visit in evidence.first.visits]
    wrong = [(one, two) for one, two in pairs if two is None or one.digest != two.digest]
    if wrong:
        one, two = wrong[0]
        target = _differing_target(one, two)
        yield Breach(
            "rerun",
            f"a second run with the same seed gave another {target}",
            one,
            evidence.first.names[one.run],
            target,
            f"{len(wrong)} of {len(pairs)} samples differ",
        )


def _differing_target(one: Visit, two: Visit | None) -> str:
    prints = {} if two is None else two.prints
    return next((name for name, digest in one.prints.items() if prints.get(name) != digest), "sample")


def seed_sensitive(evidence: Evidence) -> Iterator[Breach]:
    """Another seed gives other samples."""
    same = evidence.first.content == evidence.other.content
    same_probe = evidence.probe.content == evidence.other_probe.content
    if not (same and same_probe and is_random(evidence)) or (_varies(evidence.probe) and undecided(evidence)):
        return
    yield Breach(
        "seed-sensitive",
        "another seed gave the same samples",
        evidence.first.visits[0],
        evidence.first.names[0],
        scope=f"all {len(evidence.first.visits)} samples and {len(evidence.probe.visits)} repeated draws agree",
    )


def input_unchanged(evidence: Evidence) -> Iterator[Breach]:
    """Making a sample leaves the data it was made from alone."""
    census = evidence.census
    if census.changed:
        yield Breach(
            "input-unchanged",
            f"fetching a sample modified {census.changed[0]} of the dataset in place",
            target=census.changed[0],
            scope=f"first by sample {census.first_index}; {len(census.changed)} arrays modified",
        )


def workers_distinct(evidence: Evidence) -> Iterator[Breach]:
    """Two workers do not draw the same randomness."""
    draws = evidence.probe.draws()
    for (run, worker), (other_run, other) in combinations(sorted(draws), 2):
        mine = draws[run, worker]
        if run == other_run and _repeats(mine, draws[other_run, other]):
            name = evidence.probe.names[run]
            yield Breach(
                "workers-distinct",
                f"workers {worker} and {other} drew the same randomness",
                Visit(run, 0, 0, other, mine[0], {}),
                name,
                scope=f"{len(mine)} draws of sample 0 agree one by one in {name}",
                pattern=_shown(mine),
            )


def _repeats(one: Sequence[str], two: Sequence[str]) -> bool:
    return len(one) >= 4 and one == two and chance_of_repeat(one) < RARE


def _shown(draws: Sequence[str]) -> str:
    return " ".join(draw[:4] for draw in draws[:8]) + (" ..." if len(draws) > 8 else "")


def epochs_distinct(evidence: Evidence) -> Iterator[Breach]:
    """An epoch does not repeat the randomness of an earlier one."""
    yield from (breach for breach in _repeated_passes(evidence) if breach.law == "epochs-distinct")


def respawn(evidence: Evidence) -> Iterator[Breach]:
    """A new loader, or one built after a worker was killed, does not start the randomness over."""
    yield from (breach for breach in _repeated_passes(evidence) if breach.law == "respawn")


def _repeated_passes(evidence: Evidence) -> Iterator[Breach]:
    yield from _repeated_draws(evidence.probe)
    if not _varies(evidence.probe) and is_random(evidence):
        yield from _repeated_maps(evidence)


def _repeated_draws(probe: Stream) -> Iterator[Breach]:
    draws = probe.draws()
    for (run, worker), (later, other) in combinations(sorted(draws), 2):
        if run != later and _repeats(draws[run, worker], draws[later, other]):
            by = "" if worker < 0 else f" (worker {other} as worker {worker} before)"
            yield _repeat(
                probe, run, later, by, other, f"{len(draws[run, worker])} draws of sample 0 agree one by one",
                _shown(draws[run, worker]),
            )  # fmt: skip


def _repeated_maps(evidence: Evidence) -> Iterator[Breach]:
    """Where the index decides all, compare whole passes; how far another seed differs says what chance can do."""
    first, other = evidence.first, evidence.other
    for run, later in combinations(range(len(first.names)), 2):
        mine = first.digests(run)
        foreign = other.digests(run)
        agree = sum(mine[index] == foreign.get(index) for index in mine) / max(1, len(mine))
        if mine == first.digests(later) and agree ** len(mine) < RARE:
            yield _repeat(first, run, later, "", -1, f"all {len(mine)} samples are equal, index by index", "")


def _repeat(stream: Stream, run: int, later: int, by: str, worker: int, scope: str, pattern: str) -> Breach:
    name = stream.names[later]
    law = "epochs-distinct" if name.startswith("epoch") else "respawn"
    visit = Visit(later, 0, 0, worker, "", {})
    return Breach(law, f"{name} repeats {stream.names[run]}{by}", visit, name, scope=scope, pattern=pattern)


STREAM_LAWS: tuple[Callable[[Evidence], Iterator[Breach]], ...] = (
    coverage,
    rerun,
    seed_sensitive,
    input_unchanged,
    workers_distinct,
    epochs_distinct,
    respawn,
)
