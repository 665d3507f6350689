"""The contracts, each adding laws to the one before, and the readings that their laws need. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..matrix.cells import Cell, nearest

CONTRACTS: dict[str, tuple[str, ...]] = {
    "stream": (
        "coverage",
        "picklable",
        "rerun",
        "seed-sensitive",
        "input-unchanged",
        "replayable",
        "workers-distinct",
        "calls-distinct",
        "epochs-distinct",
    ),
    "isolated": (
        "global-rng-untouched",
        "global-rng-isolated",
        "copy-invariant",
        "entropy-free",
        "environment-invariant",
        "hash-seed-invariant",
        "start-method-invariant",
    ),
    "invariant": (
        "worker-invariant",
        "persistence-invariant",
        "batch-invariant",
        "order-independent",
        "resumable",
        "ranks-distinct",
        "rank-invariant",
        "reentrant",
    ),
    "portable": ("dispatch-invariant", "layout-invariant", "memory-clean"),
}
ONCE = frozenset(
    {
        "input-unchanged",
        "replayable",
        "global-rng-untouched",
        "copy-invariant",
        "entropy-free",
        "environment-invariant",
        "hash-seed-invariant",
        "reentrant",
        "dispatch-invariant",
        "layout-invariant",
        "memory-clean",
    }
)
"""Laws about the dataset itself: which cell asks makes no difference, so one cell of a test asks for all."""
OTHER_CELL = "judged in another cell of this test"
"""Why the other cells leave them out."""


def included(contract: str) -> tuple[str, ...]:
    """The contract and those it includes, weakest first."""
    names = tuple(CONTRACTS)
    return names[: names.index(contract) + 1]


def known_contract(name: object) -> str:
    if not isinstance(name, str) or name not in CONTRACTS:
        raise ValueError(f"there is no contract {name!r}; {nearest(str(name), CONTRACTS)}")
    return name


def laws_of(contract: str) -> tuple[str, ...]:
    return tuple(law for name in included(contract) for law in CONTRACTS[name])


@dataclass(frozen=True)
class Variation:
    """One reading that varies the reference: the law it is compared for, and what changes in the job."""

    law: str
    description: str
    changes: Mapping[str, Any]


def variations(cell: Cell, contract: str, batch_size: int, methods: Sequence[str]) -> Iterator[Variation]:
    """The readings through loaders that a contract wants compared with the cell's own."""
    names, cell = included(contract), replace(cell, respawn=False)
    if "isolated" in names:
        yield Variation(
            "global-rng-isolated",
            "other code drawing from the global generators between batches",
            {"cell": cell, "disturbed": True},
        )
        default = "fork" if "fork" in methods else methods[0]
        for method in methods if cell.num_workers else ():
            if method != (cell.start_method or default):
                started = replace(cell, start_method=method)
                yield Variation(
                    "start-method-invariant", f"workers started by {method}", {"cell": started, "epochs": 1}
                )
    if "invariant" in names:
        yield from _other_loaders(cell, batch_size)


def _other_loaders(cell: Cell, batch_size: int) -> Iterator[Variation]:
    workers, here = cell.num_workers, {"cell": cell}
    other = replace(cell, num_workers=0, persistent_workers=False, start_method=None) if workers else Cell(2)
    yield Variation("worker-invariant", f"num_workers={other.num_workers} instead of {workers}", {"cell": other})
    if workers:
        toggled = replace(cell, persistent_workers=not cell.persistent_workers)
        yield Variation("persistence-invariant", f"persistent_workers={toggled.persistent_workers}", {"cell": toggled})
    size = 3 if batch_size != 3 else 5
    prefetch = {"prefetch_factor": 4} if workers else {}
    yield Variation(
        "batch-invariant", f"batch_size={size} instead of {batch_size}", {**here, "batch_size": size, **prefetch}
    )
    yield Variation(
        "batch-invariant", "samples fetched one by one, not by __getitems__", {**here, "epochs": 1, "one_by_one": True}
    )
    late = {"delays": True, "in_order": False} if workers else {}
    description = "another order of samples" + ", late batches and in_order=False" * bool(workers)
    yield Variation("order-independent", description, {**here, "reverse": True, **late})
    yield Variation("resumable", "starting in the middle of epoch 1", {**here, "part": "tail"})
    if workers:
        yield Variation("resumable", "going on after a killed worker", {**here, "part": "killed"})
    for rank in range(2):
        yield Variation("rank-invariant", "two ranks instead of one process", {**here, "rank": rank, "world": 2})
