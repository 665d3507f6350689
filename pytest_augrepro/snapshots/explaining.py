"""What is said of a comparison that failed, and the pictures it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..common.words import words_of_error
from ..values.difference import Difference, Tolerance
from ..values.digest import Array, Leaf
from ..values.numbers import NumbersOff
from . import array_files, artifacts, message, steps
from .artifacts import Pair
from .calls import Seen, given
from .case import Case
from .cause import cause
from .changes import capped, changes
from .document import Stored


@dataclass(frozen=True)
class Refused:
    """A comparison that failed, with all that is known of it."""

    case: Case
    stem: str
    mismatch: str
    """Why the result is not the stored one, in one phrase."""
    path: Path
    """The stored text, or where it would be."""
    stored: Stored | None
    exists: bool
    elsewhere: bool
    """Whether another environment wrote what is stored."""
    expected: Mapping[str, Array]
    parts: list[Leaf]
    text: str
    essence: str
    seen: list[Seen]
    more_calls: int
    problems: Sequence[str]
    tolerance: Tolerance | None
    differences: Mapping[str, Difference | None]
    numbers: Mapping[str, NumbersOff]


def explained(refused: Refused, awaited: bool) -> list[str]:
    """The lines of a refusal; leaves pictures, unless the test says that it awaits one."""
    case = refused.case
    found = {path: each.lines() for path, each in refused.differences.items() if each is not None}
    changed = changes(refused.stored.text if refused.stored else "", refused.text, found)
    if refused.tolerance is not None:
        found |= {path: each.lines()[:1] for path, each in refused.numbers.items()}
    stored_seed = refused.stored.seed if refused.stored is not None else None
    why = _why(refused, stored_seed) if refused.exists else case.told_of_rootdir_above(refused.path)
    facts = {"verdict": refused.mismatch, "why": why, "changes": changed, "differences": found}
    sheet = message.EXPECTED if awaited else _save_artifacts(refused, facts)
    return message.snapshot_failure(
        refused.mismatch,
        seed=case.seed,
        stored_seed=stored_seed,
        why=why,
        marked=case.marked_seed,
        elsewhere=refused.elsewhere,
        changed=capped(changed),
        problems=[*(each for each in refused.problems if each not in refused.mismatch), *_without_file(refused)],
        found=found,
        tolerance=refused.tolerance,
        snapshot=case.shown(refused.path),
        sheet=sheet,
        argument=case.argument,
        asked_seed=case.asked_seed,
        same=[] if refused.exists else [case.shown(path) for path in case.same_of_the_gone(refused.essence)],
    )


def _without_file(refused: Refused) -> list[str]:
    if refused.mismatch != message.DIFFERS:
        return []
    return array_files.without_file(refused.parts, refused.stored, refused.expected, refused.tolerance)


def _why(refused: Refused, stored_seed: int | None) -> list[str]:
    """Drift or regression, where the snapshot says how it came about; and what the plan promises elsewhere."""
    seeded_alike = stored_seed in (None, refused.case.seed)
    if not refused.mismatch.startswith(message.DIFFERS) or refused.stored is None or not seeded_alike:
        return []
    lines = cause(refused.stored.provenance, refused.seen).lines
    grade = steps.grade_of(refused.seen)
    tolerable = refused.tolerance is None and not any(map(array_files.too_large, refused.parts))
    return lines + [message.graded(grade)] * (grade != steps.GRADES[0] and tolerable)


def _save_artifacts(refused: Refused, told: dict[str, Any]) -> str:
    """Save pictures for the eye, and return where; where that cannot be done the verdict stands, and says so."""
    case = refused.case
    suffix = refused.stem.removeprefix(case.stem).strip("[]").replace("/", "-")
    folder = case.artifact_folder.with_name(case.artifact_folder.name + (f"-{suffix}" if suffix else ""))
    known = {part.digest for part in refused.stored.parts.values()} if refused.stored is not None else set()
    pairs = [
        Pair(leaf, refused.expected.get(leaf.path))
        for leaf in refused.parts
        if leaf.array is not None and leaf.digest not in known
    ]
    accept = message.accept_command(case.argument, case.seed if case.asked_seed else None)
    facts = {"test": case.nodeid, "seed": case.seed, **told, "accept": accept}
    facts |= {"snapshot": case.relative_path(refused.path)}
    brought = given(refused.seen, refused.more_calls)
    sides = artifacts.sides_of(refused.parts, refused.text, refused.stored, refused.expected, brought)
    try:
        path = artifacts.save(folder, pairs, sides, facts)
    except OSError as problem:
        return f"none: {words_of_error(problem)}"
    case.sheets.append(case.relative_path(folder))
    case.notes.artifacts.append(case.relative_path(folder))
    return case.shown(path)
