"""Annotations read as declarations: ``parser(annotation)`` coerces a value or raises ``Invalid``.

``expected(annotation)`` says in words what it accepts.

Markers in ``Annotated`` are met by their three parts alone: ``coerce``, ``holds`` and the words of what is expected.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import numpy as np

from .errors import nearest, short_repr

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


def _is_long(value: Sequence[Any]) -> bool:
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


_PLAIN: dict[Any, tuple[Parser, str]] = {
    float: (_float, "a number"),
    int: (_int, "a whole number"),
    bool: (_bool, "True or False"),
    str: (_str, "a text"),
    None: (_none, "None"),
    type(None): (_none, "None"),
}
_MANY = {"a number": "numbers", "a whole number": "whole numbers", "a text": "texts"}
_COMPARED = (str, int, float, type(None))
"""What options are compared with; an object of another class may answer anything."""
_COUNT = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


@cache
def parser(annotation: Any) -> Parser:
    """The function that coerces a value to the annotation or raises ``Invalid``."""
    if annotation in _PLAIN:
        return _PLAIN[annotation][0]
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
        if not is_sequence(value) or _is_long(value) or (not many and len(value) != len(items)):
            raise Invalid
        return tuple(items[0](x) for x in value) if many else tuple(f(x) for f, x in zip(items, value, strict=True))

    return run


def _dict(key: Parser, item: Parser) -> Parser:
    def run(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise Invalid
        return {key(k): item(v) for k, v in value.items()}

    return run


@cache
def expected(annotation: Any) -> str:
    """What the annotation accepts, in words: 'two increasing numbers >= 0'."""
    if annotation in _PLAIN:
        return _PLAIN[annotation][1]
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked_expected(expected(stored(annotation)), args[1:])
    if origin is Literal:
        return ("one of " if len(args) > 1 else "") + ", ".join(repr(arg) for arg in args)
    if origin in (Union, types.UnionType):
        return " or ".join(expected(arg) for arg in args)
    if origin in (tuple, list, Sequence):
        return _tuple_expected((args[0], ...) if origin is not tuple else args)
    if origin in (dict, Mapping):
        return f"a dict from {expected(args[0])} to {expected(args[1])}"
    return getattr(annotation, "__name__", str(annotation))


def _tuple_expected(args: tuple[Any, ...]) -> str:
    one = expected(args[0])
    many = _MANY.get(one, f"values, each {one}")
    return many if args[-1] is Ellipsis else f"{_COUNT.get(len(args), str(len(args)))} {many}"


def _marked_expected(text: str, markers: tuple[Any, ...]) -> str:
    for marker in markers:
        text = marker.whole or text
        if marker.adjective:
            head, _, noun = text.rpartition(" ") if "whole" not in text else text.partition("whole ")[::1]
            head = "an" if head.strip() == "a" and marker.adjective[0] in "aeiou" else head.strip()
            text = f"{head} {marker.adjective} {'whole ' if 'whole' in text else ''}{noun}".strip()
        if marker.text:
            text = f"{text} {'and ' if any(sign in text for sign in '<>') else ''}{marker.text}"
    alternatives = [marker.instead for marker in markers if marker.instead]
    return ", or ".join([text, *alternatives])


def meaning(annotation: Any) -> str:
    """What a value of the annotation stands for, as its kind, or the kind that it is made of, says; or nothing."""
    words = [marker.words for marker in getattr(annotation, "__metadata__", ()) if hasattr(marker, "words")]
    if not words and get_origin(annotation) in (Union, types.UnionType):
        words = [found for arg in get_args(annotation)[::-1] if (found := meaning(arg))]
    return words[-1] if words else ""


def checked(value: Any, annotation: Any, what: str) -> Any:
    """The value as the annotation coerces it; ValueError that says what was expected, with the nearest match."""
    try:
        return parser(annotation)(natural(value))
    except (Invalid, OverflowError):
        raise ValueError(refusal(value, annotation, what)) from None


def refusal(value: Any, annotation: Any, what: str) -> str:
    """The sentence that refuses a value: what must be what, what was given, and the nearest match."""
    options = get_args(annotation) if get_origin(annotation) is Literal else ()
    hint = nearest(value, filter(lambda option: isinstance(option, str), options))
    aside = " (a bool is no number: 1 for True, 0 for False)" if isinstance(value, bool) and not options else ""
    more = (
        hint
        or aside
        or _as_text(value, annotation)
        or _as_number(value, annotation)
        or _as_list(value)
        or _bound_hit(natural(value))
    )
    return f"{what} must be {expected(annotation)}, got {short_repr(value)}{more}"


def _as_text(value: Any, annotation: Any) -> str:
    """A word on numbers that came as a text: YAML 1.1 reads 1e-2 so."""
    number = re.fullmatch(r"([+-]?\d+)([eE][+-]?\d+)", value) if isinstance(value, str) else None
    if number is None or "number" not in expected(annotation):
        return ""
    return f" (a text; in YAML write {number[1]}.0{number[2]}, or use a loader of YAML 1.2)"


def _as_number(value: Any, annotation: Any) -> str:
    """What OpenCV's numbers mean, where a name was given instead."""
    _, counts, numbers = meaning(annotation).partition("as OpenCV counts: ")
    return f" ({counts}{numbers})" if isinstance(value, str) and counts else ""


def _as_list(value: Any) -> str:
    """A word on what another library holds numbers in."""
    foreign = hasattr(value, "__array__") and not isinstance(value, (np.ndarray, np.generic))
    return " (.tolist() makes plain numbers of it)" if foreign and hasattr(value, "tolist") else ""


def _bound_hit(value: Any) -> str:
    """Which bound of all parameters a value goes beyond, or an empty text."""
    if is_sequence(value) and _is_long(value):
        return f": at most {MOST_ITEMS} entries"
    items = list(value.values()) if isinstance(value, dict) else value if is_sequence(value) else [value]
    numbers = [item for item in map(natural, items) if is_number(item)]
    return f": no number may lie beyond {MOST:g}" if any(abs(number) > MOST for number in numbers) else ""


def to_json(value: Any) -> Any:
    """The value as JSON has it: tuples as lists, ops and the like by their own ``to_dict``."""
    if isinstance(value, (tuple, list)):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    if hasattr(value, "to_dict"):
        return value.to_dict()
    return value
