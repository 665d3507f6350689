"""Plain text tables."""

from __future__ import annotations

from .peers import Figure

Cell = str | float | Figure | None


def short_repr(cell: Cell) -> str:
    """Microseconds as median (least-greatest), and - for what was not measured."""
    if cell is None:
        return "-"
    if isinstance(cell, Figure):
        return f"{number(cell.median)} ({number(cell.least)}-{number(cell.greatest)})"
    return cell if isinstance(cell, str) else number(cell)


def number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}"


def ratio(slow: object, fast: object) -> str:
    """How many times faster ``fast`` is, or - where one of the two is missing."""
    if isinstance(slow, Figure) and isinstance(fast, Figure):
        return f"{slow.median / fast.median:.2f}x"
    return "-"


def verdict(value: float, goal: float) -> str:
    return "met" if value <= goal else "MISSED"


def print_table(title: str, header: list[str], rows: list[list[Cell]]) -> None:
    """First column flush left, the others flush right."""
    grid = [header, *([short_repr(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
    print(f"\n{title}")
    for row in grid:
        print("  " + "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip())
