"""What differs between two plans, parameter by parameter, in words."""

from __future__ import annotations

from typing import Any

from .facts import UNTOLD, Fact, Facts, line, shape_after
from .op import Op
from .plan import AnyPlan, Plan, as_plan
from .targets.table import Shape

Drawn = dict[tuple[str, str, int], tuple[Op, Shape]]
"""Ops and the shapes that they met, by path, class name and the how-many-th of these."""
LONG = 6


def plan_changes(old: AnyPlan, new: AnyPlan, *, before: str = "before", now: str = "drew") -> list[str]:
    """What differs between two plans, a line a parameter; an empty list for plans that are equal.

    Each plan is a ``Plan``, its dict or its JSON text. ``before`` and ``now`` are the words in front of the old value
    and the new one: ``plan_changes(old, new, before="snapshot has")`` says
    ``Rotate.angle drew 12.3 degrees counterclockwise, snapshot has 4 degrees clockwise``. PlanError for what
    is no plan.
    """
    old, new = as_plan(old), as_plan(new)
    lines = []
    if old.shape != new.shape:
        lines.append(f"the sample is {_size(new.shape)}, {before} {_size(old.shape)}")
    if old.key != new.key and old.key and new.key:
        lines.append(
            f"drawn from key {new.key[:8]}, {before} {old.key[:8]} (another seed, number of the call or sample key)"
        )
    if old.exactness != new.exactness:
        lines.append(f"run with exactness={new.exactness}, {before} {old.exactness}")
    mine, theirs = _drawn(old), _drawn(new)
    label = _labels([*mine, *theirs])
    for place in dict.fromkeys([*theirs, *mine]):
        lines += _of_step(label[place[0]], mine.get(place), theirs.get(place), before, now)
    common = [[place for place in side if place in mine and place in theirs] for side in (mine, theirs)]
    if common[0] != common[1]:
        was, order = (", ".join(dict.fromkeys(label[place[0]] for place in side)) for side in common)
        lines.append(f"in the order {order}, {before} {was}")
    return lines


def _drawn(plan: Plan) -> Drawn:
    found: Drawn = {}
    shape = plan.shape
    for op, path in plan.steps:
        number = sum(place[:2] == (path, type(op).__name__) for place in found)
        found[path, type(op).__name__, number] = op, shape
        shape = shape_after(op, shape)
    return found


def _labels(places: list[tuple[str, str, int]]) -> dict[str, str]:
    """The name of each path's transform, or as much of the path as tells it from the others."""
    paths = {path for path, _, _ in places}
    names = {path: path.rpartition("/")[2].partition("#")[0] for path in paths}
    many = [name for name in names.values() if [*names.values()].count(name) > 1]
    return {path: (path.partition("/")[2] or path) if name in many else name for path, name in names.items()}


def _of_step(name: str, old: tuple[Op, Shape] | None, new: tuple[Op, Shape] | None, before: str, now: str) -> list[str]:
    if old is None or new is None:
        texts = [line(*side) if side else "nothing" for side in (old, new)]
        if UNTOLD in texts:  # the step tells nothing of its draws, so that it ran is all there is to say
            return [
                f"{name} {'did not run' if new is None else 'ran'}, {before} {'a' if new is None else 'no'} run of it"
            ]
        return [f"{name} {now} {texts[1]}, {before} {texts[0]}"]
    if old[0] == new[0] or old[0].to_dict() == new[0].to_dict():
        return []
    told, had = new[0].facts(new[1]), old[0].facts(old[1])
    lines = _of_facts(name, had, told, before, now)
    return lines or _of_facts(name, _raw(old[0]), _raw(new[0]), before, now)


def _of_facts(name: str, old: Facts, new: Facts, before: str, now: str) -> list[str]:
    lines = []
    for field in dict.fromkeys([*new, *old]):
        one, other = old.get(field), new.get(field)
        texts = [side.text if side else "nothing" for side in (one, other)]
        if one and other and _is_long(one.value, other.value):
            lines += _of_lists(f"{name}.{field}", one.value, other.value, before, now)
        elif texts[0] != texts[1]:
            lines.append(f"{name}.{field} {now} {texts[1]}, {before} {texts[0]}")
    return lines


def _is_long(one: Any, other: Any) -> bool:
    return isinstance(one, tuple) and isinstance(other, tuple) and max(len(one), len(other)) > LONG


def _of_lists(name: str, old: tuple[Any, ...], new: tuple[Any, ...], before: str, now: str) -> list[str]:
    """The first entry that differs of two long lists, and how many do."""
    off = [i for i, (one, other) in enumerate(zip(old, new, strict=False)) if one != other]
    if len(old) != len(new):
        return [f"{name} {now} {len(new)} entries, {before} {len(old)}"]
    return [
        f"{name}[{i}] {now} {new[i]!r}, {before} {old[i]!r} ({len(off)} of {len(new)} entries differ)" for i in off[:1]
    ]


def _raw(op: Op) -> Facts:
    """Every field with all its digits, for differences that rounded numbers hide."""
    return {name: Fact(each, repr(each), "") for name, each in op.applied().items()}


def _size(shape: Shape) -> str:
    sides = (shape.depth, *shape[:3]) if shape.depth else shape[:3]
    return " x ".join(map(str, sides))
