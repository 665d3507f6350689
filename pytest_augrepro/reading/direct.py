"""Reading a dataset without a loader, sample by sample, under a condition. Runs inside a child process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..judging.evidence import Reading, Visit
from . import global_rng, side_effects
from .conditions import CONDITIONS
from .dataset import MakeDataset, key_of, subject_of
from .fingerprint import combined, fingerprint
from .job import DirectJob, SideEffectsJob


def read_directly(make_dataset: MakeDataset, job: DirectJob) -> Reading:
    """Fetch every sample without a loader, under a condition; the global generators start from one state."""
    visits = []
    with CONDITIONS[job.condition]() as condition:
        global_rng.seed_all(job.seed)
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
            visits += [
                Visit(run=epoch, position=at, index=name, worker=-1, digest=combined(prints), prints=prints)
                for at, (name, prints) in enumerate(named)
            ]
        condition.finish()
    names = tuple(f"epoch {epoch}" for epoch in range(job.epochs))
    return Reading(
        names,
        tuple(visits),
        subject.length,
        no_effect=condition.no_effect,
        not_applicable=condition.not_applicable,
        blame=condition.blame,
    )


@dataclass(frozen=True)
class InputOf:
    """Tells input from books: whether any sample comes out differently when an array starts as it was left."""

    make_dataset: MakeDataset
    job: SideEffectsJob

    def __call__(self, path: str, left: Any) -> bool:
        return left.dtype.kind == "U" or self._samples(None) != self._samples((path, left.copy()))

    def _samples(self, change: tuple[str, Any] | None) -> list[dict[str, str]]:
        global_rng.seed_all(self.job.seed)
        subject = subject_of(self.make_dataset, self.job.seed, self.job.id_fn)
        if subject.iterable:
            return []
        for path, _, put in list(side_effects.replaceable_arrays(subject.dataset)) if change else ():
            if change and path == change[0]:
                put(change[1])
        return [fingerprint(subject.dataset[key_of(index, 0)]) for index in range(len(subject))]
