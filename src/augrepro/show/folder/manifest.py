"""What was done, a line of JSON each: first what all lines share, then one line for each result."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import MappingProxyType
from typing import IO, Any

from ...engine.declare.errors import short_repr
from ...engine.declare.files import replace_file
from ..pipelines import Unusable
from .layout import MANIFEST

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # a module elsewhere

FORMAT = 1
Header = dict[str, Any]
Record = dict[str, Any]
MOST = 1000
"""Results of one image."""
SHARED = ("manifest", "pipeline_digest", "seed", "n", "labels", "suffix", "alpha", "versions", "platform")
"""What must be equal for a run to go on where another one stopped."""
TEXTS = dict.fromkeys("output labels input image label_input pixels output_file label_file".split(), str)  # noqa: SIM905 - one name a line is long
HEADER: dict[str, type] = {
    "results": int,
    "n": int,
    "seed": int,
    "versions": dict,
    "alpha": bool,
    "all_labels": list,
    **dict.fromkeys("pipeline_digest labels inputs platform suffix pipeline_file label_inputs".split(), str),  # noqa: SIM905 - one name a line is long
}
RECORD: dict[str, type] = {"file": str, "k": int, **TEXTS, "size": list, "plan": dict}
"""What every line must have."""
OWN, DIGITS = "line", 16
"""What a line calls its own digest, and how long that is."""
_DIGEST = re.compile(rb',"line":"([0-9a-f]{16})"\}$')
_DRAFT = re.compile(r"\..*\.[0-9a-f]{16}\.tmp")


def read(path: Path) -> tuple[Header, list[Record]]:
    """Header and records of a manifest, without the digests of their lines.

    A last line that a crash cut off is left out. Unusable for another file.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        raise Unusable(
            f"there is no {path.name} in {path.parent}: name the OUT of apply, or the manifest in it"
        ) from None
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from None
    whole, found = lines[:-1], []
    for at, text in enumerate(whole, 1):
        try:
            row = json.loads(text)
        except (ValueError, RecursionError):
            raise Unusable(f"{path} line {at}: not JSON") from None
        if not isinstance(row, dict):
            raise Unusable(f"{path} line {at}: not an object")
        row.pop(OWN, None)
        found.append(row)
    if not found or found[0].get("manifest") != FORMAT:
        raise Unusable(f"{path} is no manifest of this version of python -m augrepro apply")
    for at, row in enumerate(found, 1):
        for name, kind in (HEADER if at == 1 else RECORD).items():
            if type(row.get(name)) is not kind:  # True is no number here
                raise Unusable(f"{path} line {at}: {name} must be {kind.__name__}, got {short_repr(row.get(name))}")
        _check(f"{path} line {at}", row, found[0])
    return found[0], found[1:]


def _check(where: str, row: Mapping[str, Any], header: Header) -> None:
    """Unusable for numbers that no run writes, and for names that lead out of OUT or IN."""
    if row is header:
        for name, most in (("results", None), ("n", MOST)):
            if row[name] < 1 or (most and row[name] > most):
                raise Unusable(f"{where}: {name} must be 1 or more{f', at most {most}' * bool(most)}, got {row[name]}")
        if row["all_labels"] and not (len(row["all_labels"]) == 2 and _below(row["all_labels"][0])):
            given = short_repr(row["all_labels"])
            raise Unusable(
                f"{where}: all_labels must be the name of a file beside the manifest and its digest, got {given}"
            )
        return
    if not 0 <= row["k"] < header["n"]:
        raise Unusable(
            f"{where}: k must be from 0 to {header['n'] - 1}, as {header['n']} results of each image were made"
        )
    if len(row["size"]) != 2 or not all(type(each) is int and each > 0 for each in row["size"]):
        raise Unusable(f"{where}: size must be height and width, got {short_repr(row['size'])}")
    if not isinstance(row.get("annotations", 0), (list, type(None))):
        raise Unusable(f"{where}: annotations must be a list or null, got {short_repr(row.get('annotations'))}")
    for name in ("file", "output", "labels"):
        if not (_below(row[name]) or (row[name] == "" and name == "labels")):
            where_to = "IN" if name == "file" else "the manifest's folder"
            raise Unusable(f"{where}: {name} must be a file below {where_to}, got {short_repr(row[name])}")


def _below(name: Any) -> bool:
    """Whether a name is that of a file below a folder."""
    if not isinstance(name, str) or not name or "\0" in name:
        return False
    return not any(path.is_absolute() or ".." in path.parts for path in (PurePosixPath(name), PureWindowsPath(name)))


def changed_lines(path: Path) -> list[int] | None:
    """The lines that are not what was written, by their own digests; None where the first has none, as of old."""
    lines = path.read_bytes().split(b"\n")[:-1]
    if not _DIGEST.search(lines[0]):
        return None
    return [at for at, text in enumerate(lines, 1) if not _is_as_written(text)]


def header_changed(path: Path) -> bool:
    """Whether the first line is not what was written, so that no run goes on from it."""
    return 1 in (changed_lines(path) or [])


