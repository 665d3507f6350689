"""A word on what stands behind ``Normalize`` and takes 0 for black and 1 for white."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..engine.declare.errors import RangeWarning, warn
from ..engine.transform import Transform


def warn_of_range(nodes: Sequence[Any], owner: str, told: frozenset[str]) -> frozenset[str]:
    """RangeWarning for those of a group's children that clip what an earlier one has normalized; what was told.

    A child's own children were looked at when it was built. Behind a step of a user's own anything may be true.
    """
    found: dict[str, list[str]] = {}
    first: str | None = None
    for node in nodes:
        if first is not None:
            found.setdefault(first, []).extend(_clipping(node))
        first = _after(node, first)
    for first, names in found.items():
        text = (
            f"{owner}: {', '.join(dict.fromkeys(names))} behind {first}, whose values lie beyond [0, 1]: they are cut "
            f"off there, since 0 is taken for black and 1 for white; put {first} behind"
        )
        if names and text not in told:
            warn(text, RangeWarning)
            told |= {text}
    return told


def _after(node: Any, before: str | None) -> str | None:
    """Whose values, beyond [0, 1], may come out of the node; None where nobody knows of any."""
    if node.p == 0:
        return before
    if isinstance(node, Transform):
        leaves = False if node.acts_by_protocol else node.leaves_unit()
        return before if leaves is None else node.stream_name if leaves else None
    if not hasattr(node, "transforms"):
        return None
    if node.follows:
        for child in node.transforms:
            before = _after(child, before)
        return before
    return next((end for child in node.transforms if (end := _after(child, before)) is not None), None)


def _clipping(node: Any) -> Iterator[str]:
    """The steps of a node that clip, up to the first behind which values may lie in [0, 1] again."""
    if node.p == 0:
        return
    if isinstance(node, Transform):
        if not node.any_range and not node.acts_by_protocol:
            yield node.stream_name
        return
    for child in getattr(node, "transforms", ()):
        yield from _clipping(child)
        if node.follows and _after(child, "") is None:
            return
