"""Reading a dataset without a loader, sample by sample, under a condition. Runs inside a child process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pytest_augrepro.judging.stream import Stream, Visit
from pytest_augrepro.reading import ambient, census
from pytest_augrepro.reading.conditions import CONDITIONS
from pytest_augrepro.reading.dataset import MakeDataset, key_of, subject_of
from pytest_augrepro.reading.fingerprint import combined, fingerprint
from pytest_augrepro.reading.job import Job


def read_directly(make_dataset: MakeDataset, job: Job) -> Stream:
    """Fetch every sample without a loader, under a condition; the global generators start from one state."""
    visits = []
    with CONDITIONS[job.condition]() as condition:
        ambient.pin(job.seed)
        subject = subject_of(make_dataset, job.seed, job.id_fn)
        condition.prepare(subject.dataset)
        for epoch in range(job.epochs):
            subject.set_epoch(epoch)
            if subject.iterable:
                named = [(subject.id_fn(sample), fingerprint(sample)) for sample in subject.dataset]
            else:
                keys = [key_of(index, epoch) for index in range(len(subject))]
                named = list(
                    zip(
                        map(int, keys),
                        condition.fetch(keys, lambda key: fingerprint(subject.dataset[key])),
                        strict=True,
                    )
                )
            visits += [Visit(epoch, at, name, -1, combined(prints), prints) for at, (name, prints) in enumerate(named)]
        condition.finish()
    names = tuple(f"epoch {epoch}" for epoch in range(job.epochs))
    return Stream(names, tuple(visits), subject.length, {}, condition.inert, condition.idle, condition.blame)


@dataclass(frozen=True)
class InputOf:
    """Tells input from books: whether any sample comes out differently when an array starts as it was left."""

    make_dataset: MakeDataset
    job: Job

    def __call__(self, path: str, left: Any) -> bool:
        return left.dtype.kind == "U" or self._samples(None) != self._samples((path, left.copy()))

    def _samples(self, change: tuple[str, Any] | None) -> list[dict[str, str]]:
        ambient.pin(self.job.seed)
        subject = subject_of(self.make_dataset, self.job.seed, self.job.id_fn)
        if subject.iterable:
            return []
        for path, _, put in list(census.held_places(subject.dataset)) if change else ():
            if change and path == change[0]:
                put(change[1])
        return [fingerprint(subject.dataset[key_of(index, 0)]) for index in range(len(subject))]
