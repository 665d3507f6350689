"""What the files of a snapshot are called: a text, a file for each array, and both once more for each variant."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..common import names

if TYPE_CHECKING:
    from .document import Stored

TEXT, PNG, NPZ = "snap", "png", "npz"
_VARIANT = re.compile(r"@[0-9a-f]{8}")


def array_path(folder: Path, stem: str, path: str, extension: str) -> Path:
    """Where the array at a path of the result is kept."""
    whole = f"{stem}--{names.slug(path)}" if path else stem
    return folder / f"{names.bounded(whole)}.{extension}"


def array_paths(folder: Path, stem: str, stored: Stored) -> dict[str, Path]:
    """Where the arrays that a text tells of are kept, by their paths in the result, whether or not they have a file."""
    drawn = {path: part.form.drawn() is not None for path, part in stored.parts.items() if part.form is not None}
    return {path: array_path(folder, stem, path, PNG if flat else NPZ) for path, flat in drawn.items()}


def of_rootdir_above(root: Path, snapshots: Path, text: Path) -> tuple[Path, Path] | None:
    """A folder above rootdir, and the text there that a run with that rootdir has in the place of this one."""
    if not snapshots.is_relative_to(root):
        return None
    for above in root.parents:
        found = above / snapshots.relative_to(root) / root.relative_to(above) / text.relative_to(snapshots)
        if found.is_file():
            return above, found
        if (above / ".git").exists():
            return None
    return None


def variant_stem(stem: str, environment: str) -> str:
    """The name of what another environment gives for the same comparison."""
    return f"{stem}@{environment}"


def without_variant(stem: str) -> str:
    """The name of the comparison that a variant belongs to."""
    found = _VARIANT.search(stem, max(len(stem) - 9, 0))
    return stem[: found.start()] if found is not None and found.end() == len(stem) else stem


def variant_stems(folder: Path, stem: str) -> list[str]:
    """The names of the variants that are stored."""
    try:
        found = sorted(os.listdir(folder))
    except OSError:
        return []
    stems = [
        name.removesuffix(f".{TEXT}") for name in found if name.startswith(f"{stem}@") and name.endswith(f".{TEXT}")
    ]
    return [each for each in stems if without_variant(each) == stem]
