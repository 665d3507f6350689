"""What to write in place of a refused value: a pair the other way round, or a share of 1 for bytes and percents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, get_args, get_origin

from .errors import short_repr
from .parse import Invalid, is_long, is_sequence, natural, parser

_LENGTHS = r"shares? of [^:;,]*\b(sides?|heights?|widths?|rows|columns|volume's)\b"
DEEPEST = 3
"""A value within more collections is no number by mistake."""


def cure(value: Any, annotation: Any, said: str) -> str:
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
    if depth > DEEPEST or not (isinstance(value, Mapping) or is_sequence(value)) or is_long(value):
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
