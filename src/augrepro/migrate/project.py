"""All files of a project: which are read, for which release they were written, and what each becomes."""

from __future__ import annotations

import ast
import codecs
import io
import os
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..engine.declare.files import replace_file
from ..engine.declare.former_names import CLASSES
from ..engine.declare.places import PLACES
from ..engine.declare.rules import Release
from . import albu, configs, notebooks, python, specs, subclasses
from .edits import apply, apply_text
from .findings import Finding, Kind
from .local_classes import as_their_base, from_elsewhere, local_calls
from .names import parts_of
from .pins import installed, is_requirements
from .progress import told
from .python import Move, Target
from .source import Source
from .spans import Node, Unreadable, read_json, read_yaml
from .translate import class_of, is_former, parameters_of
from .values import Uncertain

MAX_BYTES = 64 * 2**20
SUFFIXES = (".py", ".pyi", ".ipynb", ".json", ".yaml", ".yml")
MARKS = (b"albumentations", b"augrepro.compat", b"augrepro import compat", b"Albu")
WIDE_MARKS = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE
"""What a file of two or four bytes a character begins with."""
SKIPPED = frozenset(("__pycache__", "node_modules", "site-packages", "build", "dist"))


@dataclass
class File:
    """One file, as it is and as it becomes."""

    path: Path
    raw: bytes
    new: bytes = b""
    findings: list[Finding] = field(default_factory=list)
    sites: int = 0
    defaults: str = ""
    """The release of the ``use_defaults`` that it gets."""

    @property
    def changed(self) -> bool:
        return self.new != self.raw

    def write(self) -> None:
        """Put the new bytes in place of the old, whole or not at all; OSError where it is read-only or was changed."""
        if is_read_only(self.path):
            raise OSError(f"{self.path} is read-only: nothing was written")
        if self.path.read_bytes() != self.raw:
            raise OSError(f"{self.path} has changed meanwhile: nothing was written")
        replace_file(self.path, self.new)


@dataclass
class Parsed:
    """The text of a file and what was made of it; nothing where it cannot be read."""

    text: str
    source: Source | None = None
    trees: list[Node] = field(default_factory=list)


class Project:
    """The files below some paths that mention the package, each read once."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.files: list[File] = []
        self.requirements: list[tuple[Path, str]] = []
        self._parsed: dict[Path, Parsed] = {}
        for path in told(sorted({each for start in paths for each in _below(start)}), "reading"):
            self._read(path)
        self.requirements.sort(key=lambda row: row[0].suffix == ".ipynb")  # what a notebook installs counts last

    def _read(self, path: Path) -> None:
        try:
            if path.stat().st_size > MAX_BYTES:
                return
            raw = path.read_bytes()
        except OSError as error:
            self.files.append(File(path, b"", b"", [_unread(error)]))
            return
        narrow = raw.replace(b"\0", b"") if raw.startswith(WIDE_MARKS) or b"\0" in raw[:4] else raw
        if b"albumentations" in narrow and (is_requirements(path) or path.suffix == ".ipynb"):
            text = narrow.decode("utf-8", "replace")
            self.requirements.append((path, installed(text) if path.suffix == ".ipynb" else text))
        if path.suffix not in SUFFIXES or not any(mark in narrow for mark in MARKS):
            return
        if path.suffix not in (".py", ".pyi", ".ipynb") and not specs.MARK.search(narrow):
            return
        file = File(path, raw, raw)
        try:
            self._parsed[path] = _parsed(path, raw)
        except ValueError as error:
            file.findings.append(_unread(error))
        self.files.append(file)

    def former_spelling(self) -> tuple[Path, int] | None:
        """A place whose arguments or names are none of 2.0.8."""
        for path, parsed in self._parsed.items():
            line = _former(parsed.source) if parsed.source is not None else configs.former(parsed.text, parsed.trees)
            if line is not None:
                return path, line
        return None

    def todays_spelling(self) -> bool:
        """Whether some argument is one that releases before 2.0 did not have."""
        sources = [parsed.source for parsed in self._parsed.values() if parsed.source is not None]
        return any(_has_todays_argument(source) for source in sources)

    def move(self, release: Release, target: Target) -> None:
        """Work out what every file becomes; nothing is written."""
        sources = [each.source for each in self._parsed.values() if each.source is not None]
        classes = {name: base for source in sources for name, base in as_their_base(source).items()}
        for file in told(self.files, "moving"):
            parsed = self._parsed.get(file.path)
            if parsed is None:
                continue
            try:
                found = _moved(file.path, parsed, release, target)
                if parsed.source is not None and target is Target.CORE and file.path.suffix != ".ipynb":
                    there = from_elsewhere(parsed.source, classes)
                    found.findings += local_calls(parsed.source, there, release) if there else ()
                    found.findings.sort(key=lambda each: each.line)
                file.findings, file.sites, file.defaults = found.findings, found.sites, found.defaults
                if file.path.suffix in (".py", ".pyi"):
                    text = apply(parsed.text.encode("utf-8"), found.edits).decode("utf-8")
                    ast.parse(text)
                else:
                    text = apply_text(parsed.text, found.edits)
            except (ValueError, SyntaxError, Uncertain) as error:
                file.findings.append(Finding(1, Kind.LOOK, f"it was not changed: {error}", "change it by hand", True))
                continue
            file.new = text.encode(_encoding(file.path, file.raw)) if text != parsed.text else file.raw
            if file.changed and is_read_only(file.path):
                cure = "make it writable (chmod u+w) and run this again"
                file.findings.append(Finding(1, Kind.LOOK, "the file is read-only: it is not written", cure))


def is_read_only(path: Path) -> bool:
    """Whether nobody may write the file as its mode has it, root's right to do so aside."""
    return not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK)


