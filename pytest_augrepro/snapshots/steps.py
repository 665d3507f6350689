"""Each step of a plan by itself, on a known image: what moves there has not moved because of the steps before it."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

import numpy as np

from ..values.digest import Array, leaves
from .calls import Seen
from .tracing import tracing_modes

MOST = 48
"""Steps of one comparison that are looked at."""
DIGITS = 8
POINTS = ((0.21, 0.33), (0.64, 0.58), (0.47, 0.12))
GRADES = ("exact", "same-arch", "same-build")
Facts = dict[str, Any]


def of_calls(seen: list[Seen]) -> list[tuple[Facts, ...]]:
    """For each call the facts of its steps: the image it met, a digest of the result, and what it calls.

    The digest is empty where the step needs more than an image.
    """
    left, found = MOST, []
    for each in seen:
        steps = () if each.plan is None else tuple(_of_plan(each.plan, each.call.dtype, left))
        left -= len(steps)
        found.append(steps)
    return found


def grade_of(seen: list[Seen]) -> str:
    """The weakest grade of the steps that were drawn, ``exact`` where there are none."""
    grades = [str(each.plan.grade(each.call.dtype or "uint8")) for each in seen if hasattr(each.plan, "grade")]
    return max(grades, key=lambda grade: GRADES.index(grade) if grade in GRADES else 0, default=GRADES[0])


def _of_plan(plan: Any, dtype: str, most: int) -> Iterator[Facts]:
    library: Any = sys.modules["augrepro"]
    boxes, points = library.BboxParams("albumentations"), library.KeypointParams("xy")
    player = library.Compose([], bbox_params=boxes, keypoint_params=points)
    shape, kind = tuple(plan.shape), np.dtype(dtype or "uint8")
    for step in plan.steps[:most]:
        given, alone = known(shape, kind), replace(plan, shape=type(plan.shape)(*shape), steps=(step,))
        on = f"{'x'.join(str(side) for side in shape if side is not None)} {kind}"
        try:
            with warnings.catch_warnings(action="ignore"):  # an image between two steps is none that the user gave
                player.apply_plan(alone, **given)  # what is done once is done
                with tracing_modes() as trace:
                    result = player.apply_plan(alone, **given)
        except Exception:  # it names other samples or references, or acts by code that a plan does not hold
            yield {"on": on, "digest": "", "uses": []}
            return
        yield {"on": on, "digest": _digest(result), "uses": trace.primitives}
        target = next(iter(given))
        array = np.asarray(result[target])
        if array.ndim != given[target].ndim:
            return
        kind = array.dtype
        depth, (height, width) = (array.shape[0], array.shape[1:3]) if target == "volume" else (None, array.shape[:2])
        shape = (height, width, array.shape[-1] if array.ndim > 2 + (target == "volume") else 1, depth)


def known(shape: tuple[Any, ...], dtype: np.dtype[Any]) -> dict[str, Any]:
    """An image, or a volume, of this shape and dtype, a mask, boxes and keypoints, the same everywhere."""
    height, width, channels, depth = (*shape, None)[:4]
    z, y, x, c = np.ogrid[0 : depth or 1, 0:height, 0:width, 0:channels]
    whole = (x * x * 3 + y * (11 + c) + x * y + 37 * z + 53 * c) % 256
    pixels = _in_range(whole, dtype)
    mask = ((x // 5 + y // 4 + z) % 7).astype(np.uint8)[..., 0] + np.zeros((depth or 1, height, width), np.uint8)
    points = [(px * width, py * height) for px, py in POINTS]
    if depth is not None:
        return {"volume": pixels, "mask3d": mask}
    boxes = [(0.1, 0.2, 0.4, 0.5), (0.5, 0.05, 0.95, 0.9)]
    return {"image": pixels[0], "mask": mask[0], "bboxes": boxes, "keypoints": points}


def _in_range(whole: Array, dtype: np.dtype[Any]) -> Array:
    if dtype.kind == "f":
        return (whole / 255).astype(dtype)
    largest = np.iinfo(dtype).max if dtype.kind in "iu" else 1
    return (whole * (largest // 255) if largest >= 255 else whole % (largest + 1)).astype(dtype)


def _digest(result: Any) -> str:
    digest = sha256()
    for leaf in leaves(result):
        digest.update(f"{leaf.path} {leaf.digest}\n".encode())
    return digest.hexdigest()[:DIGITS]
