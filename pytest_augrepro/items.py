"""What is known of a test item: its seed, its contract, its cell and the cells beside it."""

from __future__ import annotations

from typing import Any

import pytest

from .collected import cell_of
from .common import names
from .judging.contracts import known_contract
from .matrix.cells import Cell
from .matrix.presets import QUICK_PRESETS, Cells, cells_for
from .options import SETTINGS
from .seeds.seeding import checked_seed


def seed_of(item: pytest.Item) -> int:
    """The seed of a test: its marker before command line, ini and default."""
    marker = item.get_closest_marker("aug_seed")
    return item.config.stash[SETTINGS].seed if marker is None else checked_seed(marker.args[0])


def cell_and_writer(node: Any) -> tuple[str | None, str | None]:
    """The test's cell, and who writes the snapshot all cells share: None for this test itself."""
    cell = cell_of(node)
    if cell is None:
        return None, None
    siblings = [cell_of(item) for item in node.session.items if getattr(item, "function", None) is node.function]
    first = cells_of(node)[0][0].id
    if cell.id == first:
        return cell.id, None
    return cell.id, first if any(other is not None and other.id == first for other in siblings) else ""


def cells_of(node: Any) -> Cells:
    """The cells of a test, from its marker and the preset."""
    marker = node.get_closest_marker("aug_matrix")
    return cells_for(marker.kwargs if marker else None, node.config.stash[SETTINGS].matrix)


def contract_of(node: Any) -> str:
    """The contract that a test is held to unless it names one: its marker before ini and default."""
    marker = node.get_closest_marker("aug_contract")
    if marker is None:
        contract: str = node.config.stash[SETTINGS].contract
        return contract
    if len(marker.args) != 1 or marker.kwargs:
        raise ValueError("the marker takes one contract: aug_contract('isolated')")
    return known_contract(marker.args[0])


def siblings_of(node: Any) -> list[Cell]:
    """The selected cells of the same test, this one included."""
    test = names.test_of(node.nodeid, node.callspec.params["aug_cell"].id)
    return [
        other
        for item in node.session.items
        if getattr(item, "function", None) is node.function
        and (other := cell_of(item)) is not None
        and names.test_of(item.nodeid, other.id) == test
        and (item is node or item.get_closest_marker("skip") is None)
    ]


def is_quick(node: Any) -> bool:
    """Whether nobody asked for more than a quick look at start methods."""
    marker = node.get_closest_marker("aug_matrix")
    return node.config.stash[SETTINGS].matrix in QUICK_PRESETS and not (marker and "start_method" in marker.kwargs)


def add_property(node: Any, name: str, value: object) -> None:
    """Add a property for JUnit files, once."""
    if all(known != name for known, _ in node.user_properties):
        node.user_properties.append((name, value))
