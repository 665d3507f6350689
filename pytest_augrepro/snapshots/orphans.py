"""Snapshots whose test is gone: those with the content of a test that has none, and what they become under its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..common import files
from ..common.files import File
from . import layout
from .document import LARGEST, Damaged, essence, parse
from .owners import Owners
from .store import MARK, TEXT_MARK, Bundle, Store
from .stored import ReadSnapshot

LARGEST_FILE = 2**31


class Orphans:
    """The stored texts by their content, read when one is first asked for."""

    def __init__(self, owners: Owners) -> None:
        self.owners = owners
        self._by_content: dict[str, list[Path]] | None = None

    def same(self, mine: str) -> list[Path]:
        """The texts with this content whose test is gone."""
        if self._by_content is None:
            self._by_content = {}
            for text in sorted(self.owners.snapshots.rglob(f"*.{layout.TEXT}")):
                if layout.without_variant(text.stem) == text.stem and (content := _content(text)):
                    self._by_content.setdefault(content, []).append(text)
        return [text for text in self._by_content.get(mine, []) if text.is_file() and not self.owners.owned(text)]


def _content(text: Path) -> str:
    try:
        data = files.read_small(text, LARGEST)
        return "\n".join(essence(parse(data).text)) if data is not None else ""
    except (OSError, Damaged):
        return ""


def moved(old: Path, store: Store, stem: str) -> Iterator[tuple[str, Bundle, list[Path]]]:
    """For a snapshot and its variants the new stem, its files under it, and the old files, which go."""
    before = Store(store.assertion, old.parent)
    base = old.name.removesuffix(f".{layout.TEXT}")
    for each in [base, *layout.variant_stems(old.parent, base)]:
        reading = ReadSnapshot(before, each, str(old))
        if reading.stored is None:
            continue
        target = stem + each.removeprefix(base)
        arrays = []
        for path, source in layout.array_paths(old.parent, each, reading.stored).items():
            data = files.read_small(source, LARGEST_FILE)
            if data is not None:
                place = layout.array_path(store.folder, target, path, source.suffix.removeprefix("."))
                arrays.append(File(place, data, reading.stored.parts[path].digest[:MARK]))
        text = File(store.path(target), reading.stored.text.encode(), TEXT_MARK)
        yield target, Bundle(text, arrays), reading.files
