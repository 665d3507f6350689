"""Pipelines inside another one, at any depth: what its children ask of it, and those that transforms of a user's own
hold and call, whose sequences are part of where the whole one is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..engine.declare.errors import nearest, short_repr
from ..engine.node import Node
from .base import BaseCompose, child_names


def check_exactness(nodes: Sequence[Any], owner: str, exactness: str) -> None:
    """ValueError where a pipeline inside lets bits hold less far than ``owner`` around it, or otherwise."""
    for node in nodes:
        if not isinstance(node, BaseCompose):
            continue
        own = getattr(node, "exactness", "exact")
        if own not in ("exact", exactness):
            raise ValueError(
                f"{node.stream_name}.exactness must be that of the {owner} around it, {exactness!r}, got {own!r}: a "
                f"call has one, so say it on the outermost pipeline and leave it out inside"
            )
        check_exactness(node.transforms, owner, exactness)


def left_out(nodes: Sequence[Any]) -> Iterator[str]:
    """What was said, at any depth, of arguments that a transform has not and was built without."""
    for node in nodes:
        if isinstance(node, BaseCompose):
            yield from left_out(node.transforms)
        elif (text := vars(node).get("_left_out")) is not None:
            yield text


def inner_params(nodes: Sequence[Any]) -> set[str]:
    """Which of ``bbox_params`` and ``keypoint_params`` the pipelines inside have, at any depth."""
    groups = [node for node in nodes if isinstance(node, BaseCompose)]
    names = ("bbox_params", "keypoint_params")
    own = {name for node in groups for name in names if getattr(node, name, None) is not None}
    return own.union(*(inner_params(node.transforms) for node in groups))


def inner_targets(nodes: Sequence[Any]) -> dict[str, str]:
    """The additional targets of pipelines inside, at any depth; ValueError where two give a name two meanings."""
    found: dict[str, str] = {}
    for node in nodes:
        own = getattr(node, "additional_targets", {}) if isinstance(node, BaseCompose) else node.added_targets
        below = inner_targets(node.transforms) if isinstance(node, BaseCompose) else {}
        for name, target in {**below, **own}.items():
            if found.setdefault(name, target) != target:
                raise ValueError(
                    f"additional_targets: {short_repr(name)} is {found[name]} in one inner pipeline and {target} in "
                    f"another"
                )
    return found


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
