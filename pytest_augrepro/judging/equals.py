"""Two samples that should differ and are equal, found among the draws that a law saw repeat. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .evidence import GENERATOR, Line, Reading, Visit

Pair = dict[str, Any]
"""What a breach is told of two equal samples: the fields that name them; empty where none was found."""


def equal_draws(readings: tuple[str, str], late: tuple[Reading, Line, str], early: tuple[Reading, Line, str]) -> Pair:
    """The first draw of the later line that the earlier one has, too; each line with its reading and what it is called.

    Of a generator in one state it is the samples that are compared, and of a part of samples that part alone.
    """
    part = "" if late[1].part.startswith(GENERATOR) else late[1].part
    before: dict[str, Visit] = {}
    for visit in draws_of(*early[:2]):
        before.setdefault(_print(visit, part), visit)
    for visit in draws_of(*late[:2]):
        if (other := before.get(_print(visit, part))) is not None:
            return pair(visit, other, readings, (late[2], early[2]))
    return {}


def pair(visit: Visit, other: Visit | None, readings: tuple[str, str], called: tuple[str, str]) -> Pair:
    """The fields of two samples; none where there is no other."""
    return {} if other is None else {"visit": visit, "other": other, "readings": readings, "equal": called}


def draws_of(reading: Reading, line: Line) -> Sequence[Visit]:
    """The draws of one sample by one worker in one pass, in order."""
    place = line.run, line.worker, line.sample
    return [visit for visit in reading.visits if visit.probe and (visit.run, visit.worker, visit.index) == place]


def twin_in(reading: Reading, visit: Visit) -> Visit | None:
    """The same draw of the same sample in another reading."""
    place = visit.run, visit.worker, visit.index, visit.probe, visit.turn
    return next(
        (each for each in reading.visits if (each.run, each.worker, each.index, each.probe, each.turn) == place), None
    )


def _print(visit: Visit, part: str) -> str:
    return visit.prints.get(part, "") if part else visit.digest
