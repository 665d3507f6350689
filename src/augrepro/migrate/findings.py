"""What ``migrate`` has to say about one place of a project."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What becomes of a place."""

    MOVES = "moves"
    """It is rewritten, or right as it stands under the new import."""
    LOOK = "look"
    """Somebody must decide; the finding says what about."""
    CANNOT = "cannot"
    """There is nothing to rewrite it to."""
    NOTE = "note"
    """Said for information; it asks for nothing and changes no exit status."""


AGAIN = "write what you mean with today's transforms"
"""The cure where a call means what it meant, and a part of it is gone or acts otherwise."""
ON_COMPAT = "change its arguments or leave it; augrepro.compat acts as augrepro does"
"""The cure where a call stands on ``augrepro.compat`` as it is written, and acts otherwise."""


@dataclass(frozen=True)
class Finding:
    """One place, what it is, and the cure."""

    line: int
    kind: Kind
    what: str
    cure: str = ""
    holds: bool = False
    """Nothing of the file may move before this is settled."""
    where: str = ""
    """A part of the file that counts its own lines, such as a notebook's cell."""


class Problem(Exception):
    """A call that is not rewritten, and why."""

    def __init__(self, kind: Kind, what: str, cure: str, at_run_time: bool = False) -> None:
        super().__init__(what)
        self.kind, self.what, self.cure, self.at_run_time = kind, what, cure, at_run_time
        """The last: ``augrepro.compat`` decides it when the program runs."""
