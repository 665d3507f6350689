"""Which cells a test gets, from its marker and the preset. Pure; the library that pairs values waits until asked for.

How the two go together, decided here and nowhere else:

==================  =================================  =====================================================
``--aug-matrix``    test without the marker            test with ``aug_matrix(...)``
==================  =================================  =====================================================
not given           as ``quick``                       the product of its axes; others at their default
``quick``           eight cells                        one value at a time: for each value the simplest cell
                                                       in which it acts, and the last cell of the product
``pairwise``        all pairs of values of ``full``    all pairs of values of the product
``full``            all cells                          the product
==================  =================================  =====================================================

Axes that the marker does not name take the preset's values. The command line comes before the ini value.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from ..common.hints import nearest
from .cells import AXES, Cell, build_cells, complexity, start_methods

QUICK, PAIRWISE, FULL = PRESETS = ("quick", "pairwise", "full")
NOT_GIVEN = "default"
QUICK_PRESETS = (NOT_GIVEN, QUICK)
AXIS_NAMES = tuple(AXES)
Cells = tuple[list[Cell], list[Cell]]


def checked_preset(word: str) -> str:
    if word not in PRESETS:
        hint = nearest(word, PRESETS, otherwise="")
        raise ValueError(f"a matrix is one of {', '.join(PRESETS)}, got {word!r}{hint and f'; {hint}'}")
    return word


def preset_axes(preset: str) -> dict[str, tuple[Any, ...]]:
    """What the preset says about each axis."""
    both = (False, True)
    if preset == NOT_GIVEN:
        return {}
    if preset == QUICK:
        return {"num_workers": (0, 2), "persistent_workers": both, "respawn": both}
    known = start_methods()
    methods = tuple(method for method in ("fork", "spawn", "forkserver") if method in known)
    return {"num_workers": (0, 1, 2, 4), "persistent_workers": both, "respawn": both, "start_method": methods}


def cells_for(axes: Mapping[str, Any] | None, preset: str = NOT_GIVEN) -> Cells:
    """The cells of a test, in reading order, and those its marker asks for that cannot be.

    No marker means that ``axes`` is None.
    """
    if axes is None and preset in QUICK_PRESETS:
        cells, _ = build_cells(preset_axes(QUICK))
        return sorted([*cells, Cell(1), Cell(2, start_method="spawn")], key=complexity), []
    cells, dropped = build_cells({**preset_axes(preset), **(axes or {})})
    if preset == QUICK:
        wanted = {*_one_at_a_time(cells), cells[-1]}
    elif preset == PAIRWISE:
        wanted = set(_paired(cells))
    else:
        return cells, dropped if axes else []
    return [cell for cell in cells if cell in wanted], []


def _values(cell: Cell) -> tuple[Any, ...]:
    return tuple(getattr(cell, name) for name in AXIS_NAMES)


def _one_at_a_time(cells: list[Cell]) -> Iterator[Cell]:
    simplest = _values(min(cells, key=complexity))

    def departs(cell: Cell) -> tuple[int, int]:
        changes = sum(value != simple for value, simple in zip(_values(cell), simplest, strict=True))
        return changes, cells.index(cell)

    for axis in range(len(AXIS_NAMES)):
        for value in dict.fromkeys(_values(cell)[axis] for cell in cells):
            yield min((cell for cell in cells if _values(cell)[axis] == value), key=departs)


def pairs_of(cell: Cell) -> set[tuple[tuple[int, Any], tuple[int, Any]]]:
    """The pairs of values that a cell tries together."""
    return set(combinations(enumerate(_values(cell)), 2))


def _paired(cells: list[Cell]) -> Iterator[Cell]:
    """Cells that try all pairs of values that any cell tries."""
    from allpairspy import AllPairs

    rows = [_values(cell) for cell in cells]
    begun = {row[:length] for row in rows for length in range(1, len(AXIS_NAMES) + 1)}
    columns = [list(dict.fromkeys(column)) for column in zip(*rows, strict=True)]
    missing = {pair for cell in cells for pair in pairs_of(cell)}
    for row in AllPairs(
        OrderedDict(zip(AXIS_NAMES, columns, strict=True)), filter_func=lambda row: tuple(row) in begun
    ):
        cell = Cell(*row)
        missing -= pairs_of(cell)
        yield cell
    for cell in cells:  # a pair that the filter hid from the search
        if missing & pairs_of(cell):
            missing -= pairs_of(cell)
            yield cell
