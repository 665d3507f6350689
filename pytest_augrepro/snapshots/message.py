"""What a failed snapshot comparison says. Standard library only."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..values.difference import Tolerance


def snapshot_failure(
    mismatch: str,
    *,
    seed: int,
    changed: list[str],
    found: Mapping[str, list[str]],
    tolerance: Tolerance | None,
    snapshot: str,
    artifacts: str,
    nodeid: str,
) -> list[str]:
    """Say what changed, how much, and where to look."""
    lines = [f"augmented output {mismatch} (seed {seed})", *changed]
    for path, words in found.items():
        lines += [f"{path}: {words[0]}" if path else words[0], *words[1:]]
    if tolerance is not None:
        lines.append(f"accepted here: {tolerance}; dtype, shape and channels are never tolerated")
    return [
        *lines,
        f"snapshot   {snapshot}",
        f"artifacts  {artifacts}",
        f"to accept  pytest {shlex.quote(nodeid)} --snapshot-update",
    ]


def cut_short(explanation: list[str]) -> list[list[str]]:
    """The explanation again where pytest, which shows eight lines, would cut it."""
    return [explanation] if len(explanation) > 8 else []


def never_compared(seed: int) -> str:
    return (
        "the test asked for aug_snapshot but no comparison reached it; write aug_snapshot == image "
        f"(an image on the left may answer == by itself) (seed {seed})"
    )
