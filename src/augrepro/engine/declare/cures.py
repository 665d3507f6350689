"""What to write in place of a refused value: a pair the other way round, or a share of 1 for bytes and percents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, get_args, get_origin

from .errors import short_repr
from .parse import Invalid, is_long, is_number, is_sequence, natural, parser

_LENGTHS = r"shares? of [^:;,]*\b(sides?|heights?|widths?|rows|columns|volume's)\b"


def cure(value: Any, annotation: Any, said: str) -> str:
    """The end of a refusal, or an empty text; ``said`` is what the field's documentation says that it stands for.

    A value is proposed only where the annotation accepts it.
    """
    value = natural(value)
    if isinstance(value, str) or (is_sequence(value) and is_long(value)):
        return ""
    in_order = _in_order(value)
    if in_order != value and _accepts(annotation, in_order):
        return f": write {short_repr(in_order)}, the smaller number first"
    bound, numbers = _upper_bound(annotation), _numbers(value)
    if bound is None or bound > 1 or not any(abs(number) > 1 for number in numbers):
        return ""
    words, whole = _share(said)
    scaled = _in_order(_mapped(value, lambda number: float(f"{number / (whole or 1):.3g}")))
    more = f": write {short_repr(scaled)}" if whole and _accepts(annotation, scaled) else ""
    return f": {words}{more}" if words else ""


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
    if isinstance(value, Mapping):
        return {name: _in_order(natural(item)) for name, item in value.items()}
    if not is_sequence(value):
        return value
    items = [_in_order(natural(item)) for item in value]
    if len(items) == 2 and all(map(is_number, items)) and items[0] > items[1]:
        items.reverse()
    return items if isinstance(value, list) else tuple(items)


def _mapped(value: Any, act: Callable[[Any], float]) -> Any:
    if is_sequence(value):
        items = [_mapped(natural(item), act) for item in value]
        return items if isinstance(value, list) else tuple(items)
    return act(value) if is_number(value) else value


def _numbers(value: Any) -> list[Any]:
    if is_sequence(value):
        return [number for item in value for number in _numbers(natural(item))]
    return [value] if is_number(value) else []


def _accepts(annotation: Any, value: Any) -> bool:
    try:
        parser(annotation)(value)
    except (Invalid, OverflowError):
        return False
    return True
