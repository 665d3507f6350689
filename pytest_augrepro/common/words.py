"""Text in lines, paths and errors in words."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most ``width`` characters; a word that is longer, as a path may be, stays whole, to be copied."""
    return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)


def path_from(start: Path, path: Path, root: Path) -> str:
    """A path as it is typed in the folder ``start``; one that lies outside ``root`` as it is."""
    return os.path.relpath(path, start).replace(os.sep, "/") if path.is_relative_to(root) else str(path)


def words_of_error(problem: OSError) -> str:
    """An error of the file system in words, with the name of the file."""
    words = problem.strerror or str(problem)
    return f"{words}: {os.fsdecode(problem.filename)}" if problem.filename is not None else words
