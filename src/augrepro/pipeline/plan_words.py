"""A plan in words beside the pipeline that drew it: also what was not drawn, and why."""

from __future__ import annotations

from typing import Any

from ..engine.declare.errors import short_repr
from ..engine.node import Node
from ..engine.plan import AnyPlan, as_plan
from .base import BaseCompose

Turns = dict[str, list[tuple[int, str]]]
"""For each path below the root, the place in the plan and the words of each turn."""


def plan_words(plan: AnyPlan, transform: Node | None = None) -> list[str]:
    """The plan in words, a line for each transform that drew something: ``Rotate: 12.3 degrees counterclockwise``.

    ``plan`` is a ``Plan``, its dict or its JSON text. With the pipeline that drew it as ``transform``, its other
    transforms have a line too: ``HorizontalFlip: not drawn (p=0.5)``. PlanError for what is no plan.
    """
    plan = as_plan(plan)
    if transform is None:
        return str(plan).splitlines()
    if not isinstance(transform, Node):
        raise TypeError(f"plan_words: transform must be a transform or a pipeline, got {short_repr(transform)}")
    turns: Turns = {}
    for at, (path, words) in enumerate(plan.turns()):
        turns.setdefault(path.partition("/")[2], []).append((at, words))
    return [words for _, words in _lines(transform, "", turns, len(plan.steps))]


def _lines(node: Any, path: str, turns: Turns, last: int) -> list[tuple[int, str]]:
    """The lines of a node, each behind its place in the plan."""
    name = node.stream_name
    if not isinstance(node, BaseCompose):
        drawn = [(at, f"{name}: {words}") for at, words in turns.get(path, [])]
        return drawn or [(last, f"{name}: not drawn (p={node.p:g})")]
    inside = [f"{path}/{child}".lstrip("/") for child in node.child_names]
    if path and not any(_below(each, turns) for each in inside):
        return [(last, f"{name}: not drawn (p={node.p:g})")]
    rows = [_lines(child, each, turns, last) for child, each in zip(node.transforms, inside, strict=True)]
    if node.follows and node.in_turn:
        return [row for each in rows for row in each]
    kept = [row for each, place in zip(rows, inside, strict=True) if _below(place, turns) for row in each]
    return sorted(kept, key=lambda row: row[0])


def _below(path: str, turns: Turns) -> bool:
    return any(place == path or place.startswith(f"{path}/") for place in turns)
