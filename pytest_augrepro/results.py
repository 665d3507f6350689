"""What the checks of a run found, as plain data, and the file it is written to. Standard library only."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .common.files import write_atomic
from .judging.contracts import CONTRACTS

if TYPE_CHECKING:
    from .checks.cell import CellResult
    from .judging.judge import Finding

FORMAT = 1
DISTRIBUTIONS = ("augrepro", "pytest", "numpy", "opencv-python-headless", "torch")
Check = dict[str, Any]


def to_json(outcome: CellResult) -> Check:
    """A check as data that can cross a process border."""
    from .judging.judge import reached

    return {
        "cell": outcome.cell,
        "contract": outcome.contract,
        "reached": reached(outcome.findings) or None,
        "laws": [_law(finding) for finding in outcome.findings],
        "notes": list(outcome.notes),
    }


def _law(finding: Finding) -> dict[str, Any]:
    from .judging.verdict import where

    breach = finding.breach
    facts: dict[str, Any] = {"law": finding.law, "outcome": finding.outcome, "reason": finding.reason}
    if breach is None:
        return facts
    epoch = re.search(r"epoch (\d+)", breach.run)
    return facts | {
        "headline": breach.headline,
        "where": where(breach),
        "epoch": int(epoch[1]) if epoch else None,
        "index": None if breach.visit is None else _name(breach.visit.index),
        "target": breach.target,
        "pattern": breach.pattern,
    }


def _name(index: Any) -> int | str:
    """The index of a sample as JSON knows it; an iterable may name its samples as it likes."""
    plain_index = isinstance(index, int | str) and not isinstance(index, bool)
    return index if plain_index else str(index)


def broken(check: Check) -> list[dict[str, Any]]:
    return [law for law in check["laws"] if law["outcome"] == "broken"]


def unjudged(checks: Sequence[Check]) -> list[str]:
    """The laws of a test that each cell left to another one, which then did not come to it."""
    from .judging.judge import OTHER_CELL

    left: dict[tuple[int, str], bool] = {}
    for check in checks:
        for law in check["laws"]:
            key = check["check"], law["law"]
            left[key] = left.get(key, True) and law["reason"] == OTHER_CELL
    return list(dict.fromkeys(law for (_, law), everywhere in left.items() if everywhere))


def weakest(checks: Sequence[Check]) -> str | None:
    """The contract that all checks reached, and of which no law was left unjudged."""
    from .judging.laws import own_laws

    order, left = [None, *CONTRACTS], set(unjudged(checks))
    complete = next((place for place, name in enumerate(CONTRACTS) if left & set(own_laws(name))), len(CONTRACTS))
    return order[min(complete, *(order.index(check["reached"]) for check in checks))]


def versions() -> dict[str, str]:
    """The versions of what decides about pixels and draws; imports none of it."""
    import platform
    from importlib import metadata

    found = {"python": platform.python_version(), "platform": platform.platform()}
    for name in DISTRIBUTIONS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def writable(path: Path) -> Path:
    """The path if a file can be put there; raise an OSError that says why not."""
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder, not a file")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"cannot write {path}: there is no folder {path.parent}")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            return path
    except OSError as problem:
        raise OSError(f"cannot write {path}: {problem.strerror}") from None


KEYS = frozenset({"format", "versions", "cells", "tests"})
"""What every file of results has, of any version."""


def file_for_results(path: Path) -> Path:
    """The path if results can be put there without loss of another file; raise an OSError that says why not."""
    writable(path)
    if os.path.lexists(path) and not path.is_file():
        raise FileExistsError(f"{path} is no regular file and would be replaced: name another file")
    if path.exists() and path.stat().st_size and not _are_results(path):
        raise FileExistsError(f"{path} is no results of augrepro's and would be overwritten: name another file")
    return path


def _are_results(path: Path) -> bool:
    import json

    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.keys() >= KEYS


GENERATOR = b'<meta name="generator" content="augrepro">'


def folder_for_report(path: Path) -> Path:
    """The folder if a report can be put there; raise an OSError that says why not."""
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(f"{path} is a file, not a folder")
    index = path / "index.html"
    if index.exists() and GENERATOR not in index.read_bytes()[:2000]:
        raise FileExistsError(f"{index} is no report of augrepro's and would be overwritten: name another folder")
    above = next(each for each in (path, *path.parents) if each.is_dir())
    writable(
        above / f"{path.name}.tmp"
    )  # made when it is written: pytest takes a folder that is there for one of tests
    return path


def write(path: Path, document: Mapping[str, Any]) -> None:
    """Put the document in place at once: a reader sees the old file or the new one, never half of it."""
    import json

    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    write_atomic(path, text.encode(errors="backslashreplace"))  # in JSON, the escape of a surrogate
