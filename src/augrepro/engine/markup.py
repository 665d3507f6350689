"""Pieces of HTML for notebooks: escaped, without scripts, readable on light and on dark."""

from __future__ import annotations

from collections.abc import Iterable

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
MUTED = "opacity:.65"
LIST = "margin:.2em 0 .2em 1.2em;padding:0 0 0 .8em;border-left:1px solid rgba(128,128,128,.5);list-style:none"


def escape(text: object) -> str:
    """The text as HTML shows it, in an attribute too."""
    return str(text).translate(_ENTITIES)


def item(name: str, rest: str = "") -> str:
    """A name in bold and what is said of it."""
    return f"<b>{escape(name)}</b>{f' <span style={chr(34)}{MUTED}{chr(34)}>{escape(rest)}</span>' if rest else ''}"


def listed(items: Iterable[str]) -> str:
    """Items, each HTML, one below the other."""
    return f'<ul style="{LIST}">{"".join(f"<li>{each}</li>" for each in items)}</ul>'


def folded(head: str, items: Iterable[str]) -> str:
    """A head, HTML, that opens and closes the items below it."""
    return f'<details open><summary style="cursor:pointer">{head}</summary>{listed(items)}</details>'
