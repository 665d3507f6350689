"""A value in every way that its listed fields allow: what documents and laws enumerate."""

from __future__ import annotations

from typing import Any

from .declare.options import options
from .op import Op, Value


def listed(given: Value, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], tuple[Any, ...]]:
    """The fields whose annotation lists values, of nested values too, each with its values and the one it has."""
    out: dict[tuple[str, ...], tuple[Any, ...]] = {}
    for name, annotation in given.fields.items():
        value = getattr(given, name)
        if isinstance(value, Value) and not isinstance(value, Op):
            out.update(listed(value, (*path, name)))
        elif options(annotation):
            out[*path, name] = tuple(dict.fromkeys((value, *options(annotation))))
    return out


def changed(given: Any, path: tuple[str, ...], value: Any) -> Any:
    """The value with one field, perhaps a nested one, set to another."""
    fields = {name: getattr(given, name) for name in given.fields}
    inner = value if len(path) == 1 else changed(fields[path[0]], path[1:], value)
    return type(given)(**{**fields, path[0]: inner})
