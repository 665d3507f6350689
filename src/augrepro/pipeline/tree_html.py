"""A pipeline as a tree that notebooks show: each node with the arguments that are not its defaults."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

from ..engine.declare.errors import short_repr
from ..engine.markup import folded, item


def tree(node: Any, before: Callable[[Any], str] = lambda node: "") -> str:
    """The node and all below it as HTML; ``before`` gives what stands in front of a node, such as a picture."""
    children = getattr(node, "transforms", None)
    head = before(node) + item(
        type(node).__name__, ", ".join(f"{name}={_short(value)}" for name, value in _set(node).items())
    )
    return head if children is None else folded(head, (tree(child, before) for child in children))


def _short(value: Any) -> str:
    """A value, and of BboxParams and the like the format alone."""
    return short_repr(value["format"] if isinstance(value, dict) and "format" in value else value)


def _set(node: Any) -> dict[str, Any]:
    """The arguments that say something: those beside the defaults, and p."""
    if hasattr(node, "declared"):
        values = {name: getattr(node, name) for name in (*node.declared, *node.keywords) if hasattr(node, name)}
        usual: dict[str, Any] = {"name": None, **node.defaults}
    else:
        values = node.arguments() if hasattr(node, "transforms") else {}
        rows = signature(type(node)).parameters.values()
        usual = {"additional_targets": {}, **{row.name: row.default for row in rows if row.default is not None}}
    told = {name: value for name, value in values.items() if not _alike(value, usual.get(name))}
    return {**told, "p": node.p} if not hasattr(node, "seed") or node.p != 1 else told


def _alike(value: object, usual: object) -> bool:
    numbers = isinstance(value, (int, float)) and isinstance(usual, (int, float))
    same = type(value) is type(usual) or (numbers and not isinstance(value, bool) and not isinstance(usual, bool))
    return value is usual or (same and bool(value == usual))
