"""Arguments of a call that are no target and look like one: a mask under another name would stay as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..declare.errors import short_repr, warn
from ..declare.likeness import LONGEST_NAME, closest

CUTOFF = 0.82
"""More alike than ``task`` and ``mask``, or ``tasks`` and ``masks``."""


def warn_of_misspelled(free: Iterable[str], targets: Collection[str], data: Mapping[str, object]) -> None:
    """UserWarning for each argument that may be a misspelled target which the call does not have."""
    for name in free:
        target = meant(name, targets)
        if target and target not in data:
            warn(f"{short_repr(name)} is no target and comes back as it went in; did you mean {target!r}?")


def meant(name: str, targets: Collection[str]) -> str:
    """The target that a name is a slip of the pen for, or an empty text; ``image_id`` and ``mask2`` are none."""
    small = name.lower()
    if not 3 <= len(name) <= LONGEST_NAME or any(small.startswith(target) and small != target for target in targets):
        return ""
    for target in targets:
        if sorted(small) == sorted(target) or target in (f"{small}s", f"{small}es"):
            return target
    return closest(small, targets, CUTOFF)
