"""What counts as an array: NumPy's, tensors and pictures, each brought into a dtype of NumPy's that holds all of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
NUMERIC = "biufc"
_NARROW = ("bfloat16", "float8", "float6", "float4")
"""Floats that NumPy has no dtype for; float32 holds every value of them."""


def as_array(value: Any) -> tuple[str, Array] | None:
    """Return (kind, array) for arrays, tensors and pictures; None for anything else, sparse tensors included.

    Floats narrower than NumPy's come as float32 and times as int64; their kind says what they were.
    """
    if isinstance(value, np.ndarray):
        return _known_dtype("array", value)
    if is_tensor(value):
        return _of_tensor(value)
    if not isinstance(value, np.generic | type) and hasattr(value, "__array_interface__"):
        return _known_dtype("picture", np.asarray(value))
    return None


def is_masked(value: Any) -> bool:
    """Whether it is a masked array of NumPy's; no plain array loads ``numpy.ma`` for the question, nor any worker."""
    return isinstance(value, np.ndarray) and type(value) is not np.ndarray and isinstance(value, np.ma.MaskedArray)


def is_tensor(value: Any) -> bool:
    return callable(getattr(value, "detach", None)) and callable(getattr(value, "numpy", None))


def layout_of(tensor: Any) -> str:
    """How a tensor keeps its elements: strided, nested, sparse_coo, ..."""
    if getattr(tensor, "is_nested", False):
        return "nested"
    return str(getattr(tensor, "layout", "strided")).removeprefix("torch.")


def _of_tensor(tensor: Any) -> tuple[str, Array] | None:
    if layout_of(tensor) != "strided":
        return None
    dtype = str(tensor.dtype).removeprefix("torch.")
    try:
        plain = tensor.detach().cpu()
    except (RuntimeError, NotImplementedError) as problem:
        raise TypeError(f"a tensor of {dtype} is not compared: {str(problem).splitlines()[0]}") from None
    if getattr(plain, "is_quantized", False):
        raise TypeError(f"a quantized tensor ({dtype}) is not compared; give its int_repr() and its scale")
    for resolve in ("resolve_conj", "resolve_neg"):
        plain = getattr(plain, resolve, lambda same=plain: same)()
    if dtype.startswith(_NARROW):
        try:
            return f"tensor-of-{dtype}", np.asarray(plain.float().numpy())
        except (RuntimeError, TypeError):
            raise TypeError(f"a tensor of {dtype} is not compared; give it as float32 or as its bytes") from None
    try:
        return _known_dtype("tensor", np.asarray(plain.numpy()))
    except (RuntimeError, TypeError) as problem:
        raise TypeError(f"a tensor of {dtype} is not compared: {str(problem).splitlines()[0]}") from None


def _known_dtype(kind: str, array: Array) -> tuple[str, Array]:
    dtype = array.dtype
    if dtype.kind in "mM":
        order = ">" if dtype.str.startswith(">") else "<"
        return f"{kind}-of-{dtype.name}", np.asarray(array).view(f"{order}i8")
    if dtype.kind != "V" or dtype.names is not None:
        return kind, array
    if dtype.name.startswith(_NARROW):
        return f"{kind}-of-{dtype.name}", np.asarray(array).astype(np.float32)
    if dtype.type is np.void:
        raw = np.ascontiguousarray(array)
        return f"{kind}-of-void", raw.reshape(-1).view(np.uint8).reshape(*raw.shape, dtype.itemsize)
    raise TypeError(f"an array of {dtype.name} is not compared; give it in a dtype of NumPy's own")
