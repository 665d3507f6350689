"""How augrepro says no: one sentence that names the class, the field, the expected and the value."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .likeness import meant_by

DEEPEST = 6
"""No cut text shows more of lists within lists."""
MOST_TOLD = 10
"""No error names more of what is wrong in the same way."""


def short_repr(value: object, limit: int = 80, depth: int = 0) -> str:
    """The value as an error message prints it: its repr on one line, cut to ``limit`` characters.

    It never fails, whatever the value's own ``repr`` does, and never prints a large value whole.
    """
    try:
        text = " ".join(line.strip() for line in _repr(value, limit, depth).splitlines())
    except Exception:
        text = f"<{type(value).__name__} whose repr fails>"
    return text if len(text) <= limit else text[: limit - 3] + "..."


def _repr(value: Any, limit: int, depth: int) -> str:
    kind = type(value)
    if kind is int and abs(value) >= 10**limit:
        return f"<a whole number of about {int(value.bit_length() * 0.30103) + 1} digits>"
    if kind in (str, bytes):
        return repr(value[: limit + 1])
    if kind in (list, tuple):
        inside = _joined((short_repr(item, limit, depth + 1) for item in value), limit, depth)
        return f"[{inside}]" if kind is list else f"({inside}{',' if len(value) == 1 else ''})"
    if kind is dict:
        rows = (f"{short_repr(k, limit, depth + 1)}: {short_repr(v, limit, depth + 1)}" for k, v in value.items())
        return f"{{{_joined(rows, limit, depth)}}}"
    return repr(value)


def _joined(items: Iterator[str], limit: int, depth: int) -> str:
    """As many of the items as a cut text can show."""
    if depth > DEEPEST:
        return "..."
    shown, length = [], 0
    for item in items:
        shown.append(item)
        length += len(item)
        if length > limit:
            break
    return ", ".join(shown)


def nearest(name: object, known: Iterable[str]) -> str:
    """``'; did you mean X?'`` for the known name that is most likely meant, or an empty string."""
    match = meant_by(name, known)
    return f"; did you mean {match!r}?" if match else ""


def told(names: Sequence[str], say: Callable[[str], str]) -> list[str]:
    """A sentence for each of the names, and how many more there are than an error can hold."""
    more = len(names) - MOST_TOLD
    return [say(name) for name in names[:MOST_TOLD]] + ([f"(and {more} more)"] if more > 0 else [])


class CropSizeError(ValueError):
    """A window that is larger than the image, or lies outside it; the name is Albumentations'."""


class UnknownArgumentError(TypeError, ValueError):
    """An argument that a class has not: TypeError as Python has it, ValueError as Albumentations under ``strict``."""


class PlanError(ValueError):
    """A plan or pipeline file that cannot be read: what is wrong and where."""


class RangeWarning(UserWarning):
    """A step that can run, and takes another value for white than the images that come have."""


class CountWarning(UserWarning):
    """A group that is to draw more children than it has."""


def warn(text: str, category: type[UserWarning] = UserWarning) -> None:
    """A UserWarning at the user's line: the first one outside the library that the call came through."""
    frame, level = sys._getframe(1), 2
    while frame.f_back is not None and frame.f_globals.get("__name__", "").split(".")[0] == "augrepro":
        frame, level = frame.f_back, level + 1
    warnings.warn(text, category, stacklevel=level)
