"""Pipelines that transforms of a user's own hold and call: their sequences are part of where the whole one is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..engine.declare.errors import nearest, short_repr
from ..engine.node import Node
from .base import BaseCompose, child_names

DEEPEST = 3
"""Lists and dicts within each other, as deep as anybody keeps pipelines in."""


def held_pipelines(node: Any, path: str, seen: frozenset[int] = frozenset()) -> Iterator[tuple[str, Node]]:
    """Each with its path: that of the transform that holds it, and the attribute."""
    seen |= {id(node)}
    if isinstance(node, BaseCompose):
        for child, name in zip(node.transforms, child_names(node.transforms), strict=True):
            yield from held_pipelines(child, f"{path}/{name}", seen)
        return
    for name, value in [*vars(node).items()]:
        for key, item in _items(value):
            if isinstance(item, Node) and id(item) not in seen:
                where = f"{path}.{name}{key}"
                yield where, item
                yield from held_pipelines(item, where, seen)


def _items(value: Any, depth: int = DEEPEST) -> Iterator[tuple[str, Any]]:
    """What is in a list or a dict, or in such within it, else the value itself."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else None
    if pairs is None or not depth:
        yield "", value
        return
    for key, item in pairs:
        yield from ((f"[{key!r}]{more}", found) for more, found in _items(item, depth - 1))


def positions(node: Any, path: str) -> dict[str, Any]:
    """Where the sequence of each is, by its path."""
    return {where: inner.seeding.position() for where, inner in held_pipelines(node, path)}


def move_all(node: Any, path: str, states: Any, owner: str) -> None:
    """Go on with each where ``positions`` told; ValueError for one that is not there."""
    known = dict(held_pipelines(node, path))
    if not isinstance(states, Mapping):
        raise ValueError(f"{owner}.load_state_dict must get a dict of states as inside, got {short_repr(states)}")
    for where in states:
        if where not in known:
            hint = nearest(where, known)
            raise ValueError(f"{owner}.load_state_dict: this pipeline holds no {short_repr(where)}{hint}")
    for where, state in states.items():
        known[where].seeding.move_to(state, where)
