"""Which samples a pass through a loader of the harness asks for, in which batches."""

from __future__ import annotations

import importlib
from typing import Any

from .dataset import Subject
from .indices import key_of
from .job import LoaderJob

PROBES = 4
"""Draws of the first sample in one batch."""


def planned_batches(job: LoaderJob, subject: Subject, run: int) -> list[list[int]]:
    """The probes in small batches, as many for every worker, then the data; none for an iterable dataset."""
    if subject.iterable:
        return []
    order, size = _order(job, len(subject), run), job.loading.batch_size
    if job.samples:
        order = [index for index in order if index in job.samples]
    elif job.loading.drop_last and len(order) % size:
        order = order[: -(len(order) % size)]
    data = [key_of(index, run) for index in order]
    return _probes(job, len(subject), run) + [data[start : start + size] for start in range(0, len(data), size)]


def _order(job: LoaderJob, length: int, run: int) -> list[int]:
    perturbation, order = job.perturbation, list(range(length))
    if job.loading.shuffle:
        torch: Any = importlib.import_module("torch")
        generator = torch.Generator().manual_seed(job.seed % 2**32 * 1000 + run)
        order = torch.randperm(length, generator=generator).tolist()
    if perturbation.reverse:
        order.reverse()
    if perturbation.part == "tail":
        order = order[length // 2 :]
    return order[perturbation.rank :: perturbation.world]


def _probes(job: LoaderJob, length: int, run: int) -> list[list[int]]:
    """Draws of the first sample, then of the last, or of those that the job names; numbered over workers and ranks."""
    workers, turns = max(1, job.cell.num_workers), 0 if job.perturbation.part else job.draws // PROBES
    spots = sorted(set(job.samples) or {0, length - 1})
    start = 1 + PROBES * turns * workers * job.perturbation.rank
    return [
        [
            key_of(spots[turn * len(spots) // turns], run, start + PROBES * (turn * workers + worker) + k)
            for k in range(PROBES)
        ]
        for turn in range(turns)
        for worker in range(workers)
    ]
