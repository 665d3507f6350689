"""What a session remembers, on every xdist worker, and brings home to the one that prints. Standard library only."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any


@dataclass
class Notes:
    """Facts gathered during the run, plain enough to cross a process border."""

    used: list[str] = field(default_factory=list)
    tolerated: list[str] = field(default_factory=list)
    artifacts: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    collected: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    """For each test item with a cell: the test, the cell, and whether it was selected to run."""
    planted: list[str] = field(default_factory=list)
    """What became of each fault that --aug-selfcheck planted."""
    unplanted: dict[str, list[str]] = field(default_factory=dict)
    """For each test, the faults that none of its cells can show."""
    whole: bool = True

    def pack(self) -> dict[str, Any]:
        return {
            "used": self.used,
            "tolerated": self.tolerated,
            "artifacts": self.artifacts,
            "dropped": self.dropped,
            "collected": self.collected,
            "planted": self.planted,
            "unplanted": self.unplanted,
        }

    def add(self, packed: dict[str, Any]) -> None:
        """Take in the notes of one worker."""
        self.used += packed["used"]
        self.tolerated += packed["tolerated"]
        self.artifacts += packed["artifacts"]
        self.dropped += [line for line in packed["dropped"] if line not in self.dropped]
        self.collected.update(packed["collected"])
        self.planted += packed["planted"]
        self.unplanted.update(packed["unplanted"])


@dataclass(frozen=True)
class Claims:
    """The first result of each snapshot in one run, over all its processes: an update must not hide a disagreement."""

    folder: Path

    @classmethod
    def of_run(cls, uid: str) -> Claims:
        return cls(Path(tempfile.gettempdir()) / f"augrepro-{uid}")

    def claim(self, snapshot: Path, content: str) -> str:
        """The content that was claimed first for this snapshot: this one, or another's."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        entry = self.folder / blake2b(str(snapshot).encode(), digest_size=16).hexdigest()
        mine = entry.with_suffix(f".{os.getpid()}")
        mine.write_text(content, encoding="utf-8", newline="\n")
        try:
            os.link(mine, entry)
        except FileExistsError:
            return entry.read_text(encoding="utf-8")
        finally:
            mine.unlink()
        return content

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
