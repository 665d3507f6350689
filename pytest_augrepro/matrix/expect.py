"""Cells that were expected to run, and did not: a shrinking matrix is a failure. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..common.hints import nearest
from .cells import Cell
from .presets import FULL, QUICK, cells_for

CELL_ID = re.compile(r"w(\d+)(?:-(fork|spawn|forkserver))?(-persistent)?(-respawn)?")
RAN, SKIPPED, LOST, DESELECTED, NOT_STARTED = "ran", "skipped", "could not run", "deselected", "not started"


def parse_expected(given: str | Sequence[str]) -> tuple[str, ...]:
    """Read cell ids, separated by spaces or commas."""
    words = given if isinstance(given, str) else " ".join(given)
    ids = tuple(dict.fromkeys(word for word in re.split(r"[\s,]+", words) if word))
    if isinstance(given, str) and not ids:
        raise ValueError("expects cell ids such as w0 w2 w2-persistent, got none")
    for word in ids:
        if _cell_of(word) is None:
            known = [cell.id for preset in (QUICK, FULL) for cell in cells_for(None, preset)[0]]
            hint = nearest(word, known, otherwise="ids look like w0, w2, w2-spawn-persistent-respawn")
            raise ValueError(f"no cell has the id {word!r}; {hint}")
    return ids


def cells_named(given: str | Sequence[str]) -> tuple[Cell, ...]:
    """The cells of these ids."""
    return tuple(cell for word in parse_expected(given) if (cell := _cell_of(word)) is not None)


def _cell_of(word: str) -> Cell | None:
    """The cell of an id; None where none has it."""
    found = CELL_ID.fullmatch(word)
    if found is None:
        return None
    cell = Cell(int(found[1]), found[3] is not None, found[4] is not None, found[2])
    known = cell.id == word and cell.possible and (cell.num_workers > 0 or cell.start_method is None)
    return cell if known else None


class CellStatus(NamedTuple):
    """What became of one cell of one test."""

    test: str
    cell: str
    state: str
    reason: str = ""

    @property
    def description(self) -> str:
        return f"{self.state}: {self.reason}" if self.reason else self.state


def statuses(collected: Mapping[str, tuple[str, str, bool]], seen: Mapping[str, tuple[str, str]]) -> list[CellStatus]:
    """Join what was collected with what was seen to happen; both are keyed by node id."""
    found = []
    for nodeid, (test, cell, selected) in collected.items():
        unseen = (NOT_STARTED, "the run stopped before") if selected else (DESELECTED, "")
        found.append(CellStatus(test, cell, *seen.get(nodeid, unseen)))
    return found


def missing(expected: Sequence[str], found: Sequence[CellStatus]) -> Iterator[CellStatus]:
    """The expected cells that did not run, and why.

    An expected cell has to run in some test, and in each test that has it and was selected with any of its cells:
    ``-k`` may leave out whole tests, but not thin out the matrix of one.
    """
    selected = {status.test for status in found if status.state != DESELECTED}
    for cell in expected:
        of_cell = [status for status in found if status.cell == cell]
        gone = [status for status in of_cell if status.state != RAN and status.test in selected]
        if not of_cell:
            yield CellStatus("", cell, "not collected", "no collected test has it")
        elif gone or any(status.state == RAN for status in of_cell):
            yield from gone
        else:
            yield of_cell[0]
