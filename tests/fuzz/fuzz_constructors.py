"""Random arguments for every transform; what can be built is printed, written, read, and run on small images."""

from __future__ import annotations

from typing import Any

import numpy as np
from fuzz_judge import Wrong, by_call, by_class, check_pixels, unclear, untouched
from fuzz_samples import CLASSES, SIDES, arguments, references, sample, size
from fuzz_values import Rng, odd

import augrepro as A

BOXES = A.BboxParams("pascal_voc")
POINTS = A.KeypointParams("xyas", remove_invisible=False)


def case(rng: Rng) -> str | None:
    """What is wrong with one transform, or None."""
    name = str(rng.choice(sorted(CLASSES)))
    return judged(rng, CLASSES[name], arguments(rng, CLASSES[name]), SIDES)


def judged(
    rng: Rng, cls: Any, given: dict[str, Any], sides: tuple[int, ...], channels: tuple[int, ...] = (0, 1, 2, 3, 3, 4, 5)
) -> str | None:
    """The same for a class and its arguments, on images with these sides and counts of channels."""
    if rng.random() < 0.05:
        given[("self", "cls", "name", "limitt", "é", "\ud800")[rng.integers(6)]] = odd(rng)
    try:
        node = cls(**given)
    except Exception as error:
        return unclear(error, by_class(cls.__name__))
    return _kept(node) or _run(rng, node, sides, channels)


def _kept(node: Any) -> str | None:
    """It has a repr and a hash, and comes back from a file as it was; reference images cannot go there."""
    repr(node), hash(node)
    try:
        back = A.from_dict(A.to_dict(node))
    except (NotImplementedError, TypeError):
        return None if any(node.held_images()) else "it cannot be written"
    return None if back == node else f"{node!r} came back from its dict as {back!r}"


def _run(rng: Rng, node: Any, sides: tuple[int, ...], channels: tuple[int, ...]) -> str | None:
    data = sample(rng, size(rng, sides), channels)
    pipe = A.Compose([node], seed=1, bbox_params=BOXES, keypoint_params=POINTS)
    more = references(rng, data)
    try:
        with untouched(data):
            plan = pipe.draw_plan(**data, **more)
            result = pipe.apply_plan(plan, **data, **more)
        promised(plan, data, result)
        _reread(plan)
    except Wrong as wrong:
        return f"{wrong}, of {node!r}"
    except Exception as error:
        wrong_error = unclear(error, by_call(("Compose",)))
        shapes = {target: np.shape(value) for target, value in data.items()}
        return None if wrong_error is None else f"{node!r} on {shapes}: {wrong_error}"
    return None


def _reread(plan: A.Plan) -> None:
    """What was drawn is within the bounds of what is read."""
    try:
        back = A.Plan.from_json(plan.to_json())
    except A.PlanError as error:
        raise Wrong(f"the plan that was drawn cannot be read: {error}") from error
    if back.to_json() != plan.to_json():
        raise Wrong(f"{plan} came back from its text as another one")


def _dtype_after(retyped: list[Any]) -> str | None:
    """What the last of the ops that change a dtype makes of it; None where a user's function does."""
    return None if any(op.runs_user_code for op in retyped) else getattr(retyped[-1], "dtype", "f4")


def promised(plan: A.Plan, data: dict[str, Any], result: dict[str, Any]) -> None:
    """The result has the shape that the plan's ops announce and a dtype that its ops keep."""
    after = plan.shape
    for op in plan.ops:
        after = op.after(after)
    retyped = [op for op in plan.ops if op.retypes]
    for target, lead in (("image", 0), ("mask", 0), ("volume", 1), ("mask3d", 1)):
        given = data.get(target)
        if given is None:
            continue
        is_mask = target.startswith("mask")
        dtype = given.dtype if is_mask or not retyped else _dtype_after(retyped)
        depth = (after.depth,) if lead else ()
        flat = given.ndim == lead + 2 and (is_mask or after.channels == 1)
        channels = () if flat else (given.shape[-1] if is_mask else after.channels,)
        check_pixels(target, given, result[target], dtype, (*depth, after.height, after.width, *channels))
    for rows in ("bboxes", "keypoints"):
        if rows in data and not np.isfinite(result[rows]).all():
            raise Wrong(f"{rows} not finite: {result[rows]}")
