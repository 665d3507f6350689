"""Masks of dtypes that kernels do not know: each travels as another that holds its values, and comes back as it was."""

from __future__ import annotations

from typing import Any

import numpy as np

from .geometry import Array

WORKING = {
    np.dtype(wide): np.dtype(work)
    for wide, work in {
        "int8": "int16",
        "uint32": "int32",
        "int64": "int32",
        "uint64": "int32",
        "float16": "float32",
    }.items()
}
"""Masks of these dtypes travel as another that holds their values, and come back as they were."""
TENSORS = {"int8": ("torch.int16", "char"), "int64": ("torch.int32", "long"), "float16": ("torch.float32", "half")}
"""Tensors of masks of these dtypes: as what they travelled, and the method that gives them theirs back."""
EXACT = 2**53
"""Whole numbers beyond int32 travel as float64, which holds each of them up to this one."""


def _working(value: Array) -> np.dtype[Any]:
    """The dtype as which a mask travels."""
    here = value.dtype.newbyteorder("=")
    working = WORKING.get(here, here)
    if working == np.int32 != here and value.size and not -(2**31) <= int(value.min()) <= int(value.max()) < 2**31:
        return np.dtype(np.float64)
    return working


def native(name: str, value: Array, pixels: bool) -> Array:
    """The array in this machine's byte order, and a mask in a dtype that kernels know; its values stay the same."""
    if not value.dtype.isnative:
        value = value.astype(value.dtype.newbyteorder("="))
    if pixels or value.dtype not in WORKING:
        return value
    working = _working(value)
    if working.kind == "f" and value.dtype.kind != "f":
        far = max(int(value.max()), int(value.min()), key=abs)
        if abs(far) > EXACT:
            raise ValueError(f"{name} of dtype {value.dtype} must hold values from -2**53 to 2**53, got {far}")
    return value.astype(working)


def tensor_as_brought(array: Any, brought: set[np.dtype[Any]]) -> Any:
    """The tensor in the dtype that the call brought, where it travelled as another and torch can compute in it."""
    found = str(array.dtype)
    if found == "torch.float64" and all(dtype.kind in "iu" for dtype in brought):
        return array.long()
    name = next(iter(brought)).name if len(brought) == 1 else ""
    travelled, method = TENSORS.get(name, ("", ""))
    return getattr(array, method)() if found == travelled else array


def as_brought(array: Array, before: Any) -> Array:
    """The array in the dtype that the call brought, where it travelled as another."""
    if not isinstance(before, np.ndarray) or array.dtype is before.dtype:
        return array
    if array.dtype != before.dtype and array.dtype == _working(before):
        whole = before.dtype.kind in "iu" and array.dtype.kind == "f"
        return (np.rint(array) if whole else array).astype(before.dtype)
    return array


def dtypes_of(value: Any) -> set[np.dtype[Any]]:
    """The dtypes of the arrays that a call brought for a target."""
    if isinstance(value, (list, tuple)):
        return set().union(*map(dtypes_of, value))
    return {value.dtype} if isinstance(value, np.ndarray) else set()
