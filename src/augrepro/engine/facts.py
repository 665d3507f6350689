"""What an op drew, as people read it: each field by name, with its unit, cut to a readable length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from .declare.errors import short_repr
from .declare.markers import Called, Hex, Unit

MOST_NUMBERS = 6
"""A longer list is counted, not shown."""
MOST_DIGITS = 8
"""Of a key, which tells noise from other noise and nothing else: two plans may differ in it, a line says none."""


class Fact(NamedTuple):
    """One thing that was drawn."""

    value: Any
    text: str
    """The value in words: ``12.3 degrees counterclockwise``."""
    words: str
    """What a line about the op says of it; empty where it changes nothing."""


Facts = dict[str, Fact]
UNTOLD = "code of its own"
"""What is said of a step that does not tell what it drew."""


def facts_of(value: Any, shape: Any) -> Facts:
    """The fields of an op, or of a value that it holds, by name, a key last; nested values have theirs among them."""
    facts: Facts = {}
    for name, annotation in sorted(getattr(value, "fields", {}).items(), key=lambda row: row[0] == "key"):
        item = getattr(value, name)
        if hasattr(item, "facts"):
            facts.update(item.facts(shape))
        elif isinstance(item, tuple) and item and all(hasattr(part, "facts") for part in item):
            facts.update(counted(facts_of_parts(item, shape), f"{len(item)} {_called(name)}"))
        else:
            idle = name in value.defaults and item == value.defaults[name]
            facts[name] = fact(name, item, annotation, idle)
    return facts


def counted(facts: Facts, words: str) -> Facts:
    """The same facts; where there are too many to be said, the words say how many parts there are."""
    if sum(bool(each.words) for each in facts.values()) <= MOST_NUMBERS:
        return facts
    first = next(iter(facts))
    return {name: each._replace(words=words if name == first else "") for name, each in facts.items()}


def _called(name: str) -> str:
    return " ".join(name.split("_"))


def facts_of_parts(parts: Sequence[Any], shape: Any) -> Facts:
    """The same of several ops or values, each behind its name and place: ``Linear[0].alpha``."""
    facts: Facts = {}
    for i, part in enumerate(parts):
        own = type(part).__name__
        loud = own
        for name, each in part.facts(shape).items():
            words = f"{loud} {each.words}".strip() if each.words else ""
            facts[f"{own}[{i}].{name}" if len(parts) > 1 else f"{own}.{name}"] = each._replace(words=words)
            loud = "" if words else loud
    return facts


def fact(name: str, value: Any, annotation: Any = None, idle: bool = False) -> Fact:
    """A field in words; nothing is said of a key, or of one that is idle: off, None, or as where nothing is drawn."""
    called = _called(name)
    text = said(value, annotation)
    if value is None or value is False or idle or any(isinstance(note, Hex) for note in markers(annotation)):
        words = ""
    elif value is True:
        words = called
    elif _numbers(value) > MOST_NUMBERS:
        words = f"{len(value)} {called}"
    else:
        words = f"{called} {text}"
    return Fact(value, text, words)


def said(value: Any, annotation: Any = None) -> str:
    """A value with its unit, or what a number stands for."""
    notes = list(markers(annotation))
    for note in notes:
        if isinstance(note, Called) and type(value) is int and 0 <= value < len(note.names):
            return note.names[value]
        if isinstance(note, Hex) and isinstance(value, str):
            return value[:MOST_DIGITS]
    unit = next((f" {note.unit}" for note in notes if isinstance(note, Unit)), "")
    return f"{plain(value)}{unit}" if value is not None else "None"


def plain(value: Any) -> str:
    """Numbers to four digits, lists of them in parentheses, a text as it is, all else as errors print it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value + 0.0:.4g}" if abs(value) < 1e4 else f"{value + 0.0:.6g}"
    if isinstance(value, (tuple, list)) and len(value) == 1:
        return plain(value[0])
    if isinstance(value, (tuple, list)):
        shown = [plain(item) for item in value[: MOST_NUMBERS + 1]]
        more = ["..."] if len(value) > len(shown) else []
        return f"({', '.join(shown + more)})"
    if hasattr(value, "digest") and hasattr(value, "index"):  # a reference image, or another sample
        return f"{value.key}[{value.index}] ({value.digest[:MOST_DIGITS]})"
    return value if isinstance(value, str) and len(value) <= 40 else short_repr(value)


def markers(annotation: Any) -> Iterator[Any]:
    """The markers of a kind, at any depth, the outermost first."""
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        if hasattr(inner, "__metadata__") or get_args(inner):
            yield from markers(inner)


def _numbers(value: Any) -> int:
    return sum(map(_numbers, value)) if isinstance(value, (tuple, list)) else 1


def shape_after(op: Any, shape: Any) -> Any:
    """The image's shape after an op; as before where the op cannot act on such an image, which running it tells."""
    try:
        return op.after(shape)
    except ValueError:
        return shape


def line(op: Any, shape: Any, named: bool = False) -> str:
    """An op in words; ``named`` puts what it does, or its name, in front, where a transform drew several."""
    facts: Mapping[str, Fact] = op.facts(shape)
    words = ", ".join(each.words for each in facts.values() if each.words)
    name = op.does or type(op).__name__
    return f"{name} {words}".strip() if named else words or name
