"""Snapshot files on disk, through syrupy's extensions. The only file that imports syrupy.

The store is one folder for the whole project, which syrupy's own clean-up does not understand: it would
take files of tests that did not run for orphans. So ``discover_snapshots`` finds nothing, nothing is ever
deleted, and unused files are listed by ``unused.py`` instead.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from syrupy.assertion import SnapshotAssertion
from syrupy.data import SnapshotCollection, SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SerializableData, SerializedData, SnapshotIndex

from ..common import names
from ..common.files import write_atomic

Judge = Callable[[Any, Any], bool]


class SnapshotExtension(SingleFileSnapshotExtension):
    """Files below one root that mirror the test tree; written in one step, compared by a judge."""

    root: ClassVar[Path] = Path("snapshots")
    judge: Judge | None = None

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(cls.root / names.snapshot_folder(test_location.nodeid))

    @classmethod
    def discovery_dirname(cls, *, test_location: PyTestLocation) -> str:
        return cls.dirname(test_location=test_location)

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        _, chain, params = names.split_nodeid(test_location.nodeid)
        return f"{chain}[{params}] {index}"

    @classmethod
    def get_file_basename(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
        return str(index)

    @classmethod
    def matches_test_location(cls, *, test_location: PyTestLocation, snapshot_location: str) -> bool:
        return Path(snapshot_location).parent == Path(cls.dirname(test_location=test_location))

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
        same = serialized_data == snapshot_data
        return bool(same if self.judge is None else self.judge(snapshot_data, serialized_data))

    def diff_lines(self, serialized_data: SerializedData, snapshot_data: SerializedData) -> Iterator[str]:
        return iter(())

    @classmethod
    def write_snapshot_collection(
        cls, *, snapshot_collection: SnapshotCollection, name_order: dict[str, int] | None = None
    ) -> None:
        data = next(iter(snapshot_collection)).data or ""
        write_snapshot(Path(snapshot_collection.location), data.encode() if isinstance(data, str) else data)

    def read_snapshot_data_from_location(
        self, *, snapshot_location: str, snapshot_name: str, session_id: str
    ) -> SerializableData | None:
        try:
            data = Path(snapshot_location).read_bytes()
        except FileNotFoundError:
            return None
        return data.decode() if self._write_mode is WriteMode.TEXT else data


class TextExtension(SnapshotExtension):
    file_extension = "txt"
    _write_mode = WriteMode.TEXT


class PngExtension(SnapshotExtension):
    file_extension = "png"


class NpzExtension(SnapshotExtension):
    file_extension = "npz"


EXTENSIONS: dict[str, type[SnapshotExtension]] = {
    kind.file_extension: kind for kind in (TextExtension, PngExtension, NpzExtension)
}


def write_snapshot(path: Path, data: bytes) -> None:
    """Write a file as a whole, unless its name differs from another's in capital letters only."""
    _refuse_twin(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, data)


def _refuse_twin(path: Path) -> None:
    """Some file systems take ``A.png`` and ``a.png`` for one file; then one test would overwrite the other."""
    if path.parent.is_dir():
        for other in os.listdir(path.parent):
            if other != path.name and other.casefold() == path.name.casefold():
                raise FileExistsError(f"{path.name} and {other} differ only in capital letters; rename one test")


@dataclass
class Store:
    """The snapshot files of one test."""

    assertion: SnapshotAssertion
    folder: Path

    def read(self, stem: str, extension: str) -> Any:
        """The content of a file, or None."""
        kind = EXTENSIONS[extension]()
        location = str(self.path(stem, extension))
        return kind.read_snapshot_data_from_location(snapshot_location=location, snapshot_name=stem, session_id="")

    def path(self, stem: str, extension: str) -> Path:
        return self.folder / f"{stem}.{extension}"

    def settle(self, stem: str, extension: str, data: str | bytes, judge: Judge, may_write: bool) -> bool:
        """Compare with the file through syrupy; write it when syrupy was told to update and we may."""
        assertion = self.assertion.use_extension(EXTENSIONS[extension])
        if not may_write:
            assertion.update_snapshots = assertion.update_new_snapshots_only = False
        kind = assertion.extension
        assert isinstance(kind, SnapshotExtension)
        kind.judge = judge
        same = bool(assertion(name=stem) == data)
        problem = assertion.executions[0].exception
        if problem is not None:
            raise problem
        return same


def open_store(snapshot: object, root: Path, nodeid: str) -> Store:
    """Build the store on syrupy's ``snapshot`` fixture, whichever plugin that name came from."""
    if not isinstance(snapshot, SnapshotAssertion):
        raise TypeError(
            f"the fixture 'snapshot' is a {type(snapshot).__module__}.{type(snapshot).__name__}, not syrupy's: "
            "another plugin or a conftest.py replaces it"
        )
    return Store(snapshot, root / names.snapshot_folder(nodeid))
