"""Whether the laws see faults: plants known ones in a user's own dataset and reports which law saw each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..judging import judge
from ..judging.contracts import included, known_contract
from ..matrix.cells import Cell
from ..reading.dataset import IdFn, MakeDataset
from ..reading.gather import read_prints
from ..reading.job import LoaderJob
from ..reading.process import ReadingFailed
from .cell import AugCell, LawBroken
from .faults import FAULTS, Nothing, Plant


@dataclass(frozen=True)
class FaultResult:
    """What became of one planted fault."""

    fault: str
    law: str
    cell: str
    by: tuple[str, ...]

    @property
    def about(self) -> str:
        """What was planted, in a line."""
        return (FAULTS.get(self.fault, Nothing).__doc__ or "").partition("\n")[0]

    @property
    def ok(self) -> bool:
        return self.law in self.by if self.law else not self.by

    def __str__(self) -> str:
        red = ", ".join(self.by)
        if not self.law:
            return f"{self.fault}: {f'red by {red}, without a fault' if red else 'green'}"
        return f"{self.fault}: {f'red by {red}' if red else f'not seen by any law; expected {self.law}'}"


class FaultMissed(LawBroken):
    """A planted fault was seen by no law, or a law was broken where nothing was planted."""


class SelfcheckCell(AugCell):
    """A cell that, after its check, plants faults in the same dataset and expects each to be seen by its law."""

    faults: tuple[str, ...] | None = None
    """Which faults to plant; None: those that this cell is the first of its test's to show under the contract."""
    siblings: tuple[Cell, ...] = ()
    """The cells of the test, in order of complexity."""
    show_unseen: Callable[[tuple[str, ...]], None] = staticmethod(lambda faults: None)
    show: Callable[[FaultResult], None] = staticmethod(lambda seen: None)

    def check(
        self,
        make_dataset: MakeDataset,
        *,
        contract: str | None = None,
        limit: float = 120,
        id_fn: IdFn | None = None,
        **options: Any,
    ) -> tuple[str, ...]:
        __tracebackhide__ = True
        notes = super().check(make_dataset, contract=contract, limit=limit, id_fn=id_fn, **options)
        faults = self.faults
        if faults is None:
            shown_here, shown_nowhere = visible(known_contract(contract or self.contract), self.siblings)
            faults = tuple(fault for fault, first in shown_here.items() if first == self.cell)
            self.show_unseen(shown_nowhere)
        if not faults:
            return notes  # the check itself was green: nothing is planted where no fault needs the comparison
        seen = plant(faults, self, make_dataset, self.job(options, id_fn), limit)
        for one in seen:
            self.show(one)
        missed = [str(one) for one in seen if not one.ok]
        if missed:
            error = FaultMissed("the laws missed what was planted:\n  " + "\n  ".join(missed))
            self.failing(error)
            raise error
        return notes


def visible(contract: str, cells: Sequence[Cell]) -> tuple[dict[str, Cell], tuple[str, ...]]:
    """The first cell that shows each fault under a contract, and the faults that no cell shows."""
    known = included(contract)
    first = {
        name: next((cell for cell in cells if kind.needed_contract() in known and kind.shows(cell)), None)
        for name, kind in FAULTS.items()
    }
    return {name: cell for name, cell in first.items() if cell is not None}, tuple(
        name for name, cell in first.items() if cell is None
    )


def plant(
    faults: Iterable[str], aug_cell: AugCell, make_dataset: MakeDataset, job: LoaderJob, limit: float
) -> list[FaultResult]:
    """Plant each fault, and nothing too, which has to stay green; the next is being read while one is judged."""
    samples = read_prints(make_dataset, job, limit)
    job = replace(job, loading=replace(job.loading, options={}))
    seen: list[FaultResult] = []
    ahead: list[Planting] = []
    try:
        for name in (Nothing.__name__, *faults):
            aug_cell.progress(f"{aug_cell.cell.id}: planting {name}")
            ahead.append(Planting(name, Plant(make_dataset, name, samples), aug_cell, job, limit))
            ahead[-1].gathering.begin()
            if len(ahead) > 1:  # processors stay busy, and no reading is beside many
                seen.append(ahead.pop(0).judged())
        seen.append(ahead.pop().judged())
    finally:
        for planting in ahead:
            planting.gathering.end()
        aug_cell.progress("")
    return seen


class Planting:
    """One planted fault, which is read and then judged."""

    def __init__(self, name: str, subject: Plant, aug_cell: AugCell, job: LoaderJob, limit: float) -> None:
        self.name, self.kind = name, FAULTS.get(name, Nothing)
        self.twin = AugCell(aug_cell.cell, aug_cell.seed)
        self.gathering = self.twin.gathering(subject, job, self.kind.needed_contract(), limit)

    def judged(self) -> FaultResult:
        """Which laws see it."""
        try:
            result, _ = self.twin.judged_by(self.gathering, self.kind.needed_contract())
            by = tuple(breach.law for breach in judge.breaches(result.findings))
        except ReadingFailed as problem:
            by = (f"an error: {str(problem).splitlines()[-1]}",)
        return FaultResult(self.name, self.kind.law, self.twin.cell.id, by)
