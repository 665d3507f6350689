"""The labels of one field and those of another sample's rows behind them, in the container of the first."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..declare.errors import short_repr
from ..declare.parse import is_number, is_sequence
from .geometry import Array


def labels_joined(values: Any, more: Any, where: str, field: str) -> Any:
    """The labels of one field and those of another sample, in the container of the first; TypeError for another kind.

    Numbers do not join texts: what reads one label must be able to read them all.
    """
    items = listed(more)
    ours, theirs = _kind(values), _kind(items)
    if ours and theirs and ours != theirs:
        raise TypeError(f"{where} must hold {ours}, as {field} does, got {short_repr(more)}")
    if isinstance(values, tuple):
        return (*values, *items)
    if isinstance(values, np.ndarray):
        return _arrays_joined(values, more if isinstance(more, np.ndarray) else items, where, field)
    if hasattr(values, "iloc"):  # a Series: its own labels of rows mean nothing to another sample's
        return type(values)([*values, *items])
    if hasattr(values, "new_tensor"):
        return values.new_tensor([*values.tolist(), *items])
    if hasattr(values, "__array__") and not is_sequence(values):
        raise TypeError(f"{field} must be a list or a NumPy array to take in other labels, got {short_repr(values)}")
    return [*values, *items]


def listed(values: Any) -> list[Any]:
    """The labels as Python has them."""
    return values.tolist() if hasattr(values, "tolist") else list(values)


def _kind(values: Any) -> str:
    """ "texts" or "numbers" where all labels are, else nothing."""
    items = listed(values)
    if items and all(isinstance(item, str) for item in items):
        return "texts"
    return "numbers" if items and all(is_number(item) for item in items) else ""


def _arrays_joined(values: Array, more: Any, where: str, field: str) -> Array:
    rows = (
        more
        if isinstance(more, np.ndarray)
        else np.array(more, dtype=values.dtype if values.dtype.kind == "O" else None)
    )
    if not len(values):
        same = rows.dtype.kind == values.dtype.kind and values.ndim == rows.ndim
        return rows.astype(np.result_type(values.dtype, rows.dtype)) if same else rows
    if rows.shape[1:] != values.shape[1:]:
        raise ValueError(f"{where} must have labels of shape {values.shape[1:]}, as {field} has, got {rows.shape[1:]}")
    return np.concatenate((values, rows))
