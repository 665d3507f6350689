"""What pipelines inside another one ask of it, at any depth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..engine.declare.errors import short_repr
from .base import BaseCompose


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
