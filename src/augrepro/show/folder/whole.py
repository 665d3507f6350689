"""Whether a manifest has one line for each result, and OUT no result without a line."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..images import SUFFIXES, digest
from ..labels.base import Format
from ..labels.coco import Coco
from ..pipelines import Unusable
from .layout import MANIFEST, images_in
from .left import files_of
from .manifest import Header, Record, changed_lines, was_cut

MOST_TOLD = 6
NOT_OF_AN_IMAGE = ("classes.txt",)
"""What people put beside YOLO's labels."""


def gaps(path: Path, header: Header, records: Sequence[Record], inputs: Path, labels: Format | None) -> Iterator[str]:
    """What is wrong with the manifest as a whole, a sentence each."""
    lines: dict[tuple[str, int], list[int]] = {}
    for at, row in enumerate(records, 2):
        lines.setdefault((row["file"], row["k"]), []).append(at)
    if torn := changed_lines(path):
        numbers = f"line{'s' * (len(torn) > 1)} {', '.join(map(str, torn))}"
        yield f"damaged: {numbers} not as written, by the line's own digest"
    if was_cut(path):
        yield f"damaged: line {len(records) + 2} was cut off"
    for (file, k), places in lines.items():
        if len(places) > 1:
            where = " and ".join(map(str, places))
            yield f"unfinished or damaged: lines {where} are of the same result, {_named(file, k)}"
    total = header["results"]
    if len(lines) < total:
        missing = _without_line(inputs, labels, header["n"], set(lines))
        yield f"unfinished or damaged: {total - len(lines)} of {total} results without a line{_listed(missing)}"
    if len(lines) > total:
        yield f"damaged: there are lines of {len(lines)} results, and the first line says {total}"
    if header["labels"] == Coco.name:
        yield from _of_all_labels(path.parent, header["all_labels"])
    strangers = _strangers(path.parent, records, labels)
    if strangers:
        yield f"{_files(strangers)} in {path.parent} and in no line{_listed(strangers)}"


def _of_all_labels(out: Path, said: Sequence[str]) -> Iterator[str]:
    """What is wrong with the one file of all labels."""
    if not said:
        yield "unfinished: the file of all labels was not written"
        return
    try:
        found = digest((out / said[0]).read_bytes())
    except OSError as error:
        yield f"{said[0]} cannot be read ({error.strerror})"
        return
    if found != said[1]:
        yield f"{said[0]} is no longer what was written"


def _without_line(inputs: Path, labels: Format | None, n: int, known: set[tuple[str, int]]) -> list[str]:
    """Results that IN would have and that no line tells of."""
    try:
        files, _ = images_in(inputs, labels)
    except Unusable:
        return []
    return [_named(file, k) for file in files for k in range(n) if (file, k) not in known]


def _strangers(out: Path, records: Sequence[Record], labels: Format | None) -> list[str]:
    """Images and labels in OUT that no line tells of."""
    known = {name for row in records for name in files_of(row)}
    suffixes = (*SUFFIXES, *([labels.suffix] if labels is not None and labels.suffix else []))
    found = []
    for root, folders, files in os.walk(out):
        folders[:] = [name for name in folders if not name.startswith(".")]
        names = [name for name in files if not name.startswith(".") and name not in (MANIFEST, *NOT_OF_AN_IMAGE)]
        found += [(Path(root) / name).relative_to(out).as_posix() for name in names]
    return sorted(name for name in found if Path(name).suffix.lower() in suffixes and name not in known)


def _named(file: str, k: int) -> str:
    return f"{file} ({k})"


def _files(names: Sequence[str]) -> str:
    return "1 file is" if len(names) == 1 else f"{len(names)} files are"


def _listed(names: Sequence[str]) -> str:
    more = [f"and {len(names) - MOST_TOLD} more"] if len(names) > MOST_TOLD else []
    return "".join(f"\n  {name}" for name in [*names[:MOST_TOLD], *more])
