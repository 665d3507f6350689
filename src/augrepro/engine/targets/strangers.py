"""What is given in place of an array: what each kind of object is, and how it becomes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ..declare.errors import short_repr
from .geometry import Array
from .table import CHANNEL_COUNTS, PIXELS, TARGETS, Target


def plain(name: str, target: Target, value: Any, lead: int) -> Array:
    """A subclass of NumPy's array as an array, without copying; TypeError with the cure for anything else."""
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(
            f"{name} must be a plain NumPy array, got a masked one, whose mask would be lost: give {name}.filled(0), "
            f"and numpy.ma.getmaskarray({name}) as a mask of the call"
        )
    if isinstance(value, np.ndarray):
        return np.asarray(value)
    wish, many = "a NumPy array", lead == target.lead and lead > 0 and not target.single
    if many:
        wish = "a list, a tuple or a NumPy array"
    elif target.depth and lead:
        wish = "a NumPy array or a list of its planes"
    cure = _of_items(name, value, many) or _cure(name, target, value)
    raise TypeError(f"{name} must be {wish}, got {type(value).__name__}: {short_repr(value)}{cure}")


def _of_items(name: str, value: Any, many: bool) -> str:
    """The cure where arrays lie in a collection of another kind."""
    if isinstance(value, Mapping):
        if many:
            return f"; list({name}.values()) makes a list of it"
        return f"; give one of its values: {name}[{short_repr(next(iter(value)))}]" if value else ""
    items = isinstance(value, Iterable) and not isinstance(value, (str, bytes)) and not hasattr(value, "__array__")
    return f"; list({name}) makes one of it" if many and items and not hasattr(value, "__array_interface__") else ""


def _cure(name: str, target: Target, value: Any) -> str:
    if isinstance(value, (str, bytes)) or hasattr(value, "__fspath__"):
        return f"; read the file first: np.asarray(PIL.Image.open({name}))"
    if hasattr(value, "permute") and hasattr(value, "numpy"):
        return f"; a tensor becomes one by {name}{_from_tensor(name, target, value)}"
    if isinstance(value, (list, tuple)):
        many = several(target)
        listed = bool(value) and hasattr(value[0], "shape") and many and name == target.name
        return f"; did you mean {many}=?" if listed else f"; np.array({name}, np.uint8) makes one of numbers"
    return f"; np.asarray({name}) makes one of it" if hasattr(value, "__array__") else _of_image(name, value)


def _of_image(name: str, value: Any) -> str:
    return f"; np.asarray({name}) makes one of it" if hasattr(value, "__array_interface__") else ""


def _from_tensor(name: str, target: Target, value: Any) -> str:
    there = str(getattr(value, "device", "cpu"))
    axes = getattr(value, "ndim", 0)
    one = name != target.name or not target.lead
    first = target.kind is PIXELS and axes == 3 and one and value.shape[0] in CHANNEL_COUNTS
    turned = ".permute(1, 2, 0)" if first else ""
    grads = ".detach()" if getattr(value, "requires_grad", False) else ""
    return f"{turned}{grads}{'' if there == 'cpu' else '.cpu()'}.numpy()"


def several(target: Target) -> str:
    """The target that takes several of this one, where there is one."""
    many = f"{target.name[:-2]}s3d" if target.name.endswith("3d") else f"{target.name}s"
    return many if many in TARGETS else ""


def batch_hint(target: Target, axes: int, lead: int) -> str:
    """Which target takes an array of one axis more, as a batch has."""
    many = several(target)
    hint = f"; did you mean {many}=?" if many and lead == target.lead and axes == lead + 4 else ""
    own = " (A.Compose(..., is_check_shapes=False) gives it to custom transforms as it is)"
    return hint + own if not target.lead and lead == 0 and axes in (4, 5) and not target.depth else hint
