"""Two texts of snapshots whose values differ in numbers alone, for a comparison with a tolerance."""

from __future__ import annotations

from ..values.numbers import NumbersOff, numbers_off
from . import document
from .changes import values_of


def numbers_between(stored: str, received: str) -> dict[str, NumbersOff]:
    """How far apart their numbers are, by the path of the value that holds them; arrays are not looked at."""
    old, new = values_of(stored), values_of(received)
    found = {path: numbers_off(old[path], value) for path, value in new.items() if path in old}
    return {path: each for path, each in found.items() if each is not None}


def alike_but_for(numbers: dict[str, NumbersOff], stored: str, received: str) -> bool:
    """Whether the lines that decide are the same, but for digests and for the values that hold these numbers."""
    old, new = (document.sections_of(document.forms(text)) for text in (stored, received))
    return list(old) == list(new) and all(old[path] == new[path] or path in numbers for path in old)
