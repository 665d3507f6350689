"""What a run has collected: cells, and the files of tests with snapshots."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest

from . import identity
from .common import names
from .common.notes import Notes
from .matrix.cells import Cell
from .options import SETTINGS

if TYPE_CHECKING:
    from .snapshots.orphans import Orphans
    from .snapshots.owners import Owners

NOTES = pytest.StashKey[Notes]()
ORPHANS = pytest.StashKey["Orphans"]()


def cell_of(item: Any) -> Cell | None:
    """The matrix cell a test item was made for."""
    callspec = getattr(item, "callspec", None)
    cell = callspec.params.get("aug_cell") if callspec is not None else None
    return cell if isinstance(cell, Cell) else None


def stems_of(items: Iterable[Any]) -> list[str]:
    """Folder and stem of each test with a snapshot: what a stored one may belong to."""
    found = [(identity.name_of(item), cell_of(item)) for item in items if _has_snapshot(item)]
    stems = (
        names.place(names.snapshot_folder(name), names.snapshot_stem(name, None if cell is None else cell.id))
        for name, cell in found
    )
    return list(dict.fromkeys(stems))


def tests_of(items: Iterable[Any]) -> list[str]:
    """Folder and dotted name of each test: where one is collected, what it does not ask for any more is unused."""
    found = (identity.name_of(item) for item in items if isinstance(item, pytest.Function))
    places = (names.place(names.snapshot_folder(name), names.slug(names.split_nodeid(name)[1])) for name in found)
    return list(dict.fromkeys(places))


def sharing(items: Iterable[Any]) -> dict[str, str]:
    """Return, of all tests that were collected, those whose snapshot would have the file of another's."""
    return names.shared_files(
        (identity.name_of(item), None if (cell := cell_of(item)) is None else cell.id)
        for item in items
        if _has_snapshot(item)
    )


def _has_snapshot(item: Any) -> bool:
    return "aug_snapshot" in getattr(item, "fixturenames", ())


def orphans_of(config: pytest.Config) -> Orphans:
    """What is stored of tests that are gone; looked through when a test has no snapshot."""
    from .snapshots.orphans import Orphans

    if ORPHANS not in config.stash:
        config.stash[ORPHANS] = Orphans(owners_of(config))
    return config.stash[ORPHANS]


def owners_of(config: pytest.Config) -> Owners:
    """The tests that this run has collected."""
    from .snapshots.owners import Owners

    settings, notes = config.stash[SETTINGS], config.stash[NOTES]
    collected = (frozenset(each) for each in (notes.stems, notes.modules, notes.ran, notes.tests))
    return Owners(settings.rootdir, settings.snapshots, *collected)
