"""What changed between the text of a snapshot and that of a result, in as few lines as say it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from ..values.digest import Array
from ..values.entries import joined, key_step
from .document import DIGEST, HEADER, REMARK, essence, lines_of, sections_of, title

MOST = 20
"""Lines of one list that a failure shows; ``report.json`` holds them all."""


def changes(stored: str, received: str, told: Collection[str] = ()) -> list[str]:
    """The lines that changed, marked - and +, with digests cut to a readable length; a long list of numbers in one.

    ``told`` are the paths of arrays of which pixels are told already: where their form is the same, nothing is added.
    """
    old, new = (
        sections_of([line for line in lines_of(text) if not HEADER.fullmatch(line)]) for text in (stored, received)
    )
    lines: list[str] = []
    for path in dict.fromkeys([*old, *new]):
        mine, theirs = old.get(path, []), new.get(path, [])
        if path in told and mine[:1] == theirs[:1]:
            continue
        if essence("\n".join(mine)) != essence("\n".join(theirs)):
            lines += _of_value(path, mine, theirs) or [
                *_marked("-", path, mine, theirs),
                *_marked("+", path, theirs, mine),
            ]
    return lines


def values_of(text: str) -> dict[str, Any]:
    """The parts of a snapshot's text that are values, not arrays, by their paths."""
    sections = sections_of(essence(text))
    plain = {path: lines for path, lines in sections.items() if not any(line.startswith(DIGEST) for line in lines)}
    return {path: _read(path, lines) for path, lines in plain.items()}


def capped(lines: Sequence[str]) -> list[str]:
    """The first lines, as many of what is gone as of what is new, and how many more there are."""
    gone = sum(line.startswith("- ") for line in lines)
    room = max(MOST // 2, MOST - (len(lines) - gone)), max(MOST // 2, MOST - gone)
    used, shown = [0, 0], []
    for line in lines:
        side = not line.startswith("- ")
        used[side] += 1
        shown += [line] * (used[side] <= room[side])
    left = len(lines) - len(shown)
    return [*shown, f"... and {left} more line{'s' * (left > 1)}"] if left else shown


def _marked(sign: str, path: str, section: list[str], other: list[str]) -> list[str]:
    """An array on one line, and of a value only the lines that the other side lacks, below its name."""
    if any(line.startswith(DIGEST) for line in section):
        return [f"{sign} {' '.join(_short(line).strip() for line in section)}"]
    lines = [_short(line) for line in section if line not in other]
    named = not lines or lines[0].startswith(f"{title(path)}: ")
    return [f"{sign} {line}" for line in (lines if named else [f"{title(path)}: ...", *lines])]


def _short(line: str) -> str:
    line = line.removeprefix(REMARK)
    return f"{line[:21]}..." if line.startswith(DIGEST) else line[:200]


def _of_value(path: str, mine: list[str], theirs: list[str]) -> list[str]:
    """A value of many lines in words, where it is made of lists of numbers; else nothing."""
    if max(len(mine), len(theirs)) < 2 or any(line.startswith(DIGEST) for line in (*mine, *theirs)):
        return []
    old, new = (_read(path, section) for section in (mine, theirs))
    return _told(path, old, new) or []


def _read(path: str, section: list[str]) -> Any:
    return json.loads("\n".join(section)[len(title(path)) + 2 :]) if section else None


def _told(path: str, old: Any, new: Any) -> list[str] | None:
    """The lines about one value; None where it is neither a list of numbers nor a dict with the same keys."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        lines: list[str] = []
        for key in old:
            texts = [json.dumps(side[key], ensure_ascii=False) for side in (old, new)]
            if texts[0] != texts[1]:
                place = joined(path, key_step(key))
                plain = [f"{sign} {place}: {text[:200]}" for sign, text in zip("-+", texts, strict=True)]
                lines += _told(place, old[key], new[key]) or plain
        return lines
    lists = isinstance(old, list) and isinstance(new, list) and bool(old or new)
    return _told_rows(path, old, new) if lists and _numeric(old) and _numeric(new) else None


def _numeric(rows: list[Any]) -> bool:
    """Whether a list holds numbers alone, or lists of them."""
    return all(
        _numeric(row) if isinstance(row, list) else isinstance(row, int | float) and not isinstance(row, bool)
        for row in rows
    )


def _told_rows(path: str, old: list[Any], new: list[Any]) -> list[str]:
    both = list(zip(old, new, strict=False))
    off = [at for at, (one, other) in enumerate(both) if json.dumps(one) != json.dumps(other)]
    name = path or "result"
    count = f"{len(old)} rows became {len(new)}" if len(old) != len(new) else ""
    if not off:
        return [f"{name}: {count}"]
    words = f"{name}: {count}{'; ' * bool(count)}{len(off)} of {len(both)} rows differ"
    delta = max(_delta(*both[at]) for at in off)
    spot, one, other = _first(f"{name}[{off[0]}]", *both[off[0]])
    return [f"{words}, max |delta| {delta:g}, first {spot} {json.dumps(one)} became {json.dumps(other)}"]


def _delta(one: Any, other: Any) -> float:
    """The largest difference of two numbers or rows; infinite where they have no common shape."""
    try:
        pair: list[Array] = [np.asarray(side, np.float64) for side in (one, other)]
    except (ValueError, OverflowError):
        return float("inf")
    if pair[0].shape != pair[1].shape:
        return float("inf")
    with np.errstate(all="ignore"):
        delta = np.abs(pair[0] - pair[1])
    return float("inf") if np.isnan(delta).any() else float(delta.max())


def _first(spot: str, one: Any, other: Any) -> tuple[str, Any, Any]:
    """The first number that differs, and where; whole rows where their lengths differ."""
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for at, pair in enumerate(zip(one, other, strict=True)):
            if json.dumps(pair[0]) != json.dumps(pair[1]):
                return _first(f"{spot}[{at}]", *pair)
    return spot, one, other
