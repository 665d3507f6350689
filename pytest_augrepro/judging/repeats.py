"""How the laws that forbid repetition are judged: by worker, call, pass and rank. Pure: no pytest, no torch.

They look at the *probes*, many draws of one and the same sample: a flip with p=0.5 repeats itself half the time, and
honestly so. They speak only when equal draws by chance would be rarer than one in ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from . import alike, plain_indices
from .breach import Breach
from .chance import (
    RARE,
    chance_of_equality,
    chance_of_repeat,
    content_is_random,
    frozen,
    frozen_samples,
    many_orders,
    passes_repeat,
    varies,
)
from .equals import draws_of, equal_draws, pair
from .evidence import GENERATOR, Evidence, Line, Reading, Visit
from .patterns import overlap_of, period_of


def workers_distinct(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Two workers do not draw the same randomness."""
    for one, other, draws in _repeated(evidence):
        if one.run == other.run:
            what = (
                f"hold {one.part} in the same state" if one.part.startswith(GENERATOR) else "drew the same randomness"
            )
            yield Breach(
                law,
                f"workers {one.worker} and {other.worker} {what}",
                **_two_draws(evidence, other, one, (f"worker {other.worker}", f"worker {one.worker}")),
                run=evidence.first.names[one.run],
                target=one.part,
                scope=_agreement(one, draws),
                pattern=f"{_abbreviated(draws)}  (each draw comes once per worker: period = num_workers)",
            )


def _probe(line: Line) -> Visit:
    """The place of a line of draws, for the message."""
    return Visit(run=line.run, position=0, index=line.sample, worker=line.worker, digest="", prints={})


def _two_draws(evidence: Evidence, late: Line, early: Line, called: tuple[str, str]) -> dict[str, Any]:
    """A draw of the later line with its equal in the earlier one; where none is found, the place of the later line."""
    first = evidence.first
    found = equal_draws(("first", "first"), (first, late, called[0]), (first, early, called[1]))
    return found or {"visit": _probe(late)}


def _agreement(line: Line, draws: Sequence[str]) -> str:
    what = f"{len(draws)} draws of sample {line.sample}" if line.sample is not None else f"{len(draws)} states in turn"
    return f"{what} agree one by one"


def calls_distinct(law: str, evidence: Evidence) -> Iterator[Breach]:
    """The calls of one worker do not repeat a short cycle; that of a generator put back for each sample is one call."""
    yield from alike.resets(law, evidence)
    whole = {line: draws for line, draws in _draws(evidence).items() if not line.part}
    for line, draws in sorted(whole.items()):
        period = period_of(draws)
        if period and len(set(draws)) > 1 and chance_of_repeat(draws[:period]) ** (len(draws) / period - 1) < RARE:
            calls = draws_of(evidence.first, line)
            called = f"call {period} of one sample", "call 0"
            yield Breach(
                law,
                f"the draws repeat themselves every {period} calls",
                **pair(calls[period], calls[0], ("first", "first"), called),
                run=evidence.first.names[line.run],
                scope=f"{len(draws)} draws of sample {line.sample} by one worker",
                pattern=f"{_abbreviated(draws)}  (period = {period})",
            )


def _repeated(evidence: Evidence) -> Iterator[tuple[Line, Line, Sequence[str]]]:
    """The pairs of lines that are one line, and what they share."""
    lines = _draws(evidence)
    for one, other in combinations(sorted(lines, key=lambda line: (line.part, line)), 2):
        if (one.sample, one.part) == (other.sample, other.part):
            shared = _repeats(lines[one], lines[other], evidence.batch_size, one.part.startswith(GENERATOR))
            if shared:
                yield one, other, shared


def _draws(evidence: Evidence) -> dict[Line, tuple[str, ...]]:
    """The lines of draws; where the input changes, without those that no seed changes: they follow the input."""
    drawn = evidence.drawn
    lines = drawn.first.lines(parts=True)
    if not evidence.input_changed:
        return lines
    foreign = drawn.other.lines(parts=True)
    usual = {line._replace(run=0): draws for line, draws in lines.items() if line.run == 0}
    return {
        line: draws
        for line, draws in lines.items()
        if foreign.get(line._replace(run=0)) != usual.get(line._replace(run=0)) or line.part.startswith(GENERATOR)
    }


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


