"""The jobs of other readings, made from the one that reads as the user's program does."""

from __future__ import annotations

from dataclasses import replace

from ..judging.variations import Variation
from ..matrix.cells import Cell
from ..seeds.seeding import derived
from .conditions import Condition
from .job import DirectJob, LoaderJob


def cold(job: LoaderJob) -> LoaderJob:
    """The job of one worker in a process that nothing has warmed."""
    return replace(job.through(Cell(1, start_method=job.cell.start_method)).once(), draws=0, cold=True)


def under(job: LoaderJob, kind: type[Condition]) -> DirectJob:
    return DirectJob(job.seed, kind.__name__, epochs=job.loading.epochs, id_fn=job.id_fn)


def without_loader(job: LoaderJob) -> DirectJob:
    """As workers read, with the samples ahead of each pass that they draw again, and yet without a loader."""
    return replace(under(job, Condition), probed=True)


def varied_job(job: LoaderJob, variation: Variation) -> LoaderJob:
    """The job of a reading that varies the reference."""
    return replace(job, loading=variation.loading, perturbation=variation.perturbation)


def seeded_otherwise(job: LoaderJob) -> LoaderJob:
    return replace(job, seed=derived(job.seed, "another seed", bits=64) % 2**31)
