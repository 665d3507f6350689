"""Samples of one pass that draw alike, as each puts its generator back to one state. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from .breach import Breach
from .chance import alike
from .evidence import Evidence
from .judges import without_randomness, without_repeated_draws

CAUSE = "a seed that is set for each sample: every sample of a pass, of each epoch or of all, gets the same draws"
REMEDY = (
    "set no global seed while samples are made; draw from a generator of the sample's own, as "
    "np.random.default_rng([seed, epoch, index]) is; what is meant to be one for all, as a projection, make once "
    "in __init__, or from a generator of its own: np.random.default_rng(0), torch.random.fork_rng(); where all draws "
    "are meant to be alike in all samples and epochs, say check(..., epochs='equal')"
)


def without_calls(evidence: Evidence) -> str:
    """Why no circle of draws can be looked for; empty where draws repeat, or are seen to be put back."""
    return "" if evidence.reset else without_randomness(evidence) or without_repeated_draws(evidence)


def resets(law: str, evidence: Evidence) -> Iterator[Breach]:
    """No sample puts a global generator to the state that it has for all others, and draws from there."""
    for name, place in evidence.reset.items():
        some = "" if evidence.side_effects is None else evidence.side_effects.reset_partly.get(name, "")
        does = "draw from there: they draw" if some else "draws from there: all samples draw"
        yield Breach(
            law,
            f"{some or 'each sample puts'} {name} to one state and {does} the same",
            blame=place,
            scope=f"whatever its state was before, behind each {'of them' if some else 'sample'} it stands in the same",
            cause=CAUSE,
            remedy=REMEDY,
        )


def notes(evidence: Evidence) -> Iterator[str]:
    """That samples make a generator from one seed, or each from its own, which may be meant."""
    seen = evidence.side_effects
    if seen is None or evidence.epochs_equal:
        return
    for call in seen.made_anew:
        yield f"each sample calls {call} anew: what is drawn from there is the same in all samples of a pass"
    for name, place in seen.reset_by_sample.items():
        first = evidence.first
        repeat = len(first.names) > 1 and all(first.digests(run) == first.digests(0) for run in range(len(first.names)))
        each = "; every epoch repeats them, whatever the seed" if repeat and alike_under_seeds(evidence) else ""
        yield f"each sample puts {name} to a state of its own ({place}): its draws follow the sample{each}"


def alike_under_seeds(evidence: Evidence) -> bool:
    """Whether another seed changes nothing."""
    return alike(evidence.first, evidence.other)
