"""How the laws of loading augmented data are judged, on maps (epoch, index) -> fingerprint. Pure: no pytest, no torch.

Sameness laws compare two readings sample by sample. Difference laws need care: a flip with p=0.5 repeats
itself half the time, and honestly so. They look at the *probes*, many draws of one and the same sample, and
speak only when equal draws by chance would be rarer than one in ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from .breach import Breach
from .chance import (
    RARE,
    alike,
    chance_of_equality,
    chance_of_repeat,
    content_is_random,
    differing_samples,
    is_random,
    many_orders,
    ordered_alike,
    passes_repeat,
    reshuffled,
    seeds_repeat,
    suspicious_steps,
    undecided,
    varies,
)
from .comparing import changed_by
from .evidence import GENERATOR, Comparison, Evidence, Line, Reading, Visit
from .patterns import overlap_of, period_of

RERUN = "a second run with the same seed"
ENOUGH = "check more samples, or build the pipeline with larger probabilities here, so that more of them draw"


def without_randomness(evidence: Evidence) -> str:
    """Why a law about differences has nothing to judge; empty where samples are random."""
    return "" if is_random(evidence) else "no randomness found: seeds and repeated draws all agree"


def without_repeated_draws(evidence: Evidence) -> str:
    """Why a law about draws of one sample has nothing to judge; empty where a sample is drawn again."""
    repeated = evidence.first.lines(parts=True)
    return "" if repeated else "an iterable dataset chooses its order, so that no sample is drawn again"


def without_sending(evidence: Evidence) -> str:
    """Why nothing has to be pickled; empty where a worker receives the dataset."""
    return "" if evidence.needs_pickle else "nothing has to be sent to another process"


def with_changed_input(evidence: Evidence) -> str:
    """Why differences tell nothing: they may be those of the input; empty where it stays as it is."""
    return "fetching changes the input, and samples with it (law input-unchanged)" if evidence.input_changed else ""


def with_equal_epochs(evidence: Evidence) -> str:
    """Why no pass has to differ; empty where nobody said that all are meant to be equal."""
    return "epochs are meant to be equal" if evidence.epochs_equal else ""


def without_equal_epochs(evidence: Evidence) -> str:
    """Why no pass has to be equal; empty where the user said that all are."""
    return "" if evidence.epochs_equal else "nobody said epochs='equal'"


def without_direct_readings(evidence: Evidence) -> str:
    """Why there is nothing to compare with what workers give; empty where there is."""
    return "" if evidence.still else "the dataset was not read without a loader"


def rerun(law: str, evidence: Evidence) -> Iterator[Breach]:
    """A second reading with the same seed is equal, in a fresh process and in the same one."""
    yield from changed_by(Comparison(law, RERUN, evidence.first, evidence.rerun, readings=("first", "rerun")))
    for comparison in evidence.comparisons:
        if comparison.law == law:
            yield from changed_by(comparison)


def seed_sensitive(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Another seed gives other samples, and another order where an iterable dataset shuffles."""
    drawn = evidence.drawn
    first = drawn.first
    if alike(first, drawn.other) and content_is_random(evidence) and not (varies(first) and undecided(evidence)):
        yield Breach(
            law,
            "another seed gave the same samples",
            visit=first.visits[0],
            run=first.names[0],
            scope=f"all {len(first.data)} samples and {len(first.visits) - len(first.data)} repeated draws agree",
        )
    elif alike(first, drawn.other) and varies(first):
        yield Breach(
            law,
            "not enough evidence: another seed gave the same samples, and chance may have done so",
            visit=first.visits[0],
            run=first.names[0],
            scope=f"all {len(first.data)} samples and {len(first.visits) - len(first.data)} repeated draws agree",
            cause="what is drawn happens so seldom that equal samples tell nothing",
            remedy=ENOUGH,
        )
    if first.ordered and reshuffled(first) and ordered_alike(first, drawn.other):
        scope = "the order differs from pass to pass, and is the same under another seed"
        yield Breach(law, "another seed gave the same order of samples", run=first.names[0], scope=scope)
    for step in suspicious_steps(evidence) if differing_samples(drawn) else ():
        few = chance_of_equality(drawn) >= RARE
        if not few or seeds_repeat(evidence):
            yield Breach(law, f"a seed larger by {step} gave the same samples", scope="read without a loader")
        elif not evidence.seeds:
            words = f"not enough evidence: a seed larger by {step} gave the same samples, and chance may have done so"
            drawing = _count(len(differing_samples(drawn)), "sample")
            scope = f"another seed changes {drawing} of {len(first.data)}"
            yield Breach(law, words, scope=scope, cause="too few samples draw", remedy=ENOUGH)


