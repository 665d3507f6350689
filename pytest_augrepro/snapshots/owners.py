"""Which tests there are, and so whether a stored snapshot has one. Standard library only."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
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
    tests: frozenset[str] = frozenset()
    """Folder and dotted name of every test that was collected, with a snapshot or without."""
    _names: dict[Path, frozenset[str] | None] = field(default_factory=dict, init=False)

    def owned(self, file: Path) -> bool:
        """Whether a stored file may belong to a test that there is."""
        folder, stem = self.place(file)
        if any(_belongs(stem, known) for known in self._stems_of(folder)):
            return True
        return self.unnamed(file)

    def not_run(self, file: Path) -> bool:
        """Whether it may belong to a test that was collected and left out, as those that share a suite do."""
        folder, stem = self.place(file)
        owners = [known for known in self._stems_of(folder) if _belongs(stem, known)]
        return any(names.place(folder, known) not in self.ran for known in owners)

    def uncollected(self, file: Path) -> bool:
        """Whether there is a test file for it that this run did not collect."""
        folder, _ = self.place(file)
        return folder not in self.modules and test_file(self.root, PurePosixPath(folder)) is not None

    def unnamed(self, file: Path) -> bool:
        """Whether its test stands in a file that was collected, and was not collected itself."""
        folder, stem = self.place(file)
        source = test_file(self.root, PurePosixPath(folder))
        if source is None or self._collected(folder, stem):
            return False
        if source not in self._names:
            self._names[source] = _names_in(source)
        found = self._names[source]
        return found is None or all(part in found for part in _test_of(stem).split("."))

    def _collected(self, folder: str, stem: str) -> bool:
        """Whether its test was collected, be it with other parameters or without a snapshot."""
        return names.place(folder, _test_of(stem)) in self.tests

    def place(self, file: Path) -> tuple[str, str]:
        """The folder of a stored file below that of all snapshots, and the stem of its comparison."""
        stem = file.name.rpartition(".")[0].partition("--")[0]
        return file.parent.relative_to(self.snapshots).as_posix(), layout.without_variant(stem)

    def _stems_of(self, folder: str) -> list[str]:
        return [stem for place, _, stem in (each.partition("\n") for each in self.stems) if place == folder]


def _test_of(stem: str) -> str:
    """The dotted name of the test, without parameters, name and number of a comparison."""
    return _NUMBER.sub("", stem.partition("[")[0])


def _names_in(source: Path) -> frozenset[str] | None:
    """The names that a file defines, binds or imports, as snapshots write them; None where it cannot be read."""
    try:
        tree = ast.parse(files.read_small(source, LARGEST) or b"")
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name)
    return frozenset(found)


def _belongs(stem: str, test: str) -> bool:
    """Whether a comparison's stem is that of a test: the same, with a number, or with a name in brackets."""
    rest = stem.removeprefix(test)
    return stem.startswith(test) and (not rest or rest.startswith("[") or _NUMBER.fullmatch(rest) is not None)
