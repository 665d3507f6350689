"""From evidence to findings: one for each law of a contract, in order; no law is blamed for what another explains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .breach import Breach
from .comparing import changed_by
from .contracts import CONTRACTS
from .evidence import Comparison, Evidence, Failed
from .law import Law
from .laws import LAWS, laws_of, own_laws

UNREAD = {
    "picklable": "no sample was read: the dataset cannot be sent to a worker",
    "handles-unshared": "samples could not be made: workers read through one file",
}
"""Laws that explain why nothing was read, and what is said of the others then."""
OTHER_CELL = "judged in another cell of this test"
"""Why the cells that do not judge the laws about the dataset itself leave them out."""
BY_PICKLE = "nothing is known of the pipeline: the law needs a fresh process, which receives by pickle what it reads"
IMPORTABLE = (
    "define it, and all that it is made of, at the top of a module that can be imported: no lambda, no function "
    "inside of another; functools.partial of such a function can be sent"
)
HELD, BROKEN, NOT_APPLICABLE, LEFT = "held", "broken", "not applicable", "left out"


@dataclass(frozen=True)
class Finding:
    """What became of one law: held, broken, not applicable (nothing to act on) or left out (and why)."""

    law: str
    outcome: str
    reason: str = ""
    breach: Breach | None = None


@dataclass(frozen=True)
class Stability:
    """Whether two readings alike differ already, so that a comparison under another condition tells nothing."""

    loaders_differ: bool
    direct_readings_differ: bool

    @classmethod
    def of(cls, evidence: Evidence) -> Stability:
        """What the law rerun says of the readings through loaders and of those without."""
        reruns = (comparison for comparison in evidence.comparisons if comparison.law == "rerun")
        return cls(
            loaders_differ=_first(LAWS["rerun"].breaches(evidence)) is not None,
            direct_readings_differ=any(_first(changed_by(comparison)) is not None for comparison in reruns),
        )

    def hides(self, comparison: Comparison) -> bool:
        """Whether what a comparison shows may be no more than what two readings alike show."""
        return self.direct_readings_differ if comparison.direct else self.loaders_differ


def judge(evidence: Evidence, contract: str, once: bool = True) -> tuple[Finding, ...]:
    """Judge all laws of a contract; ``once`` says whether this cell judges the laws about the dataset alone."""
    laws = [LAWS[name] for name in laws_of(contract)]
    for name, reason in UNREAD.items() if not evidence.first.names else ():
        if _first(LAWS[name].breaches(evidence)) is not None:
            return tuple(
                _judged(law, evidence) if law.name == name else Finding(law.name, LEFT, reason) for law in laws
            )
    stability = Stability.of(evidence)
    if once:
        return tuple(_finding(law, evidence, stability) for law in laws)
    return tuple(
        _judged_elsewhere(law, evidence) if law.once else _partly_elsewhere(law, _finding(law, evidence, stability))
        for law in laws
    )


def _partly_elsewhere(law: Law, finding: Finding) -> Finding:
    """Where there is nothing to judge here, there may be in the cell that judges what is about the dataset itself."""
    if not law.partly_once or finding.outcome != NOT_APPLICABLE:
        return finding
    return replace(finding, reason=f"{finding.reason}; {law.partly_once} is {OTHER_CELL}")


def _judged_elsewhere(law: Law, evidence: Evidence) -> Finding:
    """Another cell judges it; where this one looked all the same, a breach explains what else is broken here."""
    breach = _first(law.breaches(evidence))
    return Finding(law.name, LEFT, OTHER_CELL) if breach is None else _held_or_broken(law, breach)


def _finding(law: Law, evidence: Evidence, stability: Stability) -> Finding:
    if reason := law.not_applicable(evidence):
        return Finding(law.name, NOT_APPLICABLE, reason)
    if law.watched and evidence.side_effects is not None and evidence.side_effects.unwatched:
        return Finding(law.name, LEFT, f"fetching could not be watched: {evidence.side_effects.unwatched}")
    if law.judge is not None:
        return _judged(law, evidence)
    comparisons = [comparison for comparison in evidence.comparisons if comparison.law == law.name]
    judged = [_compared(law, comparison, stability) for comparison in comparisons]
    for outcome in (BROKEN, HELD, LEFT, NOT_APPLICABLE):
        for finding in judged:
            if finding.outcome == outcome:
                return finding
    return Finding(law.name, NOT_APPLICABLE, "this cell has nothing to compare")


def _judged(law: Law, evidence: Evidence) -> Finding:
    return _held_or_broken(law, _first(law.breaches(evidence)))


def _compared(law: Law, comparison: Comparison, stability: Stability) -> Finding:
    reading, condition = comparison.reading, comparison.condition
    if not isinstance(reading, Failed) and reading.not_applicable:
        return Finding(law.name, NOT_APPLICABLE, reading.not_applicable)
    if not isinstance(reading, Failed) and reading.unsent:
        return _unsent(law, reading.unsent, condition)
    if not isinstance(reading, Failed) and reading.no_effect:
        headline = f"no effect: {condition} did not take effect ({reading.no_effect})"
        return Finding(law.name, BROKEN, breach=Breach(law.name, headline, condition=condition))
    if stability.hides(comparison) and not law.explains_rerun:
        return Finding(law.name, LEFT, "two readings alike differ already (law rerun)")
    return _held_or_broken(law, _first(changed_by(comparison)))


def _unsent(law: Law, words: str, condition: str) -> Finding:
    """A contract about other machines is not held by one that was never looked at; other laws are left out."""
    if law.contract != CONTRACTS[-1]:
        return Finding(law.name, LEFT, words)
    breach = Breach(law.name, f"not judged: {words}", condition=condition, cause=BY_PICKLE, remedy=IMPORTABLE)
    return Finding(law.name, BROKEN, breach=breach)


def _held_or_broken(law: Law, breach: Breach | None) -> Finding:
    return Finding(law.name, HELD if breach is None else BROKEN, breach=breach)


def _first(breaches: Iterator[Breach]) -> Breach | None:
    return next(breaches, None)


def breaches(findings: Sequence[Finding]) -> list[Breach]:
    """What is broken, first the law that explains the others."""
    return [finding.breach for finding in findings if finding.breach is not None]


def reached(findings: Sequence[Finding]) -> str:
    """The strongest contract of which, and below which, no law is broken; empty when not even the first."""
    broken = {finding.law for finding in findings if finding.outcome == BROKEN}
    judged = {finding.law for finding in findings}
    best = ""
    for contract in CONTRACTS:
        names = own_laws(contract)
        if broken.intersection(names) or not judged.intersection(names):
            break
        best = contract
    return best
