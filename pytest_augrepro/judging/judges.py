"""How the laws of loading augmented data are judged, on maps (epoch, index) -> fingerprint. Pure: no pytest, no torch.

Sameness laws compare two readings sample by sample; those that forbid repetition are in ``repeats.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from . import seedless
from .breach import Breach
from .chance import (
    RARE,
    alike,
    chance_of_equality,
    content_is_random,
    differing_samples,
    is_random,
    ordered_alike,
    reshuffled,
    seeds_repeat,
    suspicious_steps,
    undecided,
    varies,
)
from .comparing import changed_by
from .equals import pair, twin_in
from .evidence import Comparison, Evidence

RERUN = "a second run with the same seed"
LEFT_FOR_THE_NEXT = (
    "a fresh process gives the same, so that no seed is missing: one dataset leaves state for the next in this "
    "process, as an image that a cache keeps (lru_cache, a global dict) and that is written in place, or a generator "
    "in a global or a default argument"
)
OWN_STATE = "copy what a cache returns before changing it, and make generators in __init__, from the seed"
SAYS = "check(..., seeded=False) says that every draw has its seed on purpose, and one follows that of make_dataset"
SAY_NOT = "leave seeded=False out, or give what follows the seed a seed of its own"
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
    fresh = list(changed_by(Comparison(law, RERUN, evidence.first, evidence.rerun, readings=("first", "rerun"))))
    yield from fresh
    for comparison in evidence.comparisons:
        if comparison.law == law:
            for breach in changed_by(comparison):
                beside = breach.direct and not fresh
                yield replace(breach, cause=LEFT_FOR_THE_NEXT, remedy=OWN_STATE) if beside else breach


def seed_sensitive(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Another seed gives other samples, and another order where an iterable dataset shuffles."""
    drawn = evidence.drawn
    first = drawn.first
    if evidence.unseeded:
        yield from _changed_by_seed(law, evidence)
        return
    if alike(first, drawn.other) and content_is_random(evidence) and not (varies(first) and undecided(evidence)):
        yield Breach(
            law,
            "another seed gave the same samples",
            **_under_two_seeds(evidence),
            run=first.names[0],
            scope=f"all {len(first.data)} samples and {len(first.visits) - len(first.data)} repeated draws agree",
        )
    elif alike(first, drawn.other) and varies(first):
        yield Breach(
            law,
            "not enough evidence: another seed gave the same samples, and chance may have done so",
            **_under_two_seeds(evidence),
            run=first.names[0],
            scope=f"all {len(first.data)} samples and {len(first.visits) - len(first.data)} repeated draws agree",
            cause="what is drawn happens so seldom that equal samples tell nothing",
            remedy=ENOUGH,
        )
    yield from seedless.breaches(law, evidence)
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


def _changed_by_seed(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Where the seed is meant to have no say, another one gives the same."""
    found = Comparison(law, "another seed", evidence.first, evidence.other, readings=("first", "other"))
    for breach in changed_by(found):
        yield replace(breach, headline=f"{breach.headline}, though seeded=False", cause=SAYS, remedy=SAY_NOT)


def _under_two_seeds(evidence: Evidence) -> dict[str, Any]:
    """The first sample, as it came under the seed and under another."""
    visit = evidence.first.visits[0]
    found = pair(visit, twin_in(evidence.other, visit), ("first", "other"), ("the seed", "another seed"))
    return found or {"visit": visit}


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


OF_SQLITE = (
    "SQLite says that a connection must not be carried across a fork: its locks and its memory are those of the "
    "process that opened it, and the database may be damaged; a cursor holds its connection"
)


def handles_unshared(law: str, evidence: Evidence) -> Iterator[Breach]:
    """No two processes read through one open file or connection."""
    for name in evidence.first.shared[:1]:
        scope = f"also {', '.join(evidence.first.shared[1:])}" if evidence.first.shared[1:] else ""
        if evidence.first.blame:
            scope = f"a sample could not be made: {evidence.first.blame}"
        words = f"workers share {name}, opened before they were forked"
        yield Breach(law, words, scope=scope, cause=OF_SQLITE if "(a sqlite3." in name else "")


def picklable(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Where workers are not forked, the dataset can be sent to them."""
    side_effects = evidence.side_effects
    if side_effects is not None and side_effects.unpicklable and evidence.needs_pickle:
        yield Breach(law, f"the dataset cannot be sent to a worker: {side_effects.unpicklable}")


def global_rng_untouched(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Making a sample does not advance or reseed a global generator."""
    moved = {} if evidence.side_effects is None else evidence.side_effects.moved
    for name, place in list(moved.items())[:1]:
        also = [other for other in moved if other != name]
        scope = f"also {' and '.join(also)}" if also else ""
        yield Breach(law, f"making a sample advanced {name}", scope=scope, blame=place)
