"""Provenance of a result of this run, made when it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from . import canaries, steps, surroundings
from .calls import Seen
from .provenance import Provenance

DIGITS = 8


def of_run(seen: list[Seen], more: int, in_use: Iterable[str], root: Path, snapshots: Path) -> Provenance:
    """How a result came about, from the calls before it and the primitives that its test was seen to use."""
    calls = tuple(replace(each.call, steps=facts) for each, facts in zip(seen, steps.of_calls(seen), strict=True))
    called = {name for call in calls for step in call.steps for name in step["uses"]}
    return Provenance(
        versions=surroundings.versions(),
        machine=surroundings.machine(),
        tree=surroundings.tree(root, snapshots),
        calls=calls,
        more_calls=more,
        primitives=canaries.answers({*in_use, *called}),
    )


def environment(in_use: Iterable[str]) -> str:
    """A name for what this environment answers where the primitives in use are asked."""
    answers = sorted(canaries.answers(in_use).items())
    return sha256(json.dumps(answers).encode()).hexdigest()[:DIGITS]
