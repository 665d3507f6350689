"""Annotations read as declarations: ``parser(annotation)`` coerces a value or raises ``Invalid``.

Markers in ``Annotated`` are met by two of their parts alone: ``coerce`` and ``holds``.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import numpy as np

Parser = Callable[[Any], Any]
MOST = 1e12
"""No parameter means anything beyond; arithmetic on it stays finite."""
MOST_ITEMS = 10_000
"""No parameter has more entries."""
PARSERS: dict[type, Parser] = {}
"""Parsers of classes that are values of their own (ops within ops)."""


class Invalid(ValueError):
    """A value that its field does not accept."""


def is_number(value: object) -> bool:
    """True for a real number that is not a bool, NumPy's included."""
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def natural(value: Any) -> Any:
    """A NumPy scalar or an array of one axis as Python has it (a small dtype would wrap around); a member of an enum
    as its value."""
    if isinstance(value, Enum):
        return natural(value.value)
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.item() if value.ndim == 0 else value.tolist()
    return value


def is_sequence(value: object) -> bool:
    """True for an ordered collection that is not text: lists, tuples, and what configuration tools make of them."""
    if type(value) is list or type(value) is tuple:
        return True  # as nearly all are, and asking the abstract class takes five times as long
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))


def is_long(value: Sequence[Any]) -> bool:
    """True where a sequence has more entries than any parameter."""
    try:
        return len(value) > MOST_ITEMS
    except OverflowError:  # a range beyond what an index can be
        return True


def _float(value: Any) -> float:
    value = natural(value)
    if not is_number(value) or not -MOST <= value <= MOST:
        raise Invalid
    return float(value)


def _int(value: Any) -> int:
    value = natural(value)
    if not is_number(value) or not -MOST <= value <= MOST or int(value) != value:
        raise Invalid
    return int(value)


def _bool(value: Any) -> bool:
    if not isinstance(value, (bool, np.bool_)):
        raise Invalid
    return bool(value)


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise Invalid
    return value


def _none(value: Any) -> None:
    if value is not None:
        raise Invalid


_PLAIN: dict[Any, Parser] = {
    float: _float,
    int: _int,
    bool: _bool,
    str: _str,
    None: _none,
    type(None): _none,
}
_COMPARED = (str, int, float, type(None))
"""What options are compared with; an object of another class may answer anything."""


@cache
def parser(annotation: Any) -> Parser:
    """The function that coerces a value to the annotation or raises ``Invalid``."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if annotation is Any:
        return lambda value: value
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(stored(annotation), args[1:])
    if origin is Literal:
        return _literal(args)
    if origin in (Union, types.UnionType):
        return _union(tuple(parser(arg) for arg in args))
    if origin in (tuple, list, Sequence):
        return _tuple((args[0], ...) if origin is not tuple else args)
    if origin in (dict, Mapping):
        return _dict(parser(args[0]), parser(args[1]))
    for cls, parse in PARSERS.items():
        if isinstance(annotation, type) and issubclass(annotation, cls):
            return _instance(parse, annotation)
    raise TypeError(f"no parser for the annotation {annotation!r}")


def _instance(parse: Parser, cls: type) -> Parser:
    def run(value: Any) -> Any:
        found = parse(value)
        if not isinstance(found, cls):
            raise Invalid
        return found

    return run


def stored(annotation: Any) -> Any:
    """What a field of an ``Annotated`` kind holds once its value was coerced: ``Stored``'s type, else the input's."""
    base, *markers = get_args(annotation)
    return next((marker.type for marker in markers if hasattr(marker, "type")), base)


def _marked(base: Any, markers: tuple[Any, ...]) -> Parser:
    parse = parser(base)

    def run(value: Any) -> Any:
        value = natural(value)
        for marker in markers:
            value = marker.coerce(value)
        value = parse(value)
        if not all(marker.holds(value) for marker in markers):
            raise Invalid
        return value

    return run


def _literal(options: tuple[Any, ...]) -> Parser:
    def run(value: Any) -> Any:
        value = natural(value)
        for option in options if isinstance(value, _COMPARED) else ():
            if isinstance(value, bool) == isinstance(option, bool) and value == option:
                return option
        raise Invalid

    return run


def _union(parsers: tuple[Parser, ...]) -> Parser:
    def run(value: Any) -> Any:
        for parse in parsers:
            try:
                return parse(value)
            except Invalid:
                continue
        raise Invalid

    return run


def _tuple(args: tuple[Any, ...]) -> Parser:
    many = len(args) == 2 and args[1] is Ellipsis
    items = [parser(arg) for arg in (args[:1] if many else args)]

    def run(value: Any) -> Any:
        value = natural(value)
        if not is_sequence(value) or is_long(value) or (not many and len(value) != len(items)):
            raise Invalid
        return tuple(items[0](x) for x in value) if many else tuple(f(x) for f, x in zip(items, value, strict=True))

    return run


def _dict(key: Parser, item: Parser) -> Parser:
    def run(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise Invalid
        return {key(k): item(v) for k, v in value.items()}

    return run


def to_json(value: Any) -> Any:
    """The value as JSON has it: tuples as lists, ops and the like by their own ``to_dict``."""
    if isinstance(value, (tuple, list)):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    if hasattr(value, "to_dict"):
        return value.to_dict()
    return value
