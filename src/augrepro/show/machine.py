"""What a bug report needs: versions, what the processor and its libraries do, and how far results are exact here."""

from __future__ import annotations

import platform
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np

from ..engine.declare.registry import TRANSFORMS
from ..engine.op import Grade, weakest
from ..engine.version import __version__
from ..kernels.certified import CERTIFIED
from ..kernels.version import OPENCV
from ..transforms import *  # noqa: F403 - all kernels and transforms are loaded, so that all are counted

GUESSES: tuple[dict[str, Any], ...] = ({}, {"height": 32, "width": 32}, {"size": (32, 32)})
ACTING: dict[str, dict[str, Any]] = {
    "Affine": {"rotate": (-30, 30)},
    "GridElasticDeform": {"num_grid_xy": (4, 4), "magnitude": 10},
}
"""Arguments of warps and flows that do nothing with their defaults, or have not all."""


def lines() -> Iterator[str]:
    """The report, line by line."""
    yield f"augrepro {__version__}, NumPy {np.__version__}, OpenCV {OPENCV}, Python {platform.python_version()}"
    yield f"{platform.system()} {platform.release()} on {platform.machine()}, {sys.byteorder}-endian"
    yield f"OpenCV runs {_dispatch()}, {cv2.getNumThreads()} threads"
    held = {name: primitive.holds for name, primitive in sorted(CERTIFIED.items())}
    yield f"fast paths that gave every bit of their reference here: {sum(held.values())} of {len(held)}"
    for name, holds in held.items():
        yield f"  {'holds  ' if holds else 'refused'}  {name}"
    grades, left, freer = counted()
    total = sum(grades["uint8"].values())
    yield f"grades of {total} transforms with their defaults ({left} need arguments of their own):"
    for dtype, count in grades.items():
        yield f"  {dtype:8} " + ", ".join(f"{count[grade]} {grade}" for grade in Grade)
    for exactness, names in freer.items():
        what = f"{len(names)} run by faster ways: {', '.join(names)}" if names else "all run as with exact"
        yield f"with Compose(exactness={str(exactness)!r}) {what}"
    yield "a refused fast path costs time and no bit; what the grades mean: docs/exactness.md"


def _dispatch() -> str:
    used = cv2.getCPUFeaturesLine().split()
    best = [name.strip("*?") for name in used if not name.endswith("?")]
    return f"optimized code for {' '.join(best)}" if cv2.useOptimized() else "plain code (cv2.setUseOptimized(False))"


def counted() -> tuple[dict[str, Counter[Grade]], int, dict[Grade, list[str]]]:
    """How many transforms are of each grade, by dtype, and how many could not be built without arguments.

    Last the names of those that run by other ways where a pipeline lets bits hold less far.
    """
    freer: dict[Grade, list[str]] = {Grade.SAME_ARCH: [], Grade.SAME_BUILD: []}
    grades: dict[str, Counter[Grade]] = {"uint8": Counter(), "float32": Counter()}
    left = 0
    for cls in _transforms():
        ops, name = _drawn(cls, GUESSES), cls.__name__
        acting = _drawn(cls, (ACTING[name],)) if name in ACTING else ops
        for exactness, names in freer.items():
            names += [name] * any(op.within(exactness) is not op for op in acting or ())
        if ops is None:
            left += 1
            continue
        for dtype, count in grades.items():
            count[weakest(op.grade(dtype) for op in ops)] += 1
    return grades, left, freer


def _transforms() -> Iterator[Any]:
    for cls in TRANSFORMS.values():
        if cls.__module__.startswith("augrepro.transforms.") and cls.__name__ != "Lambda":
            yield cls


def _drawn(cls: Any, guesses: Sequence[dict[str, Any]]) -> Any:
    """The ops of one draw with the first arguments that are enough for one; None where none are."""
    image = np.zeros((48, 64, 3), np.uint8)
    for arguments in guesses:
        try:
            transform = cls(**arguments, p=1)
            transform.set_random_seed(137)
            return transform.draw_plan(image=image, mask=image[..., 0]).ops
        except (TypeError, ValueError, ImportError):
            continue
    return None
