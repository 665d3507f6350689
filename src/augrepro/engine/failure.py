"""A step that fails: its error says which step of the pipeline it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from .declare.errors import CropSizeError
from .op import Op
from .plan import Step
from .targets.mask_dtypes import dtypes_of
from .targets.stacks import Stack
from .targets.table import MASKS, PIXELS, Target, has_axes

_PLAIN = ValueError, TypeError, CropSizeError
_KEPT = ValueError, TypeError, RuntimeError, MemoryError, OSError, Warning
"""What an op of ours may raise; anything else (a lookup, OpenCV's own error) becomes a ValueError that it caused."""


def name_step(error: Exception, path: str) -> None:
    """Put the step's path in front of the error's sentence, or below it as a note; a step named before stays."""
    if hasattr(error, "_augrepro_step"):
        return
    error._augrepro_step = path  # type: ignore[attr-defined]  # any error may carry it
    if type(error) in _PLAIN and len(error.args) == 1 and isinstance(error.args[0], str):
        text = error.args[0]
        error.args = (f"{path} {text}" if text.startswith("needs ") else f"{path}: {text}",)
    else:
        error.add_note(f"raised by the step {path}")


def step_failed(error: Exception, op: Op, path: str, what: str) -> NoReturn:
    """Raise the error of an op with its step's path; one that is no sentence of ours only as the cause of one."""
    if op.runs_user_code or isinstance(error, _KEPT):
        name_step(error, path)
        raise error
    told = ValueError(f"{type(op).__name__} cannot be applied to {what}: {type(error).__name__}")
    name_step(told, path)
    raise told from error


def run_ops(
    fast: Sequence[Op],
    ops: Sequence[Op],
    paths: Sequence[str],
    target: Target,
    arrays: list[Any],
    whole: bool,
    name: str,
) -> list[Any]:
    """A target's arrays after the ``fast`` ops: the drawn ones, or merged from them by rewriting; errors name the step.

    ``whole``: a target with depth is given as volumes, to ops that see them.
    """
    if not arrays:
        return arrays
    out = arrays
    try:
        if whole and target.depth:
            for op in fast:
                out = (op.for_target(name) if op.by_name else op).volumes(target, out)
        else:
            for op in fast:
                out = (op if op.only_runs or not op.by_name else op.for_target(name)).stack(target, out)
    except Exception as error:
        run_failed(error, op, ops, paths, target, arrays, whole, name)
    return out


def check_masks(op: Op, path: str, stacks: Mapping[str, Stack], data: Mapping[str, Any]) -> None:
    """ValueError, with the step, for a fill that masks of the dtype which the call brought cannot hold."""
    for name, (target, _) in stacks.items():
        for dtype in dtypes_of(data.get(name)) if target.kind is not PIXELS else ():
            try:
                op.check_mask(dtype)
            except ValueError as error:
                told = ValueError(f"{error} (for {name})")
                name_step(told, path)
                raise told from None


def _name_fill(error: Exception, target: Target, name: str) -> None:
    """Say of a fill that a kernel refused whether it was the masks', and what it should have filled."""
    if type(error) in _PLAIN and error.args and str(error.args[0]).startswith("fill must "):
        field = "fill_mask" if target.kind is MASKS else "fill"
        error.args = (f"{field}{str(error.args[0]).removeprefix('fill')} (for {name})",)


def run_failed(
    error: Exception,
    op: Op,
    ops: Sequence[Op],
    paths: Sequence[str],
    target: Target,
    arrays: list[Any],
    whole: bool,
    name: str,
) -> NoReturn:
    """Raise the error of an op; one that was merged is no step's own, so the steps are run as drawn, until one fails.

    That is legal since rewriting is exact.
    """
    _name_fill(error, target, name)
    steps = list(map(Step, ops, paths))
    drawn_by = {step.path for step in steps if step.op is op}
    if len(drawn_by) == 1:
        step_failed(error, op, drawn_by.pop(), described(target, arrays))
    for step in steps:
        try:
            acting = step.op.for_target(name)
            arrays = acting.volumes(target, arrays) if whole and target.depth else acting.stack(target, arrays)
        except Exception as alone:
            _name_fill(alone, target, name)
            step_failed(alone, step.op, step.path, described(target, arrays))
    step_failed(error, op, " + ".join(dict.fromkeys(step.path for step in steps)), described(target, arrays))


def described(target: Target, arrays: list[Any]) -> str:
    """The arrays of a target as an error names them."""
    if arrays and not has_axes(arrays[0]):
        return f"{target.name}, which is a {type(arrays[0]).__module__}.{type(arrays[0]).__name__} by now"
    return f"{target.name} of shape {tuple(arrays[0].shape)} and {arrays[0].dtype}" if arrays else target.name
