"""Hints for misspelled words, and what two lists of names share. The only file that compares spellings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher, get_close_matches


def close_to(word: str, known: Iterable[str]) -> str:
    """The known word that is close to a misspelled one; empty where none is."""
    return next(iter(get_close_matches(word, sorted(known), 1)), "")


def nearest(word: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """``did you mean ...?`` when a known word is close; else ``otherwise``, by default the list of known words."""
    known = sorted(known)
    if close := close_to(word, known):
        return f"did you mean {close}?"
    return f"known: {', '.join(known)}" if otherwise is None else otherwise


def aligned(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, slice, slice]]:
    """Runs of both lists in turn, and whether the two are the same: what one has and the other lacks lies between."""
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(tag == "equal", slice(*ends[:2]), slice(*ends[2:])) for tag, *ends in found]
