"""What was applied, in words that JSON can carry."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from ..engine.plan import Step


def applied(steps: Sequence[Step]) -> list[tuple[str, dict[str, Any]]]:
    """One (name, parameters) pair for each transform that acted; of several ops, each under its own name."""
    out = []
    for _, drawn in groupby(steps, key=lambda step: step.path):
        group = list(drawn)
        ops = [step.op for step in group]
        params = ops[0].applied() if len(ops) == 1 else {type(op).__name__: op.applied() for op in ops}
        out.append((group[0].transform, params))
    return out
