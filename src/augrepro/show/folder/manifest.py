"""What was done, a line of JSON each: first what all lines share, then one line for each result."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from ...engine.declare.errors import short_repr
from ...engine.declare.files import replace_file
from ..pipelines import Unusable
from .layout import MANIFEST

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FORMAT = 1
Header = dict[str, Any]
Record = dict[str, Any]
SHARED = ("manifest", "pipeline_digest", "seed", "n", "labels", "suffix", "alpha", "versions", "platform")
"""What must be equal for a run to go on where another one stopped."""
TEXTS = dict.fromkeys("output labels input image label_input pixels output_file label_file".split(), str)  # noqa: SIM905
HEADER: dict[str, type] = {"versions": dict, "seed": int, "pipeline_digest": str, "labels": str, "inputs": str}
RECORD: dict[str, type] = {"file": str, "k": int, **TEXTS, "size": list, "plan": dict}
"""What every line must have."""
_DRAFT = re.compile(r"\..*\.[0-9a-f]{16}\.tmp")


def read(path: Path) -> tuple[Header, list[Record]]:
    """Header and records of a manifest; a last line that a crash cut off is left out. Unusable for another file."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        raise Unusable(
            f"there is no {path.name} in {path.parent}: name the OUT of apply, or the manifest in it"
        ) from None
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from None
    whole, found = lines[:-1], []
    for at, line in enumerate(whole, 1):
        try:
            row = json.loads(line)
        except ValueError:
            raise Unusable(f"{path} line {at}: not JSON") from None
        if not isinstance(row, dict):
            raise Unusable(f"{path} line {at}: not an object")
        found.append(row)
    if not found or found[0].get("manifest") != FORMAT:
        raise Unusable(f"{path} is no manifest of this version of python -m augrepro apply")
    for at, row in enumerate(found, 1):
        for name, kind in (HEADER if at == 1 else RECORD).items():
            if not isinstance(row.get(name), kind):
                raise Unusable(f"{path} line {at}: {name} must be {kind.__name__}, got {short_repr(row.get(name))}")
    return found[0], found[1:]


class Manifest:
    """The manifest of a run: lines are appended and reach the disk before their results are reported."""

    def __init__(self, out: Path, header: Header) -> None:
        self.path = out / MANIFEST
        self.header = header
        self.before: dict[tuple[str, int], Record] = {}
        self.records: dict[tuple[str, int], Record] = {}
        if out.is_dir() and any(out.iterdir()):
            self._go_on(out)
        out.mkdir(parents=True, exist_ok=True)
        fresh = not self.path.exists()
        self.file: IO[bytes] = open(self.path, "ab")  # noqa: SIM115 - closed by close()
        self._lock()
        if fresh:
            self._append(header)

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
        self.before = {(row["file"], row["k"]): row for row in records}

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

    def finish(self) -> None:
        """Write all lines sorted, so that the manifest is the same whatever the order and number of runs."""
        rows = [self.header, *(self.records[place] for place in sorted(self.records))]
        replace_file(self.path, b"".join(map(line, rows)))

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()


def line(row: Mapping[str, Any]) -> bytes:
    """A row as its line."""
    return json.dumps(row, separators=(",", ":"), allow_nan=False).encode() + b"\n"


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
