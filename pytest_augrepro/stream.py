"""What came out of a loader: who made which sample when, by fingerprint. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Visit:
    """One sample as it came out of the loader."""

    run: int
    position: int
    index: int
    worker: int
    digest: str
    prints: dict[str, str]


@dataclass(frozen=True)
class Stream:
    """All samples of one reading: several passes over the data, each with a name such as ``epoch 0``."""

    names: tuple[str, ...]
    visits: tuple[Visit, ...]
    length: int
    arrays: dict[tuple[int, int], Any] = field(default_factory=dict)

    def by_index(self, run: int) -> dict[int, Visit]:
        return {visit.index: visit for visit in self.visits if visit.run == run}

    def digests(self, run: int) -> dict[int, str]:
        return {index: visit.digest for index, visit in self.by_index(run).items()}

    def draws(self) -> dict[tuple[int, int], tuple[str, ...]]:
        """Return what each worker gave in each pass, in order."""
        found: dict[tuple[int, int], list[str]] = {}
        for visit in self.visits:
            found.setdefault((visit.run, visit.worker), []).append(visit.digest)
        return {key: tuple(digests) for key, digests in found.items()}

    @property
    def content(self) -> list[tuple[int, int, str]]:
        return [(visit.run, visit.index, visit.digest) for visit in self.visits]


@dataclass(frozen=True)
class Census:
    """What fetching samples did besides making them."""

    moved: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    first_index: int | None = None


@dataclass(frozen=True)
class Evidence:
    """All readings of one cell that the laws are judged by."""

    first: Stream
    rerun: Stream
    other: Stream
    probe: Stream
    other_probe: Stream
    census: Census
    drop_last: bool = False
    batch_size: int = 1
