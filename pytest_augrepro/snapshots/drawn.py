"""What was drawn otherwise, parameter by parameter: two plans in words. Standard library only."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from ..common.hints import aligned

MOST = 12
_KEY = re.compile(r"[0-9a-f]{32}")
_LONGEST = 60
Plan = Mapping[str, Any]
Words = Callable[..., list[str]]


def moved(
    stored: Sequence[Plan | None], received: Sequence[Plan | None], words: Words | None = None, other: str = "snapshot"
) -> list[str]:
    """Say what the calls of this run drew that those of the snapshot did not; nothing where all drew alike.

    ``words`` tells of two plans in the words of the library that made them, where it has any. ``other`` is what the
    plans are compared with where that is no snapshot.
    """
    lines: list[str] = []
    if len(stored) != len(received):
        lines.append(f"{len(received)} calls of a pipeline, the {other} has {len(stored)}")
    for at, (old, new) in enumerate(zip(stored, received, strict=False)):
        prefix = f"call {at + 1}: " if len(stored) > 1 else ""
        lines += [f"{prefix}{line}" for line in _told_by(words, old or {}, new or {}, other)]
    left = len(lines) - MOST
    return [*lines[:MOST], f"... and {left} more draws"] if left > 0 else lines


def without_key(plan: Plan | None) -> Plan | None:
    """What was drawn, whatever it was drawn from."""
    return None if plan is None else {name: value for name, value in plan.items() if name != "key"}


def _told_by(words: Words | None, old: Plan, new: Plan, other: str) -> list[str]:
    plain = list(_of_plan(old, new, other))
    if plain and words is not None and old and new:
        with suppress(Exception):  # a plan of another release, which the library does not read
            return words(old, new, before=f"{other} has") or plain
    return plain


def _of_plan(old: Plan, new: Plan, other: str) -> Iterator[str]:
    if old.get("shape") != new.get("shape"):
        yield f"drawn for an image of {_sides(new)}, the {other} for {_sides(old)}"
    before, after = ([step for step in plan.get("steps", ()) if isinstance(step, dict)] for plan in (old, new))
    names = [[where(step) for step in steps] for steps in (before, after)]
    for equal, gone, new_ones in aligned(*names):
        if equal:
            for one, two in zip(before[gone], after[new_ones], strict=True):
                yield from _of_step(one, two, other)
            continue
        yield from (f"{name} acted, in the {other} it did not" for name in names[1][new_ones])
        yield from (f"{name} did not act, in the {other} it did" for name in names[0][gone])


def _sides(plan: Plan) -> str:
    return "x".join(str(side) for side in plan.get("shape", ("?",)))


def where(step: Mapping[str, Any]) -> str:
    """The path of a step without the outermost pipeline, and the number of a first sibling."""
    path = str(step.get("path", "")).partition("/")[2] or str(step.get("path", ""))
    return "/".join(part.removesuffix("#0") for part in path.split("/"))


def _of_step(old: Mapping[str, Any], new: Mapping[str, Any], other: str) -> Iterator[str]:
    name = where(new)
    if old.get("op") != new.get("op"):
        yield f"{name} drew a {new.get('op')}, {other} has a {old.get('op')}"
        return
    yield from _of_fields(name, old, new, other)


def _of_fields(where: str, old: Any, new: Any, other: str) -> Iterator[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys([*new, *old]):
            if name != "path":
                yield from _of_fields(f"{where}.{name}", old.get(name), new.get(name), other)
    elif json.dumps(old) != json.dumps(new):
        yield f"{where} drew {told(new)}, {other} has {told(old)}"


def told(value: Any) -> str:
    """A drawn value, short: six digits of a number, the beginning of a long list, and of a key eight digits."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list) and all(isinstance(item, int | float) for item in value):
        text = ", ".join(told(item) for item in value[:9])
        return f"[{text}{', ...' if len(value) > 9 else ''}]"
    if isinstance(value, str) and _KEY.fullmatch(value):
        return f"key {value[:8]}..."
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
