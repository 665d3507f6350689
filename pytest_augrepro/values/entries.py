"""What things are made of: the entries of containers, the attributes of objects, the arrays of a sparse tensor."""

from __future__ import annotations

import dataclasses
import enum
import json
import re
from collections import deque
from collections.abc import Mapping
from fractions import Fraction
from pathlib import PurePath
from typing import Any
from uuid import UUID

import numpy as np

from .arrays import is_masked, is_tensor, layout_of
from .texts import text_of

Entries = list[tuple[str, Any]]
_NAME = re.compile(r"[^\W\d][\w-]*")
_POINTER = np.dtype(np.intp).itemsize
_COMPRESSED = {
    "sparse_csr": ("crow_indices", "col_indices"),
    "sparse_bsr": ("crow_indices", "col_indices"),
    "sparse_csc": ("ccol_indices", "row_indices"),
    "sparse_bsc": ("ccol_indices", "row_indices"),
}


def joined(path: str, step: str) -> str:
    """The path of an entry: ``image``, ``views[0]``, ``boxes["a.b"]``, ``levels{1}``, ``sample.mask``."""
    return f"{path}.{step}" if path and not step.startswith(("[", "{")) else f"{path}{step}"


def entries(value: Any) -> Entries | None:
    """The entries of a value with the steps that lead to them, in a fixed order; None when it has none to show."""
    if isinstance(value, np.ndarray):
        return _of_array(value)
    if is_tensor(value):
        return _of_sparse_tensor(value)
    if isinstance(value, Mapping):
        found = [(key_step(key), value[key]) for key in value]
        return sorted(found, key=lambda entry: entry[0]) + _own_attributes(value, dict)
    if isinstance(value, tuple) and (names := getattr(value, "_fields", None)) is not None:
        return list(zip(map(str, names), value, strict=True))
    if isinstance(value, list | tuple | deque):
        return [(f"[{index}]", item) for index, item in enumerate(value)] + _own_attributes(value, list | tuple)
    if callable(getattr(value, "tocoo", None)) and hasattr(value, "nnz"):
        return _of_sparse_matrix(value)
    return _attributes(value)


def key_step(key: Any) -> str:
    """The step to an entry of a mapping: a name as it is, other text quoted, any other key in braces."""
    if isinstance(key, str) and not isinstance(key, enum.Enum):
        return key if _NAME.fullmatch(key) and key != "result" else f"[{json.dumps(key)}]"
    if isinstance(key, np.generic):
        key = key.item()
    if isinstance(key, enum.Enum):
        return f"{{{type(key).__name__}.{key.name}}}"
    if isinstance(key, tuple):
        return "{(" + ", ".join(key_step(item) for item in key) + ")}"
    if key is None or isinstance(key, bool | int | float | complex | bytes | PurePath):
        return f"{{{key!r}}}"
    text = str(key) if isinstance(key, Fraction | UUID) else text_of(key)
    if text is not None:
        return f"{{{type(key).__name__} {text}}}"
    raise TypeError(f"a dict key of type {type(key).__name__} has no fixed text; use strings or numbers")


def _of_array(array: Any) -> Entries | None:
    """The parts of an array that are not one plain array: masked, with fields, of objects."""
    if is_masked(array):
        return [("data", np.asarray(array.filled(array.dtype.type()))), ("mask", np.ma.getmaskarray(array))]
    if array.dtype.names is not None:
        return [(key_step(name), array[name]) for name in array.dtype.names]
    if array.dtype.kind != "O":
        return None
    if array.ndim == 0:
        return [("item", array.item())]
    return [(f"[{index}]", item) for index, item in enumerate(array)]


def _of_sparse_tensor(tensor: Any) -> Entries | None:
    layout = layout_of(tensor)
    if layout == "sparse_coo":
        plain = tensor.detach().coalesce()
        names: tuple[str, ...] = ("indices",)
    elif layout in _COMPRESSED:
        plain, names = tensor.detach(), _COMPRESSED[layout]
    else:
        raise TypeError(f"a tensor of layout {layout} is not compared; give it dense, or its parts")
    parts = [(name, getattr(plain, name)()) for name in (*names, "values")]
    return [("layout", layout), ("size", list(plain.shape)), *parts]


def _of_sparse_matrix(matrix: Any) -> Entries:
    plain = matrix.tocoo(copy=True)
    plain.sum_duplicates()
    places = getattr(plain, "coords", None) or (plain.row, plain.col)
    return [("size", list(plain.shape)), ("indices", np.stack(places)), ("values", plain.data)]


def _own_attributes(value: Any, plain: Any) -> Entries:
    """What a container of a class of the user's carries beside its entries."""
    held = getattr(value, "__dict__", None)
    if not isinstance(value, plain) or not held or held is value:
        return []
    return [(f"{{.{name}}}", held[name]) for name in sorted(held)]


def _attributes(value: Any) -> Entries | None:
    """The attributes of an object, by field or by name; None for one that keeps state where Python cannot see it."""
    if isinstance(value, type):
        return None
    if dataclasses.is_dataclass(value):
        fields = [field.name for field in dataclasses.fields(value)]
    else:
        fields = [field.name for field in getattr(type(value), "__attrs_attrs__", ())]
    slots = [name for name in _slots(type(value)) if hasattr(value, name)]
    if not fields and _hides_state(type(value)):
        return None
    names = dict.fromkeys([*fields, *sorted({*getattr(value, "__dict__", {}), *slots})])
    if not names and not hasattr(value, "__dict__"):
        return None
    return [(str(name), getattr(value, name)) for name in names if hasattr(value, name)]


def _slots(cls: type) -> list[str]:
    names: list[str] = []
    for base in cls.__mro__:
        slots = base.__dict__.get("__slots__", ())
        own = [slots] if isinstance(slots, str) else list(slots)
        prefix = f"_{base.__name__.lstrip('_')}"
        names += [f"{prefix}{name}" if name.startswith("__") and not name.endswith("__") else name for name in own]
    return [name for name in names if name not in ("__dict__", "__weakref__")]


def _hides_state(cls: type) -> bool:
    """Whether objects of a class are larger than their attributes: the rest is C's, and would not be compared."""
    pointers = (cls.__dictoffset__ > 0) + (cls.__weakrefoffset__ > 0) + len(_slots(cls))
    return cls.__itemsize__ != 0 or cls.__basicsize__ > object.__basicsize__ + pointers * _POINTER
