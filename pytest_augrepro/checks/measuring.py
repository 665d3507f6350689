"""How far a dataset gets: the highest contract that it meets in every cell, and every verdict on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..judging import judge
from ..judging.breach import Breach
from ..judging.contracts import CONTRACTS, included, known_contract
from ..judging.laws import own_laws
from ..judging.verdict import where
from ..matrix.cells import PLAIN_CELLS, Cell, duties_of
from ..reading.dataset import IdFn, MakeDataset
from .cell import AugCell, CellResult


@dataclass(frozen=True)
class Measurement:
    """The highest contract reached in all cells ("" when none), and what each cell found."""

    reached: str
    results: tuple[CellResult, ...]

    @property
    def breaches(self) -> tuple[tuple[CellResult, Breach], ...]:
        return tuple((result, breach) for result in self.results for breach in judge.breaches(result.findings))

    def _fixed(self) -> str:
        """That draws are random, and the same in all epochs, where nothing else of the weakest contract is broken."""
        weakest = {breach.law for _, breach in self.breaches if breach.law in own_laws(CONTRACTS[0])}
        once = "; each epoch repeats the one before: where that is meant, as for validation, say epochs='equal'"
        return once if weakest == {"epochs-distinct"} else ""

    def __str__(self) -> str:
        """Say in a line what is met, and where the next contract fails first."""
        meets = f"meets {self.reached}" if self.reached else "meets no contract"
        known = list(CONTRACTS)
        following = known[known.index(self.reached) + 1 :] if self.reached else known
        for contract in following:
            for result, breach in self.breaches:
                if breach.law in own_laws(contract):
                    at = breach.condition or f"cell {result.cell}"
                    spot = where(breach)
                    words = f"{meets}; fails {contract} at {at}{', ' + spot if spot else ''} (law {breach.law})"
                    return words + self._fixed()
        return meets


def measure(
    make_dataset: MakeDataset,
    *,
    contract: str = "portable",
    seed: int = 137,
    cells: Sequence[Cell] | None = None,
    limit: float = 120,
    id_fn: IdFn | None = None,
    **options: Any,
) -> Measurement:
    """Read a dataset in a few cells and judge every law up to ``contract``; raises only where it cannot be read.

    ``make_dataset`` and the options are those of ``aug_cell.check``.
    """
    results = []
    cells = PLAIN_CELLS if cells is None else cells
    for cell in cells:
        aug_cell = AugCell(cell, seed, duties=duties_of(cell, cells))
        aug_cell.asked = "measure"
        results.append(aug_cell.judged(make_dataset, aug_cell.job(options, id_fn), known_contract(contract), limit)[0])
    broken = {breach.law for result in results for breach in judge.breaches(result.findings)}
    reached = ""
    for name in included(contract):
        if broken.intersection(own_laws(name)):
            break
        reached = name
    return Measurement(reached, tuple(results))
