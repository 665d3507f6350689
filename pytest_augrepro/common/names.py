"""Where a test's files live, and what they are called. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import PurePosixPath

LONGEST = 100
LONGEST_STEM = 170
"""Characters of a file's name without its suffix; file systems take 255 bytes, drafts are longer."""
_UNSAFE = re.compile(r"[^A-Za-z0-9_.+=,@\-]+")


def short_hash(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=4).hexdigest()


def slug(text: str, keep: str = "") -> str:
    """A readable file name; where reading it back would be ambiguous, a short hash is added."""
    unsafe = re.compile(_UNSAFE.pattern.replace("@", "@" + re.escape(keep))) if keep else _UNSAFE
    clean = unsafe.sub("-", text)
    if clean == text and len(text) <= LONGEST:
        return text
    return f"{clean[: LONGEST - 10].rstrip('-.')}-{short_hash(text)}"


def bounded(stem: str) -> str:
    """A file name made of slugs, short enough for every file system."""
    return stem if len(stem) <= LONGEST_STEM else f"{stem[: LONGEST_STEM - 9].rstrip('-.')}-{short_hash(stem)}"


def split_nodeid(nodeid: str) -> tuple[str, str, str]:
    """Split a node id into its file, its dotted name and its parameters."""
    path, _, rest = nodeid.partition("::")
    chain, bracket, params = rest.partition("[")
    return path, chain.replace("::", "."), params[:-1] if bracket else ""


def without_cell(params: str, cell: str | None) -> str:
    """Take the matrix cell out of parameters, so that all cells of a test share one snapshot."""
    if cell is None or not params:
        return params
    if params == cell:
        return ""
    for before, after in ((f"{cell}-", ""), ("", f"-{cell}")):
        if before and params.startswith(before):
            return params[len(before) :]
        if after and params.endswith(after):
            return params[: -len(after)]
    return params.replace(f"-{cell}-", "-", 1)


def test_of(nodeid: str, cell: str | None) -> str:
    """The node id that all cells of a test have in common."""
    path, _, rest = nodeid.partition("::")
    chain, _, params = rest.partition("[")
    params = without_cell(params.rpartition("]")[0], cell)
    return f"{path}::{chain}" + (f"[{params}]" if params else "")


def snapshot_folder(nodeid: str) -> PurePosixPath:
    """The folder below ``snapshots/`` that mirrors the test's file."""
    path = PurePosixPath(split_nodeid(nodeid)[0])
    parts = path.with_suffix("").parts if path.name else path.parts
    return PurePosixPath(*("_parent" if part == ".." else part for part in parts))


def snapshot_stem(nodeid: str, cell: str | None = None) -> str:
    """The file name, without suffix, of a test's first snapshot."""
    _, chain, params = split_nodeid(nodeid)
    params = without_cell(params, cell)
    return bounded(slug(chain) + (f"[{slug(params)}]" if params else ""))


def place(folder: object, stem: str) -> str:
    """How the stem of a snapshot and its folder are kept together."""
    return f"{folder}\n{stem}"


def shared_files(tests: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Return, of node ids and their cells, those that would have the file of another test, each with that test.

    Cells of one test share its file. Names that differ in capital letters only are one, as some file systems have it.
    """
    owners: dict[str, dict[str, str]] = {}
    files = [(nodeid, test_of(nodeid, cell), _file_of(nodeid, cell).casefold()) for nodeid, cell in tests]
    for nodeid, test, file in files:
        owners.setdefault(file, {}).setdefault(test, nodeid)
    return {
        nodeid: next(other for owner, other in owners[file].items() if owner != test)
        for nodeid, test, file in files
        if len(owners[file]) > 1
    }


def _file_of(nodeid: str, cell: str | None) -> str:
    return f"{snapshot_folder(nodeid)}/{snapshot_stem(nodeid, cell)}"


def artifact_folder(nodeid: str) -> str:
    """The folder name of a test's failure files; distinct for distinct tests."""
    path, chain, params = split_nodeid(nodeid)
    readable = "-".join(part for part in (PurePosixPath(path).stem, chain, params) if part)
    return f"{_UNSAFE.sub('-', readable)[:80].rstrip('-.')}-{short_hash(nodeid)}"
