"""The values that an annotation lists one by one: booleans, literals, None."""

from __future__ import annotations

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from .markers import Among
from .parse import stored


def options(annotation: Any) -> tuple[Any, ...]:
    """Every listed value, none for a number or a text; of a union those of all its members."""
    if annotation is bool:
        return False, True
    if annotation in (None, type(None)):
        return (None,)
    args = get_args(annotation)
    if get_origin(annotation) is Literal:
        return args
    if get_origin(annotation) is Annotated:
        among = [marker.options for marker in args[1:] if isinstance(marker, Among)]
        return tuple(among[0]) if among else options(stored(annotation))
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(option for arg in args for option in options(arg))
    return ()
