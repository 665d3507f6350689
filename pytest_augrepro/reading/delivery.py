"""Children that have to receive ``make_dataset`` in a process of their own, and what becomes of those that cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..judging.contracts import CONTRACTS
from ..judging.evidence import Failed, Reading
from ..judging.laws import LAWS
from .child_task import ChildTask
from .dataset import MakeDataset
from .job import LoaderJob
from .payload import MAKER, CannotTravel
from .process import Child, ChildKind, FileShared, ReadingFailed, Result, ours
from .results import NOTHING_READ, finished

__tracebackhide__ = ours
INHERITED = "between processes through inheritance"
"""What Python says of things that only a process that is being started may be sent."""


@dataclass
class Delivery:
    """Starts the children of one check, and remembers what of it cannot be sent to a fresh process."""

    make_dataset: MakeDataset
    job: LoaderJob
    limit: float
    fresh: Sequence[str]
    """The laws whose condition means nothing but in a fresh process."""
    unsent: str = ""
    """Why ``make_dataset`` cannot be sent, once that is known."""
    part: str = ""
    """The part that cannot be."""

    def child(self, task: ChildTask) -> Child | None:
        """A child for a task; where ``make_dataset`` cannot be sent a forked one, or none where that says nothing."""
        jobs = tuple(task.jobs.values())
        try:
            return Child(self.make_dataset, jobs, task.kind, self.limit, task.environment)
        except CannotTravel as problem:
            self._stays(problem)
            return None if task.fresh else Child(self.make_dataset, jobs, ChildKind.FORKED, self.limit)

    def results(self, task: ChildTask, child: Child) -> list[Result]:
        """What a child brought; what one could not read that had to receive ``make_dataset`` is read here."""
        if task.kind is ChildKind.FORKED:
            return finished(self.job, child)
        try:
            return child.result()
        except CannotTravel as problem:
            self._stays(problem)
            if task.fresh:
                return [self.nothing_read()] * len(child.jobs)
            return finished(self.job, Child(self.make_dataset, child.jobs, ChildKind.FORKED, self.limit))
        except FileShared:
            raise
        except ReadingFailed as problem:
            raise ReadingFailed(f"cell {self.job.cell.id}, in a fresh process: {problem}") from None

    def nothing_read(self) -> Reading:
        """Stands for a reading that no process could make."""
        return replace(NOTHING_READ, unsent=self.unsent)

    def blamed(self, result: Reading | Failed) -> Reading | Failed:
        """A failure to send the dataset to a worker names the function given with it that cannot be sent."""
        sent = self.part in ("", MAKER) or not isinstance(result, Failed) or "ickl" not in result.problem
        return result if sent or not isinstance(result, Failed) else replace(result, unsent=self.part)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is read less well for that, and what to do; once for all children that should have had it."""
        if not self.unsent:
            return ()
        left = sorted({f", {law} is left out" for law in self.fresh if LAWS[law].contract != CONTRACTS[-1]})
        return (f"{self.unsent}; rerun in a forked child instead{''.join(left)}; {self._advice()}",)

    def _advice(self) -> str:
        if INHERITED in self.unsent:
            return (
                "what processes share (a multiprocessing Value, Lock or Queue) reaches those alone that are started "
                "with it: make it in make_dataset for the stronger proof"
            )
        return "define it in an importable module for the stronger proof"

    def _stays(self, problem: CannotTravel) -> None:
        if not self.unsent:
            self.part = problem.part
            part = getattr(self.make_dataset, "subject", MAKER) if problem.part == MAKER else problem.part
            self.unsent = f"{part} cannot be sent to a fresh process ({problem})"
