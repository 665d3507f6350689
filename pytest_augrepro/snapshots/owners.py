"""Which tests there are, and so whether a stored snapshot has one. Standard library only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..common import files, names
from . import layout

LARGEST = 2**26
_NUMBER = re.compile(r"\.\d+")


def test_file(root: Path, folder: PurePosixPath) -> Path | None:
    """The test file that a folder of snapshots mirrors, where it is there."""
    place = root.joinpath(*(".." if part == "_parent" else part for part in folder.parts))
    found = place.with_name(f"{place.name}.py")
    return found if found.is_file() else None


@dataclass
class Owners:
    """Which tests there are, as far as this run has collected them."""

    root: Path
    snapshots: Path
    stems: frozenset[str] = frozenset()
    """Folder and stem of every test with a snapshot that was collected, selected to run or not."""
    modules: frozenset[str] = frozenset()
    """The folders of the test files that were collected as a whole."""
    ran: frozenset[str] = frozenset()
    """Of the stems, those of tests that came to ask for their snapshots."""

    def owned(self, file: Path) -> bool:
        """Whether a stored file may belong to a test that there is."""
        folder, stem = self.place(file)
        if any(_belongs(stem, known) for known in self._stems_of(folder)):
            return True
        source = test_file(self.root, PurePosixPath(folder))
        if source is None or folder in self.modules:
            return False
        name = _NUMBER.sub("", stem.partition("[")[0]).rpartition(".")[2]
        data = files.read_small(source, LARGEST) or b""
        return re.search(rb"\bdef " + re.escape(name).encode() + rb"\b", data) is not None

    def not_run(self, file: Path) -> bool:
        """Whether it may belong to a test that was collected and left out, as those that share a suite do."""
        folder, stem = self.place(file)
        owners = [known for known in self._stems_of(folder) if _belongs(stem, known)]
        return any(names.place(folder, known) not in self.ran for known in owners)

    def uncollected(self, file: Path) -> bool:
        """Whether there is a test file for it that this run did not collect."""
        folder, _ = self.place(file)
        return folder not in self.modules and test_file(self.root, PurePosixPath(folder)) is not None

    def place(self, file: Path) -> tuple[str, str]:
        """The folder of a stored file below that of all snapshots, and the stem of its comparison."""
        stem = file.name.rpartition(".")[0].partition("--")[0]
        return file.parent.relative_to(self.snapshots).as_posix(), layout.without_variant(stem)

    def _stems_of(self, folder: str) -> list[str]:
        return [stem for place, _, stem in (each.partition("\n") for each in self.stems) if place == folder]


def _belongs(stem: str, test: str) -> bool:
    """Whether a comparison's stem is that of a test: the same, with a number, or with a name in brackets."""
    rest = stem.removeprefix(test)
    return stem.startswith(test) and (not rest or rest.startswith("[") or _NUMBER.fullmatch(rest) is not None)
