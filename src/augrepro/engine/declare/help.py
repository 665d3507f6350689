"""The docstring of a declared class with an *Args* part made from the declaration: kind, default, unit and meaning."""

from __future__ import annotations

import textwrap
from inspect import cleandoc
from typing import Any

from .refusals import expected, meaning

WIDTH = 100
_HEAD = "Args:"


class Documented:
    """Stands as a class's ``__doc__``; the text is put together when somebody reads it."""

    def __init__(self, written: Any, as_written: bool) -> None:
        self._written = written.written if isinstance(written, Documented) else written
        self._as_written = as_written

    @property
    def written(self) -> str:
        """The docstring as it stands in the source."""
        return cleandoc(self._written or "")

    def __get__(self, instance: object, owner: Any) -> str:
        return self.written if self._as_written or not owner.declared else documented(owner, self.written)


def documented(cls: Any, text: str) -> str:
    """The text with every field of the class under *Args*, in the constructor's order."""
    before, after = split(text)
    known = words(cls)
    rows = [_row(name, kind, cls, known.get(name, "")) for name, kind in {**cls.declared, **cls.keywords}.items()]
    targets = ", ".join(one.name.lower() for one in getattr(cls, "_targets", ()))
    more = [part for part in (targets and f"Targets:\n    {targets}", after) if part]
    return "\n".join([*([before, ""] if before else []), _HEAD, *rows, *(line for part in more for line in ("", part))])


def _row(name: str, kind: Any, cls: Any, about: str) -> str:
    default = f"; default {cls.defaults[name]!r}" if name in cls.defaults else ""
    sentence = (about or meaning(kind)).rstrip(".")
    line = f"{name} ({expected(kind)}{default}): {sentence[:1].upper()}{sentence[1:]}."
    return textwrap.fill(line, WIDTH, initial_indent="    ", subsequent_indent="        ")


def words(cls: Any) -> dict[str, str]:
    """What the docstrings of a class and its bases say of each field."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        doc = vars(base).get("__doc__")
        if isinstance(doc, Documented):
            found.update(_rows(doc.written))
    return found


def said(cls: Any, field: str) -> str:
    """What the docstrings of a class say of one field, or what its kind does."""
    return words(cls).get(field) or meaning(cls.declared[field])


def split(text: str) -> tuple[str, str]:
    """A docstring before its *Args* part and behind it."""
    lines = text.splitlines()
    if _HEAD not in lines:
        return text, ""
    start = lines.index(_HEAD)
    end = next((i for i in range(start + 1, len(lines)) if lines[i] and not lines[i].startswith(" ")), len(lines))
    return "\n".join(lines[:start]).rstrip(), "\n".join(lines[end:]).strip()


def _rows(text: str) -> dict[str, str]:
    lines = text.splitlines()
    if _HEAD not in lines:
        return {}
    found: dict[str, str] = {}
    name = ""
    for line in lines[lines.index(_HEAD) + 1 :]:
        if line and not line.startswith(" "):
            break
        if line.startswith("    ") and not line.startswith("     "):
            name, _, found[name] = line.strip().partition(": ")
        elif line.strip() and name:
            found[name] += " " + line.strip()
    return found
