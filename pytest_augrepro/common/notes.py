"""What a session remembers, on every xdist worker, and brings home to the one that prints. Standard library only."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from typing import Any

from . import run_folder

Steps = tuple[str, str, list[str], list[str]]
"""A pipeline in words, a test that called it, the places of its steps that were drawn, and of the others."""


class Notes:
    """Facts gathered during the run, plain enough to cross a process border."""

    def __init__(self) -> None:
        self.used: list[str] = []
        self.tolerated: list[str] = []
        self.out_of_reach: list[str] = []
        """Arrays that are too large to be stored, so that the tolerance of the test cannot apply."""
        self.outdated: list[str] = []
        """Snapshots read where drafts of this plugin kept them."""
        self.renamed: list[str] = []
        """Snapshots that an update gave to a test with another name: from and to."""
        self.artifacts: list[str] = []
        self.dropped: list[str] = []
        self.collected: dict[str, tuple[str, str, bool]] = {}
        """For each test item with a cell: the test, the cell, and whether it was selected to run."""
        self.modules: list[str] = []
        """The test files that were collected as a whole, as the folders of their snapshots."""
        self.stems: list[str] = []
        """Folder and stem of each collected test with a snapshot."""
        self.tests: list[str] = []
        """Folder and dotted name of each collected test, with a snapshot or without."""
        self.ran: list[str] = []
        """Folder and stem of each test that came as far as to ask for its snapshot."""
        self.planted: list[str] = []
        """What became of each fault that --aug-selfcheck planted."""
        self.unplanted: dict[str, list[str]] = {}
        """For each test, the faults that none of its cells can show."""
        self.steps: list[Steps] = []
        """What an update saw of the pipelines whose results it compared."""
        self.whole: bool = True

    def pack(self) -> dict[str, Any]:
        return {
            "used": self.used,
            "tolerated": self.tolerated,
            "out_of_reach": self.out_of_reach,
            "outdated": self.outdated,
            "renamed": self.renamed,
            "artifacts": self.artifacts,
            "dropped": self.dropped,
            "collected": self.collected,
            "modules": self.modules,
            "stems": self.stems,
            "tests": self.tests,
            "ran": self.ran,
            "planted": self.planted,
            "unplanted": self.unplanted,
            "steps": self.steps,
        }

    def add(self, packed: dict[str, Any]) -> None:
        """Take in the notes of one worker."""
        self.used += packed["used"]
        self.tolerated += packed["tolerated"]
        self.out_of_reach += packed["out_of_reach"]
        self.outdated += packed["outdated"]
        self.renamed += packed["renamed"]
        self.artifacts += packed["artifacts"]
        self.dropped += [line for line in packed["dropped"] if line not in self.dropped]
        self.collected.update(packed["collected"])
        self.modules = list(dict.fromkeys([*self.modules, *packed["modules"]]))
        self.stems = list(dict.fromkeys([*self.stems, *packed["stems"]]))
        self.tests = list(dict.fromkeys([*self.tests, *packed["tests"]]))
        self.ran += packed["ran"]
        self.planted += packed["planted"]
        self.unplanted.update(packed["unplanted"])
        self.steps += [tuple(each) for each in packed["steps"]]


class Claims:
    """The first result of each snapshot in one run, over all its processes: an update must not hide a disagreement.

    They are kept in the private folder of this run: what a run that was killed left behind is never read.
    """

    def __init__(self, folder: Path | None = None, owner: bool = True) -> None:
        self.folder = folder
        self.owner = owner

    def path(self) -> Path:
        """The folder, made when it is first asked for."""
        if self.folder is None:
            self.folder = run_folder.part("claims")
        return self.folder

    def claim(self, snapshot: Path, content: str) -> str:
        """The content that was claimed first for this snapshot: this one, or another's."""
        name = blake2b(os.fsencode(snapshot), digest_size=16).hexdigest()
        entry, mine = self.path() / name, self.path() / f"{name}.{os.getpid()}"
        mine.write_text(content, encoding="utf-8", newline="\n")
        try:
            os.link(mine, entry)
        except FileExistsError:
            return entry.read_bytes().decode()
        finally:
            mine.unlink()
        return content

    def close(self) -> None:
        """Remove the folder."""
        if self.owner and self.folder is not None:
            run_folder.remove(self.folder)
