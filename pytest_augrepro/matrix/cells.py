"""The cells of a matrix: which axes there are, which combinations exist, what they are called. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, NamedTuple

from ..common.hints import nearest


class BadMatrix(ValueError):
    """A matrix that cannot be built; the message is for the user."""


@dataclass(frozen=True)
class Cell:
    """One way to load data: how many workers, how long they live, how they are started."""

    num_workers: int = 0
    persistent_workers: bool = False
    respawn: bool = False
    start_method: str | None = None

    @property
    def id(self) -> str:
        parts = [f"w{self.num_workers}", self.start_method or ""]
        parts += ["persistent" * self.persistent_workers, "respawn" * self.respawn]
        return "-".join(part for part in parts if part)

    @property
    def possible(self) -> bool:
        """Whether torch can build it: without workers there is nothing to persist."""
        return self.num_workers > 0 or not self.persistent_workers

    @property
    def served(self) -> bool:
        """Whether it has workers that are not forked from the process that reads."""
        return self.num_workers > 0 and self.start_method in ("spawn", "forkserver")


class Duties(NamedTuple):
    """What one cell judges on behalf of the other cells of its test."""

    once: bool = True
    """The laws about the dataset itself, which no loader changes."""
    cold: bool = True
    """Its start method: workers that nothing has warmed; the others use a server with torch imported."""
    new: bool = True
    """The law rerun, too, for a worker that nothing has warmed."""


class Axis(NamedTuple):
    default: tuple[Any, ...]
    expected: str
    accepts: Callable[[Any], bool]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def start_methods() -> list[str]:
    """The ways in which this platform starts a process."""
    import multiprocessing  # few runs ask, and it loads pickle

    return multiprocessing.get_all_start_methods()


def _is_start(value: Any) -> bool:
    return value in start_methods()


AXES: Mapping[str, Axis] = {
    "num_workers": Axis((0, 2), "whole numbers >= 0", _is_count),
    "persistent_workers": Axis((False, True), "True or False", _is_bool),
    "respawn": Axis((False,), "True or False", _is_bool),
    "start_method": Axis((None,), "start methods of this platform (fork, spawn, forkserver)", _is_start),
}


def _values(name: str, given: Any) -> tuple[Any, ...]:
    axis = AXES[name]
    values = tuple(given) if isinstance(given, Sequence) and not isinstance(given, str) else (given,)
    if not values or not all(axis.accepts(value) for value in values):
        raise BadMatrix(f"aug_matrix({name}=...) takes a list of {axis.expected}, got {given!r}")
    return tuple(dict.fromkeys(values))


def build_cells(axes: Mapping[str, Any]) -> tuple[list[Cell], list[Cell]]:
    """The possible cells of the axes, in reading order, and those that cannot be."""
    for name in axes:
        if name not in AXES:
            raise BadMatrix(f"aug_matrix has no axis {name!r}; {nearest(name, AXES)}")
    chosen = [_values(name, axes[name]) if name in axes else axis.default for name, axis in AXES.items()]
    combined = [Cell(*values) for values in product(*chosen)]
    cells = list(dict.fromkeys(_without_start_method(cell) for cell in combined))
    possible = [cell for cell in cells if cell.possible]
    if not possible:
        raise BadMatrix("aug_matrix leaves no possible cell: persistent workers need num_workers > 0")
    return possible, [cell for cell in cells if not cell.possible]


def _without_start_method(cell: Cell) -> Cell:
    """Without workers there is nothing to start: all start methods are one cell."""
    return cell if cell.num_workers else replace(cell, start_method=None)


PLAIN_CELLS = (Cell(), Cell(2), Cell(2, persistent_workers=True))
"""The cells of a check that was given none."""


def simpler(cell: Cell) -> list[Cell]:
    """The cells that are one step simpler, the boldest step first."""
    steps = [
        replace(cell, respawn=False),
        replace(cell, start_method=None),
        replace(cell, persistent_workers=False),
        *(replace(cell, num_workers=count) for count in range(cell.num_workers)),
    ]
    return [_without_start_method(step) for step in dict.fromkeys(steps) if step != cell and step.possible]


def part_of(one: Cell, whole: Cell) -> bool:
    """Whether simpler steps lead from the whole to the one."""
    return (
        one.num_workers <= whole.num_workers
        and one.persistent_workers <= whole.persistent_workers
        and one.respawn <= whole.respawn
        and one.start_method in (None, whole.start_method)
    )


def complexity(cell: Cell) -> tuple[Any, ...]:
    """Order cells from simple to complex."""
    return cell.num_workers, cell.start_method or "", cell.persistent_workers, cell.respawn


def duties_of(cell: Cell, siblings: Iterable[Cell], quick: bool = False) -> Duties:
    """What a cell judges among the cells of its test: the simplest one that can does it for all."""
    cells = {cell, *siblings}
    alike = [mate for mate in cells if mate.num_workers and mate.start_method == cell.start_method]
    return Duties(cell == min(cells, key=complexity), cell == min(alike, key=complexity, default=None), not quick)