def input_unchanged(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Making a sample leaves the data it was made from alone."""
    side_effects = evidence.side_effects
    if side_effects is not None and side_effects.changed:
        yield Breach(
            law,
            f"fetching a sample modified {side_effects.changed[0]} in place",
            target=side_effects.changed[0],
            scope=f"{_count(len(side_effects.changed), 'piece')} of data modified by the time every sample was fetched",
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def handles_unshared(law: str, evidence: Evidence) -> Iterator[Breach]:
    """No two processes read through one open file or connection."""
    for name in evidence.first.shared[:1]:
        scope = f"also {', '.join(evidence.first.shared[1:])}" if evidence.first.shared[1:] else ""
        yield Breach(law, f"workers share {name}, opened before they were forked", scope=scope)


def picklable(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Where workers are not forked, the dataset can be sent to them."""
    side_effects = evidence.side_effects
    if side_effects is not None and side_effects.unpicklable and evidence.needs_pickle:
        yield Breach(law, f"the dataset cannot be sent to a worker: {side_effects.unpicklable}")


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
                visit=_probe(other),
                run=evidence.first.names[one.run],
                target=one.part,
                scope=_agreement(one, draws),
                pattern=f"{_abbreviated(draws)}  (each draw comes once per worker: period = num_workers)",
            )


def _probe(line: Line) -> Visit:
    """The place of a line of draws, for the message."""
    return Visit(run=line.run, position=0, index=line.sample, worker=line.worker, digest="", prints={})


def _agreement(line: Line, draws: Sequence[str]) -> str:
    what = f"{len(draws)} draws of sample {line.sample}" if line.sample is not None else f"{len(draws)} states in turn"
    return f"{what} agree one by one"


def calls_distinct(law: str, evidence: Evidence) -> Iterator[Breach]:
    """The calls of one worker do not repeat a short cycle."""
    whole = {line: draws for line, draws in _draws(evidence).items() if not line.part}
    for line, draws in sorted(whole.items()):
        period = period_of(draws)
        if period and len(set(draws)) > 1 and chance_of_repeat(draws[:period]) ** (len(draws) / period - 1) < RARE:
            yield Breach(
                law,
                f"the draws repeat themselves every {period} calls",
                visit=_probe(line),
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
            visit = _probe(late)
            yield _repeat(law, first, early.run, visit, scope=scope, by=by, pattern=_abbreviated(draws))
    if not varies(evidence.drawn.first) and content_is_random(evidence):
        yield from _repeated_maps(law, evidence.drawn)
    if first.ordered and first.sequence(0) != evidence.other.sequence(0) and many_orders(first.sequence(0)):
        for run, later in combinations(range(len(first.names)), 2):
            if first.sequence(run) == first.sequence(later):
                words = f"{first.names[later]} comes in the order of {first.names[run]}"
                yield Breach(law, words, run=first.names[later], scope=f"{len(first.sequence(run))} samples")


def _repeated_maps(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Where the index decides all, compare whole passes; another seed, and more passes, say what chance can do."""
    first, proven = evidence.first, passes_repeat(evidence)
    for run, later in combinations(range(len(first.names)), 2):
        mine = first.digests(run)
        if mine == first.digests(later) and (proven or chance_of_equality(evidence, run) < RARE):
            visit = next(visit for visit in first.data if visit.run == later)
            yield _repeat(law, first, run, visit, scope=f"all {len(mine)} samples are equal, index by index")


def _repeat(
    law: str, reading: Reading, run: int, visit: Visit, *, scope: str, by: str = "", pattern: str = ""
) -> Breach:
    name = reading.names[visit.run]
    return Breach(law, f"{name} repeats {reading.names[run]}{by}", visit=visit, run=name, scope=scope, pattern=pattern)


def global_rng_untouched(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Making a sample does not advance or reseed a global generator."""
    moved = {} if evidence.side_effects is None else evidence.side_effects.moved
    for name, place in list(moved.items())[:1]:
        also = [other for other in moved if other != name]
        scope = f"also {' and '.join(also)}" if also else ""
        yield Breach(law, f"making a sample advanced {name}", scope=scope, blame=place)


def ranks_distinct(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Two ranks with one seed do not draw the same randomness."""
    for (rank, one), (other, two) in combinations(enumerate(evidence.ranks), 2):
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
                yield Breach(
                    law,
                    f"ranks {rank} and {other} drew the same randomness",
                    visit=_probe(line),
                    run=one.names[line.run],
                    scope=f"{len(mine[line])} draws of sample {line.sample} agree one by one",
                    pattern=_abbreviated(mine[line]),
                )
