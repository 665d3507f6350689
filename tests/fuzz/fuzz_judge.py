"""What a fuzzer accepts: a result as promised, or one error of ours that says which step and field it was."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import numpy as np

import augrepro
from augrepro.engine.declare.errors import CropSizeError, PlanError, UnknownArgumentError

HOME = augrepro.__path__[0]
TARGETS = [
    "image",
    "images",
    "mask",
    "masks",
    "volume",
    "volumes",
    "mask3d",
    "masks3d",
    "bboxes",
    "keypoints",
    "labels",
    "label_fields",
    "the call needs",
]
FOREIGN_WORDS = re.compile(
    r"\(-215|opencv|broadcast|zip\(|out of bounds|could not convert|truth value|int too|index-sized|unhashable type|"
    r"object is not|object has no attribute|positional argument|unexpected keyword|digits\) for integer|"
    r"'NoneType' object"
)
"""What sentences of OpenCV, NumPy and Python say and ours never do."""


class Wrong(AssertionError):
    """A case that gave neither a result as promised nor a clear error."""


def unclear(error: BaseException, starts: Callable[[str], bool], kinds: tuple[type, ...] = ()) -> str | None:
    """Why an error is not one of ours, or None; ``starts`` judges each line of its text."""
    text, last = str(error), traceback.extract_tb(error.__traceback__)[-1]
    said = f"{type(error).__name__}: {text[:300]} (at {last.filename.rpartition('/')[2]}:{last.lineno})"
    if type(error) not in (kinds or (ValueError, TypeError, UnknownArgumentError, PlanError, CropSizeError)):
        return f"a raw {said}"
    if error.__cause__ is not None:
        return f"only the cause of an error tells what was wrong: {said}; {error.__cause__!r}"
    if not last.filename.startswith(HOME) or "raise" not in (last.line or ""):
        return f"an error that nobody of ours raised, {said}"
    if FOREIGN_WORDS.search(text):
        return f"words that are not ours, {said}"
    if not all(starts(line) or line.startswith("(Albumentations 1 had ") for line in text.splitlines()):
        return f"an error that does not say where it was, {said}"
    return None


def by_class(name: str) -> Callable[[str], bool]:
    """Errors of a constructor: they begin with the class, then the field or what is amiss with the arguments."""
    return re.compile(rf"{re.escape(name)}(\.\w+|\[\d+\]| needs | has no argument | got | takes | and pad_)").match


def by_call(names: tuple[str, ...] = ()) -> Callable[[str], bool]:
    """Errors of a call: they begin with the path of a step, or with a target or argument."""
    steps = re.compile(r"[\w.]+(/[\w.]+#\d+)*(: | needs )")
    targets = re.compile(rf"({'|'.join(map(re.escape, (*TARGETS, *names)))})(?!\w)")
    return lambda line: bool(targets.match(line) or steps.match(line))


@contextmanager
def untouched(data: dict[str, Any]) -> Any:
    """Nothing that went in may change, also where an error comes out."""
    before = {name: _frozen(value) for name, value in data.items()}
    yield
    for name, value in data.items():
        if _frozen(value) != before[name]:
            raise Wrong(f"{name} was changed")


def _frozen(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, id(value) if value.dtype.hasobject else value.tobytes()
    return tuple(map(_frozen, value)) if isinstance(value, (list, tuple)) else id(value)


def check_pixels(name: str, given: Any, out: Any, dtype: Any, shape: tuple[int, ...] | None = None) -> None:
    """An array as promised: of that dtype and shape, contiguous, finite, and nobody else's memory.

    ``dtype=None`` is the one it had, or float32.
    """
    if isinstance(given, (list, tuple)):
        if not isinstance(out, list) or len(out) != len(given):
            raise Wrong(f"{name}: {len(given)} slices became {type(out).__name__}")
        for one, other in zip(given, out, strict=True):
            check_pixels(name, one, other, dtype, shape)
        return
    known = (given.dtype, np.dtype(np.float32)) if dtype is None else (np.dtype(dtype),)
    known += (given.dtype,) if given.dtype.newbyteorder("=") in known else ()
    if not isinstance(out, np.ndarray) or out.dtype not in known:
        raise Wrong(f"{name}: {given.dtype} became {getattr(out, 'dtype', type(out).__name__)}, {dtype} was promised")
    if shape is not None and out.shape != shape:
        raise Wrong(f"{name}: shape {given.shape} became {out.shape}, {shape} was promised")
    if not out.flags.c_contiguous or np.shares_memory(out, given):
        raise Wrong(f"{name}: not contiguous, or not its own memory")
    if out.dtype.kind == "f" and np.isfinite(given).all() and not np.isfinite(out).all():
        raise Wrong(f"{name}: not finite")
