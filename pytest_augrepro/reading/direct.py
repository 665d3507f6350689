"""Reading a dataset without a loader, sample by sample, under a condition. Runs inside a child process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from ..judging.evidence import Reading, Visit
from . import global_rng, side_effects
from .conditions import CONDITIONS
from .dataset import MakeDataset, Subject, key_of, subject_of
from .fingerprint import combined, fingerprint
from .held import Held, Plain, held
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
            identities: dict[int, Any] = {}
            if subject.iterable:
                named = [(subject.id_fn(sample), fingerprint(sample)) for sample in subject.dataset]
            else:
                for index in sorted({0, len(subject) - 1}) if job.probed else ():
                    subject.dataset[key_of(index, epoch, 1)]
                keys = [key_of(index, epoch) for index in range(len(subject))]
                named = list(
                    zip(
                        map(int, keys),
                        condition.fetch(keys, partial(_fetched, subject, identities)),
                        strict=True,
                    )
                )
            visits += [
                Visit(
                    run=epoch,
                    position=at,
                    index=name,
                    worker=-1,
                    digest=combined(prints),
                    prints=prints,
                    identity=identities.get(name),
                )
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
        ordered=subject.iterable,
    )


def _fetched(subject: Subject, identities: dict[int, Any], key: int) -> dict[str, str]:
    """The fingerprint of a sample; notes which sample it says it is."""
    sample = subject.dataset[key]
    if subject.named:
        identities[int(key)] = subject.identity_of(sample)
    return fingerprint(sample)


@dataclass(frozen=True)
class InputOf:
    """Tells input from books: whether any sample comes out differently when data starts as it was left."""

    make_dataset: MakeDataset
    job: SideEffectsJob

    def __call__(self, left: Held) -> bool:
        if isinstance(left.thing, Plain) and left.thing.row:
            return True  # boxes and points are input, whether or not what became of them comes out
        return self._samples(None) != self._samples((left.path, left.content()))

    def _samples(self, change: tuple[str, Any] | None) -> list[dict[str, str]]:
        global_rng.seed_all(self.job.seed)
        subject = subject_of(self.make_dataset, self.job.seed, self.job.id_fn)
        if change is not None:
            for each in list(held(subject.dataset)):
                if each.path == change[0]:
                    each.fill(change[1])
        if subject.iterable:
            return [fingerprint(sample) for sample in subject.dataset]
        return [fingerprint(subject.dataset[key_of(index, 0)]) for index in range(len(subject))]


def counted_parts(make_dataset: MakeDataset, job: SideEffectsJob) -> tuple[str, ...]:
    """The parts of a sample that say how often it was fetched, found on a dataset made anew."""
    global_rng.seed_all(job.seed)
    subject = subject_of(make_dataset, job.seed, job.id_fn)
    if subject.iterable:
        return ()
    return side_effects.counted(lambda turn: subject.dataset[key_of(0, 0, turn)])
