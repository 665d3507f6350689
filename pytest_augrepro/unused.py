"""Which snapshot files no test asked for; only a whole and green run can tell, and delete them when it is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from . import report
from .collected import NOTES, owners_of
from .common import files, names
from .common.notes import Notes
from .common.words import path_from
from .options import SETTINGS, Settings

UNUSED = pytest.StashKey[list[str]]()
"""The files that no test asked for and that were not deleted; there where a run could tell."""
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
    "setuponly",
    "setupplan",
)
_CHOOSING = (
    "python_files",
    "python_classes",
    "python_functions",
    "testpaths",
    "norecursedirs",
    "collect_imported_tests",
)
"""Settings that say what is a test; the command line may give them for one run with -o."""
_SPOILING = ("failed", "error", "deselected")


def ran_all(config: pytest.Config, exitstatus: int) -> bool:
    """Whether every test of the project ran, green or red."""
    whole = config.args_source is not pytest.Config.ArgsSource.ARGS
    narrowed = any(getattr(config.option, name, None) for name in (*_SELECTING, "maxfail"))
    return whole and not narrowed and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)


def _chosen(config: pytest.Config) -> list[str]:
    """The settings of what is a test that the command line gave for this run alone."""
    given = [str(each).partition("=")[0].strip() for each in config.getoption("override_ini", None) or ()]
    return [name for name in given if name in _CHOOSING]


def tells_unused(config: pytest.Config, stats: dict[str, list[Any]], exitstatus: int) -> bool:
    """Whether every test of the project ran and passed."""
    whole = config.args_source is not pytest.Config.ArgsSource.ARGS
    narrowed = any(getattr(config.option, name, None) for name in _SELECTING)
    return (
        whole
        and not narrowed
        and not _chosen(config)
        and exitstatus == 0
        and not any(stats.get(name) for name in _SPOILING)
    )


class Leftovers:
    """The stored files that no comparison touched."""

    def __init__(self) -> None:
        self.unused: list[Path] = []
        self.uncollected: list[Path] = []
        """Of test files that are there and were not collected."""
        self.unnamed: list[Path] = []
        """Of tests that stand in a file that was collected, and were not collected themselves."""
        self.waiting: Counter[str] = Counter()
        """How many files there are of tests that were skipped, by reason."""


def leftovers(config: pytest.Config, stats: dict[str, list[Any]]) -> Leftovers:
    """Sort the files that no comparison touched by what became of their tests."""
    settings, notes, found = config.stash[SETTINGS], config.stash[NOTES], Leftovers()
    used, owners = set(notes.used), owners_of(config)
    waiting = [
        (settings.snapshots / names.snapshot_folder(nodeid), names.split_nodeid(nodeid)[1], _reason(report))
        for kind in ("skipped", "xfailed", "xpassed")
        for report in stats.get(kind, [])
        for nodeid in [getattr(report, "augrepro_name", report.nodeid)]
    ]
    for path in sorted(settings.snapshots.rglob("*")):
        if path.suffix not in SUFFIXES or str(path) in used:
            continue
        reason = next((why for folder, chain, why in waiting if _belongs(path, folder, chain)), None)
        if reason is not None:
            found.waiting[reason] += 1
        elif owners.not_run(path):
            found.waiting[f"{owners.place(path)[0]} (collected, but left out)"] += 1
        elif owners.uncollected(path):
            found.uncollected.append(path)
        elif owners.unnamed(path):
            found.unnamed.append(path)
        else:
            found.unused.append(path)
    return found


def _reason(outcome: Any) -> str:
    """Why a test did not come to its comparison: skipped, for want of a dependency perhaps, or expected to fail."""
    skip = outcome.longrepr[2] if isinstance(outcome.longrepr, tuple) else getattr(outcome, "wasxfail", "")
    reason = str(skip).removeprefix("Skipped: ").removeprefix("reason: ")
    missing = f"dependency missing: {reason}" if reason.startswith("could not import") else reason
    return f"{outcome.nodeid.partition('::')[0]} ({missing or outcome.outcome})"


class Unused:
    """Tells of unused snapshots, deletes them and turns the run red, as it was told; on the process that prints."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.lines: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a test file that is collected as a whole, by the folder of its snapshots."""
        if report.passed and report.nodeid.endswith(".py") and not any("::" in each for each in self.config.args):
            notes, folder = self.config.stash[NOTES], str(names.snapshot_folder(report.nodeid))
            notes.modules += [folder] * (folder not in notes.modules)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, object, object]:
        result = yield
        settings, notes = self.config.stash[SETTINGS], self.config.stash[NOTES]
        if not settings.is_worker and not self.config.getoption("collectonly"):
            self._conclude(session, settings, notes)
        return result

    def _conclude(self, session: pytest.Session, settings: Settings, notes: Notes) -> None:
        terminal: Any = self.config.pluginmanager.get_plugin("terminalreporter")
        stats = terminal.stats if terminal is not None else {}
        known = terminal is not None and notes.whole and tells_unused(self.config, stats, int(session.exitstatus))
        if not known or not (notes.used or settings.pruning or settings.unused_is_error):
            why = f", not one with -o {' and '.join(chosen)}" if (chosen := _chosen(self.config)) else ""
            line = f"nothing was pruned: only a whole and green run can tell what is unused{why}"
            self.lines = [line] * settings.pruning
            return
        found = leftovers(self.config, stats)
        told = found.unused
        if settings.pruning:
            told = files.remove(found.unused)
            files.remove_empty(settings.snapshots)
        start = self.config.invocation_params.dir
        shown, kept, standing = (
            [path_from(start, path, settings.rootdir) for path in paths]
            for paths in (told, found.uncollected, found.unnamed)
        )
        self.lines = report.unused(shown, kept, standing, found.waiting, settings.pruning)
        left = [path for path in found.unused if path not in told]
        self.config.stash[UNUSED] = [_shown(path, settings) for path in (left if settings.pruning else found.unused)]
        self.lines += [f"could not be deleted: {path_from(start, path, settings.rootdir)}" for path in left]
        if left or (settings.unused_is_error and told and not settings.pruning):
            self.lines.append("the run fails: there are unused snapshots (aug_unused)")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _shown(path: Path, settings: Settings) -> str:
    return path.relative_to(settings.rootdir).as_posix() if path.is_relative_to(settings.rootdir) else str(path)


def is_of_the_store(path: Path, whole_folder: bool) -> bool:
    """Whether a file below the folder of snapshots is no test: by its suffix, or as what earlier drafts wrote."""
    if whole_folder:
        return path.suffix != ".py"
    if path.suffix != ".txt":
        return path.suffix in SUFFIXES
    with suppress(OSError):
        return _HEAD.match(files.read_small(path, 2**20) or b"") is not None
    return False


def _belongs(path: Path, folder: Path, chain: str) -> bool:
    """Whether a file is that of a test, or of any test of a file that was skipped as a whole."""
    if path.parent != folder:
        return False
    rest = path.name.removeprefix(names.slug(chain))
    return not chain or (path.name.startswith(names.slug(chain)) and rest[:1] in (".", "[", "-", "@"))
