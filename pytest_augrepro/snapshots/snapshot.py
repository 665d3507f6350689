"""``aug_snapshot``: compare a result with the one that was stored, exactly unless the test says otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..common import names
from ..common.notes import Claims, Notes
from ..values import codec
from ..values.difference import Difference, Tolerance, difference
from ..values.digest import Array, Leaf, leaves
from . import artifacts, document, message
from .artifacts import Pair
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
    writer: str | None = None
    asked: int = 0
    unnamed: int = 0
    explanation: list[str] = field(default_factory=list)

    def next_stem(self, name: str | None) -> str:
        """The file name of the next comparison: by name, or by its place in the test."""
        if name is not None:
            return f"{self.stem}[{names.slug(name)}]"
        self.unnamed += 1
        return self.stem if self.unnamed == 1 else f"{self.stem}.{self.unnamed - 1}"

    def relative_path(self, path: Path) -> str:
        return path.relative_to(self.rootdir).as_posix() if path.is_relative_to(self.rootdir) else str(path)


@dataclass(frozen=True)
class Blob:
    """The file that holds an array of a result."""

    leaf: Leaf
    stem: str
    extension: str
    encode: Callable[[], bytes]

    def decode(self, data: bytes) -> Array:
        if self.extension == "npz":
            return codec.from_npz(data)
        return codec.pixels_of(self.leaf, codec.from_png(data))


def blob_of(leaf: Leaf, stem: str) -> Blob | None:
    """How an array is stored, or None where its digest must do."""
    if leaf.array is None:
        return None
    array = leaf.array
    stem = f"{stem}--{names.slug(leaf.path)}" if leaf.path else stem
    pixels = codec.drawable(leaf)
    if pixels is not None:
        return Blob(leaf, stem, "png", lambda: codec.to_png(pixels))
    return Blob(leaf, stem, "npz", lambda: codec.to_npz(array)) if codec.fits_npz(array) else None


class AugSnapshot:
    """Stands on either side of ``==``; arrays and tensors hand the comparison over as a whole."""

    __array_ufunc__ = None
    __array_priority__ = 1e9
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, case: Case, name: str | None = None, tolerance: Tolerance | None = None) -> None:
        self.case = case
        self._name = name
        self._tolerance = tolerance

    def __call__(
        self, *, name: str | None = None, atol: float | None = None, max_fraction: float | None = None
    ) -> AugSnapshot:
        """A comparator with a name of its own, or with a tolerance, for one comparison."""
        if atol is None and max_fraction is not None:
            raise ValueError("max_fraction says how many pixels may be off; say with atol= how far")
        if (atol is not None and atol < 0) or (max_fraction is not None and not 0 <= max_fraction <= 1):
            raise ValueError("aug_snapshot takes atol >= 0 and max_fraction between 0 and 1")
        tolerance = None if not atol else Tolerance(atol, 1.0 if max_fraction is None else max_fraction)
        return AugSnapshot(self.case, name, tolerance)

    def __repr__(self) -> str:
        return f"<aug_snapshot {self.case.stem}>"

    def __eq__(self, result: object) -> bool:
        return SnapshotMatch(self.case, self.case.next_stem(self._name), result, self._tolerance).settle()

    def __ne__(self, result: object) -> bool:
        raise TypeError("a snapshot can only be compared with ==")


class SnapshotMatch:
    """One result against one snapshot."""

    def __init__(self, case: Case, stem: str, result: object, tolerance: Tolerance | None) -> None:
        case.asked += 1
        self.case, self.stem, self.tolerance = case, stem, tolerance
        self.parts = leaves(result)
        self.text = document.render(self.parts)
        self.blobs = [blob for leaf in self.parts if (blob := blob_of(leaf, stem))]
        self.stored: str | None = case.store.read(stem, "txt")
        self.expected = {blob.leaf.path: self._read(blob) for blob in self.blobs} if self.stored is not None else {}
        self.path = case.store.path(stem, "txt")

    def _read(self, blob: Blob) -> Array | None:
        data = self.case.store.read(blob.stem, blob.extension)
        return None if data is None else blob.decode(data)

    def settle(self) -> bool:
        """Decide, write where that is asked for and allowed, and explain a refusal."""
        self._note_files()
        mismatch = self._mismatch()
        updating = self._wants_write()
        if updating:
            mismatch = self._refusal_to_write(bool(mismatch))
        if mismatch:
            self._explain(mismatch)
            return False
        self._pass_through_syrupy(may_write=updating and self.case.writer is None)
        return True

    def _wants_write(self) -> bool:
        return self.case.updating or (self.case.new_only and self.stored is None)

    def _mismatch(self) -> str:
        """Why the result is not the stored one, in one phrase; empty when it is."""
        if self.stored is None:
            return "has no snapshot yet"
        missing = [blob for blob in self.blobs if self.expected.get(blob.leaf.path) is None]
        if document.essence(self.stored) == document.essence(self.text):
            if missing:
                return f"agrees with its digest, but {missing[0].stem}.{missing[0].extension} is missing"
            edited = [path for path, found in self.differences().items() if found]
            return f"agrees with its digest, but the stored file of {edited[0] or 'it'} was changed" if edited else ""
        return "" if self._tolerated() else "differs from its snapshot"

    def differences(self) -> dict[str, Difference | None]:
        """How each stored array differs from the received one."""
        found: dict[str, Difference | None] = {}
        for leaf in self.parts:
            expected = self.expected.get(leaf.path)
            if leaf.array is not None and expected is not None and _comparable(expected, leaf.array):
                found[leaf.path] = difference(expected, leaf.array)
        return found

    def _tolerated(self) -> bool:
        if self.tolerance is None or self.stored is None:
            return False
        if document.forms(self.stored) != document.forms(self.text):
            return False
        found = self.differences()
        arrays = [leaf for leaf in self.parts if leaf.array is not None]
        if any(leaf.path not in found and leaf.digest not in self.stored for leaf in arrays):
            return False
        off = {path: each for path, each in found.items() if each is not None}
        if not all(each.within(self.tolerance) for each in off.values()):
            return False
        self.case.notes.tolerated += [
            f"{self.case.nodeid}{f' {path}' if path else ''}: {each.lines()[0]} (accepted: {self.tolerance})"
            for path, each in off.items()
        ]
        return True

    def _refusal_to_write(self, needed: bool) -> str:
        """Why an update must not take this result for the truth, or nothing."""
        mine = "\n".join(document.essence(self.text))
        first = self.case.claims.claim(self.path, mine)
        if first != mine:
            self.stored, self.expected = first, {}
            return "differs from what this same run gave for this snapshot before, so nothing was overwritten"
        if needed and self.case.writer == "":
            return "can only be written by the first cell of the matrix, which this run leaves out"
        return ""

    def _pass_through_syrupy(self, may_write: bool) -> None:
        accept = bool(self.stored is not None and not self._mismatch())
        self.case.store.settle(self.stem, "txt", self.text, lambda old, new: accept, may_write)
        for blob in self.blobs:
            self.case.store.settle(blob.stem, blob.extension, blob.encode(), lambda old, new: accept, may_write)

    def _note_files(self) -> None:
        paths = [self.path, *(self.case.store.path(blob.stem, blob.extension) for blob in self.blobs)]
        self.case.notes.used += [str(path) for path in paths]

    def _explain(self, mismatch: str) -> None:
        found = {path: each.lines() for path, each in self.differences().items() if each is not None}
        changed = document.changes(self.stored or "", self.text)
        folder = self._save_artifacts(mismatch, changed, found)
        self.case.explanation = message.snapshot_failure(
            mismatch,
            seed=self.case.seed,
            changed=changed,
            found=found,
            tolerance=self.tolerance,
            snapshot=self.case.relative_path(self.path),
            artifacts=self.case.relative_path(folder),
            nodeid=self.case.nodeid,
        )

    def _save_artifacts(self, mismatch: str, changed: list[str], found: dict[str, list[str]]) -> Path:
        suffix = self.stem.removeprefix(self.case.stem).strip("[]").replace("/", "-")
        folder = self.case.artifact_folder.with_name(self.case.artifact_folder.name + (f"-{suffix}" if suffix else ""))
        pairs = [
            Pair(leaf, self.expected.get(leaf.path))
            for leaf in self.parts
            if leaf.array is not None and leaf.digest not in (self.stored or "")
        ]
        facts = {"test": self.case.nodeid, "seed": self.case.seed, "verdict": mismatch, "changes": changed}
        facts |= {"differences": found, "snapshot": self.case.relative_path(self.path)}
        self.case.notes.artifacts.append(self.case.relative_path(folder))
        return artifacts.save(folder, pairs, json.loads(json.dumps(facts)))


def _comparable(expected: Array, actual: Array) -> bool:
    return expected.shape == actual.shape and expected.dtype == actual.dtype


def foreign_operand(other: Any) -> list[str]:
    """Explain a comparison that the other operand answered without asking the snapshot."""
    kind = f"{type(other).__module__}.{type(other).__name__}"
    return [
        f"{kind} did not ask the snapshot; write aug_snapshot == image",
        "the left operand answers first, and this one says no to all it does not know",
    ]
