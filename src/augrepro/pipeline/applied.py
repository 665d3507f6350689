"""What was applied, in words that JSON can carry, and by the names that readers of Albumentations' records look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ..engine.declare.files import plain
from ..engine.declare.registry import name_of
from ..engine.plan import Plan, Step
from ..engine.targets.table import Shape
from ..ops.former_params import former_params
from .base import BaseCompose
from .called import CalledObject


def applied(steps: Sequence[Step]) -> list[tuple[str, dict[str, Any]]]:
    """One (name, parameters) pair for each transform that acted; of several ops, each under its own name."""
    return [(drawn[0].transform, params_of(drawn)) for drawn in by_path(steps).values()]


def by_path(steps: Sequence[Step]) -> dict[tuple[int, str], list[Step]]:
    """The steps of each turn of each transform, in order."""
    turns = groupby(steps, key=lambda step: step.path)
    return {(turn, path): list(drawn) for turn, (path, drawn) in enumerate(turns)}


def params_of(drawn: Sequence[Step]) -> dict[str, Any]:
    """The fields of a turn's ops, and what Albumentations calls them: ``crop_coords``, ``matrix`` and the like."""
    ops = [step.op for step in drawn]
    fields = ops[0].applied() if len(ops) == 1 else {type(op).__name__: op.applied() for op in ops}
    former = [former_params(op) for op in ops]
    return {**{name: value for names in former for name, value in names.items()}, **fields}


def tree_of(group: BaseCompose, steps: Sequence[Step], shape: Shape, path: str) -> list[dict[str, Any]]:
    """Every child of a group, in Albumentations' words: its class, p, whether it was applied, and with what."""
    turns = by_path(steps)
    rows = []
    for node, name in zip(group.transforms, group.child_names, strict=True):
        here = f"{path}/{name}"
        row: dict[str, Any] = {
            "__class_fullname__": name_of(type(node.inner if isinstance(node, CalledObject) else node)),
            "p": node.p,
        }
        if isinstance(node, BaseCompose):
            below = tree_of(node, steps, shape, here)
            row |= {"params": None, "transforms": below, "applied": any(child["applied"] for child in below)}
        else:
            drawn = [step for (_, place), group_steps in turns.items() if place == here for step in group_steps]
            params = {"shape": list(shape[:3]), **params_of(drawn)} if drawn else None
            row |= {"params": params, "applied": bool(drawn)}
        rows.append(row)
    return rows


def same_as_plan(rows: object, plan: Plan) -> bool:
    """Whether rows of ``tree_of`` say that what a plan did was applied, with its parameters, and nothing else."""
    places: dict[str, list[Step]] = {}
    for step in plan.steps:
        places.setdefault(step.path, []).append(step)
    told = [plain(row.get("params")) for row in _applied_rows(rows)]
    for drawn in places.values():
        params = plain({"shape": list(plan.shape[:3]), **params_of(drawn)})
        if params not in told:
            return False
        told.remove(params)
    return not told


def _applied_rows(rows: object) -> Iterator[Mapping[str, Any]]:
    """The rows of the transforms that were applied, those inside groups too."""
    for row in rows if isinstance(rows, (list, tuple)) else ():
        if isinstance(row, Mapping) and row.get("applied"):
            yield from _applied_rows(row["transforms"]) if "transforms" in row else (row,)
