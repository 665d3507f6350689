"""From evidence to findings: one for each law of a contract, in order; no law is blamed for what another explains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import laws
from .contracts import CONTRACTS, ONCE, OTHER_CELL, laws_of
from .evidence import Comparison, Evidence, Failed
from .laws import Breach

UNSENT = "no sample was read: the dataset cannot be sent to a worker"
HELD, BROKEN, NOT_APPLICABLE, LEFT = "held", "broken", "not applicable", "left out"


@dataclass(frozen=True)
class Finding:
    """What became of one law: held, broken, not applicable (nothing to act on) or left out (and why)."""

    law: str
    outcome: str
    reason: str = ""
    breach: Breach | None = None


def judge(evidence: Evidence, contract: str, once: bool = True) -> tuple[Finding, ...]:
    """Judge all laws of a contract; ``once`` says whether this cell judges the laws about the dataset alone."""
    found: list[Finding] = []
    if not evidence.first.names and next(laws.picklable(evidence), None) is not None:
        return tuple(
            _finding(law, evidence, False, False) if law == "picklable" else Finding(law, LEFT, UNSENT)
            for law in laws_of(contract)
        )
    unstable = next(laws.rerun(evidence), None) is not None
    unstable_directly = _unstable_directly(evidence)
    for law in laws_of(contract):
        if law in ONCE and not once:
            found.append(Finding(law, LEFT, OTHER_CELL))
        elif law in laws.DIFFERENCE and not laws.is_random(evidence):
            found.append(
                Finding(law, NOT_APPLICABLE, "no randomness found: seeds, epochs and repeated draws all agree")
            )
        elif law in ("workers-distinct", "calls-distinct") and not evidence.first.lines(parts=True):
            found.append(
                Finding(law, NOT_APPLICABLE, "an iterable dataset chooses its order, so that no sample is drawn again")
            )
        else:
            found.append(_finding(law, evidence, unstable, unstable_directly))
    return tuple(found)


def _finding(law: str, evidence: Evidence, unstable: bool, unstable_directly: bool) -> Finding:
    if law in laws.LAWS:
        breach = next(laws.LAWS[law](evidence), None)
        if breach is None and law == "picklable" and not evidence.needs_pickle:
            return Finding(law, NOT_APPLICABLE, "nothing has to be sent to another process")
        return Finding(law, HELD if breach is None else BROKEN, breach=breach)
    comparisons = [comparison for comparison in evidence.comparisons if comparison.law == law]
    judged = list(_compared(comparisons, unstable, unstable_directly))
    for outcome in (BROKEN, HELD, LEFT, NOT_APPLICABLE):
        for finding in judged:
            if finding.outcome == outcome:
                return finding
    return Finding(law, NOT_APPLICABLE, "this cell has nothing to compare")


def _compared(comparisons: Sequence[Comparison], unstable: bool, unstable_directly: bool) -> Iterator[Finding]:
    for comparison in comparisons:
        law, reading = comparison.law, comparison.reading
        if not isinstance(reading, Failed) and reading.not_applicable:
            yield Finding(law, NOT_APPLICABLE, reading.not_applicable)
        elif not isinstance(reading, Failed) and reading.no_effect:
            headline = f"no effect: {comparison.condition} did not take effect ({reading.no_effect})"
            yield Finding(law, BROKEN, breach=Breach(law, headline, condition=comparison.condition))
        elif (unstable_directly if comparison.direct else unstable) and law != "entropy-free":
            yield Finding(law, LEFT, "two readings alike differ already (law rerun)")
        else:
            breach = next(laws.changed_by(comparison), None)
            yield Finding(law, HELD if breach is None else BROKEN, breach=breach)


def _unstable_directly(evidence: Evidence) -> bool:
    """Whether even two readings without a loader differ."""
    alike = [comparison for comparison in evidence.comparisons if comparison.law == "rerun"]
    return any(next(laws.changed_by(comparison), None) is not None for comparison in alike)


def breaches(findings: Sequence[Finding]) -> list[Breach]:
    """What is broken, first the law that explains the others."""
    return [finding.breach for finding in findings if finding.breach is not None]


def reached(findings: Sequence[Finding]) -> str:
    """The strongest contract of which, and below which, no law is broken; empty when not even the first."""
    broken = {finding.law for finding in findings if finding.outcome == BROKEN}
    judged = {finding.law for finding in findings}
    best = ""
    for contract, names in CONTRACTS.items():
        if broken.intersection(names) or not judged.intersection(names):
            break
        best = contract
    return best
