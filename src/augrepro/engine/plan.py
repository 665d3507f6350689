"""A plan: the ops that chance chose, in order. It is small JSON, replays bit for bit, and needs no seed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from .declare.errors import PlanError, short_repr
from .declare.files import check_depth, parse_json, plain, read_bounded, write_atomic
from .declare.kinds import MAX_SIDE
from .declare.registry import FORMER_OPS
from .facts import line, shape_after
from .markup import folded, item
from .op import Grade, Op, weakest
from .targets.table import Shape

FORMAT = 3
MAX_STEPS = 10_000
SHOWN = 6
"""Transforms that a plan's repr names."""


class Step(NamedTuple):
    """One op and the path of names of the transform that drew it."""

    op: Op
    path: str

    @property
    def transform(self) -> str:
        """The class name (or ``name=``) of the transform that drew the op."""
        return self.path.rpartition("/")[2].partition("#")[0]


@dataclass(frozen=True)
class Plan:
    """What happens to one sample: the shape it was drawn for, the key it was drawn from, and its steps.

    ``exactness`` is the promise of the pipeline that drew it, by which its ops run, also in a replay.
    """

    shape: Shape
    steps: tuple[Step, ...]
    key: str = ""
    exactness: Grade = Grade.EXACT

    @property
    def ops(self) -> list[Op]:
        """The ops alone."""
        return [step.op for step in self.steps]

    def grade(self, dtype: Any = "uint8") -> Grade:
        """How far the plan gives images of that dtype the same bits: as far as the weakest of its ops as they run."""
        return weakest(op.within(self.exactness).grade(dtype) for op in self.ops)

    def turns(self) -> list[tuple[str, str]]:
        """Path and words of each turn of a transform, in order: what it drew, in one line."""
        shape, found = self.shape, []
        for path, group in groupby(self.steps, key=lambda step: step.path):
            drawn = [step.op for step in group]
            lines = []
            for op in drawn:
                lines.append(line(op, shape, named=len(drawn) > 1))
                shape = shape_after(op, shape)
            found.append((path, "; ".join(lines)))
        return found

    def __str__(self) -> str:
        """The plan in words, a line for each transform that drew something."""
        names = {step.path: step.transform for step in self.steps}
        lines = [f"{names[path]}: {words}" for path, words in self.turns()] or ["nothing was drawn"]
        return "\n".join([*lines, *([f"run with exactness={self.exactness}"] if self._weaker else [])])

    @property
    def _weaker(self) -> bool:
        return self.exactness is not Grade.EXACT

    def _repr_html_(self) -> str:
        names = {step.path: step.transform for step in self.steps}
        sides = " x ".join(map(str, self.shape[:3]))
        how = f", {self.exactness}" * self._weaker
        return folded(item("Plan", f"for {sides}{how}"), [item(names[path], words) for path, words in self.turns()])

    def __repr__(self) -> str:
        names = [path.rpartition("/")[2] for path, _ in groupby(self.steps, key=lambda step: step.path)]
        shown = ", ".join(names[:SHOWN] + ["..."] * (len(names) > SHOWN))
        how = f", {self.exactness}" * self._weaker
        return f"<Plan of {len(self.steps)} steps for {tuple(self.shape[:3])}{how}: {shown or 'nothing'}>"

    def to_dict(self) -> dict[str, Any]:
        """The plan as JSON has it."""
        steps = [{"path": step.path, **step.op.to_dict()} for step in self.steps]
        depth = {} if self.shape.depth is None else {"depth": self.shape.depth}
        how = {"exactness": str(self.exactness)} if self._weaker else {}
        return {"plan": FORMAT, "shape": list(self.shape[:3]), **depth, "key": self.key, **how, "steps": steps}

    def to_json(self) -> str:
        """The plan as compact, readable JSON text."""
        import json  # many programs draw plans, and few write them

        return json.dumps(self.to_dict(), separators=(",", ":"), allow_nan=False)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the plan as JSON, all or not at all."""
        write_atomic(path, self.to_json() + "\n")

    @classmethod
    def from_dict(cls, data: object, where: str = "plan") -> Plan:
        """The plan that ``to_dict`` described; PlanError says what is wrong."""
        if type(data) is not dict:
            check_depth(data, where)
            data = plain(data)
        if not isinstance(data, dict) or "plan" not in data:
            raise PlanError(
                f"{where}: a plan is an object with the keys plan, shape, key, steps, got {short_repr(data)}"
            )
        if type(data["plan"]) is not int or data["plan"] not in (FORMAT, *FORMER_OPS):
            known = " and ".join(map(str, sorted((*FORMER_OPS, FORMAT))))
            raise PlanError(f"{where}: plan format {short_repr(data['plan'])} is not known here (it reads {known})")
        shape, steps, key = data.get("shape"), data.get("steps"), data.get("key", "")
        if not isinstance(shape, list) or len(shape) != 3 or not all(map(_is_side, shape)):
            raise PlanError(
                f"{where}: shape must be three whole numbers >= 1 and <= {MAX_SIDE}, got {short_repr(shape)}"
            )
        depth = data.get("depth")
        if depth is not None and not _is_side(depth):
            raise PlanError(
                f"{where}: depth must be a whole number >= 1 and <= {MAX_SIDE} or left out, got {short_repr(depth)}"
            )
        if not isinstance(steps, list) or len(steps) > MAX_STEPS:
            raise PlanError(f"{where}: steps must be a list of at most {MAX_STEPS}, got {short_repr(steps)}")
        if not isinstance(key, str):
            raise PlanError(f"{where}: key must be a text, got {short_repr(key)}")
        exactness = data.get("exactness", Grade.EXACT)
        if exactness not in [*Grade]:
            raise PlanError(f"{where}: exactness must be one of {', '.join(Grade)}, got {short_repr(exactness)}")
        if data["plan"] in FORMER_OPS:
            steps = modern(steps, FORMER_OPS[data["plan"]])
        height, width, channels = shape
        drawn = tuple(_step(item, f"{where}: step {i}") for i, item in enumerate(steps))
        return cls(Shape(height, width, channels, depth), drawn, key, Grade(exactness))

    @classmethod
    def from_json(cls, text: str, where: str = "plan") -> Plan:
        """The plan in a JSON text."""
        if not isinstance(text, str):
            raise PlanError(f"{where}: a plan's JSON is a text, got {short_repr(text)}")
        return cls.from_dict(parse_json(text, where), where)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Plan:
        """The plan in a file that ``save`` wrote."""
        return cls.from_json(read_bounded(path), str(path))


AnyPlan = Plan | Mapping[str, Any] | str
"""A plan, its dict or its JSON text."""


def _is_side(value: object) -> bool:
    return type(value) is int and 0 < value <= MAX_SIDE


def as_plan(plan: object) -> Plan:
    """A plan from itself, its dict or its JSON text."""
    if isinstance(plan, Plan):
        return plan
    if isinstance(plan, str):
        return Plan.from_json(plan)
    if isinstance(plan, Mapping):
        return Plan.from_dict(plan)
    raise TypeError(f"a plan must be a Plan, its dict or its JSON text, got {short_repr(plan)}")


def modern(data: Any, rewrite: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """The data of an earlier format with the ops in it, nested ones too, rewritten as they are today."""
    if isinstance(data, list):
        return [modern(item, rewrite) for item in data]
    if not isinstance(data, dict):
        return data
    out = {key: modern(item, rewrite) for key, item in data.items()}
    return rewrite(out) if isinstance(out.get("op"), str) else out


def _step(item: object, where: str) -> Step:
    if not isinstance(item, dict) or not isinstance(item.get("path"), str):
        raise PlanError(f"{where}: a step is an object with a path and an op, got {short_repr(item)}")
    try:
        return Step(Op.from_dict({key: part for key, part in item.items() if key != "path"}), item["path"])
    except PlanError as error:
        raise PlanError(f"{where}: {error}") from None
