"""The hooks of the plugin. Imports the standard library and pytest; all else waits until a fixture is asked for."""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from . import caught, failed, identity, report, unused
from .collected import NOTES
from .collecting import (
    pytest_collection_modifyitems,
    pytest_generate_tests,
    pytest_ignore_collect,
    pytest_pycollect_makemodule,
)
from .common import files
from .common.notes import Claims, Notes
from .fixtures import (
    CLAIMS,
    DUE,
    FIXTURES,
    GUARDS,
    SNAPSHOT,
    UNREACHED,
    aug_cell,
    aug_check,
    aug_compare,
    aug_pipeline,
    aug_rng,
    aug_sample,
    aug_seed,
    aug_snapshot,
)
from .items import seed_of
from .options import SETTINGS, add_options, resolve
from .rehearsal import looking_on, pytest_runtest_protocol
from .run_record import RunRecord, attach

__all__ = [
    "aug_cell",
    "aug_check",
    "aug_compare",
    "aug_pipeline",
    "aug_rng",
    "aug_sample",
    "aug_seed",
    "aug_snapshot",
    "pytest_collection_modifyitems",
    "pytest_generate_tests",
    "pytest_ignore_collect",
    "pytest_pycollect_makemodule",
    "pytest_runtest_protocol",
]

RUN_RECORD = "augrepro-outcomes"
UNUSED_FILES = "augrepro-unused"
LAW_BROKEN = "pytest_augrepro.checks.cell.LawBroken"  # by its name, as importing the class costs NumPy
MARKERS = (
    "aug_seed(N): the seed of this test, before --aug-seed and the ini value",
    "aug_matrix(num_workers=[0, 2], persistent_workers=[False, True], respawn=[False], start_method=[...]): "
    "run the test once for each possible way to load data; the test asks for the fixture aug_cell",
    "aug_contract(name): the contract that aug_cell.check holds this test to: stream, isolated, invariant or portable",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    config.stash[SETTINGS] = resolve(config)
    config.stash[NOTES] = Notes()
    ledger = getattr(config, "workerinput", {}).get("aug_claims")
    config.stash[CLAIMS] = Claims(Path(ledger), owner=False) if ledger else Claims()
    config.pluginmanager.register(RunRecord(config), RUN_RECORD)
    config.pluginmanager.register(unused.Unused(config), UNUSED_FILES)
    if config.pluginmanager.hasplugin("xdist"):
        from .across_workers import AcrossWorkers

        config.pluginmanager.register(AcrossWorkers(config), "augrepro-xdist")


def pytest_unconfigure(config: pytest.Config) -> None:
    claims, settings = config.stash.get(CLAIMS, None), config.stash.get(SETTINGS, None)
    if claims is not None:
        claims.close()
    if settings is not None and settings.updating and not settings.is_worker:
        files.sweep(settings.snapshots)


def pytest_report_header(config: pytest.Config) -> str:
    settings = config.stash[SETTINGS]
    mode = "update" if settings.updating else "add new" if settings.new_only else "compare"
    return report.header(settings.seed, config.getini("aug_snapshot_dir"), mode)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    caught.forget(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    try:
        with looking_on(item):
            result = yield
    except pytest.skip.Exception:
        _fail_caught(item)
        raise
    except BaseException:
        caught.forget(item)  # the test does not pass
        raise
    guards = item.stash.get(GUARDS, {})
    snapshot = item.stash.get(SNAPSHOT, None)
    if snapshot is not None and not snapshot.case.asked:
        _fail_unreached(item, snapshot.case.misused or report.never_compared(snapshot.case.seed))
    for name, words in report.NEVER_JUDGED.items():
        if name in guards and not guards[name]() and not ("aug_snapshot" in guards and name == "aug_cell"):
            _fail_unreached(item, words)
    _fail_caught(item)
    if snapshot is not None:
        due = () if snapshot.case.rehearsing else item.stash.get(DUE, ())
        if lost := snapshot.case.unrepeated(due):
            pytest.fail(report.not_repeated(lost, snapshot.case.seed), pytrace=False)
        snapshot.case.returned = True
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    try:
        result = yield
        _fail_caught(item)
    finally:
        caught.forget(item)
    return result


def _fail_caught(item: pytest.Item) -> None:
    """A comparison that failed is red, whatever the test made of its error."""
    if words := caught.told(item):
        caught.forget(item)
        pytest.fail(words, pytrace=False)


def _fail_unreached(item: pytest.Item, words: str) -> None:
    """A guard that was asked for and not reached guards nothing; the cell counts as one that did not run."""
    item.stash[UNREACHED] = words
    pytest.fail(words, pytrace=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)  # outermost: what others make of a report decides what is written
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    outcome = yield
    snapshot = item.stash.get(SNAPSHOT, None)
    if snapshot is not None:
        if outcome.when == "call" and snapshot.case.rehearsing:
            item.stash[DUE] = [stem for stem in snapshot.case.rehearsed or () if stem]
        _settle(snapshot.case, outcome)
    if outcome.when == "call" and (outcome.failed or hasattr(outcome, "wasxfail")):
        caught.forget(item)  # the report tells of it, be it expected
    if outcome.skipped and hasattr(outcome, "wasxfail"):
        _forget_sheets(item)
    if outcome.failed and outcome.when == "call":
        _tell_once(outcome)
        if snapshot is not None and snapshot.case.misused and not snapshot.case.asked:
            outcome.sections.append(("aug_snapshot", snapshot.case.misused))
    if "aug_snapshot" in getattr(item, "fixturenames", ()):
        outcome.augrepro_name = identity.name_of(item)  # type: ignore[attr-defined]  # xdist carries it
    ours = FIXTURES.intersection(getattr(item, "fixturenames", ()))
    if outcome.failed and ours:
        seed = seed_of(item)
        failed.mark(item, outcome, seed)
        outcome.sections.append(
            ("augrepro", f"seed {seed} (repeat: {report.repeat_command(identity.argument_of(item), seed)})")
        )
    attach(item, call, outcome)
    return outcome


def _forget_sheets(item: pytest.Item) -> None:
    """Count none of the sheets of a test that was expected to fail."""
    module: Any = sys.modules.get("pytest_augrepro.law_sheets")
    if module is not None:
        module.expected_to_fail(item)


def _settle(case: Any, outcome: pytest.TestReport) -> None:
    """Put what an update prepared in place once setup, call and teardown have passed."""
    case.note(outcome.passed)
    if outcome.skipped and hasattr(outcome, "wasxfail"):
        case.expected_to_fail()
    if outcome.when != "teardown":
        return
    if outcome.failed and case.store.prepared:
        outcome.sections.append(("aug_snapshot", report.KEPT_BACK))
    if problem := case.conclude():
        outcome.outcome, outcome.longrepr = "failed", problem


def _tell_once(outcome: pytest.TestReport) -> None:
    """Leave the list of failures one line that says what broke: pytest names the class first, and in CI prints all."""
    crash = getattr(outcome.longrepr, "reprcrash", None)
    if crash is None:
        return
    kind, _, words = crash.message.partition(": ")
    if kind == LAW_BROKEN:
        crash.message = report.first_line(words)
    elif "augmented output" in report.first_line(crash.message):
        crash.message = report.in_short(crash.message)


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> list[str] | None:
    module: Any = sys.modules.get("pytest_augrepro.snapshots.snapshot")
    if module is None:
        return None
    for side, other in ((right, left), (left, right)):
        if isinstance(side, module.AugSnapshot):
            explanation: list[str] = module.foreign_operand(other)
            return explanation
    return None


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int, config: pytest.Config) -> None:
    notes = config.stash[NOTES]
    run_record: Any = config.pluginmanager.get_plugin(RUN_RECORD)
    lines = run_record.summary()
    lines += report.planted(notes.planted, notes.unplanted)
    lines += [f"accepted within tolerance: {line}" for line in notes.tolerated]
    lines += dict.fromkeys(notes.out_of_reach)
    if notes.outdated:
        lines.append(f"{len(set(notes.outdated))} snapshots are .txt files, as before; --snapshot-update renames them")
    lines += [f"renamed from {line}" for line in notes.renamed]
    lines += report.not_drawn(notes.steps)
    lines += failed.folder_in_order(config, exitstatus)
    unused_files: Any = config.pluginmanager.get_plugin(UNUSED_FILES)
    lines += unused_files.lines
    if lines:
        terminalreporter.write_sep("-", "augrepro")
        for line in lines:
            terminalreporter.write_line(line)
    for line in [] if config.stash[SETTINGS].is_worker else run_record.annotations():
        terminalreporter.write_line(line)
