"""What became of the cells of a run: recorded test by test, compared with the expected ones, reported at the end."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from . import failed, report, results
from .collected import NOTES, cell_of
from .common import names
from .common.words import words_of_error
from .fixtures import CHECKS, FIXTURES, SNAPSHOT, UNREACHED
from .matrix import expect
from .matrix.expect import LOST, RAN, SKIPPED, CellStatus
from .options import SETTINGS
from .unused import UNUSED


class ItemRecord:
    """One test item with a cell or with checks of its own, as its reports told."""

    def __init__(self) -> None:
        self.outcome: str = "passed"
        self.state: str = ""
        self.reason: str = ""
        self.test: str = ""
        self.cell: str = ""
        self.checks: list[results.Check] = []


def attach(item: pytest.Item, call: pytest.CallInfo[None], outcome: pytest.TestReport) -> None:
    """Give the report of a test what the end of the run needs; it travels with the report, from any worker."""
    cell = cell_of(item)
    facts: dict[str, Any] = {}
    if cell is not None and (outcome.when == "call" or not outcome.passed):
        unreached = outcome.when == "call" and UNREACHED in item.stash
        state, reason = (LOST, "it was never judged") if unreached else _state(call, outcome)
        reason = reason.removeprefix(f"cell {cell.id}: ")  # so that cells with one reason share a line
        facts = {"test": names.test_of(item.nodeid, cell.id), "cell": cell.id, "state": state, "reason": reason}
    if outcome.when == "call" and (checks := item.stash.get(CHECKS, [])):
        facts = {"test": item.nodeid, "cell": "", "state": ""} | facts | {"checks": checks}
    snapshot = item.stash.get(SNAPSHOT, None)
    if outcome.when == "call" and snapshot is not None:
        outcome.augrepro_comparisons = snapshot.case.asked  # type: ignore[attr-defined]  # xdist carries it
    if facts or FIXTURES.intersection(getattr(item, "fixturenames", ())):
        # An attribute of the report is what xdist carries from a worker to the process that prints.
        outcome.augrepro = facts  # type: ignore[attr-defined]  # xdist carries it


def _state(call: pytest.CallInfo[None], outcome: pytest.TestReport) -> tuple[str, str]:
    """What became of a cell, and why; empty when this phase does not decide."""
    if outcome.when == "teardown":
        return "", ""
    xfailed = hasattr(outcome, "wasxfail")
    if outcome.skipped and not (xfailed and outcome.when == "call"):
        skip = outcome.longrepr[2] if isinstance(outcome.longrepr, tuple) else getattr(outcome, "wasxfail", "")
        return SKIPPED, skip.removeprefix("Skipped: ")
    problem = None if call.excinfo is None else call.excinfo.value
    if outcome.when == "setup":
        return LOST, "its setup failed"
    cell: Any = sys.modules.get("pytest_augrepro.checks.cell")
    if cell is not None and isinstance(problem, cell.UNREADABLE):
        return LOST, next(iter(str(problem).splitlines()), type(problem).__name__)
    return RAN, ""


class RunRecord:
    """Hooks that gather on the process that prints."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.seen: dict[str, ItemRecord] = {}
        self.ours = False
        self.missing: list[CellStatus] = []
        self.failures: list[failed.Failure] = []
        self.other_failures: list[dict[str, str]] = []
        self.snapshots: dict[str, dict[str, Any]] = {}
        self.problems: list[str] = []

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None, object, object]:
        before = list(items)
        result = yield
        selected = {id(item) for item in items}
        collected = self.config.stash[NOTES].collected
        for item in before:
            self.ours = self.ours or bool(FIXTURES.intersection(getattr(item, "fixturenames", ())))
            if (cell := cell_of(item)) is not None:
                collected[item.nodeid] = (names.test_of(item.nodeid, cell.id), cell.id, id(item) in selected)
        return result

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note_other(report)

    def _note_other(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        other = failed.other_failure(report)
        self.other_failures += [other] if other is not None and other not in self.other_failures else []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        failure = failed.failure(report, self.config.stash[SETTINGS])
        self.failures += [] if failure is None else [failure]
        self._note_other(report)
        if (comparisons := getattr(report, "augrepro_comparisons", None)) is not None:
            told = {"test": report.nodeid, "comparisons": comparisons, "outcome": report.outcome}
            self.snapshots[report.nodeid] = told
        facts = getattr(report, "augrepro", None)
        if facts is None and report.when not in ("setup", "call", "teardown"):  # xdist's word for a lost worker
            facts = {"state": LOST, "reason": "its process was lost"}
        if facts is None:
            return
        self.ours = True
        if facts:
            seen = self.seen.setdefault(report.nodeid, ItemRecord())
            if facts["state"]:
                seen.outcome, seen.state, seen.reason = report.outcome, facts["state"], facts["reason"]
            elif report.failed:
                seen.outcome = "failed"
            seen.test, seen.cell = facts.get("test", seen.test), facts.get("cell", seen.cell)
            seen.checks = facts.get("checks", seen.checks)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, object, object]:
        result = yield  # others have their say about the exit status; the summary still comes
        self._conclude(session)
        return result

    def _conclude(self, session: pytest.Session) -> None:
        settings = self.config.stash[SETTINGS]
        if settings.is_worker or self.config.getoption("collectonly"):
            return
        self._name_the_lost()
        self.missing = list(expect.missing(settings.expected, self.statuses()))
        if self.missing:
            _turn_red(session)
        for path, write in ((settings.results, self._write_results), (settings.report, self._write_report)):
            try:
                if path is not None:
                    write(path, self.document(int(session.exitstatus)))
            except OSError as problem:
                self.problems.append(f"{path} could not be written: {words_of_error(problem)}")
                _turn_red(session)
        from . import github

        try:
            if self.ours or self.missing:
                github.write_summary(self.document(int(session.exitstatus)))
        except OSError as problem:
            self.problems.append(f"the summary of this step could not be written: {words_of_error(problem)}")

    def _write_results(self, path: Path, document: dict[str, Any]) -> None:
        results.write(path, document)

    def _write_report(self, path: Path, document: dict[str, Any]) -> None:
        from .pages import report as page

        made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        command = shlex.join(["pytest", *self.config.invocation_params.args])
        page.write(path, document, self.config.rootpath, made, command)

    def _name_the_lost(self) -> None:
        """A lost worker says which item it ran, but not which cell that was."""
        collected = self.config.stash[NOTES].collected
        for nodeid in [nodeid for nodeid, seen in self.seen.items() if not seen.cell]:
            if nodeid in collected:
                self.seen[nodeid].test, self.seen[nodeid].cell, _ = collected[nodeid]
            elif not self.seen[nodeid].checks:
                del self.seen[nodeid]

    def statuses(self) -> list[CellStatus]:
        known = {nodeid: (seen.state, seen.reason) for nodeid, seen in self.seen.items() if seen.state}
        return expect.statuses(self.config.stash[NOTES].collected, known)

    def in_order(self) -> list[tuple[str, ItemRecord]]:
        """What was seen as it was collected, whatever order the tests ran in."""
        order = {nodeid: place for place, nodeid in enumerate(self.config.stash[NOTES].collected)}
        return sorted(self.seen.items(), key=lambda entry: order.get(entry[0], len(order)))

    def checks(self) -> dict[str, list[results.Check]]:
        """All checks by test, each with its number among those of its cell."""
        found: dict[str, list[results.Check]] = {}
        for nodeid, seen in self.in_order():
            numbers: Counter[str] = Counter()
            for check in seen.checks:
                numbers[check["cell"]] += 1
                own = {"nodeid": nodeid, "check": numbers[check["cell"]]}
                found.setdefault(seen.test, []).append(own | check)
        return found

    def document(self, exit_status: int) -> dict[str, Any]:
        settings, statuses = self.config.stash[SETTINGS], self.statuses()
        return {
            "format": results.FORMAT,
            "seed": settings.seed,
            "versions": results.versions(),
            "matrix": settings.matrix,
            "contract": settings.contract,
            "exit_status": exit_status,
            "cells": {
                "ran": list(dict.fromkeys(status.cell for status in statuses if status.state == RAN)),
                "not_run": [status._asdict() for status in statuses if status.state != RAN],
                "expected": list(settings.expected),
                "missing": [status._asdict() for status in self.missing],
            },
            "failures": self.failures,
            "other_failures": self.other_failures,
            "unused": {"files": self.config.stash.get(UNUSED, []), "is_error": settings.unused_is_error},
            "snapshots": [told for _, told in sorted(self.snapshots.items())],
            "tests": [
                {"test": test, "reached": results.weakest(checks), "checks": checks}
                for test, checks in self.checks().items()
            ],
        }

    def summary(self) -> list[str]:
        """The lines about cells; under ``-q`` only what went wrong and one line."""
        settings, lines = self.config.stash[SETTINGS], []
        quiet = self.config.get_verbosity() < 0
        checks = self.checks()
        if checks and not quiet:
            lines += self._tables(checks)
        lines += report.notes_of(checks) if not quiet else []
        cells = [(seen.test, seen.cell, seen.outcome) for _, seen in self.in_order() if seen.cell]
        lines += report.cells_line(cells, self.config.stash[NOTES].dropped)
        for test, of_test in checks.items():
            if left := results.unjudged(of_test):
                lines.append(
                    f"not judged in {test}: {' '.join(left)} (the cell that judges for all did not come to it)"
                )
        lines += [f"red: {seen.test}" for _, seen in self.in_order() if not seen.cell and seen.outcome == "failed"]
        gone = [status for status in self.statuses() if status.state in (SKIPPED, LOST) and status not in self.missing]
        lines += report.not_run("not run:", gone)
        lines += report.not_run("expected, but not run:", self.missing)
        lines += ["the run fails: a shrinking matrix is a failure (aug_expect)"] * bool(self.missing)
        if self.ours and _reruns(self.config):
            lines.append("warning: --reruns is active; a test that passes when run again may hide nondeterminism")
        lines += self.problems
        if not self.problems:
            lines += [f"results of all laws in {settings.results}"] * (settings.results is not None and not quiet)
            lines += [f"report: {settings.report}/index.html"] * (settings.report is not None)
        return lines

    def annotations(self) -> list[str]:
        """The lines that GitHub reads, each from its first column on."""
        from . import github

        return github.marks(self.document(0), self.config.rootpath) if self.ours or self.missing else []

    def _tables(self, checks: dict[str, list[results.Check]]) -> list[str]:
        try:
            from . import table
        except ModuleNotFoundError:
            return ["the table of laws needs rich: pip install 'augrepro[pytest]'"]
        writer = self.config.get_terminal_writer()
        return table.lines(checks, writer.fullwidth, writer.hasmarkup, every=self.config.get_verbosity() > 0)


def _turn_red(session: pytest.Session) -> None:
    if session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _reruns(config: pytest.Config) -> bool:
    """Whether pytest-rerunfailures repeats failing tests."""
    given = config.getoption("reruns", None)
    try:
        return bool(int(config.getini("reruns") or 0) if given is None else given)
    except ValueError:  # no such plugin
        return False
