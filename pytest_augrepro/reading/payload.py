"""What a fresh process receives: ``make_dataset``, the functions given with it and its jobs, each pickled by itself."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

from .dataset import MakeDataset
from .job import Job, LoaderJob

MAKER = "make_dataset"
Payload = tuple[MakeDataset, tuple[Job, ...]]
Packed = list[tuple[str, bytes]]
"""Each part by its name, the jobs last: what fails to arrive is called by the name that the user gave it."""


class CannotTravel(Exception):
    """A part cannot be pickled for, or imported in, a fresh process; ``part`` is its name."""

    def __init__(self, problem: str, part: str = MAKER) -> None:
        super().__init__(problem)
        self.part = part


def packed(make_dataset: MakeDataset, jobs: Sequence[Job]) -> Packed:
    """Pickle each part; CannotTravel for the first that cannot be."""
    found: Packed = []
    for name, part in _parts(make_dataset, tuple(jobs)):
        try:
            found.append((name, pickle.dumps(part)))
        except Exception as problem:
            raise CannotTravel(f"{problem}", name) from None
    return found


def unpacked(payload: Packed | Payload) -> Payload:
    """Read what was packed; CannotTravel for the first part that cannot be read."""
    if isinstance(payload, tuple):
        return payload
    found: list[Any] = []
    for name, data in payload:
        try:
            found.append(pickle.loads(data))
        except BaseException as problem:  # a skipped test module raises no Exception
            raise CannotTravel(f"{type(problem).__name__}: {problem}", name) from None
    return found[0], found[-1]


def _parts(make_dataset: MakeDataset, jobs: tuple[Job, ...]) -> list[tuple[str, Any]]:
    parts: list[tuple[str, Any]] = [(MAKER, make_dataset)]
    parts += [("id_fn", job.id_fn) for job in jobs[:1] if job.id_fn is not None]
    loaders = [job for job in jobs if isinstance(job, LoaderJob)]
    parts += [(name, option) for job in loaders[:1] for name, option in job.loading.options.items()]
    return [*parts, ("the jobs", jobs)]
