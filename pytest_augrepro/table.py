"""The table of laws by cells. The only file that imports rich."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from rich.box import Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .common.words import wrapped
from .results import Check, broken

MARKS = {
    "held": ("ok", "green"),
    "broken": ("RED", "bold red"),
    "not applicable": ("-", "dim"),
    "left out": (".", "dim"),
}
LEGEND = "ok held   RED broken   - nothing to act on   . left to another cell or law"
MANY_CELLS = 12
RULE = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


def lines(tests: Mapping[str, Sequence[Check]], width: int, color: bool, every: bool = False) -> list[str]:
    """What to print: a line for a green check, a table for a red one and for ``every`` one that has few cells."""
    printed, tabled = [], False
    for test, checks in tests.items():
        for number in dict.fromkeys(check["check"] for check in checks):
            of_cell = {check["cell"]: check for check in checks if check["check"] == number}
            title = test if number == 1 else f"{test}, check {number}"
            red = {cell: broken(check) for cell, check in of_cell.items() if broken(check)}
            contract = next(iter(of_cell.values()))["contract"]
            if len(of_cell) > MANY_CELLS or not (red or every):
                held = f"{len(of_cell)} cells" if len(of_cell) > MANY_CELLS else " ".join(of_cell)
                verdict = f"RED in {len(red)} of {len(of_cell)} cells" if red else f"held in {held}"
                printed += [f"{title}: {contract} {verdict}", *_only_red(red, width)]
            else:
                tabled = True
                for part in _parts(of_cell, width):
                    printed += [f"{title}: {contract}", *_rendered(part, width, color), ""]
            printed += [*_first(red, width), ""] if red else []
    return [*printed, LEGEND] if tabled else printed


def _parts(of_cell: Mapping[str, Check], width: int) -> Iterator[dict[str, Check]]:
    """The cells in groups, each with as many columns as the width has room for."""
    room = width - max(len(law["law"]) for check in of_cell.values() for law in check["laws"])
    part: dict[str, Check] = {}
    used = 0
    for cell, check in of_cell.items():
        need = max(3, *map(len, cell.split("-"))) + 2
        if part and used + need > room:
            yield part
            part, used = {}, 0
        part[cell] = check
        used += need
    yield part


def _rendered(of_cell: Mapping[str, Check], width: int, color: bool) -> list[str]:
    table = Table(box=RULE, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("law", no_wrap=True)
    height = max(len(cell.split("-")) for cell in of_cell)
    for cell in of_cell:
        parts = cell.split("-")
        table.add_column("\n".join(parts + [" "] * (height - len(parts))), no_wrap=True)
    found = {cell: {law["law"]: law["outcome"] for law in check["laws"]} for cell, check in of_cell.items()}
    for law in dict.fromkeys(law for outcomes in found.values() for law in outcomes):
        marks = (MARKS[found[cell][law]] if law in found[cell] else ("", "") for cell in of_cell)
        table.add_row(law, *(Text(mark, style) for mark, style in marks))
    target = StringIO()
    console = Console(
        file=target,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(table)
    return [line.rstrip() for line in target.getvalue().splitlines()]


def _only_red(red: Mapping[str, Sequence[Mapping[str, str]]], width: int) -> list[str]:
    """List the broken laws, each set with the cells that broke it."""
    cells: dict[str, list[str]] = {}
    for cell, laws in red.items():
        cells.setdefault(" ".join(law["law"] for law in laws), []).append(cell)
    found: list[str] = []
    for names, places in cells.items():
        words = f"  RED {names}: {' '.join(places)}"
        found += wrapped(words, width, indent="      ")
    return found


def _first(red: Mapping[str, Sequence[Mapping[str, str]]], width: int) -> list[str]:
    """Say in words what broke first."""
    for cell, laws in red.items():
        law = laws[0]
        where = f" ({law['where']})" if law["where"] else ""
        words = f"first: law {law['law']} broken in {cell}: {law['headline']}{where}"
        return wrapped(words, width, indent="       ")
    return []
