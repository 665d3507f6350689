"""What a failed test leaves for the files and lines that a run ends with. Standard library only."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from . import identity, report
from .collected import NOTES
from .common import names
from .common.words import path_from, words_of_error
from .options import SETTINGS, Settings
from .pages.failures import FACTS, INDEX, SHEET, keep, read, words_of, write
from .unused import ran_all

Failure = dict[str, Any]


def mark(item: pytest.Item, outcome: pytest.TestReport, seed: int) -> None:
    """Give a failed report what the end of the run needs; it travels with the report, from any worker."""
    repeat = report.repeat_command(identity.argument_of(item), seed)
    outcome.augrepro_failed = {"seed": seed, "repeat": repeat}  # type: ignore[attr-defined]  # xdist carries it


def failure(told: pytest.TestReport, settings: Settings) -> Failure | None:
    """A failed test that uses a fixture of the plugin's, as data; None for any other report."""
    facts = getattr(told, "augrepro_failed", None)
    if facts is None or not told.failed:
        return None
    file, line = place(told, settings.rootdir)
    sheets = sorted(_sheets(settings, told.nodeid)) if told.when == "call" else []
    comparisons = [read(sheet.parent) for sheet in sheets]
    return {
        "nodeid": told.nodeid,
        "when": told.when,
        "headline": headline(told),
        "text": told.longreprtext,
        "file": file,
        "line": line,
        **facts,
        "accept": next((each["accept"] for each in comparisons if each.get("accept")), ""),
        "changes": _changes(comparisons) or explained(told),
        "sheets": [_told(sheet, settings.rootdir) for sheet in sheets],
    }


def _changes(comparisons: list[dict[str, Any]]) -> list[str]:
    """What compared snapshots say; a broken law's own words say more than what its sheet shows."""
    return [line for each in comparisons if not each.get("law") for line in words_of(each)]


def other_failure(told: pytest.TestReport | pytest.CollectReport) -> dict[str, str] | None:
    """A failed test that uses no fixture of the plugin's, or what could not be collected, in short; else None."""
    if not told.failed or hasattr(told, "augrepro_failed"):
        return None
    if isinstance(told, pytest.CollectReport):
        return {"nodeid": told.nodeid, "when": "collect", "headline": _of_collection(told)}
    return {"nodeid": told.nodeid, "when": str(told.when), "headline": headline(told)}


def _of_collection(told: pytest.CollectReport) -> str:
    """The line that names the error, which stands behind all that led to it."""
    lines = [line.strip() for line in told.longreprtext.splitlines() if line.strip()]
    marked = [line[1:].strip() for line in lines if line.startswith("E ")]
    return next(iter([*marked[-1:], *lines[:1]]), "cannot be collected")


def headline(told: pytest.TestReport) -> str:
    """One line that says what is wrong."""
    crash = getattr(told.longrepr, "reprcrash", None)
    words = told.longreprtext if crash is None else crash.message
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    first = lines[0] if lines else "failed"
    for kind in ("AssertionError: ", "Failed: ", "pytest_augrepro.checks.cell.LawBroken: "):
        first = first.removeprefix(kind)
    return f"{told.when}: {first}" if told.when in ("setup", "teardown") else first


def explained(told: pytest.TestReport) -> list[str]:
    """The lines that pytest marks as the error, without the first, which the headline has."""
    marked = [line[1:] for line in told.longreprtext.splitlines() if line.startswith("E ")]
    return textwrap.dedent("\n".join(marked[1:])).splitlines()


def place(told: pytest.TestReport, root: Path) -> tuple[str, int]:
    """The innermost line of the project's own that the failure went through, else that of the test."""
    spots = list(_spots(told.longrepr))
    for path, line in reversed(spots):
        full = root / path
        if full.is_relative_to(root) and "site-packages" not in full.parts and full.suffix == ".py" and full.is_file():
            return full.relative_to(root).as_posix(), line
    file, line_of_test, _ = told.location
    return Path(file).as_posix(), (line_of_test or 0) + 1


def _spots(longrepr: Any) -> Iterator[tuple[str, int]]:
    for entry in getattr(getattr(longrepr, "reprtraceback", None), "reprentries", ()):
        spot = getattr(entry, "reprfileloc", None)
        if spot is not None:
            yield spot.path, spot.lineno


def _sheets(settings: Settings, nodeid: str) -> Iterator[Path]:
    """The sheets that the comparisons of a test left."""
    name = names.artifact_folder(nodeid)
    for folder in settings.artifacts.iterdir() if settings.artifacts.is_dir() else ():
        if (folder.name == name or folder.name.startswith(f"{name}-")) and read(folder) and (folder / SHEET).is_file():
            yield folder / SHEET


def _told(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def folder_in_order(config: pytest.Config, exitstatus: int) -> list[str]:
    """Bring the folder of failures in order, and say where it can be looked at."""
    notes, settings = config.stash[NOTES], config.stash[SETTINGS]
    if settings.is_worker or not settings.artifacts.is_dir() or config.getoption("collectonly"):
        return []
    red = {Path(folder).name for folder in notes.artifacts if (settings.rootdir / folder / FACTS).is_file()}
    try:
        if notes.whole and ran_all(config, exitstatus):
            keep(settings.artifacts, red)
        write(settings.artifacts)
    except OSError as problem:
        return [f"the index of failures could not be written: {words_of_error(problem)}"]
    if not red:
        return []
    index = path_from(config.invocation_params.dir, settings.artifacts / INDEX, settings.rootdir)
    return [f"{len(red)} failed comparison{'s' * (len(red) > 1)} to look at: {index}"]
