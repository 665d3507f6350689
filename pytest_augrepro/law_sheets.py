"""Where a test's broken laws leave their sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from . import caught, identity, report
from .checks.sheets import LawSheets
from .collected import NOTES
from .common import names
from .common.words import path_from
from .options import SETTINGS
from .pages.failures import clear_all

LEFT = pytest.StashKey[list[str]]()
"""The folders of the sheets that a test left."""


def sheets_of(node: Any, seed: int) -> LawSheets:
    """The place for a test's sheets, cleared of those of its last run."""
    settings, notes = node.config.stash[SETTINGS], node.config.stash[NOTES]
    folder = settings.artifacts / names.artifact_folder(node.nodeid)
    clear_all(folder)
    left = node.stash[LEFT] = []

    def note(path: Path) -> None:
        inside = path.is_relative_to(settings.rootdir)
        left.append(path.relative_to(settings.rootdir).as_posix() if inside else str(path))
        notes.artifacts.append(left[-1])

    return LawSheets(
        folder=folder,
        test=identity.name_of(node),
        repeat=report.repeat_command(identity.argument_of(node), seed),
        shown=lambda path: path_from(node.config.invocation_params.dir, path, settings.rootdir),
        note=note,
        awaited=lambda: caught.expected(AssertionError()),
    )


def expected_to_fail(item: pytest.Item) -> None:
    """Count none of the sheets: the report says that the test was expected to fail."""
    left = item.stash.get(LEFT, [])
    notes = item.config.stash[NOTES]
    notes.artifacts = [each for each in notes.artifacts if each not in left]
