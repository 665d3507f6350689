"""Arguments of a call that are neither targets nor label fields, of which a word is due.

A mask under a misspelled name would stay as it was; labels that no ``label_fields`` names would keep the entries of
boxes and keypoints that are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import numpy as np

from ..declare.errors import short_repr, warn
from ..declare.likeness import LONGEST_NAME, closest
from .geometry import Array

CUTOFF = 0.82
"""More alike than ``task`` and ``mask``, or ``tasks`` and ``masks``."""
USUAL_LABELS = "labels"
"""The further argument that a strict call may always have: a label of the image, mostly, and handed back as it is."""

LOOKED_UP = "_metadata"
"""How the arguments end, by default, that bring reference images or other samples."""


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


class UnnamedLabels:
    """Says of each argument once that its entries no longer fit the rows that come back."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self._known: frozenset[str] = frozenset()
        """Arguments of which nothing more is to be said."""

    def check(
        self,
        free: Mapping[str, Any],
        target: str,
        given: int,
        rows: Array,
        params: Any,
        looked_up: Callable[[], Iterable[str]],
    ) -> None:
        """UserWarning for arguments of ``given`` entries where not all rows of a target come back in their order.

        Those that transforms look up, or other pipelines' do by the usual names, are none. ValueError in a strict call,
        which may have ``labels`` alone.
        """
        found = [name for name, value in free.items() if name not in self._known and _entries(value) == given]
        if not found or not given or (len(rows) == given and np.array_equal(rows, np.arange(given))):
            return
        wish = f"A.{type(params).__name__}(..., label_fields="
        if self.strict and USUAL_LABELS in found:
            raise ValueError(
                f"{USUAL_LABELS} has one entry for each of {given} {target}, of which {len(rows)} come back: under "
                f"strict=True write {wish}[{USUAL_LABELS!r}]), or another name if they are the image's"
            )
        self._known |= {*found}
        known = {*looked_up()}
        for name in found:
            if name not in known and not name.endswith(LOOKED_UP):
                warn(
                    f"{name!r} comes back as it was, with one entry for each of {given} {target}, of which {len(rows)} "
                    f"came out: if it holds their labels, write {wish}{[*(params.label_fields or ()), name]})"
                )


def _entries(value: Any) -> int | None:
    """The length of a list, a tuple, an array or the like; None for texts, mappings, pictures and what has none."""
    if isinstance(value, (str, bytes, Mapping)):
        return None
    try:
        count = len(value)
    except TypeError:
        return None
    return None if isinstance(value, (list, tuple)) and any(map(_is_picture, value)) else count


def _is_picture(entry: Any) -> bool:
    """True for an (H, W, C) array and for another sample; an (H, W) mask may be a box's."""
    return "image" in entry if isinstance(entry, Mapping) else getattr(entry, "ndim", 0) > 2
