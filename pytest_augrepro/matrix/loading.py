"""How a dataset is loaded: as the user's program does, and what one reading changes on purpose. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .cells import Cell

FOR_WORKERS = frozenset({"prefetch_factor", "timeout"})
"""Options of a DataLoader that torch refuses where there are no workers."""


@dataclass(frozen=True)
class Loading:
    """One cell, and what else the user's program tells its DataLoader."""

    cell: Cell
    epochs: int = 2
    batch_size: int = 4
    shuffle: bool = False
    drop_last: bool = False
    epochs_equal: bool = False
    """Whether the user says that all epochs are meant to be equal, as those of a validation set are."""
    seeded: bool = True
    """Whether the seed is meant to have a say; fixed draws, as of test-time augmentation, have none."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Further arguments of the DataLoader, by name."""

    def through(self, cell: Cell) -> Loading:
        """The same in another cell, without options for workers where there are none."""
        options = self.options
        if not cell.num_workers:
            options = {name: value for name, value in options.items() if name not in FOR_WORKERS}
        return replace(self, cell=cell, options=options)


@dataclass(frozen=True)
class Perturbation:
    """What one reading changes on purpose in how the user's program loads; by default nothing."""

    reverse: bool = False
    """The samples come in reverse order."""
    one_by_one: bool = False
    """The dataset's ``__getitems__`` is hidden from the loader."""
    in_order: bool = True
    """Batches come as planned, not as workers finish them."""
    delays: bool = False
    """Workers are late with some of their batches."""
    disturbed: bool = False
    """Other code draws from the global generators in between."""
    part: str = ""
    """``tail``: the second half of the last epoch; ``killed``: one epoch, in which a worker is killed."""
    rank: int = 0
    world: int = 1


UNPERTURBED = Perturbation()
