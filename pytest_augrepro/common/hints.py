"""Hints for misspelled words. The only file that compares spellings."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """``did you mean ...?`` when a known word is close; else ``otherwise``, by default the list of known words."""
    known = sorted(known)
    close = get_close_matches(word, known, 1)
    if close:
        return f"did you mean {close[0]}?"
    return f"known: {', '.join(known)}" if otherwise is None else otherwise
