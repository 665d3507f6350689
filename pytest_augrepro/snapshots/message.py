"""What a failed snapshot comparison says. Standard library only."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    nodeid: str,
    asked_seed: bool,
) -> list[str]:
    """Say what changed, how much, and where to look."""
    lines = [f"assert augmented output {mismatch} (seed {seed})", *problems]
    if stored_seed not in (None, seed):
        lines.append(f"the snapshot was made with seed {stored_seed}: --aug-seed {stored_seed}")
    lines += changed
    for path, words in found.items():
        lines += [f"{path}: {words[0]}" if path else words[0], *words[1:]]
    if tolerance is not None:
        lines.append(f"accepted here: {tolerance}; dtype, shape and channels are never tolerated, nor bools and text")
    accept = f"to accept  {accept_command(nodeid, seed if asked_seed else None)}"
    return [
        *lines,
        f"snapshot   {snapshot}",
        f"sheet      {sheet}",
        *(UNSEEDED if mismatch.startswith("does not repeat") else (accept,)),
    ]


def accept_command(nodeid: str, seed: int | None) -> str:
    """What to type where a result is the right one; ``seed`` where the command line gave it."""
    seeded = "" if seed is None else f" --aug-seed {seed}"
    return f"pytest {shlex.quote(nodeid)} --snapshot-update{seeded}"


UNSEEDED = (
    "likely     a pipeline without a seed draws anew each time: give it seed=aug_seed, or make it by aug_pipeline(...)",
    "to find    what draws without the seed where all have one: aug_check(pipeline, sample) in a test names the line",
)
"""An update would only say the same again. ``aug_check`` seeds the pipeline, so that it cannot see a missing seed."""


def told(problem: OSError) -> str:
    """An error of the file system in words, with the name of the file."""
    words = problem.strerror or str(problem)
    return f"{words}: {os.fsdecode(problem.filename)}" if problem.filename is not None else words


def not_written(problem: OSError) -> str:
    """Why an update could not keep a result, and what of the test it did keep."""
    kept = "; ".join(getattr(problem, "__notes__", ())) or "nothing was changed"
    return f"could not be written, and {kept}: {told(problem)}"


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
