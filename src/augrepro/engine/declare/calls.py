"""A call as earlier releases of Albumentations took it, turned into today's, which can be run and printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .choices import meant_for_floats
from .errors import short_repr
from .parse import is_number, is_sequence, natural
from .places import by_place
from .releases import DEFAULTS, LATEST, Untranslatable, modern
from .rules import Arguments, Release

MOST_NUMBERS = 16
"""Longer arrays are images, and no arguments that a rule reads."""
MOST_SHOWN = 8
"""Of more items that cannot be written, three dots stand for all."""
MOVED_BEFORE: Release = (1, 3, 1)


@dataclass(frozen=True, repr=False)
class Call:
    """A class by its name and its arguments by theirs; its ``repr`` is the call as it is written."""

    name: str
    arguments: Arguments
    former: bool = False
    """True where the call was not written as it is today."""
    notes: tuple[str, ...] = ()
    """What is not as it was, a sentence each."""
    weight: float | None = None
    """The p that was given beside ``always_apply=True``: in a OneOf it weighed the child all the same."""
    always: bool = False
    left_out: str = ""
    """The complaint about arguments that no release knew."""
    invalid: tuple[str, ...] = ()
    """Their names."""
    on_bytes: Arguments | None = None
    """The arguments for images of bytes, where ``arguments`` are those for float images."""

    def __repr__(self) -> str:
        return f"A.{self.name}({', '.join(f'{name}={written(value)}' for name, value in self.arguments.items())})"


def written(value: Any) -> str:
    """The value as it is written in code; an ellipsis for what cannot be."""
    value = natural(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{written(key)}: {written(item)}' for key, item in value.items())}}}"
    if isinstance(value, tuple):
        return f"({', '.join(map(written, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, list):
        items = [*map(written, value)]
        return "[...]" if len(items) > MOST_SHOWN and {*items} == {"..."} else f"[{', '.join(items)}]"
    if value is None or isinstance(value, (bool, int, float, str, Call)):
        return repr(value)
    name = getattr(value, "__name__", "")
    return name if name.isidentifier() else "..."


def todays_call(
    name: str, args: Sequence[Any], kwargs: Mapping[str, Any], places: Sequence[str], release: Release = LATEST
) -> Call:
    """What a call meant in that release, as today's; TypeError for arguments by place that are too many or twice.

    ``places`` are today's arguments by place. ``Untranslatable`` says what has no meaning today; where a part of the
    arguments has none and the rest keeps its meaning, that part is left out and a note says so.
    """
    given = by_place(name, args, places, release)
    if given is None:
        raise TypeError(f"{name} takes {len(places)} arguments by place ({', '.join(places)}), got {len(args)}")
    twice = [key for key in kwargs if key in given]
    if twice:
        raise TypeError(f"{name} got {', '.join(twice)} twice")
    asked = {key: _plain(value) for key, value in {**given, **kwargs}.items()}
    if name == "Flip":
        return _flip(asked)
    notes: list[str] = []
    try:
        becomes, found = modern(name, asked, release)
    except Untranslatable as error:
        if not error.without:
            raise
        left_out = ", ".join(error.without)
        notes.append(f"{left_out} has no equal today and is left out: {error}")
        becomes, found = modern(name, {**asked, **error.without}, release)
    except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError) as error:
        raise ValueError(f"{name}: {short_repr(asked)} is not as any release took it: {error}") from None
    found = {key: _tidy(value, asked.get(key)) for key, value in found.items()}
    former = becomes != name or found != asked or [*given] != [*places][: len(given)]
    always = bool(asked.get("always_apply"))
    if always:
        notes.append("inside OneOf, it keeps the weight that it had: there p is the weight")
    if is_number(given.get("always_apply")) and given["always_apply"] != 1:
        notes.append(
            f"{given['always_apply']} stood in the place of always_apply: write p={given['always_apply']} if meant"
        )
    if former:
        notes += _moved(becomes, found, release)
    on_bytes = None
    if meant_for_floats(name, asked, release):
        read = modern(name, asked, release, on_bytes=True)[1]
        on_bytes = {key: _tidy(value, asked.get(key)) for key, value in read.items()}
        former = former or on_bytes != found
    return Call(becomes, found, former, tuple(notes), asked.get("p"), always, on_bytes=on_bytes)


def _plain(value: Any) -> Any:
    """Small arrays, NumPy's numbers, members of enumerations and lists of configuration tools as Python has them."""
    if isinstance(value, np.ndarray) and value.size > MOST_NUMBERS:
        return value
    if is_sequence(value) and not isinstance(value, (list, tuple)) and len(value) <= MOST_NUMBERS:
        return list(value)
    return natural(value)


def _tidy(value: Any, asked: Any) -> Any:
    return tuple(value) if isinstance(value, list) and value is not asked else value


def _moved(name: str, given: Arguments, release: Release) -> list[str]:
    """Which defaults of 1.3.1 were others and are not written in the call."""
    rows: Arguments = {}
    for until, cls, values in DEFAULTS:
        if cls == name and MOVED_BEFORE < until <= release:
            rows = {**values, **rows}
    others = {key: value for key, value in rows.items() if key not in given}
    if not others:
        return []
    text = ", ".join(f"{key}={written(_tidy(value, None))}" for key, value in others.items())
    return [f'not written, and another default in 1.3: {text} (A.use_defaults("1.3") restores them all)']


def _flip(given: Arguments) -> Call:
    """Flip mirrored along one axis or both, each as likely."""
    across, down = Call("HorizontalFlip", {"p": 1.0}), Call("VerticalFlip", {"p": 1.0})
    both = Call("Sequential", {"transforms": [across, down], "p": 1.0})
    always, weight = bool(given.pop("always_apply", False)), given.pop("p", 0.5)
    arguments = {"transforms": [across, down, both], "p": 1.0 if always else weight, **given}
    return Call("OneOf", arguments, former=True, weight=weight, always=always)
