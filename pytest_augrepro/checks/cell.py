"""``aug_cell``: read a dataset the way one cell of the matrix says, and hold it to the laws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, runtime_checkable

from ..judging import alike, chance, judge, own_loader, seedless, verdict
from ..judging.breach import Breach
from ..judging.contracts import known_contract
from ..judging.evidence import UNRECORDED, Evidence, SideEffects
from ..judging.judge import Finding
from ..judging.judges import RERUN
from ..matrix.cells import Cell, Duties, part_of, simpler
from ..matrix.loading import Loading
from ..reading import generators
from ..reading.again import made_again
from ..reading.dataset import IdFn, MakeDataset, NotADataset, subject_of
from ..reading.gather import DRAWS, Gathering, read_once, side_effects_of
from ..reading.job import LoaderJob
from ..reading.known import Known as Known  # the face makes one for each test
from ..reading.payload import CannotTravel
from ..reading.process import ReadingFailed, ours
from ..reading.refusing import refuse_own_loader
from .loading_options import LOADING, refuse_others
from .ready import need_libraries
from .sheets import LawSheets, Look, look, look_at_changed

__tracebackhide__ = ours
UNREADABLE = (ReadingFailed, CannotTravel)
"""Why a dataset could not be read, beside its own errors."""
ALL = Duties()
DIFFERENCES = frozenset(
    {"seed-sensitive", "constants-equal", "workers-distinct", "calls-distinct", "epochs-distinct", "ranks-distinct"}
)
"""Laws that changed input, or a count of fetches, could seem to break."""


@runtime_checkable
class Seeded(Protocol):
    """A ``make_dataset`` that knows why a seed would not reach what draws."""

    def unseeded(self) -> tuple[str, str]:
        """The likely cause, and what to do."""


class LawBroken(AssertionError):
    """A dataset broke a law of its contract."""


@dataclass(frozen=True)
class CellResult:
    """What one check of one cell found."""

    cell: str
    contract: str
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]


class AugCell:
    """One way to load data; ``duties`` says what it judges on behalf of other cells: alone, everything."""

    def __init__(
        self,
        cell: Cell,
        seed: int,
        *,
        contract: str = "stream",
        duties: Duties = ALL,
        record: Callable[[CellResult], None] = lambda result: None,
        progress: Callable[[str], None] = lambda words: None,
        smallest: dict[str, Cell] | None = None,
        known: Known | None = None,
    ) -> None:
        self.cell, self.seed, self.contract, self.duties = cell, seed, contract, duties
        self.smallest = {} if smallest is None else smallest
        """The simplest cells found to break a law, by law: what one cell of a test found out, the others need not."""
        self.known, self.checks = Known() if known is None else known, 0
        """What the cells of the test have read, and how many checks of this one there were."""
        self.record, self.progress = record, progress
        self.failing: Callable[[AssertionError], None] = lambda error: None
        """Is told of each check that fails, before its error is raised."""
        self.sheets: LawSheets | None = None
        """Where a broken law leaves its picture; without a place, it leaves none."""
        self.notes: tuple[str, ...] = ()
        self.asked = "aug_cell"
        """What the user called, for errors about its options."""
        self.used = False
        """Whether the test came to read or to check anything."""

    def __repr__(self) -> str:
        return f"<aug_cell {self.cell.id} seed {self.seed}>"

    def run(
        self, make_dataset: MakeDataset, *, limit: float = 120, id_fn: IdFn | None = None, **options: Any
    ) -> dict[tuple[int, Any], str]:
        """Read the dataset once; return the digest of each (epoch, index)."""
        reading = read_once(make_dataset, self.job(options, id_fn), limit)
        return {key: visit.digest for key, visit in reading.by_key().items()}

    def check(
        self,
        make_dataset: MakeDataset,
        *,
        contract: str | None = None,
        limit: float = 120,
        id_fn: IdFn | None = None,
        **options: Any,
    ) -> tuple[str, ...]:
        """Hold the dataset to a contract; raise :class:`LawBroken` or return what is worth noting.

        ``make_dataset(seed)`` returns a map-style or iterable dataset, or a DataLoader whose dataset is to be judged.
        ``contract`` is stream, isolated, invariant or portable. ``id_fn(sample)`` names the samples of an iterable.
        ``epochs`` is a number of passes, or "equal": two passes that are meant to be equal, as over a validation set.
        ``seeded=False`` says that every draw has its seed on purpose, and that of ``make_dataset`` has no say.
        Other options are ``batch_size``, ``shuffle``, ``drop_last`` and those of a DataLoader that the
        harness does not need for itself; ``limit`` is in seconds for each reading process.
        """
        __tracebackhide__ = True
        contract = known_contract(self.contract if contract is None else contract)
        self.progress(f"{self.cell.id}: reading")
        try:
            return self._checked(make_dataset, self.job(options, id_fn), contract, limit)
        except LawBroken as error:
            self.failing(error)
            raise
        finally:
            self.progress("")

    def _checked(self, make_dataset: MakeDataset, job: LoaderJob, contract: str, limit: float) -> tuple[str, ...]:
        __tracebackhide__ = True
        result, evidence = self.judged(make_dataset, job, contract, limit)
        self.notes = result.notes
        self.record(result)
        broken = judge.breaches(result.findings)
        if not broken:
            return self.notes
        self.progress(f"{self.cell.id}: {broken[0].law} broken, looking closer")
        seen = self._look(self.gathering(make_dataset, job, contract, limit), broken[0], evidence)
        smallest = self._smallest(make_dataset, job, contract, broken[0].law, limit)
        side_effects = evidence.side_effects if self.duties.once else side_effects_of(make_dataset, job, limit)
        raise LawBroken(
            verdict.describe(
                broken,
                cell=self.cell.id,
                seed=self.seed,
                contract=contract,
                side_effects=side_effects,
                pixels=seen.pixels,
                draws=seen.draws,
                sheet=seen.sheet,
                smallest=smallest,
                notes=self.notes,
                worker_init_fn=_name_of(job.loading.options.get("worker_init_fn")) if self.cell.num_workers else "",
                unseeded=make_dataset.unseeded() if isinstance(make_dataset, Seeded) else None,
                without_seed=self._without_seed(make_dataset, job) if broken[0].law == "rerun" else None,
            )
        )

    def _without_seed(self, make_dataset: MakeDataset, job: LoaderJob) -> tuple[str, str] | None:
        """The pipeline without a seed that a broken rerun is likely due to."""
        if isinstance(make_dataset, Seeded):
            return None
        return generators.without_seed(subject_of(make_dataset, self.seed, job.id_fn).dataset)

    def judged(
        self, make_dataset: MakeDataset, job: LoaderJob, contract: str, limit: float, only: str = ""
    ) -> tuple[CellResult, Evidence]:
        """Read what the contract needs, or one law of it, beside what other cells of the test have read; judge it.

        Where that is red, this cell reads all by itself: what is red never rests on readings of another.
        """
        gathering = self.gathering(make_dataset, job, contract, limit, only)
        gathering.borrowing = borrowing = self.known.by(self.cell, self.checks)
        self.checks += 1
        try:
            found = self.judged_by(gathering, contract)
            if not judge.breaches(found[0].findings):
                gathering.lend()
                return found
            if not borrowing.borrowed:
                return found
        except (*UNREADABLE, NotADataset):
            if not borrowing.borrowed:
                raise
        return self.judged_by(self.gathering(make_dataset, job, contract, limit, only), contract)

    def judged_by(self, gathering: Gathering, contract: str) -> tuple[CellResult, Evidence]:
        """Judge what is gathered, or is being gathered since it was begun."""
        make_dataset, job, limit = gathering.make_dataset, gathering.job, gathering.limit
        evidence, notes = gathering.evidence()
        findings = judge.judge(evidence, contract, self.duties.once)
        if not (self.duties.once or gathering.alone) and judge.breaches(findings):
            refuse_own_loader(make_dataset, job, limit)  # as the cell does that judges what is the dataset's own
        if not self.duties.once and DIFFERENCES.intersection(breach.law for breach in judge.breaches(findings)):
            # Changed input makes samples differ and agree, too; who judges that law found it, but does not tell us.
            evidence = _watched(evidence, side_effects_of(make_dataset, job, limit))
            findings = judge.judge(evidence, contract, self.duties.once)
        if not evidence.first.names:
            return CellResult(self.cell.id, contract, findings, notes), evidence
        if evidence.first.unjudged:
            notes += (f"{', '.join(evidence.first.unjudged)} of the DataLoader not judged: samples are, one by one",)
        seeding = (*alike.notes(evidence), *seedless.notes(evidence))
        notes += (*own_loader.notes(evidence), *seeding)
        notes += tuple(
            f"{each.law} is not applicable: {each.reason}" for each in findings if each.reason.startswith(UNRECORDED)
        )
        if not chance.is_random(evidence) and not evidence.reset:
            found = "seeds and repeated draws all agree; the difference laws do not apply"
            notes += (found if seeding else f"no randomness found: {found}",)
        elif chance.undecided(evidence):
            notes += ("too few distinct outcomes to tell repetition from chance; the difference laws were not decided",)
        return CellResult(self.cell.id, contract, findings, notes), evidence

    def job(self, options: Mapping[str, Any], id_fn: IdFn | None) -> LoaderJob:
        self.used = True
        need_libraries()
        refuse_others(options, self.asked)
        given = {name: value for name, value in options.items() if name in LOADING}
        if "epochs" in given:
            given |= _epochs(given["epochs"])
        others = {name: value for name, value in options.items() if name not in LOADING}
        loading = Loading(self.cell, **given, options=others).through(self.cell)
        return LoaderJob(self.seed, loading, id_fn=id_fn, draws=DRAWS)

    def gathering(
        self, make_dataset: MakeDataset, job: LoaderJob, contract: str, limit: float, only: str = ""
    ) -> Gathering:
        """The readings that the contract needs, or one law of it, none of them begun."""
        return Gathering(make_dataset, job, contract=contract, duties=self.duties, limit=limit, only=only)

    def _look(self, gathering: Gathering, breach: Breach, evidence: Evidence) -> Look:
        """How the first sample that differs does so; for that it is made once more both ways, and kept."""
        if breach.law == "input-unchanged":
            return look_at_changed(breach, evidence.side_effects, self.cell.id, self.seed, self.sheets)
        if self.sheets is None and breach.condition != RERUN:
            return Look()
        return look(breach, made_again(gathering, breach), self.cell.id, self.seed, self.sheets)

    def _smallest(self, make_dataset: MakeDataset, job: LoaderJob, contract: str, law: str, limit: float) -> str:
        """The simplest cell that still breaks the law; empty when it is this one."""
        known = self.smallest.get(law)
        if known is not None and part_of(known, self.cell):
            return "" if known == self.cell else known.id
        best = self.cell
        for _ in range(8):
            for cell in simpler(best):
                self.progress(f"{self.cell.id}: {law} broken, trying {cell.id}")
                twin = AugCell(cell, self.seed, duties=Duties(self.duties.once, new=self.duties.new))
                try:
                    result, _ = twin.judged(make_dataset, job.through(cell), contract, limit, law)
                except UNREADABLE:
                    continue
                if any(breach.law == law for breach in judge.breaches(result.findings)):
                    best = cell
                    break
            else:
                break
        self.smallest[law] = best
        return "" if best == self.cell else best.id


def _name_of(function: Any) -> str:
    """What a function of the user's is called; empty for none."""
    return "" if function is None else getattr(function, "__name__", type(function).__name__)


def _watched(evidence: Evidence, found: SideEffects | None) -> Evidence:
    """The evidence with what fetching did besides."""
    if found is None:
        return evidence
    known = "" if evidence.side_effects is None else evidence.side_effects.unpicklable
    return replace(evidence, side_effects=replace(found, unpicklable=known))


def _epochs(given: object) -> dict[str, Any]:
    if given == "equal":
        return {"epochs": 2, "epochs_equal": True}
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        raise TypeError(f"epochs is a number of passes, or 'equal' for passes meant to be equal, got {given!r}")
    return {"epochs": given}
