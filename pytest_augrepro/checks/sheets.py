"""What a broken law leaves for the eye: the sample that differs, made again both ways, on one sheet."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..common import names
from ..judging.breach import Breach
from ..judging.evidence import SideEffects
from ..judging.judges import RERUN
from ..pages.failures import clear
from ..pictures.sheet import Sides
from ..reading.again import Again
from ..reading.kept import Kept
from ..snapshots import artifacts, changes, document, drawn
from ..values.difference import difference
from ..values.digest import Leaf

NOT_SHOWN = "not shown: the sample is too large to keep, or could not be made again"
EXPECTED = "none: expected"
NO_ARRAY = "not shown: no array differs"
NOT_EQUAL = "made once more both ways, these samples differed: they are equal only now and then"
SEEN_ALIKE = (
    "made once more both ways, this sample agreed: look for id(), for addresses or for what differs only now and then"
)


@dataclass(frozen=True)
class Look:
    """What is to be seen of a breach: in words how the sample differs and what was drawn, and where the sheet is."""

    pixels: tuple[str, ...] = ()
    draws: tuple[str, ...] = ()
    sheet: str = ""


@dataclass(frozen=True)
class LawSheets:
    """Where the sheets of one test go, and who is told of them."""

    folder: Path
    test: str
    repeat: str
    shown: Callable[[Path], str]
    note: Callable[[Path], None]
    awaited: Callable[[], bool]
    """Whether the test says just now that it expects a law to be broken."""

    def save(self, breach: Breach, again: Again, cell: str, seed: int, draws: Sequence[str]) -> str:
        """Write the sheet; return where it is, or why there is none."""
        folder = self.folder.with_name(f"{self.folder.name}-{names.slug(breach.law)}")
        one, other = again.one.parts, again.other.parts
        pairs = _pairs(one, other)
        found = {pair.leaf.path: lines for pair in pairs if (lines := _lines(pair))}
        sides = Sides(_values(again.one.given), _values(one), _values(other), captions(breach, cell), any(breach.equal))
        before, after = (document.render(list(parts), seed) for parts in (one, other))
        facts = {
            "test": self.test,
            "seed": seed,
            "verdict": f"law {breach.law} broken: {breach.headline}",
            "law": breach.law,
            "why": list(draws),
            "differences": found,
            "changes": changes.changes(before, after, found),
            "repeat": self.repeat,
        }
        try:
            clear(folder)
            path = artifacts.save(folder, pairs, sides, facts)
        except OSError as problem:
            return f"none: {problem.strerror or problem}"
        self.note(folder)
        return self.shown(path)


def look(breach: Breach, again: Again | None, cell: str, seed: int, sheets: LawSheets | None) -> Look:
    """What the sample shows that was made again; writes the sheet where there is a place for it."""
    if again is None:
        return Look((NOT_SHOWN,)) if breach.condition == RERUN else Look()
    if any(breach.equal):
        return look_at_equal(breach, again, cell, seed, sheets)
    draws = drawn_otherwise(again, captions(breach, cell)[0])
    if not _changed(again):
        return Look((SEEN_ALIKE,), draws)
    pixels = _first_difference(again, breach.target)
    if sheets is None:
        return Look(pixels, draws)
    sheet = EXPECTED if sheets.awaited() else sheets.save(breach, again, cell, seed, draws)
    return Look(pixels, draws, sheet)


def look_at_changed(
    breach: Breach, effects: SideEffects | None, cell: str, seed: int, sheets: LawSheets | None
) -> Look:
    """How data that making samples changed differs from what it was; writes the sheet where there is a place for it."""
    if effects is None or not effects.sides or sheets is None:
        return Look(() if effects is None else effects.details)
    if sheets.awaited():
        return Look(effects.details, (), EXPECTED)
    one, other = (Kept((Leaf(effects.changed[0], "array", array),)) for array in effects.sides)
    return Look(effects.details, (), sheets.save(breach, Again(one, other), cell, seed, ()))


def look_at_equal(breach: Breach, again: Again, cell: str, seed: int, sheets: LawSheets | None) -> Look:
    """Two samples that should differ, side by side: which of their parts are equal, and what was drawn for both."""
    one, other = ({leaf.path or "sample": leaf.digest for leaf in side.parts} for side in (again.one, again.other))
    equal = [name for name in one if one[name] == other.get(name)]
    if breach.target not in equal and len(equal) < len(one):
        return Look((NOT_EQUAL,))
    rest = [name for name in {**one, **other} if name not in equal]
    found = [f"equal: {', '.join(equal)}", *([f"not equal: {', '.join(rest)}"] * bool(rest))]
    draws = (*drawn_for_both(again), *drawn_otherwise(again, captions(breach, cell)[0]))
    if sheets is None:
        return Look(tuple(found), draws)
    sheet = EXPECTED if sheets.awaited() else sheets.save(breach, again, cell, seed, [*found, *draws])
    return Look(tuple(found), draws, sheet)


def drawn_for_both(again: Again) -> tuple[str, ...]:
    """What pipelines of augrepro's drew for both samples alike, in words; nothing where they were not seen."""
    library: Any = sys.modules.get("augrepro")
    one, other = ([drawn.without_key(plan) for plan in side.plans] for side in (again.one, again.other))
    if library is None or one != other:
        return ()
    words = [str(library.Plan.from_dict(plan)) for plan in again.one.plans if plan is not None]
    return tuple(f"both drew {line}" for text in words for line in text.splitlines())[: drawn.MOST]