def _is_as_written(text: bytes) -> bool:
    found = _DIGEST.search(text)
    return found is not None and _digest(text[: found.start()]) == found[1].decode()


def _digest(begun: bytes) -> str:
    """Of a line up to the comma before its digest."""
    return sha256(begun).hexdigest()[:DIGITS]


def was_cut(path: Path) -> bool:
    """Whether the last line stops in the middle."""
    return not path.read_bytes().endswith(b"\n")


class Manifest:
    """The manifest of a run: lines are appended and reach the disk before their results are reported."""

    def __init__(self, out: Path, header: Header) -> None:
        self.path = out / MANIFEST
        self.header = header
        self.before: dict[tuple[str, int], Record] = {}
        self.records: dict[tuple[str, int], Record] = {}
        self.said: int = header["results"]
        if out.is_dir() and any(out.iterdir()):
            self._go_on(out)
        out.mkdir(parents=True, exist_ok=True)
        fresh = not self.path.exists()
        self._open()
        if fresh:
            self._append(header)

    def _open(self) -> None:
        self.file: IO[bytes] = open(self.path, "ab")  # noqa: SIM115 - closed by close()
        self._lock()

    def _go_on(self, out: Path) -> None:
        if not self.path.exists():
            raise Unusable(f"{out} is not empty and holds no {MANIFEST} of an earlier run: name another folder")
        if b"\n" not in self.path.read_bytes():  # a crash in the very first line
            self.path.unlink()
            return
        header, records = read(self.path)
        for name in SHARED:
            if header.get(name) != self.header.get(name):
                was, now = (_said(name, each.get(name)) for each in (header, self.header))
                raise Unusable(f"{out} was made with {was}, and this run has {now}: name another folder")
        self.said = header["results"]
        changed = changed_lines(self.path) or []
        if header_changed(self.path):
            raise Unusable(f"{self.path} line 1 is not what was written: name another folder")
        self.before = {(row["file"], row["k"]): row for at, row in enumerate(records, 2) if at not in changed}

    def _lock(self) -> None:
        """One run at a time; the system lets go of it when the process ends, however it does."""
        if fcntl is not None:
            try:
                fcntl.flock(self.file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                self.close()
                raise Unusable(f"another run is writing to {self.path.parent}") from None
        raw = self.path.read_bytes()
        if raw and not raw.endswith(b"\n"):
            self.file.truncate(raw.rfind(b"\n") + 1)

    def expect(self, results: int) -> None:
        """Let the first line say so from the start: a run that is stopped shall not look like the whole one before."""
        self.header["results"] = results
        if self.said != results:
            self._replace([self.header, *self.before.values()])
            self.close()
            self._open()
            self.said = results

    def add(self, record: Record) -> None:
        """Append a result's line, to the disk; a line that stood there already is not written again."""
        place = record["file"], record["k"]
        self.records[place] = record
        if self.before.get(place) != record:
            self._append(record)

    def _append(self, row: Mapping[str, Any]) -> None:
        self.file.write(line(row))
        self.file.flush()
        os.fsync(self.file.fileno())

    def finish(self, kept: Mapping[tuple[str, int], Record] = MappingProxyType({})) -> None:
        """Write all lines sorted, so that the manifest is the same whatever the order and number of runs.

        ``kept`` are lines of earlier runs whose results were not made again and whose files stay.
        """
        found = {**kept, **self.records}
        rows = [self.header, *(found[place] for place in sorted(found))]
        self._replace(rows)

    def _replace(self, rows: Iterable[Mapping[str, Any]]) -> None:
        if fcntl is None:  # Windows replaces no file that is open
            self.close()
        replace_file(self.path, b"".join(map(line, rows)))

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()


def line(row: Mapping[str, Any]) -> bytes:
    """A row as its line, at whose end stands the digest of what comes before."""
    begun = json.dumps(row, separators=(",", ":"), allow_nan=False).encode().removesuffix(b"}")
    return begun + f',"{OWN}":"{_digest(begun)}"}}\n'.encode()


def sweep(out: Path, known: Callable[[Path], bool] = lambda path: True) -> None:
    """Remove the half-written drafts that a run left which was killed."""
    for path in out.rglob(".*.tmp"):
        if _DRAFT.fullmatch(path.name) and known(path):
            path.unlink(missing_ok=True)


def _said(name: str, value: Any) -> str:
    """A setting that all lines share, as an option or in words."""
    if name == "labels":
        return f"{value} labels" if value else "no labels"
    if name == "suffix":
        return f"--format {value.removeprefix('.')}" if value else "no --format"
    if name == "alpha":
        return "alpha channels" if value else "--drop-alpha"
    if name == "versions" and isinstance(value, dict):
        return ", ".join(f"{package} {version}" for package, version in value.items())
    called = {"n": "--n", "pipeline_digest": "pipeline", "manifest": "manifest format"}.get(name, name)
    return f"{called} {value[:8] if name == 'pipeline_digest' else value}"
