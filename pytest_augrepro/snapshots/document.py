"""The text of a snapshot: what is compared, and a little more for the reader."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..values.digest import Array, Leaf
from ..values.form import Form
from . import provenance
from .provenance import NOTE, Provenance

REMARK = "  ~ "
DIGEST = "  sha256 "
HEADER = re.compile(r"augrepro snapshot, seed (\d+)")
LARGEST = 2**26
"""Bytes of text that are read at most."""
_PLAIN_PATH = re.compile(r"[^\s:]+")
_DIGEST = re.compile(r"  sha256 ([0-9a-f]{64})")
_CONTINUED = (" ", "]", "}")


class Damaged(ValueError):
    """A text that no snapshot has, and why."""


@dataclass(frozen=True)
class StoredPart:
    """One part of a stored result; for an array its form and digest."""

    form: Form | None
    digest: str


@dataclass(frozen=True)
class Stored:
    """A snapshot's text as it was read."""

    text: str
    seed: int | None
    parts: dict[str, StoredPart]
    provenance: Provenance = field(default_factory=Provenance)


def render(parts: list[Leaf], seed: int, origin: Provenance | None = None) -> str:
    """The snapshot text: for an array its form and digest, for a value its JSON; at the end how it came about."""
    notes = "".join(f"{line}\n" for line in (origin.lines() if origin is not None else ()))
    return f"augrepro snapshot, seed {seed}\n" + "".join(_render_leaf(leaf) for leaf in parts) + notes


def title(path: str) -> str:
    """A path as it begins a line: quoted where it could be misread."""
    path = path or "result"
    return path if _PLAIN_PATH.fullmatch(path) and path.isprintable() else json.dumps(path)


def _render_leaf(leaf: Leaf) -> str:
    if leaf.array is None:
        return f"{title(leaf.path)}: {leaf.value}\n"
    form = Form.of(leaf.kind, leaf.array)
    return "\n".join([f"{title(leaf.path)}: {form}", f"{DIGEST}{leaf.digest}", *_remarks(leaf.array)]) + "\n"


def _remarks(array: Array) -> list[str]:
    if array.size == 0 or array.dtype.kind == "c":
        return []
    if array.size <= 32:
        return [f"{REMARK}{json.dumps(array.tolist())}"]
    with np.errstate(all="ignore"):
        mean = float(array.mean(dtype=np.float64))
    return [f"{REMARK}range {array.min():g}..{array.max():g} mean {mean:.4f}"]


def parse(data: bytes) -> Stored:
    """Read the text of a snapshot; raise :class:`Damaged` unless each line is one that ``render`` writes."""
    if data.startswith(b"version https://git-lfs"):
        raise Damaged("is a pointer of Git LFS, not the file itself: git lfs pull")
    try:
        text = data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Damaged("is no text in UTF-8") from None
    if "\n<<<<<<< " in f"\n{text}":
        raise Damaged("holds the marks of a merge that was not resolved")
    lines = lines_of(text)
    header = HEADER.fullmatch(lines[0]) if lines else None
    sections = sections_of(lines[1:] if header else lines)
    if header is None and not sections:
        raise Damaged("is empty" if not data.strip() else "is damaged")
    parts = {path: _parsed(path, section) for path, section in sections.items()}
    try:
        origin = provenance.parse(lines)
    except ValueError as problem:
        raise Damaged(str(problem)) from None
    return Stored(text, int(header[1]) if header else None, parts, origin)


def _parsed(path: str, section: list[str]) -> StoredPart:
    body = section[0][len(title(path)) + 2 :]
    form = Form.parse(body)
    if form is not None:
        found = _DIGEST.fullmatch(section[1]) if len(section) > 1 else None
        if found is None or not all(line.startswith(REMARK) for line in section[2:]):
            raise Damaged(f"is damaged where it tells of {path or 'the result'}")
        return StoredPart(form, found[1])
    try:
        json.loads("\n".join([body, *section[1:]]))
    except (ValueError, RecursionError):
        raise Damaged(f"is damaged where it tells of {path or 'the result'}") from None
    return StoredPart(None, "")


def lines_of(text: str) -> list[str]:
    """The lines of a text, none for an empty one."""
    return text.removesuffix("\n").split("\n") if text else []


def essence(text: str) -> list[str]:
    """The lines that decide; header, remarks and provenance are for the reader."""
    return [line for line in lines_of(text) if not line.startswith((REMARK, NOTE)) and not HEADER.fullmatch(line)]


def forms(text: str) -> list[str]:
    """The lines that decide even under a tolerance: all but the digests."""
    return [line for line in essence(text) if not line.startswith(DIGEST)]


def sections_of(lines: list[str]) -> dict[str, list[str]]:
    """The lines of each part by its path, without provenance; raise :class:`Damaged` where a line begins none."""
    sections: dict[str, list[str]] = {}
    path: str | None = None
    for line in lines:
        if line.startswith(NOTE):
            continue
        if not line.startswith(_CONTINUED):
            path = _path_of(line)
            if path in sections:
                raise Damaged(f"tells of {path or 'the result'} twice")
            sections[path] = []
        if path is None:
            raise Damaged("is damaged in its first line")
        sections[path].append(line)
    return sections


def _path_of(line: str) -> str:
    name, found, _ = line.partition(": ")
    if line.startswith('"'):
        try:
            name, end = json.JSONDecoder().raw_decode(line)
        except ValueError:
            found = ""
        else:
            found = line[end : end + 2] if isinstance(name, str) else ""
    if found != ": ":
        raise Damaged(f"has a line that no snapshot has: {line[:60]!r}")
    return "" if name == "result" else name


def legacy(path: Path) -> Path:
    """Where drafts of this plugin kept the same text, under a suffix that doctest collects."""
    return path.with_suffix(".txt") if path.suffix == ".snap" else path
