"""Parameters that a custom transform drew, as plans hold them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from ..declare.errors import PlanError, short_repr
from ..declare.parse import to_json
from ..op import Op
from ..targets.geometry import Array

_ARRAYS = re.compile(r"bool|u?int(8|16|32|64)|float(16|32|64)|[<>][iufU]\d{1,4}|\|S\d{1,4}")
"""The dtypes of a parameter's array as a plan may name them: numbers, and texts of fewer than 10,000 characters."""


def as_json(value: Any) -> Any:
    """A parameter as JSON has it: arrays with their dtype and shape, ops by their fields, anything else by its repr."""
    if isinstance(value, np.ndarray):
        return {"array": value.tolist(), "dtype": str(value.dtype), "shape": list(value.shape)}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Op):
        return {"augrepro.op": value.to_dict()}
    if isinstance(value, (tuple, list)):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {str(name): as_json(item) for name, item in value.items()}
    return value if isinstance(value, (str, int, float, bool, type(None))) else to_json(repr(value))


def listed(value: Any) -> Any:
    """A parameter as a user reads it: arrays as lists."""
    return value.tolist() if isinstance(value, np.ndarray) else as_json(value)


def from_json(value: Any) -> Any:
    """The parameter that ``as_json`` wrote; PlanError for an array that is none."""
    if isinstance(value, dict):
        if set(value) == {"array", "dtype", "shape"}:
            return _array_from_json(value["array"], value["dtype"], value["shape"])
        if set(value) == {"augrepro.op"}:
            return Op.from_dict(value["augrepro.op"])
        return {name: from_json(item) for name, item in value.items()}
    return [from_json(item) for item in value] if isinstance(value, list) else value


def _array_from_json(values: Any, dtype: Any, shape: Any) -> Array:
    if not isinstance(dtype, str) or not _ARRAYS.fullmatch(dtype):
        raise PlanError(f"a parameter's array must be of numbers or of short texts, got the dtype {short_repr(dtype)}")
    try:
        with np.errstate(all="ignore"):
            return np.array(values, dtype=dtype).reshape(shape)
    except (TypeError, ValueError, OverflowError) as error:
        raise PlanError(f"a parameter's array cannot be read as {dtype}: {error}") from None
