"""Which other ways to load a contract wants compared with a cell's own. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..matrix.cells import Cell
from ..matrix.loading import UNPERTURBED, Loading, Perturbation
from .contracts import included


@dataclass(frozen=True)
class Variation:
    """One reading that varies the reference: the law it is compared for, and how it is loaded."""

    law: str
    description: str
    loading: Loading
    perturbation: Perturbation = UNPERTURBED


def variations(loading: Loading, contract: str, methods: Sequence[str]) -> Iterator[Variation]:
    """The readings through loaders that a contract wants compared with the cell's own."""
    names, loading = included(contract), loading.through(replace(loading.cell, respawn=False))
    if "isolated" in names:
        yield Variation(
            "global-rng-isolated",
            "other code drawing from the global generators between batches",
            loading,
            Perturbation(disturbed=True),
        )
        yield from _other_start_methods(loading, methods)
    if "invariant" in names:
        yield from _other_workers(loading)
        yield from _other_batches(loading)
        yield from _other_orders(loading)
        for rank in range(2):
            yield Variation(
                "rank-invariant", "two ranks instead of one process", loading, Perturbation(rank=rank, world=2)
            )


def _other_start_methods(loading: Loading, methods: Sequence[str]) -> Iterator[Variation]:
    cell, default = loading.cell, "fork" if "fork" in methods else methods[0]
    for method in methods if cell.num_workers else ():
        if method != (cell.start_method or default):
            started = replace(loading, cell=replace(cell, start_method=method), epochs=1)
            yield Variation("start-method-invariant", f"workers started by {method}", started)


def _other_workers(loading: Loading) -> Iterator[Variation]:
    cell, workers = loading.cell, loading.cell.num_workers
    other = replace(cell, num_workers=0, persistent_workers=False, start_method=None) if workers else Cell(2)
    description = f"num_workers={other.num_workers} instead of {workers}"
    yield Variation("worker-invariant", description, loading.through(other))
    if workers:
        toggled = replace(cell, persistent_workers=not cell.persistent_workers)
        description = f"persistent_workers={toggled.persistent_workers}"
        yield Variation("persistence-invariant", description, loading.through(toggled))


def _other_batches(loading: Loading) -> Iterator[Variation]:
    size, options = 3 if loading.batch_size != 3 else 5, dict(loading.options)
    if loading.cell.num_workers:
        options["prefetch_factor"] = 4 if options.get("prefetch_factor") != 4 else 1
    yield Variation(
        "batch-invariant",
        f"batch_size={size} instead of {loading.batch_size}",
        replace(loading, batch_size=size, options=options),
    )
    yield Variation(
        "batch-invariant",
        "samples fetched one by one, not by __getitems__",
        replace(loading, epochs=1),
        Perturbation(one_by_one=True),
    )


def _other_orders(loading: Loading) -> Iterator[Variation]:
    workers = bool(loading.cell.num_workers)
    yield Variation(
        "order-independent",
        "another order of samples" + ", late batches and in_order=False" * workers,
        loading,
        Perturbation(reverse=True, delays=workers, in_order=not workers),
    )
    yield Variation("resumable", "starting in the middle of epoch 1", loading, Perturbation(part="tail"))
    if workers:
        yield Variation("resumable", "going on after a killed worker", loading, Perturbation(part="killed"))
