"""One result against one snapshot: what differs, what may be written, what is said."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path

from ..common.files import File
from ..common.words import words_of_error
from ..values.difference import Difference, Tolerance, difference
from ..values.digest import Array, Leaf, leaves
from ..values.numbers import NumbersOff
from . import array_files, document, layout, message, origin, undrawn
from .array_files import Blob
from .case import Case
from .document import Stored
from .explaining import Refused, explained
from .near import alike_but_for, numbers_between
from .orphans import moved as renamed
from .provenance import Provenance
from .store import MARK, TEXT_MARK, Bundle
from .stored import ReadSnapshot, chosen


class SnapshotMatch:
    """One result against one snapshot."""

    def __init__(self, case: Case, stem: str, result: object, tolerance: Tolerance | None) -> None:
        self.case, self.stem, self.tolerance = case, stem, tolerance
        self.parts = leaves(result)
        self.text = document.render(self.parts, case.seed)
        self.essence = "\n".join(document.essence(self.text))
        self.seen, self.more_calls = case.watch.taken()
        self.target = stem
        """The name that an update writes to: that of a variant, where another environment wrote what is there."""
        self.readings: list[ReadSnapshot] = []
        self.path = case.store.text_path(stem)
        self.problems: list[str] = []
        self.stored: Stored | None = None
        self.exists = True
        self.expected: dict[str, Array] = {}
        self.differed = False
        """Whether the result is another than one that is stored, as a test may expect."""

    def settle(self) -> list[str]:
        """Decide, and prepare to write where that is asked for and allowed; return the lines of a refusal."""
        mine = self.essence
        if (self.case.updating or self.case.new_only) and self.case.awaited():
            return self._settled_unwritten()
        if self.case.rehearsing:
            assert self.case.rehearsed is not None
            self.case.rehearsed.setdefault(self.stem, mine)
            return []
        self._read()
        self._note_out_of_reach()
        mismatch = self._mismatch()
        updating = self._wants_write()
        needed = bool(mismatch) or self._outdated()
        if updating:
            mismatch = self._refusal_to_write(mine, bool(mismatch))
        if not mismatch:
            mismatch = self._told(updating, needed)
        if mismatch:
            self._note_files()
            self.differed = mismatch.startswith((message.DIFFERS, message.OF_THIS_RUN))
            awaited = self.differed and self.case.awaited()
            if not awaited:
                self.case.store.settle(self.stem, Bundle(self._text_file(), []), None, same=False, may_write=False)
            return explained(self._refused(mismatch), awaited)
        self._note_files()
        if updating:
            self.case.steps += undrawn.steps_of(self.seen, self.case.nodeid)
        return []

    def _settled_unwritten(self) -> list[str]:
        """Compare in an update as any run does: what is expected to differ is not stored."""
        first = (self.case.rehearsed or {}).get(self.stem)
        if first is None:
            self._read()
            self._note_files()
            mismatch = self._mismatch()
        else:
            mismatch = message.OF_THIS_RUN if first != self.essence else ""
        self.differed = mismatch.startswith((message.DIFFERS, message.OF_THIS_RUN))
        return [f"assert augmented output {mismatch} (seed {self.case.seed})"] if mismatch else []

    def _blob_of(self, leaf: Leaf) -> Blob | None:
        folder = self.case.store.folder
        place = partial(layout.array_path, folder, self.target, leaf.path)
        return array_files.blob_of(leaf, place, self.tolerance)

    @cached_property
    def blobs(self) -> list[Blob]:
        """The files of the result's arrays; to be asked for when the target is known."""
        return [blob for leaf in self.parts if (blob := self._blob_of(leaf))]

    def _read(self) -> None:
        """Read what is stored, and choose what the result is compared with."""
        store = self.case.store
        stems = [self.stem, *layout.variant_stems(store.folder, self.stem)]
        self.readings = [ReadSnapshot(store, stem, self.case.shown(store.text_path(stem))) for stem in stems]
        found = chosen(self.readings, self.essence)
        self.stored, self.exists, self.path = found.stored, found.exists, found.path
        self.target = self.stem if self.case.replacing else found.stem
        if self._wants_write() and self._of_elsewhere(found):
            self.target = layout.variant_stem(self.stem, origin.environment(self.case.in_use))
        found.read_arrays(
            {blob.leaf.path: blob.leaf.digest for blob in self.blobs}, tolerated=self.tolerance is not None
        )
        self.expected, self.problems = found.expected, found.problems

    def _of_elsewhere(self, found: ReadSnapshot) -> bool:
        """Whether an update adds a variant: what is there differs, and another environment wrote it."""
        if self.case.replacing or found.stored is None or found.written_here:
            return False
        return "\n".join(document.essence(found.stored.text)) != self.essence

    def _wants_write(self) -> bool:
        return self.case.updating or (self.case.new_only and not self.exists)

    def _outdated(self) -> bool:
        return self.target == self.stem and self.stored is not None and self.path != self.case.store.path(self.stem)

    def _mismatch(self) -> str:
        """Why the result is not the stored one, in one phrase; empty when it is."""
        if not self.exists:
            return "has no snapshot yet"
        if self.stored is None:
            return "has a snapshot that cannot be read"
        if document.essence(self.stored.text) == document.essence(self.text):
            return f"agrees with its digest, but {self.problems[0]}" if self.problems else ""
        return "" if self._tolerated() else message.DIFFERS

    @cached_property
    def differences(self) -> dict[str, Difference | None]:
        """How each stored array differs from the received one."""
        found: dict[str, Difference | None] = {}
        for leaf in self.parts:
            expected = self.expected.get(leaf.path)
            if leaf.array is not None and expected is not None and _comparable(expected, leaf.array):
                found[leaf.path] = difference(expected, leaf.array, leaf.path)
        return found

    @cached_property
    def numbers(self) -> dict[str, NumbersOff]:
        """How far apart the stored numbers and the received ones are, by the value that holds them."""
        return numbers_between(self.stored.text if self.stored is not None else "", self.text)

    def _tolerated(self) -> bool:
        if self.tolerance is None or self.stored is None or self.problems:
            return False
        if not alike_but_for(self.numbers, self.stored.text, self.text):
            return False
        for leaf in self.parts:
            same = leaf.digest == self.stored.parts[leaf.path].digest
            if leaf.array is not None and not same and not (leaf.tolerable and leaf.path in self.differences):
                return False
        off: dict[str, Difference | NumbersOff] = {**self.numbers}
        off |= {path: each for path, each in self.differences.items() if each is not None}
        if not all(each.within(self.tolerance) for each in off.values()):
            return False
        self.case.notes.tolerated += [
            f"{self.case.nodeid}{f' {path}' if path else ''}: {each.lines()[0]} (accepted: {self.tolerance})"
            for path, each in off.items()
        ]
        return True

    def _note_out_of_reach(self) -> None:
        reasons = [(leaf.path, array_files.out_of_reach(leaf, self.tolerance)) for leaf in self.parts]
        self.case.notes.out_of_reach += [
            f"{self.case.nodeid}{f' {path}' if path else ''}: {words}" for path, words in reasons if words
        ]

    def _refusal_to_write(self, mine: str, needed: bool) -> str:
        """Why an update must not take this result for the truth, or nothing."""
        try:
            first = self.case.claims.claim(self.case.store.path(self.stem), mine)
        except OSError as problem:
            return f"was not written: the notes of this run cannot be kept: {words_of_error(problem)}"
        if first != mine:
            self.stored, self.expected = Stored(first, None, {}), {}
            return f"{message.OF_THIS_RUN}, so nothing was overwritten"
        if needed and self.case.writer == "":
            return "can only be written by the first cell of the matrix, which this run leaves out"
        if not needed:
            return ""
        rehearsed = self.case.rehearsed
        if rehearsed is None:
            return "was not written: name aug_snapshot among the test's arguments, so that an update can run it twice"
        if self.stem not in rehearsed:
            return "was not written: the test ran twice, and the first time it did not come to this comparison"
        if rehearsed[self.stem] != mine:
            self.stored, self.expected = Stored(rehearsed[self.stem], None, {}), {}
            return "does not repeat: the test ran twice and gave two results, so nothing was written"
        return ""

    def _told(self, updating: bool, needed: bool) -> str:
        """Tell syrupy, which prepares the files where it is to; return why it could not."""
        waits = self.target in self.case.store.prepared  # the same comparison, made before in this test
        write = updating and needed and self.case.writer is None and not waits
        if write and self.case.renamed is not None and not self.exists:
            return self._rename(self.case.renamed)
        found = self.stored.text if self.stored is not None else None if self.case.writer is None else self.text
        found = None if self.path != self.case.store.text_path(self.target) else found
        found = self.text if waits else found
        if write:
            others = [each for each in self.readings if self.case.replacing and each.stem != self.target]
            replaced = [path for each in others for path in each.files]
            self.case.store.retired[self.target] = [*replaced, *self._left_behind()]
            self.text = document.render(self.parts, self.case.seed, self._origin())
        try:
            self.case.store.settle(self.target, self._bundle(write), found, not write, write)
        except OSError as problem:
            return message.not_written(problem)
        return ""

    def _left_behind(self) -> list[Path]:
        """The files of arrays that the new text has no file for."""
        mine = {blob.path for blob in self.blobs}
        return [path for each in self.readings if each.stem == self.target for path in each.arrays if path not in mine]

    def _rename(self, old: Path) -> str:
        """Prepare to give a stored snapshot this comparison's name; return why it cannot have it."""
        shown, store = self.case.shown(old), self.case.store
        if not any(old == each for each in self.case.same_of_the_gone(self.essence)):
            return f"cannot have {shown}: it is not there, has another content, or belongs to a test that is there"
        try:
            for stem, bundle, gone in renamed(old, store, self.stem):
                store.retired[stem] = gone
                store.settle(stem, bundle, None, False, may_write=True)
                store.count_as_renamed(stem, gone[0])
        except OSError as problem:
            return message.not_written(problem)
        return ""

    def _bundle(self, whole: bool) -> Bundle:
        """The files of the result; the arrays are encoded where they are to be written alone."""
        arrays = [File(blob.path, blob.encode(), blob.leaf.digest[:MARK]) for blob in self.blobs] if whole else []
        return Bundle(self._text_file(), arrays)

    def _text_file(self) -> File:
        return File(self.case.store.path(self.target), self.text.encode(), TEXT_MARK)

    def _origin(self) -> Provenance:
        return origin.of_run(self.seen, self.more_calls, self.case.in_use, self.case.rootdir, self.case.snapshots)

    def _note_files(self) -> None:
        paths = [self.case.store.path(self.stem), self.case.store.text_path(self.stem)]
        paths += [path for each in self.readings for path in each.files]
        self.case.notes.used += [str(path) for path in (*paths, *(blob.path for blob in self.blobs))]
        if self._outdated() and self.target not in self.case.store.prepared:
            self.case.notes.outdated.append(str(self.path))

    def _refused(self, mismatch: str) -> Refused:
        return Refused(
            case=self.case,
            stem=self.stem,
            mismatch=mismatch,
            path=self.path,
            stored=self.stored,
            exists=self.exists,
            elsewhere=any(self._of_elsewhere(each) for each in self.readings if each.path == self.path),
            expected=self.expected,
            parts=self.parts,
            text=self.text,
            essence=self.essence,
            seen=self.seen,
            more_calls=self.more_calls,
            problems=self.problems,
            tolerance=self.tolerance,
            differences=self.differences,
            numbers=self.numbers,
        )


def _comparable(expected: Array, actual: Array) -> bool:
    return expected.shape == actual.shape and expected.dtype == actual.dtype
