"""A stored snapshot as it was read: its text, its arrays, what is wrong with them, and whether it was written here."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from ..values.digest import Array
from ..values.form import Form
from . import canaries, layout
from .document import Damaged, Stored, essence
from .layout import NPZ, PNG
from .store import Store


class ReadSnapshot:
    """One stored text and the arrays beside it."""

    def __init__(self, store: Store, stem: str, shown: str) -> None:
        self.store, self.stem = store, stem
        self.path = store.text_path(stem)
        self.stored: Stored | None = None
        self.exists = True
        self.expected: dict[str, Array] = {}
        self.problems: list[str] = []
        """What is wrong with the stored files, whatever the result is."""
        try:
            self.stored = store.text(stem)
        except Damaged as problem:
            self.problems.append(f"{shown} {problem}")
        else:
            self.exists = self.stored is not None

    @property
    def arrays(self) -> list[Path]:
        """The files of its arrays, whether they are there or not."""
        stored = self.stored
        return [] if stored is None else list(layout.array_paths(self.store.folder, self.stem, stored).values())

    @property
    def files(self) -> list[Path]:
        """The text and the files of its arrays."""
        return [self.path, *self.arrays]

    @cached_property
    def written_here(self) -> bool:
        """Whether all known answers that it was written with are those of this environment; so with none, too."""
        primitives = self.stored.provenance.primitives if self.stored is not None else {}
        return not moved_primitives(primitives)

    def read_arrays(self, wanted: dict[str, str], tolerated: bool = False) -> None:
        """Read the arrays, and note what is wrong; ``wanted`` are the digests of what the result has a file for.

        ``tolerated`` says that it may have one only because the test names a tolerance.
        """
        of_tolerance = ": with atol= the array is stored, too, and an update writes it" * tolerated
        for path, part in self.stored.parts.items() if self.stored is not None else ():
            if part.form is None:
                continue
            drawn = part.form.drawn() is not None
            file = layout.array_path(self.store.folder, self.stem, path, PNG if drawn else NPZ)
            due = drawn or wanted.get(path) == part.digest
            if not self._read_array(path, file, part.form, part.digest) and due:
                self.problems.append(f"{file.name} is missing{'' if drawn else of_tolerance}")

    def _read_array(self, path: str, file: Path, form: Form, digest: str) -> bool:
        """Whether there is a file; what is wrong with it is noted."""
        try:
            array = self.store.array(file, form, digest)
        except Damaged as problem:
            self.problems.append(f"the stored file of {path or 'it'} was changed: {file.name} {problem}")
            return True
        if array is not None:
            self.expected[path] = array
        return array is not None


def moved_primitives(written: canaries.Answers) -> list[str]:
    """The primitives that give other answers here than when a snapshot was written."""
    now = canaries.answers(written)
    return [name for name, answer in written.items() if now.get(name, answer) != answer]


def chosen(readings: list[ReadSnapshot], mine: str) -> ReadSnapshot:
    """The one that the result is compared with: of this environment where there is one, else one that it equals."""
    own = [each for each in readings if each.written_here] if len(readings) > 1 else readings
    candidates = own or readings
    equal = (each for each in candidates if each.stored is not None and "\n".join(essence(each.stored.text)) == mine)
    return next(equal, candidates[0])
