"""Samples of one pass that draw alike, as each puts its generator back to one state. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from .breach import Breach
from .evidence import Evidence
from .judges import without_randomness, without_repeated_draws

CAUSE = "a seed that is set for each sample: every sample of a pass, of each epoch or of all, gets the same draws"
REMEDY = (
    "set no global seed while samples are made; draw from a generator of the sample's own, as "
    "np.random.default_rng([seed, epoch, index]) is; where all samples are meant to draw alike, say "
    "check(..., epochs='equal')"
)


def without_calls(evidence: Evidence) -> str:
    """Why no circle of draws can be looked for; empty where draws repeat, or are seen to be put back."""
    return "" if evidence.reset else without_randomness(evidence) or without_repeated_draws(evidence)


def resets(law: str, evidence: Evidence) -> Iterator[Breach]:
    """No sample puts a global generator to the state that it has for all others, and draws from there."""
    for name, place in evidence.reset.items():
        yield Breach(
            law,
            f"each sample puts {name} to one state and draws from there: all samples draw the same",
            blame=place,
            scope="whatever its state was before, behind each sample it stands in the same",
            cause=CAUSE,
            remedy=REMEDY,
        )


def notes(evidence: Evidence) -> Iterator[str]:
    """That samples make a generator from one seed, which may be meant: a permutation of pixels is the same for all."""
    seen = evidence.side_effects
    for call in () if seen is None or evidence.epochs_equal else seen.made_anew:
        yield f"each sample makes {call} anew: what is drawn from it is the same in all samples of a pass"
