"""What was applied, in words that JSON can carry, and by the names that readers of Albumentations' records look for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import atan2, degrees, sqrt
from typing import Any

from ..engine.declare.registry import name_of
from ..engine.op import Op
from ..engine.plan import Step
from ..engine.targets.geometry import centered
from ..engine.targets.table import Shape
from ..ops.grid import Padding, Window
from ..ops.remap import Warp
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
    former = [former_names(op) for op in ops]
    return {**{name: value for names in former for name, value in names.items()}, **fields}


def former_names(op: Op) -> dict[str, Any]:
    """What readers of Albumentations' records look for, of an op that moves pixels."""
    if isinstance(op, Window):
        return {"crop_coords": [op.x_min, op.y_min, op.x_max, op.y_max]}
    if isinstance(op, Padding):
        edges = {"pad_top": op.top, "pad_bottom": op.bottom, "pad_left": op.left, "pad_right": op.right}
        return {"pad_params": edges}
    if isinstance(op, Warp):
        a, b, c, d, e, f = op.forward
        x, y = op.width / 2, op.height / 2
        m = centered(op.forward)
        return {
            "matrix": [[*m[:3]], [*m[3:]], [0.0, 0.0, 1.0]],
            "angle": degrees(atan2(b, a)),
            "scale": sqrt(abs(a * e - b * d)),
            "dx": (a * x + b * y + c - x) / op.width,
            "dy": (d * x + e * y + f - y) / op.height,
        }
    return {}


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
