"""Results of an earlier run that this one did not make: their image is gone from IN, or could not be done again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from .layout import Task, inside
from .manifest import Record

Before = Mapping[tuple[str, int], Record]


def left_over(out: Path, before: Before, tasks: Sequence[Task]) -> dict[tuple[str, int], Record]:
    """The lines of results of no task whose files still stand, but for files that a task writes."""
    own = {(task.file, task.k) for task in tasks}
    return standing(out, {place: row for place, row in before.items() if place not in own}, tasks)


def standing(out: Path, rows: Before, tasks: Sequence[Task]) -> dict[tuple[str, int], Record]:
    """Those of the lines whose image or labels still stand as theirs alone."""
    taken = {name.lower(): (task.file, task.k) for task in tasks for name in (task.output, task.labels)}
    return {
        place: row
        for place, row in rows.items()
        if taken.get(row["output"].lower(), place) == place and any((out / name).is_file() for name in files_of(row))
    }


def files_of(row: Record) -> list[str]:
    """The files of a line, below OUT."""
    return [row[name] for name in ("output", "labels") if row[name]]


def prune(out: Path, rows: Before) -> None:
    """Remove the files of these lines, and the folders that are empty then."""
    for name in [name for row in rows.values() for name in files_of(row)]:
        if not inside(out, str(Path(name).parent / "file")):
            continue  # a linked folder of somebody else's
        (out / name).unlink(missing_ok=True)
        with suppress(OSError):
            for folder in (out / name).parents[: len(Path(name).parts) - 1]:
                folder.rmdir()
