"""What a failed comparison leaves behind for the eye: one sheet, expected, actual and diff pictures, and a report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..common import names
from ..pages.failures import FACTS, SHEET
from ..pictures.sheet import Sides, sheet
from ..values import codec
from ..values.digest import Array, Leaf, leaves
from .changes import values_of
from .document import Stored


@dataclass(frozen=True)
class Pair:
    """One part of a result as stored and as received; either may be unknown."""

    leaf: Leaf
    expected: Array | None


def save(folder: Path, pairs: list[Pair], sides: Sides, report: Mapping[str, Any]) -> Path:
    """Write the sheet, the pictures and ``report.json``; return the path of the sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = sheet(f"{report['test']}: {report['verdict']} (seed {report['seed']})", sides, words_of(report))
    (folder / SHEET).write_bytes(codec.to_png(drawn))
    for pair in pairs:
        prefix = f"{names.slug(pair.leaf.path)}-" if pair.leaf.path else ""
        _save_side(folder, f"{prefix}expected", pair.leaf, pair.expected)
        _save_side(folder, f"{prefix}actual", pair.leaf, pair.leaf.array)
        diff = diff_picture(pair)
        if diff is not None:
            (folder / f"{prefix}diff.png").write_bytes(codec.to_png(diff))
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    (folder / FACTS).write_bytes(text.encode(errors="backslashreplace"))  # JSON's own escape of a surrogate
    return folder / SHEET


def words_of(report: Mapping[str, Any]) -> list[str]:
    """What a sheet says of the change: how far each part is off; of parts without pixels the lines that changed."""
    found = [f"{path}: {lines[0]}" if path else lines[0] for path, lines in report["differences"].items()]
    return [*report["why"], *found, *report["changes"]]


def sides_of(
    parts: list[Leaf], text: str, stored: Stored | None, expected: Mapping[str, Array], given: Mapping[str, Any]
) -> Sides:
    """What a sheet shows of a result; a stored part with the digest of the result is the result's."""
    known = {path: part.digest for path, part in stored.parts.items()} if stored is not None else {}
    same = {leaf.path: leaf.array for leaf in parts if leaf.array is not None and known.get(leaf.path) == leaf.digest}
    actual = {leaf.path: leaf.array for leaf in parts if leaf.array is not None}
    old = values_of(stored.text) if stored is not None else {}
    return Sides(_parts_of(given), {**old, **same, **expected}, {**values_of(text), **actual})


def _parts_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a call; those that have no fixed text are left out."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        with suppress(TypeError):
            for leaf in leaves({name: value}):
                found[leaf.path] = json.loads(leaf.value) if leaf.array is None else leaf.array
    return found


def _save_side(folder: Path, name: str, like: Leaf, array: Array | None) -> None:
    if array is None:
        return
    pixels = codec.drawable(Leaf(like.path, like.kind, array))
    if pixels is not None:
        (folder / f"{name}.png").write_bytes(codec.to_png(pixels))
    else:
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def diff_picture(pair: Pair) -> Array | None:
    """A gray picture, black where both agree and bright where they do not, or None."""
    if pair.expected is None or pair.leaf.array is None or pair.expected.shape != pair.leaf.array.shape:
        return None
    sides = [codec.drawable(Leaf("", pair.leaf.kind, array)) for array in (pair.expected, pair.leaf.array)]
    if sides[0] is None or sides[1] is None or sides[0].dtype != sides[1].dtype:
        return None
    delta = np.abs(sides[0].astype(np.int64) - sides[1].astype(np.int64))
    if delta.ndim == 3:
        delta = delta.max(axis=2)
    largest = max(int(delta.max()), 1)
    bright: Array = np.where(delta > 0, 64 + 191 * delta // largest, 0).astype(np.uint8)
    return bright
