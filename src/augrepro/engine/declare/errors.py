"""How augrepro says no: one sentence that names the class, the field, the expected and the value."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST_NAME = 100
"""A longer text is like none of our names, and would take long to compare with them."""


def short_repr(value: object, limit: int = 80) -> str:
    """The value as an error message prints it: its repr on one line, cut to ``limit`` characters."""
    text = " ".join(line.strip() for line in printed(value).splitlines())
    return text if len(text) <= limit else text[: limit - 3] + "..."


def printed(value: object) -> str:
    """The value's repr, or what it is where it has none: an error must not fail over what it tells of."""
    try:
        return repr(value)
    except Exception:
        if isinstance(value, int):
            return f"a whole number of about {int(value.bit_length() * 0.30103) + 1} digits"
        return f"a value of type {type(value).__name__} that cannot be printed"


def nearest(name: object, known: Iterable[str]) -> str:
    """``'; did you mean X?'`` for the closest known name, or an empty string."""
    if not isinstance(name, str):
        return ""
    match = get_close_matches(name[:LONGEST_NAME], list(known), n=1, cutoff=0.6)
    return f"; did you mean {match[0]!r}?" if match else ""


class PlanError(ValueError):
    """A plan or pipeline file that cannot be read: what is wrong and where."""
