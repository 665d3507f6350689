"""The warning that prints today's call, once a call site, and the release whose defaults hold."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import CodeType, FrameType

from ..engine.declare.errors import short_repr
from ..engine.declare.releases import LATEST
from ..engine.declare.rules import Release

KNOWN: dict[str, Release] = {"1.3": (1, 3, 1), "1.3.1": (1, 3, 1), "2.0": LATEST, "2.0.8": LATEST}
LATER_ONES = re.compile(r"1\.4(\.(1?\d|2[0-4]))?")
"""Releases between those, each with the defaults that it had."""
LAST = 24
MOST_SITES = 10_000


class LegacyWarning(FutureWarning):
    """A call of an earlier release of Albumentations, with today's call to put in its place."""


_chosen: Release = LATEST
_here: ContextVar[Release | None] = ContextVar("augrepro_compat_defaults", default=None)
_warned: set[tuple[CodeType, int]] = set()
_filters: list[object] = []
"""The list of warning filters when ``_warned`` was begun: under other filters each site may warn anew."""


def release_now() -> Release:
    """The release whose defaults hold here."""
    return _here.get() or _chosen


def release_text() -> str:
    """The same release as a text, ``"1.3.1"``."""
    return ".".join(map(str, release_now()))


def use_defaults(release: str) -> None:
    """Let calls of this module mean what they meant in a release, ``"1.3"``, ``"1.4.18"`` or ``"2.0"``, from here on.

    With ``"1.3"`` arguments that are not given get 1.3.1's defaults, and those whose meaning moved are read as 1.3.1
    did. ``"2.0"`` is how the module starts.
    """
    global _chosen
    _chosen = _known(release)


@contextmanager
def defaults(release: str) -> Iterator[None]:
    """As ``use_defaults``, within a ``with`` block: what is built in it has the defaults of that release."""
    token = _here.set(_known(release))
    try:
        yield
    finally:
        _here.reset(token)


def _known(release: object) -> Release:
    """The numbers of a release; a series such as 1.4 is its last one."""
    if isinstance(release, str) and release in KNOWN:
        return KNOWN[release]
    if isinstance(release, str) and LATER_ONES.fullmatch(release):
        numbers = tuple(map(int, release.split(".")))
        return (*numbers, LAST) if len(numbers) == 2 else numbers
    raise ValueError(
        f"the defaults must be those of {' or '.join(map(repr, KNOWN))}, or of a release 1.4 to 1.4.24, got "
        f"{short_repr(release)}"
    )


def _site() -> tuple[FrameType, int]:
    """The first frame outside the library and ``abc``, which builds classes, and its level for ``warnings.warn``.

    The level is that of a call by the caller of this.
    """
    frame, level = sys._getframe(2), 2
    while frame.f_back is not None and frame.f_globals.get("__name__", "").split(".")[0] in ("augrepro", "abc"):
        frame, level = frame.f_back, level + 1
    return frame, level


def legacy(text: str) -> None:
    """A LegacyWarning at the user's line, the first time that this call of it is made."""
    global _filters
    if warnings.filters is not _filters or len(_warned) > MOST_SITES:
        _filters = warnings.filters  # type: ignore[assignment]  # a list that typeshed calls a sequence
        _warned.clear()
    frame, level = _site()
    site = frame.f_code, frame.f_lasti
    if site not in _warned:
        _warned.add(site)
        warnings.warn(text, LegacyWarning, stacklevel=level)
