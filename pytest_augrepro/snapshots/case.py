"""What the comparisons of one test share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..common import names
from ..common.notes import Claims, Notes
from .store import Store


@dataclass
class Case:
    """Everything the comparisons of one test share."""

    nodeid: str
    stem: str
    seed: int
    store: Store
    artifact_folder: Path
    rootdir: Path
    notes: Notes
    claims: Claims
    updating: bool
    new_only: bool
    asked_seed: bool = False
    """Whether the seed is one that the command line gave: to repeat the run it has to be given again."""
    writer: str | None = None
    rehearsing: bool = False
    rehearsed: dict[str, str] | None = None
    """What each comparison was given in the run before this one, when there was one: an update keeps what repeats."""
    asked: int = 0
    misused: str = ""
    unnamed: int = 0

    def next_stem(self, name: str | None) -> str:
        """The file name of the next comparison: by name, or by its place in the test."""
        if name is not None:
            return names.bounded(f"{self.stem}[{names.slug(name)}]")
        self.unnamed += 1
        return self.stem if self.unnamed == 1 else f"{self.stem}.{self.unnamed - 1}"

    def relative_path(self, path: Path) -> str:
        return path.relative_to(self.rootdir).as_posix() if path.is_relative_to(self.rootdir) else str(path)