def _below(start: Path) -> Iterator[Path]:
    """The files at and below a path that may be of interest; links are not followed."""
    if start.is_file():
        yield start
        return
    for folder, folders, names in os.walk(start):
        here = Path(folder)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in SKIPPED and not (here / name / "pyvenv.cfg").exists()
        )
        for name in names:
            path = here / name
            if (path.suffix in SUFFIXES or is_requirements(path)) and path.is_file() and not path.is_symlink():
                yield path


def _encoding(path: Path, raw: bytes) -> str:
    if raw.startswith(WIDE_MARKS) or b"\0" in raw[:4]:
        raise ValueError("it is in UTF-16 or UTF-32, and Python, YAML and JSON want UTF-8: save it as that")
    if path.suffix in (".py", ".pyi"):
        try:
            return tokenize.detect_encoding(io.BytesIO(raw).readline)[0]
        except SyntaxError as error:
            raise ValueError(str(error)) from None
    return "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"


def _parsed(path: Path, raw: bytes) -> Parsed:
    """ValueError for what cannot be read."""
    text = raw.decode(_encoding(path, raw))
    if path.suffix in (".py", ".pyi"):
        return Parsed(text, Source(text))
    if path.suffix in (".json", ".ipynb"):
        tree = read_json(text)
        source = Source(notebooks.source_of_notebook(tree)) if path.suffix == ".ipynb" else None
        return Parsed(text, source, [tree])
    return Parsed(text, None, read_yaml(text))


def _moved(path: Path, parsed: Parsed, release: Release, target: Target) -> Move:
    if path.suffix == ".ipynb":
        return notebooks.move(parsed.text, parsed.trees[0], release, target)
    if parsed.source is not None:
        found = python.move(parsed.source, release, target, runs=path.suffix != ".pyi")
        albu.add(parsed.source, release, target, found)
        found.edits = [] if found.held else found.edits
        return found
    return configs.move(parsed.text, parsed.trees, release, target, quoted=path.suffix == ".json")


def _former(source: Source) -> int | None:
    """The line of a call that 2.0.8 does not know."""
    for call, dotted in source.calls():
        _, name, rest = parts_of(dotted)
        keywords = [arg.keyword.value for arg in call.args if arg.keyword is not None]
        if name == "use_defaults" and [source.code(arg).strip("\"'") for arg in call.args] == ["1.3"]:
            return source.line(call)
        if not rest and (name in CLASSES or (class_of(name) and any(is_former(name, key) for key in keywords))):
            return source.line(call)
    return subclasses.former_line(source)


def _has_todays_argument(source: Source) -> bool:
    for call, dotted in source.calls():
        _, name, rest = parts_of(dotted)
        then, today = PLACES.get(name, "").split(), parameters_of(name) if name in PLACES else {}
        keywords = {arg.keyword.value for arg in call.args if arg.keyword is not None}
        if not rest and any(key in today and key not in then for key in keywords):
            return True
    return False


def _unread(error: Exception) -> Finding:
    line = error.line if isinstance(error, Unreadable) else 1
    return Finding(line, Kind.CANNOT, f"it was not read: {error}", "move it by hand", holds=True)
