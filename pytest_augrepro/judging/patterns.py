"""Patterns in draws that name a cause: cycles, shifts, repeated passes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from .evidence import Reading


def period_of(draws: Sequence[str]) -> int:
    """The shortest cycle that the draws run through at least three times, or 0."""
    for period in range(1, len(draws) // 3 + 1):
        if all(draws[at] == draws[at - period] for at in range(period, len(draws))):
            return period
    return 0


def overlap_of(one: Sequence[str], two: Sequence[str], reach: int) -> Sequence[str]:
    """The draws that two runs share when one starts up to ``reach`` calls later; at least half of them."""
    for shift in range(min(reach, len(one) // 2) + 1):
        for early, late in ((one, two), (two, one)):
            shared = early[shift : shift + len(late)]
            if shared and tuple(shared) == tuple(late[: len(shared)]):
                return shared
    return ()


def shift_of(one: Sequence[str], two: Sequence[str]) -> int:
    """By how many draws the second sequence runs ahead (or, negative, behind), or 0."""
    for shift in range(1, len(one) // 2 + 1):
        if tuple(one[shift:]) == tuple(two[: len(one) - shift]) and len(set(one)) > 2:
            return shift
        if tuple(two[shift:]) == tuple(one[: len(two) - shift]) and len(set(two)) > 2:
            return -shift
    return 0


def recognized(reference: Reading, reading: Reading) -> str:
    """How one reading follows from another, in words, or where they part."""
    mine, theirs = reference.lines(), reading.lines()
    for key in mine.keys() & theirs.keys():
        shift = shift_of(mine[key], theirs[key])
        if shift:
            way = "more were made before" if shift > 0 else "fewer were made before"
            return f"shift by {abs(shift)} {'draw' if abs(shift) == 1 else 'draws'}: {way}"
    names = reference.names
    for run in range(1, min(len(names), len(reading.names))):
        if reading.digests(run) and reading.digests(run) == reference.digests(run - 1) != reference.digests(run):
            return f"{names[run]} became {names[run - 1]}"
    agreeing = [
        run for run in range(len(names)) if reading.digests(run) and reference.digests(run) == reading.digests(run)
    ]
    if agreeing == list(range(len(agreeing))) and agreeing:
        return f"equal until {names[agreeing[-1]]}, different after it"
    return ""