def epochs_distinct(law: str, evidence: Evidence) -> Iterator[Breach]:
    """No pass repeats an earlier one: not an epoch, not a new loader, not one built after a worker was killed."""
    first = evidence.first
    for one, other, draws in _repeated(evidence):
        early, late = sorted((one, other))
        if early.run != late.run:
            by = "" if one.worker == other.worker else f" (worker {late.worker} as worker {early.worker} before)"
            what = f"{one.part}: {len(draws)} states" if one.part.startswith(GENERATOR) else f"{len(draws)} draws"
            scope = f"{what} of sample {late.sample} agree one by one"
            called = first.names[late.run], first.names[early.run]
            found = _two_draws(evidence, late, early, called)
            yield _repeat(law, first, early.run, found, scope=scope, by=by, pattern=_abbreviated(draws))
    if not varies(evidence.drawn.first) and content_is_random(evidence):
        yield from _repeated_maps(law, evidence.drawn)
    yield from _frozen(law, evidence.drawn)
    if first.ordered and first.sequence(0) != evidence.other.sequence(0) and many_orders(first.sequence(0)):
        for run, later in combinations(range(len(first.names)), 2):
            if first.sequence(run) == first.sequence(later):
                words = f"{first.names[later]} comes in the order of {first.names[run]}"
                yield Breach(law, words, run=first.names[later], scope=f"{len(first.sequence(run))} samples")
    yield from plain_indices.breaches(law, evidence)


def _repeated_maps(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Where the index decides all, compare whole passes; another seed, and more passes, say what chance can do."""
    first, proven = evidence.first, passes_repeat(evidence)
    for run, later in combinations(range(len(first.names)), 2):
        mine = first.digests(run)
        if mine == first.digests(later) and (proven or chance_of_equality(evidence, run) < RARE):
            visit = next(visit for visit in first.data if visit.run == later)
            called = first.names[later], first.names[run]
            found = pair(visit, first.by_key().get((run, visit.index)), ("first", "first"), called)
            yield _repeat(law, first, run, found, scope=f"all {len(mine)} samples are equal, index by index")


def _frozen(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Where some samples alone are drawn once for all passes, read in more of them."""
    suspects = frozen_samples(evidence) if evidence.passes else []
    if not suspects:
        return
    passes = [[reading.digests(run) for run in range(len(reading.names))] for reading in evidence.passes]
    for index in frozen(passes)[:1]:
        first = evidence.first
        visit = next(visit for visit in first.data if visit.run == 1 and visit.index == index)
        found = pair(visit, first.by_key().get((0, index)), ("first", "first"), (first.names[1], first.names[0]))
        yield Breach(
            law,
            f"sample {index} is the same in every epoch, and others are not",
            **found,
            run=first.names[1],
            scope=f"{len(suspects)} of {len(first.digests(0))} samples are; this one in "
            f"{len(passes[0])} passes under each of two seeds, which differ",
            cause="samples kept once they were augmented, or a key that takes in the epoch for some samples alone",
            remedy="keep samples as they are before augmentation, and draw anew in each epoch; where it is the data "
            "itself that follows the seed, make it without",
        )


def _repeat(
    law: str, reading: Reading, run: int, samples: dict[str, Any], *, scope: str, by: str = "", pattern: str = ""
) -> Breach:
    name = reading.names[samples["visit"].run]
    return Breach(law, f"{name} repeats {reading.names[run]}{by}", **samples, run=name, scope=scope, pattern=pattern)


def ranks_distinct(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Two ranks with one seed do not draw the same randomness."""
    names = [each.readings[1] for each in evidence.comparisons if each.law == "rank-invariant"]
    for (rank, one), (other, two) in combinations(enumerate(evidence.drawn.ranks), 2):
        twice = one.by_key().keys() & two.by_key().keys()
        if twice:
            run, index = min(twice, key=str)
            yield Breach(
                law,
                f"ranks {rank} and {other} both read sample {index} in {one.names[run]}",
                cause="the samples are not dealt out to the ranks: each reads what the other reads",
                remedy="share them out in __iter__, by rank and world size as well as by worker",
            )
        mine, theirs = one.lines(), two.lines()
        for line in sorted(mine.keys() & theirs.keys()):
            if _repeats(mine[line], theirs[line]):
                readings = (names[other], names[rank]) if len(names) == len(evidence.ranks) else ("", "")
                sides = (two, line, f"rank {other}"), (one, line, f"rank {rank}")
                yield Breach(
                    law,
                    f"ranks {rank} and {other} drew the same randomness",
                    **(equal_draws(readings, *sides) or {"visit": _probe(line)}),
                    run=one.names[line.run],
                    scope=f"{len(mine[line])} draws of sample {line.sample} agree one by one",
                    pattern=_abbreviated(mine[line]),
                )
