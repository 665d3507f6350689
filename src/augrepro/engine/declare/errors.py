"""How augrepro says no: one sentence that names the class, the field, the expected and the value."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def short_repr(value: object, limit: int = 80) -> str:
    """The value as an error message prints it: its repr on one line, cut to ``limit`` characters."""
    text = " ".join(line.strip() for line in repr(value).splitlines())
    return text if len(text) <= limit else text[: limit - 3] + "..."


def nearest(name: object, known: Iterable[str]) -> str:
    """``'; did you mean X?'`` for the closest known name, or an empty string."""
    match = get_close_matches(str(name), list(known), n=1, cutoff=0.6)
    return f"; did you mean {match[0]!r}?" if match else ""


class PlanError(ValueError):
    """A plan or pipeline file that cannot be read: what is wrong and where."""
