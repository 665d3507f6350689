"""Drawn parameters that a subclass of a transform of ours reads by name, as releases of Albumentations had them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from inspect import Parameter, signature
from typing import Any

import numpy as np

from ..declare.declared import PACKAGE
from ..op import FORMER_UNITS, FROM_OPS, Op
from ..targets.table import Shape
from .released import PARAMETERS

Params = dict[str, Any]
_NAMED = Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY
_ONE_BY_ONE = "apply_to_bbox", "apply_to_keypoint"
NO_HOLES: Params = {"holes": np.zeros((0, 4), np.int64)}
NO_PADS: Params = dict.fromkeys(("pad_top", "pad_bottom", "pad_left", "pad_right"), 0)
NO_MOVE: Params = {"angle": 0.0, "scale": 1.0, "dx": 0.0, "dy": 0.0, "matrix": np.eye(3)}
SHIFTS: Params = {
    **dict.fromkeys(("r_shift", "g_shift", "b_shift"), 0.0),
    "shift": np.zeros(3),
    "noise_map": np.zeros(3),
}
UNCHANGED: dict[str, Params] = {
    "Blur": {"ksize": 1, "kernel": 1},
    "ColorJitter": {"brightness": 1.0, "contrast": 1.0, "saturation": 1.0, "hue": 0.0, "order": [0, 1, 2, 3]},
    "HueSaturationValue": dict.fromkeys(("hue_shift", "sat_shift", "val_shift"), 0.0),
    "MedianBlur": {"ksize": 1, "kernel": 1},
    "RGBShift": SHIFTS,
    "RandomBrightnessContrast": {"alpha": 1.0, "beta": 0.0},
    "RandomGamma": {"gamma": 1.0},
    "RandomRotate90": {"factor": 0},
    **dict.fromkeys(("Pad", "PadIfNeeded"), NO_PADS),
    **dict.fromkeys(("Rotate", "SafeRotate", "ShiftScaleRotate"), NO_MOVE),
    **dict.fromkeys(("CoarseDropout", "ConstrainedCoarseDropout", "Erasing", "GridDropout", "XYMasking"), NO_HOLES),
    **dict.fromkeys(("FrequencyMasking", "TimeMasking"), NO_HOLES),
}
"""What a class drew where it has no op, since nothing is to change."""


def built_in(cls: type) -> type:
    """The class of ours that a class is or derives from."""
    return next(base for base in cls.__mro__ if base.__module__.startswith(PACKAGE))


@lru_cache(maxsize=512)
def _names(method: Any) -> tuple[frozenset[str], frozenset[str]]:
    """The parameters that a method takes by name, and the texts in it that may be keys of its ``**params``."""
    try:
        rows = list(signature(method).parameters.values())
    except (TypeError, ValueError):  # what Python knows no signature of
        return frozenset(), frozenset()
    by_key: tuple[Any, ...] = ()
    if any(row.kind is Parameter.VAR_KEYWORD for row in rows):
        by_key = getattr(getattr(method, "__code__", None), "co_consts", ())
    return (
        frozenset(row.name for row in rows[1:] if row.kind in _NAMED),
        frozenset(text for text in by_key if isinstance(text, str)),
    )


def read_by(transform: Any, customized: frozenset[str]) -> dict[str, frozenset[str]]:
    """The names that releases draw for the class and a user's methods take by name, method by method; under "" those
    that they may read from ``**params``."""
    cls = type(transform)
    known = PARAMETERS.get(built_in(cls).__name__, frozenset())
    found: dict[str, frozenset[str]] = {"": frozenset()}
    for name in (*sorted(customized), *_ONE_BY_ONE) if known else ():
        method = getattr(transform, name, None) if name.startswith("apply") else None
        method = getattr(method, "__func__", method)
        if method is not None:
            taken, mentioned = _names(method)
            found[name] = taken & known
            found[""] |= mentioned & known
    return found


def values_of(transform: Any, ops: Sequence[Op], named: Params, shape: Shape, dtype: Any) -> Params:
    """Every value by the releases' names, in their units: those of 2.0.8, or of 1.3.1 under ``use_defaults("1.3")``."""
    name = built_in(type(transform)).__name__
    values = {**UNCHANGED.get(name, {}), **named}
    for read in FROM_OPS:
        values.update(read(ops, shape, dtype))
    if isinstance(size := getattr(transform, "max_size", None), int):
        values["max_size"] = size
    if transform.of_former_release:
        for change in FORMER_UNITS:
            values = change(values, dtype)
    elif name in ("SafeRotate", "ShiftScaleRotate") and isinstance(values.get("scale"), float):
        values["scale"] = {"x": values["scale"], "y": values["scale"]}
    return values


def check_all_there(transform: Any, reads: dict[str, frozenset[str]], params: Params) -> None:
    """TypeError for a parameter with a default that the releases draw and that nobody drew: the default would act."""
    for method, names in reads.items():
        if method and (missing := sorted(names - params.keys())):
            cls = type(transform).__name__
            base = built_in(type(transform)).__name__
            raise TypeError(
                f"{cls}.{method} needs {', '.join(missing)}, which nobody drew: {base} here draws other "
                f"parameters than there (drawn: {', '.join(sorted(params))}), and the default would stand for "
                f"every draw; return it from get_params or get_params_dependent_on_data, or name it otherwise"
            )
