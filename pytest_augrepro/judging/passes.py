"""How whole passes are judged: which samples come, what no draw changes, and what is meant to be equal. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from .breach import Breach, spoken
from .evidence import Evidence, Visit
from .plain_indices import passes_equal

RERUN = "in a second run with the same seed"
LENGTH_CAUSE = "__len__ follows what was fetched or asked before, so that no loader can know how many samples there are"
USED_UP_CAUSE = "an iterator that is used up: __iter__ returns the one that an earlier pass has read to its end"
USED_UP_DO = "make a new iterator in each __iter__: write it as a generator function, or return iter(self.records)"
LENGTH_DO = "return one number from __len__; where it has to change by epoch, change it in set_epoch alone"


def coverage(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Each sample comes out exactly once in each pass, and what was fetched before has no say in how many there are."""
    for headline, pass_, where in _lengths(evidence):
        yield Breach(law, headline, run=pass_, scope=where, cause=LENGTH_CAUSE, remedy=LENGTH_DO)
    first = evidence.first
    for run, name in enumerate(first.names):
        counts = Counter(_identity(visit) for visit in first.data if visit.run == run)
        if run and not counts and first.digests(0):
            words = f"{name} gave no sample, and {first.names[0]} gave {len(first.digests(0))}"
            yield Breach(law, words, run=name, cause=USED_UP_CAUSE, remedy=USED_UP_DO)
        known = _known(evidence, run)
        spare = len(known) % evidence.batch_size if evidence.drop_last else 0
        twice = [index for index, count in counts.items() if count > 1]
        missing = [index for index in known if index not in counts]
        if twice or (known and len(counts) != len(known) - spare):
            if twice:
                words = f"sample {twice[0]} came twice"
            elif missing:
                words = f"sample {missing[0]} never came"
            else:
                words = f"{len(counts)} samples came instead of {len(known) - spare}"
            scope = f"{len(counts)} of {len(known) or len(counts)} samples came, {len(twice)} of them more than once"
            yield Breach(law, f"{words} in {name}", run=name, scope=scope)


def _lengths(evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    """Where a length is another than it was: what happened, in which pass, and in which reading."""
    first = evidence.first
    same = [(first, ""), (evidence.rerun, RERUN)]
    same += [(reading, "read without a loader") for reading in evidence.still[:1]]
    for reading, scope in [*same, (evidence.other, "under another seed")]:
        for name, begun, ended in zip(reading.names, reading.lengths, reading.ended, strict=False):
            if begun != ended:
                yield f"the dataset had {begun} samples when {name} began, and {ended} before it ended", name, scope
            if begun != reading.lengths[0] and not reading.told_epochs:
                words = f"{name} has {begun} samples, and {reading.names[0]} had {reading.lengths[0]}"
                yield words, name, scope or "the dataset has no set_epoch that could have changed it"
    for reading, scope in same[1:]:
        for name, mine, theirs in zip(first.names, first.lengths, reading.lengths, strict=False):
            if mine != theirs:
                yield f"{name} has {mine} samples, and in another reading {theirs}", name, scope


def _identity(visit: Visit) -> Any:
    return visit.index if visit.identity is None else visit.identity


def _known(evidence: Evidence, run: int) -> Sequence[Any]:
    """The samples of a pass: by the dataset's length, or as they come without a loader; none where that is unknown."""
    first = evidence.first
    direct = evidence.still[0] if evidence.still else evidence.direct
    named = any(visit.identity is not None for visit in first.data)
    if first.length is not None and not named:
        return range(first.lengths[run] if run < len(first.lengths) else first.length)
    if direct is None or (evidence.drop_last and first.length is None):
        return []
    passes = [[_identity(visit) for visit in direct.data if visit.run == each] for each in range(len(direct.names))]
    if run < len(passes):
        return passes[run]
    return passes[0] if all(set(each) == set(passes[0]) for each in passes) else []


def constants_equal(law: str, evidence: Evidence) -> Iterator[Breach]:
    """What neither seed nor draw changes is in every worker what it is without a loader.

    Read under one seed alone without a loader, it may be no constant there: a breach is then no more than a suspicion.
    """
    if not evidence.still:
        return
    one, two = evidence.still[0].by_key(), evidence.still[-1].by_key()
    first, other = evidence.first.by_key(), evidence.other.by_key()
    shared = sorted(one.keys() & two.keys() & first.keys() & other.keys(), key=str)
    for part in _constants(evidence, [first[key] for key in shared]):
        same = all(
            here[key].prints.get(part) == there[key].prints.get(part)
            for here, there in ((one, two), (first, other))
            for key in shared
        )
        read = [key for key in shared if part in one[key].prints] if same else []
        wrong = [key for key in read if first[key].prints[part] != one[key].prints[part]]
        if wrong:
            visit = first[wrong[0]]
            name = evidence.first.names[visit.run]
            what = "the sample" if part == "sample" else spoken(part)
            yield Breach(
                law,
                f"{what} is another than without a loader, though no seed and no draw changes it",
                visit=visit,
                other=one[wrong[0]],
                readings=("first", "still"),
                run=name,
                target=part,
                scope=f"{len(wrong)} of {len(shared)} samples differ",
            )


def _constants(evidence: Evidence, visits: Sequence[Visit]) -> list[str]:
    """The parts of samples that are the same in all draws of one sample."""
    counted = () if evidence.side_effects is None else evidence.side_effects.counted
    drawn: dict[tuple[int, int, Any], dict[str, str]] = {}
    varied = set(counted)
    for visit in evidence.first.visits:
        if visit.probe:
            known = drawn.setdefault((visit.run, visit.worker, visit.index), visit.prints)
            varied |= {name for name, digest in visit.prints.items() if known.get(name) != digest}
    names = dict.fromkeys(name for visit in visits for name in visit.prints)
    everywhere = (name for name in names if all(name in visit.prints for visit in visits))
    return [name for name in everywhere if name not in varied]


def epochs_equal(law: str, evidence: Evidence) -> Iterator[Breach]:
    """Where epochs are meant to be equal, each pass repeats the first, sample by sample; by plain indices it may."""
    first = evidence.first
    if passes_equal(evidence):
        return
    mine = first.digests(0)
    for run in range(1, len(first.names)):
        found = first.digests(run)
        wrong = [index for index in mine if index in found and mine[index] != found[index]]
        if wrong:
            visit = next(visit for visit in first.data if visit.run == run and visit.index == wrong[0])
            before = next(visit for visit in first.data if visit.run == 0 and visit.index == wrong[0])
            target = next((name for name in visit.prints if before.prints.get(name) != visit.prints[name]), "")
            scope = f"{len(wrong)} of {len(mine)} samples differ"
            words = f"{first.names[run]} differs from {first.names[0]}, and epochs are meant to be equal"
            yield Breach(
                law,
                words,
                visit=before,
                other=visit,
                readings=("first", "first"),
                run=first.names[run],
                target=target,
                scope=scope,
            )
