"""Which snapshot files no test asked for; only a complete and clean run can tell. Nothing is ever deleted."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from .common import files, names
from .common.notes import Notes
from .options import Settings

SUFFIXES = (".snap", ".txt", ".png", ".npz")
_HEAD = re.compile(rb"(augrepro snapshot, )|([^\n]+: [^\n]+\n  sha256 )")
_SELECTING = (
    "keyword",
    "markexpr",
    "lf",
    "deselect",
    "ignore",
    "ignore_glob",
    "collectonly",
    "stepwise",
    "last_failed",
)
_SPOILING = ("failed", "error", "deselected")


def ran_all(config: pytest.Config, exitstatus: int) -> bool:
    """Whether every test of the project ran, green or red."""
    whole = config.args_source is not pytest.Config.ArgsSource.ARGS
    narrowed = any(getattr(config.option, name, None) for name in (*_SELECTING, "maxfail"))
    return whole and not narrowed and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)


def tells_unused(config: pytest.Config, stats: dict[str, list[Any]], exitstatus: int) -> bool:
    """Whether every test of the project ran and passed."""
    whole = config.args_source is not pytest.Config.ArgsSource.ARGS
    narrowed = any(getattr(config.option, name, None) for name in _SELECTING)
    return whole and not narrowed and exitstatus == 0 and not any(stats.get(name) for name in _SPOILING)


def unused_files(settings: Settings, notes: Notes, stats: dict[str, list[Any]]) -> list[str]:
    """The files that no comparison touched, but for those of skipped tests."""
    used = set(notes.used)
    not_run = [
        getattr(report, "augrepro_name", report.nodeid)
        for kind in ("skipped", "xfailed", "xpassed")
        for report in stats.get(kind, [])
    ]
    kept = [(settings.snapshots / names.snapshot_folder(nodeid), names.split_nodeid(nodeid)[1]) for nodeid in not_run]
    stored = [path for path in sorted(settings.snapshots.rglob("*")) if path.suffix in SUFFIXES]
    return [
        path.relative_to(settings.rootdir).as_posix() if path.is_relative_to(settings.rootdir) else str(path)
        for path in stored
        if str(path) not in used and not _belongs(path, kept)
    ]


def is_of_the_store(path: Path, whole_folder: bool) -> bool:
    """Whether a file below the folder of snapshots is no test: by its suffix, or as what earlier drafts wrote."""
    if whole_folder:
        return path.suffix != ".py"
    if path.suffix != ".txt":
        return path.suffix in SUFFIXES
    with suppress(OSError):
        return _HEAD.match(files.read_small(path, 2**20) or b"") is not None
    return False


def _belongs(path: Path, kept: list[tuple[Path, str]]) -> bool:
    return any(path.parent == folder and path.name.startswith(names.slug(chain)) for folder, chain in kept)
