"""A word on steps that take another value for white than the one that an earlier step has left it at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from ..engine.declare.errors import RangeWarning, warn
from ..engine.transform import Transform


class _Mismatch(NamedTuple):
    """What one transform leaves and another takes for something else."""

    leaves: Callable[[Transform], bool | None]
    """True where such values come out, False where they do not, None where as before."""
    takes: Callable[[Transform], bool]
    words: str


_CLIPS = _Mismatch(
    lambda node: node.leaves_unit(),
    lambda node: not node.any_range,
    "{names} behind {first}, whose values lie beyond [0, 1]: they are cut off there, since 0 is taken for black and 1 "
    "for white; put {first} behind",
)
_DARKENS = _Mismatch(
    lambda node: node.whitens_to_one(),
    lambda node: node.takes_bytes(),
    "{names} behind {first}, which leaves white at 1: it is taken for 255 there, and all images come out alike; give "
    "{names} max_pixel_value=1.0",
)


def warn_of_range(nodes: Sequence[Any], owner: str, told: frozenset[str]) -> frozenset[str]:
    """RangeWarning for those of a group's children that misread what an earlier one has left; what was told.

    A child's own children were looked at when it was built. Behind a step of a user's own anything may be true.
    """
    for mismatch in (_CLIPS, _DARKENS):
        for first, names in _found(nodes, mismatch).items():
            text = f"{owner}: {mismatch.words.format(names=', '.join(dict.fromkeys(names)), first=first)}"
            if names and text not in told:
                warn(text, RangeWarning)
                told |= {text}
    return told


def _found(nodes: Sequence[Any], mismatch: _Mismatch) -> dict[str, list[str]]:
    """The steps that misread what came out of another, by the other's name."""
    found: dict[str, list[str]] = {}
    first: str | None = None
    for node in nodes:
        if first is not None:
            found.setdefault(first, []).extend(_misreading(node, mismatch))
        first = _after(node, first, mismatch)
    return found


def _after(node: Any, before: str | None, mismatch: _Mismatch) -> str | None:
    """Whose values of that kind may come out of the node; None where nobody knows of any."""
    if node.p == 0:
        return before
    if isinstance(node, Transform):
        leaves = False if node.acts_by_protocol else mismatch.leaves(node)
        return before if leaves is None else node.stream_name if leaves else None
    if not hasattr(node, "transforms"):
        return None
    if node.follows:
        for child in node.transforms:
            before = _after(child, before, mismatch)
        return before
    return next((end for child in node.transforms if (end := _after(child, before, mismatch)) is not None), None)


def _misreading(node: Any, mismatch: _Mismatch) -> Iterator[str]:
    """The steps of a node that misread, up to the first behind which the values may be others again."""
    if node.p == 0:
        return
    if isinstance(node, Transform):
        if mismatch.takes(node) and not node.acts_by_protocol:
            yield node.stream_name
        return
    for child in getattr(node, "transforms", ()):
        yield from _misreading(child, mismatch)
        if node.follows and _after(child, "", mismatch) is None:
            return