def captions(breach: Breach, cell: str) -> tuple[str, str]:
    """What the two sides of a breach are called."""
    if any(breach.equal):
        return breach.equal
    if breach.condition == RERUN:
        return "first run", "second run"
    if breach.law == "input-unchanged":
        return "as it was", "as it is left"
    if breach.law == "constants-equal":
        return f"cell {cell}", "without a loader"
    if not breach.condition:
        return "epoch 0", breach.run
    return ("reading without a loader" if breach.direct else f"cell {cell}"), breach.condition


def drawn_otherwise(again: Again, other: str) -> tuple[str, ...]:
    """What pipelines of augrepro's drew otherwise for the sample, in words; nothing where they were not seen."""
    words: Any = getattr(sys.modules.get("augrepro"), "plan_changes", None)
    return tuple(drawn.moved(again.one.plans, again.other.plans, words, other))


def _changed(again: Again) -> bool:
    digests = [{leaf.path: leaf.digest for leaf in side.parts} for side in (again.one, again.other)]
    return digests[0] != digests[1]


def _pairs(one: Sequence[Leaf], other: Sequence[Leaf]) -> list[artifacts.Pair]:
    """The arrays of the second side that differ, each with that of the first."""
    known = {leaf.path: leaf for leaf in one}
    found = [(leaf, known.get(leaf.path)) for leaf in other if leaf.array is not None]
    return [
        artifacts.Pair(leaf, None if twin is None else twin.array)
        for leaf, twin in found
        if twin is None or twin.digest != leaf.digest
    ]


def _first_difference(again: Again, target: str) -> tuple[str, ...]:
    """How the target differs; where it is no array, the first array that does, by its name."""
    pairs = _pairs(again.one.parts, again.other.parts)
    for pair in sorted(pairs, key=lambda pair: (pair.leaf.path or "sample") != target):
        if lines := _lines(pair):
            named = "" if (pair.leaf.path or "sample") == target else f"{pair.leaf.path}: "
            return f"{named}{lines[0]}", *lines[1:]
    return (NO_ARRAY,)


def _lines(pair: artifacts.Pair) -> tuple[str, ...]:
    one, other = pair.expected, pair.leaf.array
    if one is None or other is None:
        return ()
    if one.shape != other.shape or one.dtype != other.dtype:
        return (f"{one.dtype} {one.shape} became {other.dtype} {other.shape}",)
    found = difference(one, other, pair.leaf.path)
    return () if found is None else tuple(found.lines())


def _values(parts: Sequence[Leaf]) -> dict[str, Any]:
    return {leaf.path: json.loads(leaf.value) if leaf.array is None else leaf.array for leaf in parts}
