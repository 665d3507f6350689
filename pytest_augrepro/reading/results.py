"""What the children of a check brought home, as the evidence wants it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..judging.evidence import Evidence, Failed, OwnLoader, Reading, SideEffects
from .dataset import NotADataset
from .job import LoaderJob
from .payload import CannotTravel
from .process import Child, FileShared, ReadingFailed, Result, ours

__tracebackhide__ = ours
NEAR = (2**8, 2**16)
NOTHING_READ = Reading((), (), None)


def unsent(path: str) -> Evidence:
    """The evidence about a dataset that no worker received: what keeps it from being sent."""
    return Evidence(
        first=NOTHING_READ,
        rerun=NOTHING_READ,
        other=NOTHING_READ,
        side_effects=SideEffects(unpicklable=path),
        needs_pickle=True,
    )


def file_shared(problem: FileShared) -> Evidence:
    """The evidence about a dataset whose workers read through one file, so that a sample could not be made."""
    first = replace(NOTHING_READ, shared=(problem.name,), blame=problem.problem)
    return Evidence(first=first, rerun=NOTHING_READ, other=NOTHING_READ)


def near(found: Mapping[str, Result]) -> tuple[tuple[int, Reading], ...]:
    read = [(step, found.get(f"near {step}")) for step in NEAR]
    return tuple((step, reading) for step, reading in read if isinstance(reading, Reading))


def side_effects(found: Mapping[str, Result]) -> SideEffects:
    watched, packed = found.get("watched"), found.get("packed")
    unpicklable = packed.unpicklable if isinstance(packed, SideEffects) else ""
    unwatched = watched.problem if isinstance(watched, Failed) else ""
    seen = watched if isinstance(watched, SideEffects) else SideEffects(unwatched=unwatched)
    return replace(seen, unpicklable=unpicklable)


def own_loader(found: Mapping[str, Result]) -> OwnLoader | None:
    """What is known of the user's own loader; NotADataset where it cannot make a batch."""
    own = found.get("own loader")
    if not isinstance(own, OwnLoader):
        return None
    if own.problem:
        raise NotADataset(f"the DataLoader that make_dataset returned cannot make a batch as it stands: {own.problem}")
    return own


def reading_or_failure(result: Result) -> Reading | Failed:
    assert isinstance(result, Reading | Failed)
    return result


def reading_of(result: Any) -> Reading:
    if isinstance(result, Failed):
        raise ReadingFailed(result.trace)
    assert isinstance(result, Reading)
    return result


def finished(job: LoaderJob, child: Child) -> list[Result]:
    try:
        return child.result()
    except FileShared:
        raise
    except (ReadingFailed, CannotTravel) as problem:
        hint = _pickling_hint(str(problem)) if job.cell.served else ""
        raise ReadingFailed(f"cell {job.cell.id}: {problem}{hint}") from None


def _pickling_hint(text: str) -> str:
    words = ("ickl", "ModuleNotFoundError", "exited unexpectedly")
    if not any(word in text for word in words):
        return ""
    return (
        "\nworkers that are not forked receive the dataset by pickle, and id_fn and worker_init_fn with it: none of "
        "them may be or hold a lambda, a lock or an open file, and what they are made of must live in modules that can "
        "be imported by name (with --import-mode=importlib test modules cannot)"
    )
