"""Reading and writing small text files safely: bounded, parsed without eval, written all or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from .errors import PlanError

MAX_BYTES = 4 * 2**20
MAX_DEPTH = 40


def write_atomic(path: str | os.PathLike[str], text: str) -> None:
    """Write the file beside its place and move it there: a reader sees the old text or the new, never half."""
    path = Path(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_bounded(path: str | os.PathLike[str]) -> str:
    """The text of a file of at most 4 MiB."""
    path = Path(path)
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise PlanError(f"{path}: {size} bytes are more than the {MAX_BYTES} that a plan or pipeline may have")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PlanError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start})") from None


def parse_json(text: str, where: str) -> Any:
    """The JSON value, or a PlanError that says where it breaks; depth and length are bounded."""
    if len(text) > MAX_BYTES:
        raise PlanError(f"{where}: {len(text)} characters are more than the {MAX_BYTES} allowed")
    try:
        data = json.loads(text)
    except RecursionError:
        raise PlanError(f"{where}: nested deeper than {MAX_DEPTH} levels") from None
    except json.JSONDecodeError as error:
        raise PlanError(f"{where}: not JSON, line {error.lineno} column {error.colno}: {error.msg}") from None
    except ValueError:
        raise PlanError(f"{where}: a number in it has more digits than Python reads") from None
    check_depth(data, where)
    return data


def check_depth(data: Any, where: str, depth: int = 0) -> None:
    """PlanError where lists and objects nest deeper than 40 levels."""
    if depth > MAX_DEPTH:
        raise PlanError(f"{where}: nested deeper than {MAX_DEPTH} levels")
    children = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for child in children:
        check_depth(child, where, depth + 1)
