"""Parts of samples, and samples among others, that are drawn and that no seed changes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any

from .breach import Breach
from .chance import RARE, alike, chance_of_repeat, collisions, content_is_random, varies
from .equals import pair, twin_in
from .evidence import GENERATOR, Evidence, Reading, Visit

CAUSE = "one pipeline or generator of several is made from a constant, or from another seed than that of make_dataset"
REMEDY = (
    "pass the seed on to it, too; where it has one seed on purpose, say check(..., seeded=False) in a test of its own, "
    "of a dataset that returns what it draws alone"
)
RICH = 0.1
"""Draws of one sample that agree less often than this are no coin: two equal ones tell something."""
Place = tuple[str, Any]
"""A part and a sample; an empty part is the whole sample, and None stands for all samples."""


def breaches(law: str, evidence: Evidence) -> Iterator[Breach]:
    """A part that differs from draw to draw, and is the same under two seeds wherever it was drawn."""
    drawn = evidence.drawn
    if alike(drawn.first, drawn.other):
        return
    sides = [((drawn.first, drawn.other), ("first", "other")), (drawn.spots, ("", ""))]
    for readings, names in ((two, called) for two, called in sides if two):
        for (part, sample), count in _stuck(*readings):
            visit = _drawn(readings[0], part, sample)
            called = ("the seed", "another seed")
            found = pair(visit, twin_in(readings[1], visit), names, called) if all(names) else {"visit": visit}
            what = part or f"sample {sample}"
            what += f" of sample {sample}" if part and sample is not None else ""
            yield Breach(
                law,
                f"another seed gave the same {what}, and changes other parts or samples",
                **(found or {"visit": visit}),
                run=readings[0].names[visit.run],
                target=part,
                scope=f"{count} repeated draws agree one by one, and are not all equal",
                cause=CAUSE,
                remedy=REMEDY,
            )


def _stuck(one: Reading, two: Reading) -> Iterator[tuple[Place, int]]:
    """The places whose draws are equal in two readings, and would not be by chance; and how many draws there are."""
    mine, theirs = _draws(one, two), _draws(two, one)
    for place, lines in mine.items():
        same = theirs.get(place) == lines and _passes(one, two, place) == _passes(two, one, place)
        if same and prod(map(chance_of_repeat, lines.values())) < RARE:
            yield place, sum(map(len, lines.values()))


def _draws(reading: Reading, beside: Reading) -> dict[Place, dict[tuple[int, int, Any], Sequence[str]]]:
    """The lines of repeated draws of each part, and of each part of each sample, in passes that both readings have."""
    shared = min(len(reading.names), len(beside.names))
    found: dict[Place, dict[tuple[int, int, Any], Sequence[str]]] = {}
    lines = {line: draws for line, draws in reading.lines(parts=True).items() if line.run < shared}
    for of_all in (True, False):
        for line, draws in lines.items():
            if not line.part.startswith(GENERATOR) and line.sample is not None and (line.part or not of_all):
                place = line.part, None if of_all else line.sample
                found.setdefault(place, {})[line.run, line.worker, line.sample] = draws
    return found


def _passes(reading: Reading, beside: Reading, place: Place) -> dict[tuple[int, Any], str | None]:
    """What a place holds in each pass, beside its repeated draws."""
    part, sample = place
    shared = min(len(reading.names), len(beside.names))
    return {
        key: visit.prints.get(part) if part else visit.digest
        for key, visit in reading.by_key().items()
        if key[0] < shared and sample in (None, key[1])
    }


def _drawn(reading: Reading, part: str, sample: Any) -> Visit:
    """The first repeated draw of a place."""
    return next(
        visit
        for visit in reading.visits
        if visit.probe and sample in (None, visit.index) and (not part or part in visit.prints)
    )


def suspects(evidence: Evidence) -> list[Any]:
    """The samples, none of which was drawn again, that differ from pass to pass as they do under another seed."""
    drawn = evidence.drawn
    first, other = drawn.first, drawn.other
    if first.ordered or min(len(first.names), len(other.names)) < 2 or alike(first, other) or not varies(first):
        return []
    again = {visit.index for visit in first.visits if visit.probe}
    sides: list[tuple[Mapping[Any, str], ...]] = [(side.digests(0), side.digests(1)) for side in (first, other)]
    found = [
        index
        for index, digest in sides[0][0].items()
        if index not in again
        and digest != sides[0][1].get(index)
        and all(mine.get(index) == theirs.get(index) for mine, theirs in zip(*sides, strict=True))
    ]
    return found if collisions(first) < RICH or 4 * len(found) >= len(sides[0][0]) else []


def notes(evidence: Evidence) -> Iterator[str]:
    """That a part follows the epoch and no seed, and that a generator starts from one state under two seeds."""
    if content_is_random(evidence):
        for part in _by_epoch_alone(evidence.drawn):
            yield (
                f"{part} changes from epoch to epoch, and is the same under another seed: right for what follows the "
                "epoch, as a level does; a draw has lost its seed"
            )
    seen = evidence.side_effects
    kept = () if seen is None or evidence.unseeded else seen.unseeded
    if kept:
        more = f", as {len(kept) - 1} more of its kind do" if len(kept) > 1 else ""
        yield f"{kept[0]} under another seed, too{more}: what is drawn from there does not follow the seed"


def _by_epoch_alone(evidence: Evidence) -> list[str]:
    """The parts that a pass changes, and neither a seed nor a draw; without those of one value for all samples."""
    first, other = evidence.first, evidence.other
    shared = min(len(first.names), len(other.names))
    names = dict.fromkeys(name for visit in first.data for name in visit.prints)
    found = []
    for name in names if shared > 1 and len(names) > 1 else ():
        mine, theirs = _passes(first, other, (name, None)), _passes(other, first, (name, None))
        values = {run: {value for (each, _), value in mine.items() if each == run} for run in range(shared)}
        still = all(len(set(draws)) == 1 for line, draws in first.lines(parts=True).items() if line.part == name)
        moved = any(mine.get((0, index)) != value for (run, index), value in mine.items() if run)
        if mine == theirs and moved and still and any(len(each) > 1 for each in values.values()):
            found.append(name)
    return found
