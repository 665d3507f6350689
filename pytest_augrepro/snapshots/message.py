"""What a failed snapshot comparison says. Standard library only."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..common.words import words_of_error

if TYPE_CHECKING:
    from pathlib import Path

    from ..values.difference import Tolerance


def snapshot_failure(
    mismatch: str,
    *,
    seed: int,
    stored_seed: int | None,
    changed: list[str],
    problems: list[str],
    found: Mapping[str, list[str]],
    tolerance: Tolerance | None,
    snapshot: str,
    sheet: str,
    argument: str,
    asked_seed: bool,
    why: Sequence[str] = (),
    marked: bool = False,
    elsewhere: bool = False,
    same: Sequence[str] = (),
) -> list[str]:
    """Say what changed, why, how much, and where to look."""
    lines = [f"assert augmented output {mismatch} (seed {seed})", *problems]
    if stored_seed not in (None, seed):
        again = "the test's marker aug_seed" if marked else f"pytest {shlex.quote(argument)} --aug-seed {stored_seed}"
        lines.append(f"written with seed {stored_seed}, this run has {seed}: {again}")
    lines += why
    for path, words in found.items():
        lines += [f"{path}: {words[0]}" if path else words[0], *words[1:]]
    lines += changed
    if tolerance is not None:
        lines.append(f"accepted here: {tolerance}; dtype, shape and channels are never tolerated, nor bools and text")
    added = f"  # adds a variant: {ADDED}" * elsewhere
    accept = f"to accept  {accept_command(argument, seed if asked_seed else None)}{added}"
    seeded = f" --aug-seed {seed}" * asked_seed
    renames = [
        f"to rename  pytest {shlex.quote(argument)} --snapshot-update --aug-rename {shlex.quote(each)}{seeded}"
        "  # a test that is gone gave the same"
        for each in same[:3]
    ]
    return [
        *lines,
        f"snapshot   {snapshot}",
        f"sheet      {sheet}",
        *renames,
        *(UNSEEDED if mismatch.startswith("does not repeat") else (accept,)),
    ]


def accept_command(argument: str, seed: int | None) -> str:
    """What to type where a result is the right one; ``seed`` where the command line gave it."""
    seeded = "" if seed is None else f" --aug-seed {seed}"
    return f"pytest {shlex.quote(argument)} --snapshot-update{seeded}"


ADDED = "what another environment gave stays, but for --aug-replace-variants"
DIFFERS = "differs from its snapshot"
OF_THIS_RUN = "differs from what this same run gave for this snapshot before"
EXPECTED = "none: the test expects the comparison to fail"


def graded(grade: str) -> str:
    """What the weakest step of a plan promises, where that is less than equal bits everywhere."""
    where = {"same-arch": "on one CPU architecture", "same-build": "with one build of the libraries and one CPU"}
    return (
        f"grade      {grade}: the weakest step of this plan promises equal bits {where.get(grade, 'here')} alone; "
        "where the test runs elsewhere, too, say aug_snapshot(atol=..., max_fraction=...)"
    )


def other_root(root: Path, above: Path, found: Path) -> str:
    """Say that a run which takes a folder above for rootdir has a snapshot of this test."""
    return (
        f"elsewhere  {found} is there: it belongs to runs with rootdir {above}, and this one has {root}; start pytest "
        f"in {above}, or put a pytest.ini or a [tool.pytest] section of pyproject.toml there"
    )


UNSEEDED = (
    "likely     a pipeline without a seed draws anew each time: give it seed=aug_seed, or make it by aug_pipeline(...)",
    "to find    what draws without the seed where all have one: aug_check(pipeline, sample) in a test names the line",
)
"""An update would only say the same again. ``aug_check`` seeds the pipeline, so that it cannot see a missing seed."""


def not_written(problem: OSError) -> str:
    """Why an update could not keep a result, and what of the test it did keep."""
    kept = "; ".join(getattr(problem, "__notes__", ())) or "nothing was changed"
    return f"could not be written, and {kept}: {words_of_error(problem)}"


FORKED = (
    "augmented output was compared in a process that the test forked, where nothing can be told or stored: bring the "
    "result back to the test, and compare it there"
)
