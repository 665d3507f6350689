"""How a reading under another condition is compared with the one it has to equal. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from .breach import Breach, spoken
from .evidence import Comparison, Failed, Reading
from .patterns import recognized

REORDERING = frozenset(
    {"worker-invariant", "batch-invariant", "order-independent", "resumable", "rank-invariant", "reentrant"}
)
"""Laws whose condition may change the order in which the workers of an iterable dataset take turns."""


def changed_by(comparison: Comparison) -> Iterator[Breach]:
    """A reading under another condition is equal, sample by sample, wherever both read the same sample."""
    law, condition, reading = comparison.law, comparison.condition, comparison.reading
    if isinstance(reading, Failed) and reading.unsent:
        name = reading.unsent
        yield Breach(
            law,
            f"not judged: {name} cannot be sent to {condition}: {reading.problem}",
            condition=condition,
            cause=f"workers that are not forked receive the dataset by pickle, and {name} with it",
            remedy=f"make {name} a function at the top of a module that can be imported: no lambda, no function inside "
            "of another",
        )
        return
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
            f"{condition} gave another {spoken(target)}",
            visit=one,
            other=two,
            readings=comparison.readings,
            run=comparison.reference.names[one.run],
            target=target,
            scope=f"{len(wrong)} of {len(pairs)} samples differ",
            pattern=recognized(comparison.reference, reading),
            condition=condition,
            blame=reading.blame,
            direct=comparison.direct,
        )
    elif reading.ordered and comparison.reference.ordered and law not in REORDERING:
        yield from _reordered(comparison, reading)


def _reordered(comparison: Comparison, reading: Reading) -> Iterator[Breach]:
    """Passes of an iterable dataset whose samples are equal and come in another order."""
    law, condition, reference = comparison.law, comparison.condition, comparison.reference
    for run, name in enumerate(reference.names[: len(reading.names)]):
        mine, theirs = reference.sequence(run), reading.sequence(run)
        if mine and theirs and mine != theirs:
            at = next((at for at, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]), 0)
            yield Breach(
                law,
                f"{condition} gave another order of samples",
                run=name,
                scope=f"place {at} has sample {theirs[at]} instead of {mine[at]}"
                if at < min(len(mine), len(theirs)) and mine[at] != theirs[at]
                else f"{len(theirs)} samples came instead of {len(mine)}",
                condition=condition,
                blame=reading.blame,
                direct=comparison.direct,
            )
