"""The words of headers, summaries and failures. Standard library only."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .common.notes import Steps
    from .matrix.expect import CellStatus

MOST_STEPS = 8
"""Steps of one pipeline that a line names."""


def header(seed: int, snapshots: str, mode: str) -> str:
    return f"augrepro: seed {seed}, {snapshots}/ ({mode})"


def repeat_command(nodeid: str, seed: int) -> str:
    """The command that runs one test again with the same seed."""
    return f"pytest {shlex.quote(nodeid)} --aug-seed {seed}"


def cells_line(cells: Iterable[tuple[str, str, str]], dropped: Iterable[str]) -> list[str]:
    """One line per verdict: which cells ran, and how they ended."""
    by_cell: dict[str, set[str]] = {}
    for _, cell, outcome in cells:
        by_cell.setdefault(cell, set()).add(outcome)
    if not by_cell:
        return []
    red = [cell for cell, outcomes in by_cell.items() if "failed" in outcomes]
    skipped = [cell for cell, outcomes in by_cell.items() if outcomes == {"skipped"}]
    verdict = f"red: {' '.join(red)}" if red else "all green"
    if skipped:
        verdict = f"{verdict if red else 'the others green'}, skipped: {' '.join(skipped)}"
    listed = " ".join(by_cell) if len(by_cell) <= 12 else str(len(by_cell))
    lines = [f"cells of the matrix: {listed} - {verdict}"]
    gone = " ".join(dropped)
    return lines + [f"dropped (no workers, nothing to persist): {gone}"] * bool(gone)


def notes_of(checks: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """Each note once for a test, with the cells that it is about."""
    lines = []
    for test, of_test in checks.items():
        cells: dict[str, list[str]] = {}
        for check in of_test:
            for note in check["notes"]:
                cells.setdefault(note, []).append(check["cell"])
        lines += [f"note on {test} in {' '.join(dict.fromkeys(where))}: {note}" for note, where in cells.items()]
    return lines


def not_run(what: str, statuses: Iterable[CellStatus]) -> list[str]:
    """One line for each reason and test: cells that did not run, and why."""
    cells: dict[tuple[str, str], list[str]] = {}
    for status in statuses:
        cells.setdefault((status.test, status.description), []).append(status.cell)
    return [f"{what} {' '.join(gone)}{f' of {test}' * bool(test)} ({why})" for (test, why), gone in cells.items()]


def unused(
    paths: Sequence[str],
    uncollected: Sequence[str],
    unnamed: Sequence[str],
    waiting: Mapping[str, int],
    pruned: bool,
) -> list[str]:
    """The snapshots that no comparison asked for, why each is, and what to do about them."""
    word = "deleted unused snapshot" if pruned else "unused snapshot"
    lines = [f"{word}: {path}" for path in paths]
    if paths and not pruned:
        lines.append("no test asks for unused snapshots: pytest --aug-prune deletes them after a whole and green run")
    lines += [f"kept snapshot: {path} (its test file is there, but was not collected)" for path in uncollected]
    lines += [f"kept snapshot: {path} (its test stands in the file, but was not collected)" for path in unnamed]
    for reason, count in waiting.items():
        lines.append(f"kept {count} snapshot file{'s' * (count > 1)} of tests that did not run: {reason}")
    return lines


def planted(seen: Iterable[str], unseen: Mapping[str, list[str]]) -> list[str]:
    """Say which law saw each planted fault, and which faults no cell of a test could show."""
    lines = [f"planted {line}" for line in seen]
    for test, faults in unseen.items():
        if faults:
            lines.append(f"not planted in {test}, whose contract and cells cannot show them: {', '.join(faults)}")
    return lines


KEPT_BACK = "nothing was written: the test has to pass to the end of its teardown"
TOLD = ("regression: ", "drift: ", "input drift: ", "written with seed ")
PADDING = ("the pipeline is another: ", "the draws moved: ")
UNTOLD = "no pipeline told what it drew"


def in_short(text: str) -> str:
    """What the list of failures says of a comparison: the cause where it is known, in few words as the list is cut."""
    lines = [line.strip() for line in text.splitlines()]
    cause = next((line for line in lines[1:] if line.startswith(TOLD) and UNTOLD not in line), "")
    for words in PADDING:
        cause = cause.replace(words, "", 1)
    return cause or f"output {lines[0].partition('augmented output ')[2]}"


def first_line(text: str) -> str:
    """What the list of failures says; the rest stands with the failure itself."""
    return text.partition("\n")[0]


NEVER_JUDGED = {
    "aug_cell": "the test asked for aug_cell and never came to check: call aug_cell.check(make_dataset)",
    "aug_check": "the test asked for aug_check and never called it: aug_check(pipeline, sample)",
    "aug_compare": "the test asked for aug_compare and never called it: aug_compare(old, new, sample)",
}


def never_compared(seed: int) -> str:
    return (
        "the test asked for aug_snapshot but no comparison reached it; write aug_snapshot == image "
        f"(an image on the left may answer == by itself) (seed {seed})"
    )


def not_repeated(stems: Sequence[str], seed: int) -> str:
    """Why an update keeps nothing of a test that made comparisons in its first run which the second did not make."""
    return (
        f"assert augmented output does not repeat: the test ran twice, and the second time it did not come to the "
        f"comparison {', '.join(stems)}, so nothing was written (seed {seed}); what it keeps from one run to the next, "
        "such as a cache of its module, has to go"
    )


def not_drawn(steps: Sequence[Steps]) -> list[str]:
    """For each pipeline of an update, the steps that no comparison saw drawn: no snapshot of the run holds them."""
    lines = []
    for text in dict.fromkeys(each[0] for each in steps):
        mine = [each for each in steps if each[0] == text]
        drawn = {place for each in mine for place in each[2]}
        missing = dict.fromkeys(place for each in mine for place in each[3] if place not in drawn)
        names = [re.sub(r"#0(?=/|$)", "", place) for place in missing]
        if names:
            tests = [*dict.fromkeys(each[1] for each in mine)]
            more = f" and {len(tests) - 1} more" if len(tests) > 1 else ""
            left = f" and {len(names) - MOST_STEPS} more" if len(names) > MOST_STEPS else ""
            lines.append(
                f"not drawn in {tests[0]}{more}: {', '.join(names[:MOST_STEPS])}{left} "
                "(compare another sample_key or seed, too, or build them with p=1)"
            )
    return lines
