"""Replacements of spans in a file's bytes, so that whatever is not replaced stays as it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """The bytes from ``start`` up to ``end`` become ``text``."""

    start: int
    end: int
    text: str


def apply(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with every edit made; those of one place in their order; ValueError where two overlap."""
    parts, at = [], 0
    for start, end, text in sorted(dict.fromkeys(edits), key=lambda edit: edit[:2]):
        if start < at or end < start:
            raise ValueError(f"two changes of bytes {start} to {end} contradict each other")
        parts += [raw[at:start], text.encode("utf-8", "surrogatepass")]
        at = end
    return b"".join([*parts, raw[at:]])


def apply_text(text: str, edits: Iterable[Edit]) -> str:
    """The same for spans that count characters."""
    if text.isascii():
        return apply(text.encode("utf-8"), edits).decode("utf-8", "surrogatepass")
    at: list[int] = []
    total = 0
    for character in text:
        at.append(total)
        total += len(character.encode("utf-8", "surrogatepass"))
    at.append(total)
    moved = [Edit(at[start], at[end], new) for start, end, new in edits]
    return apply(text.encode("utf-8", "surrogatepass"), moved).decode("utf-8", "surrogatepass")


def line_of(raw: bytes, at: int) -> int:
    """The line number of a byte, from 1."""
    return raw.count(b"\n", 0, at) + (raw.count(b"\r", 0, at) - raw.count(b"\r\n", 0, at)) + 1


def without_item(raw: bytes, start: int, end: int, comma_end: int | None, before: int) -> Edit:
    """Take an item out of a list: with its comma, or as the last one with the comma before it.

    ``before`` is where the item before it ends. A line that holds nothing else goes; a comment stays.
    """
    if comma_end is None:
        return Edit(before, end, "")
    stop = comma_end
    while raw[stop : stop + 1] in (b" ", b"\t"):
        stop += 1
    first = start
    while raw[first - 1 : first] in (b" ", b"\t"):
        first -= 1
    alone = raw[first - 1 : first] in (b"\n", b"\r") and raw[stop : stop + 1] in (b"\n", b"\r")
    if not alone:
        return Edit(start, stop if raw[stop : stop + 1] not in (b"\n", b"\r", b"#") else comma_end, "")
    stop += 2 if raw[stop : stop + 2] == b"\r\n" else 1
    return Edit(first, stop, "")
