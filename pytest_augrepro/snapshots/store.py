"""Snapshot files on disk, through syrupy. The only file that imports syrupy.

The store is one folder for the whole project, which syrupy's own clean-up does not understand: it would
take files of tests that did not run for orphans. So ``discover_snapshots`` finds nothing, nothing is ever
deleted, and unused files are listed by ``unused.py`` instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from syrupy.assertion import SnapshotAssertion
from syrupy.data import SnapshotCollection, SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension
from syrupy.location import PyTestLocation
from syrupy.types import SerializableData, SerializedData, SnapshotIndex

from ..common import files, names
from ..common.files import File
from ..values import codec
from ..values.digest import Array, digest_of
from ..values.form import Form
from . import document, layout
from .document import Damaged, Stored

TEXT_MARK = "text"
MARK = 16
"""Digits of an array's digest by which a draft of its file is known."""


@dataclass(frozen=True)
class Bundle:
    """All files of one snapshot: the text, which names the digests of the others, and they."""

    text: File
    arrays: Sequence[File]

    @property
    def files(self) -> tuple[File, ...]:
        return (self.text, *self.arrays)


class SnapshotExtension(SingleFileSnapshotExtension):
    """Tells syrupy what was found, so that it counts each snapshot once; prepares all files of one together."""

    file_extension = "snap"
    folder: ClassVar[Path] = Path("snapshots")
    found: str | None = None
    same: bool = False

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(cls.folder)

    @classmethod
    def discovery_dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(cls.folder)

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        _, chain, params = names.split_nodeid(test_location.nodeid)
        return f"{chain}[{params}] {index}"

    @classmethod
    def get_file_basename(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
        return str(index)

    @classmethod
    def matches_test_location(cls, *, test_location: PyTestLocation, snapshot_location: str) -> bool:
        return Path(snapshot_location).parent == cls.folder

    def discover_snapshots(
        self, *, test_location: PyTestLocation, ignore_extensions: list[str] | None = None
    ) -> SnapshotCollections:
        return SnapshotCollections()

    def delete_snapshots(self, *, snapshot_location: str, snapshot_names: set[str]) -> None:
        """Keep the file: this store never deletes."""

    def serialize(self, data: SerializableData, **_: Any) -> SerializedData:
        kept: SerializedData = data
        return kept

    def matches(self, *, serialized_data: SerializableData, snapshot_data: SerializableData) -> bool:
        return self.same

    def diff_lines(self, serialized_data: SerializedData, snapshot_data: SerializedData) -> Iterator[str]:
        return iter(())

    def read_snapshot_data_from_location(
        self, *, snapshot_location: str, snapshot_name: str, session_id: str
    ) -> SerializableData | None:
        return self.found

    @classmethod
    def write_snapshot_collection(
        cls, *, snapshot_collection: SnapshotCollection, name_order: dict[str, int] | None = None
    ) -> None:
        bundle: Any = next(iter(snapshot_collection)).data
        prepare(bundle)


def prepare(bundle: Bundle) -> None:
    """Draft all files of a snapshot, unless a name differs from another's in capital letters only."""
    for file in bundle.files:
        _refuse_twin(file.path)
    files.prepare(bundle.text, bundle.arrays)


def put(bundle: Bundle) -> None:
    """Move all drafts of a snapshot into place as one."""
    files.put(bundle.text, bundle.arrays)
    before = document.legacy(bundle.text.path)
    if before != bundle.text.path and _is_snapshot(before):
        before.unlink()


def _is_snapshot(path: Path) -> bool:
    try:
        data = files.read_small(path, document.LARGEST)
        return data is not None and bool(document.parse(data))
    except (OSError, Damaged):
        return False


def _refuse_twin(path: Path) -> None:
    """Some file systems take ``A.png`` and ``a.png`` for one file; then one test would overwrite the other."""
    if path.parent.is_dir():
        _refuse_twins(path, os.listdir(path.parent))


def _refuse_twins(path: Path, others: Iterable[str]) -> None:
    for other in others:
        if other != path.name and other.casefold() == path.name.casefold():
            raise FileExistsError(f"{path.name} and {other} differ only in capital letters; rename one test")


@dataclass
class Store:
    """The snapshot files of one test."""

    assertion: SnapshotAssertion
    folder: Path
    prepared: dict[str, tuple[Bundle, SnapshotAssertion]] = field(default_factory=dict)
    """What waits to be put in place until the test has passed, by stem, and what syrupy counts for it."""
    renamed: dict[str, Path] = field(default_factory=dict)
    """The former texts of what is put in place under another stem."""
    retired: dict[str, list[Path]] = field(default_factory=dict)
    """The files that go when a stem is put in place: variants that it replaces."""

    def path(self, stem: str, extension: str = SnapshotExtension.file_extension) -> Path:
        return self.folder / f"{stem}.{extension}"

    def text_path(self, stem: str) -> Path:
        """Where the text of a snapshot is: in its place, or where drafts of this plugin put it."""
        path = self.path(stem)
        before = document.legacy(path)
        return before if os.path.lexists(before) and not os.path.lexists(path) else path

    def text(self, stem: str) -> Stored | None:
        """The stored text, or None where there is none; raise Damaged."""
        try:
            data = files.read_small(self.text_path(stem), document.LARGEST)
        except OSError as problem:
            raise Damaged(problem.strerror) from None
        return None if data is None else document.parse(data)

    def holds(self, stem: str, mine: str) -> bool:
        """Whether a stored text or a variant of it says just that."""
        for each in (stem, *layout.variant_stems(self.folder, stem)):
            with suppress(Damaged):
                stored = self.text(each)
                if stored is not None and "\n".join(document.essence(stored.text)) == mine:
                    return True
        return False

    def array(self, path: Path, form: Form, digest: str) -> Array | None:
        """The array that the text tells of, or None where it has no file; raise Damaged."""
        try:
            array = self._agreeing(path, form, digest)
        except (Damaged, codec.Unreadable) as problem:
            array, words = None, str(problem)
        else:
            words = ""
        if array is not None:
            return array
        for draft in files.drafts_of(path, digest[:MARK]):
            try:
                array = self._agreeing(draft, form, digest)
            except (Damaged, codec.Unreadable):
                continue
            files.finish(draft, path)
            return array
        if words:
            raise Damaged(words)
        return None

    def _agreeing(self, path: Path, form: Form, digest: str) -> Array | None:
        codec.refuse_large(form)
        try:
            data = files.read_small(path, codec.largest_file(form))
        except OSError as problem:
            raise Damaged(problem.strerror) from None
        if data is None:
            return None
        array = codec.restored(form, data)
        if digest_of(array) != digest:
            raise Damaged("does not agree with its digest")
        return array

    def settle(self, stem: str, bundle: Bundle, found: str | None, same: bool, may_write: bool) -> None:
        """Tell syrupy of a comparison; it counts, and drafts the files where it was told to update and we may."""
        SnapshotExtension.folder = self.folder
        assertion = self.assertion.use_extension(SnapshotExtension)
        if not may_write:
            assertion.update_snapshots = assertion.update_new_snapshots_only = False
        waiting = [file.path.name for other, _ in self.prepared.values() for file in other.files]
        for file in bundle.files if may_write else ():
            _refuse_twins(file.path, waiting)
        kind = assertion.extension
        assert isinstance(kind, SnapshotExtension)
        kind.found, kind.same = found, same
        _ = assertion(name=stem) == bundle
        problem = assertion.executions[0].exception
        if problem is not None:
            raise problem
        if may_write:
            self.prepared[stem] = bundle, assertion

    def count_as_renamed(self, stem: str, old: Path) -> None:
        """Let syrupy count what was settled as there, not as generated."""
        _, assertion = self.prepared[stem]
        assertion.executions[0] = replace(assertion.executions[0], created=False, success=True)
        self.renamed[stem] = old

    def put(self) -> None:
        """Put in place all that this test prepared; an OSError says so where a part is in place already."""
        done: list[str] = []
        try:
            for stem, (bundle, _) in list(self.prepared.items()):
                put(bundle)
                del self.prepared[stem]
                files.remove(self.retired.pop(stem, ()))
                done.append(bundle.text.path.name)
        except OSError as problem:
            self.discard()
            if done:
                problem.add_note(f"{', '.join(done)} of the same test were written before")
            raise

    def discard(self) -> None:
        """Leave all that this test prepared unwritten, and let syrupy count it so."""
        for bundle, assertion in self.prepared.values():
            files.drop(bundle.files)
            told = assertion.executions
            told[0] = replace(told[0], created=False, updated=False, success=False)
        self.prepared.clear()
        self.renamed.clear()
        self.retired.clear()


def open_store(snapshot: object, root: Path, name: str) -> Store:
    """Build the store on syrupy's ``snapshot`` fixture, whichever plugin that name came from."""
    if not isinstance(snapshot, SnapshotAssertion):
        raise TypeError(
            f"the fixture 'snapshot' is a {type(snapshot).__module__}.{type(snapshot).__name__}, not syrupy's: "
            "another plugin or a conftest.py replaces it"
        )
    return Store(snapshot, root / names.snapshot_folder(name))
