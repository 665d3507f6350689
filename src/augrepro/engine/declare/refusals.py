"""What an annotation accepts and stands for, in words, and the sentence that refuses any other value.

Markers in ``Annotated`` are met by their words alone: ``whole``, ``adjective``, ``text`` and ``instead``.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import numpy as np

from .errors import nearest, short_repr
from .parse import MOST, MOST_ITEMS, Invalid, is_long, is_number, is_sequence, natural, parser, stored

_PLAIN: dict[Any, str] = {
    float: "a number",
    int: "a whole number",
    bool: "True or False",
    str: "a text",
    None: "None",
    type(None): "None",
}
_MANY = {"a number": "numbers", "a whole number": "whole numbers", "a text": "texts"}
_COUNT = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_LENGTHS = r"shares? of [^:;,]*\b(sides?|heights?|widths?|rows|columns|volume's)\b"
DEEPEST_PAIR = 3
"""A value within more collections is no number by mistake."""


@cache
def expected(annotation: Any) -> str:
    """What the annotation accepts, in words: 'two increasing numbers >= 0'."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
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


def refusal(value: Any, annotation: Any, what: str, said: str = "") -> str:
    """The sentence that refuses a value: what must be what, what was given, and the nearest match or what to write.

    ``said`` is what the field's documentation says of it, where that is more than its kind says.
    """
    kind = stored(annotation) if get_origin(annotation) is Annotated else annotation
    options = get_args(kind) if get_origin(kind) is Literal else ()
    hint = nearest(value, filter(lambda option: isinstance(option, str), options))
    aside = " (a bool is no number: 1 for True, 0 for False)" if isinstance(value, bool) and not options else ""
    more = (
        hint
        or aside
        or _as_text(value, annotation)
        or _as_number(value, annotation)
        or _as_list(value)
        or _bound_hit(natural(value))
        or _cure(value, annotation, said or meaning(annotation))
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
    foreign = hasattr(value, "__array__") and not isinstance(value, (np.ndarray, np.generic, type))
    return " (.tolist() makes plain numbers of it)" if foreign and hasattr(value, "tolist") else ""


def _bound_hit(value: Any) -> str:
    """Which bound of all parameters a value goes beyond, or an empty text."""
    if is_sequence(value) and is_long(value):
        return f": at most {MOST_ITEMS} entries"
    items = list(value.values()) if isinstance(value, dict) else value if is_sequence(value) else [value]
    numbers = [item for item in map(natural, items) if is_number(item)]
    if any(isinstance(number, float) and number != number for number in numbers):
        return ": not a number, and images hold none either: let a number stand for missing pixels"
    return f": no number may lie beyond {MOST:g}" if any(abs(number) > MOST for number in numbers) else ""


def _cure(value: Any, annotation: Any, said: str) -> str:
    """The end of a refusal, or an empty text; ``said`` is what the field's documentation says that it stands for.

    A value is proposed only where the annotation accepts it.
    """
    value = _plain(value)
    if value is None:
        return ""
    in_order = _in_order(value)
    if repr(in_order) != repr(value) and _accepts(annotation, in_order):
        return f": write {short_repr(in_order)}, the smaller number first"
    bound = _upper_bound(annotation)
    if bound is None or bound > 1 or isinstance(value, dict) or not any(abs(number) > 1 for number in _numbers(value)):
        return ""
    words, whole = _share(said)
    scaled = _in_order(_mapped(value, lambda number: float(f"{number / (whole or 1):.3g}")))
    more = f": write {short_repr(scaled)}" if whole and _accepts(annotation, scaled) else ""
    return f": {words}{more}" if words else ""


def _plain(value: Any, depth: int = 0) -> Any:
    """The value as numbers, tuples, lists and dicts of Python; None where anything else is in it."""
    value = natural(value)
    if type(value) in (int, float):
        return value
    if depth > DEEPEST_PAIR or not (isinstance(value, Mapping) or is_sequence(value)) or is_long(value):
        return None
    mapped = isinstance(value, Mapping)
    items = [_plain(item, depth + 1) for item in (value.values() if mapped else value)]
    if any(item is None for item in items):
        return None
    if mapped:
        return dict(zip(value, items, strict=True))
    return items if isinstance(value, list) else tuple(items)


def _share(said: str) -> tuple[str, int]:
    """What a number up to 1 is, by the words of its field, and what its 1 is in the other unit; 0 for more than one."""
    if re.search(r"\bshares? of white\b(?! light)", said):
        return "a share of white, divide by 255", 255
    if re.search(r"\b(probability|chance|likely)\b", said):
        return "a probability from 0 to 1", 100
    if re.search(_LENGTHS, said):
        return "a share from 0 to 1, divide pixels by the side or percent by 100", 0
    return ("a share from 0 to 1, divide percent by 100", 100) if re.search(r"\bshares?\b", said) else ("", 0)


def _upper_bound(annotation: Any) -> float | None:
    """What no number may exceed, as the annotation or one of those it is made of says."""
    args = get_args(annotation)
    if get_origin(annotation) is Annotated:
        highs = [marker.high for marker in args[1:] if hasattr(marker, "high")]
        if highs:
            return float(min(highs))
    return next((found for arg in args if (found := _upper_bound(arg)) is not None), None)


def _in_order(value: Any) -> Any:
    """The value with every pair of decreasing numbers turned around."""
    if isinstance(value, dict):
        return {name: _in_order(item) for name, item in value.items()}
    if not isinstance(value, (list, tuple)):
        return value
    items = [_in_order(item) for item in value]
    if len(items) == 2 and not any(isinstance(item, (list, tuple, dict)) for item in items) and items[0] > items[1]:
        items.reverse()
    return type(value)(items)


def _mapped(value: Any, act: Callable[[float], float]) -> Any:
    return type(value)(_mapped(item, act) for item in value) if isinstance(value, (list, tuple)) else act(value)


def _numbers(value: Any) -> list[float]:
    return [number for item in value for number in _numbers(item)] if isinstance(value, (list, tuple)) else [value]


def _accepts(annotation: Any, value: Any) -> bool:
    try:
        parser(annotation)(value)
    except (Invalid, OverflowError):
        return False
    return True
