"""Which steps of a pipeline no comparison of a test saw drawn: its snapshots hold nothing of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from ..common.notes import Steps
from .calls import Seen, described

_SEED = re.compile(r",?\s*seed=\w+")


def steps_of(seen: Sequence[Seen], nodeid: str) -> list[Steps]:
    """For each call with a plan, the places of the pipeline's steps that can act and of those that were drawn."""
    found: list[Steps] = []
    for each in seen:
        with suppress(Exception):  # a test must not notice
            if each.plan is not None and hasattr(each.pipeline, "child_names"):
                drawn = {_inner(step.path) for step in each.plan.steps}
                places = list(_places(each.pipeline, "", drawn))
                missing = [place for place, is_drawn in places if not is_drawn]
                held = [place for place, is_drawn in places if is_drawn]
                found.append((_SEED.sub("", described(each.pipeline)), nodeid, held, missing))
    return found


def _inner(path: str) -> str:
    return path.partition("/")[2]


def _places(group: Any, above: str, drawn: set[str]) -> Iterator[tuple[str, bool]]:
    """Each child's place and whether it was drawn; behind a group that was, its children's, too."""
    for child, name in zip(group.transforms, group.child_names, strict=True):
        place = f"{above}{name}"
        if getattr(child, "p", 1) == 0 or type(child).__name__ == "NoOp":
            continue
        within = any(path.startswith(f"{place}/") for path in drawn)
        yield place, within or place in drawn
        if within:
            yield from _places(child, f"{place}/", drawn)
