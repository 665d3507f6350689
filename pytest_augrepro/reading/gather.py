"""Which readings a cell needs, in which processes; the evidence that comes of them."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..judging.contracts import included
from ..judging.evidence import Comparison, Evidence, Reading, SideEffects
from ..judging.laws import LAWS
from ..judging.variations import variations
from ..matrix.cells import Duties
from . import server
from .child_task import ChildTask
from .conditions import FRESH, IN_PROCESS, Condition
from .dataset import MakeDataset, NotADataset
from .delivery import Delivery
from .doubts import Doubts
from .job import DirectJob, FirstSamplesJob, Job, LoaderJob, OwnLoaderJob, PickleJob, SideEffectsJob
from .known import Borrowing
from .other_jobs import cold, seeded_otherwise, under, varied_job, without_loader
from .payload import CannotTravel
from .process import PATIENCE, Child, ChildKind, FileShared, ReadingFailed, Result, ours
from .refusing import refuse_other_keys
from .results import NEAR, file_shared, finished, near, own_loader, reading_of, reading_or_failure, side_effects, unsent

__tracebackhide__ = ours
DRAWS = 24
LONGEST = 10.0
"""Seconds for which the first samples are waited for."""
PLAIN = "plain"
STILL = "still"
COLD = "one worker in a process that nothing has warmed"
ENDED = "exited unexpectedly"
OF_TORCH = (
    "(Generator): a worker that is not forked ended as it received a torch.Generator, whose state torch hands over in "
    "memory that is gone by then; make it in the worker, on first use"
)
METHODS = ("fork", "spawn", "forkserver")


def learn_needs(make_dataset: MakeDataset, job: LoaderJob, limit: float) -> None:
    """See what making samples prepares, before the server is told what to prepare and the first readings begin."""
    if server.waits():
        with contextlib.suppress(ReadingFailed, NotADataset):  # those that come say it better
            first = FirstSamplesJob(job.seed, job.id_fn)
            Child(make_dataset, [first], ChildKind.FORKED, min(limit, LONGEST)).result()


def read_once(make_dataset: MakeDataset, job: LoaderJob, limit: float) -> Reading:
    """Read once, in a process of its own."""
    learn_needs(make_dataset, job, limit)
    [reading] = finished(job, Child(make_dataset, [job], ChildKind.FORKED, limit))
    assert isinstance(reading, Reading)
    return reading


def read_prints(make_dataset: MakeDataset, job: LoaderJob, limit: float) -> tuple[dict[str, str], ...]:
    """The fingerprints of the samples of one pass under the seed 0, read without a loader."""
    plain = DirectJob(0, Condition.__name__, epochs=1, id_fn=job.id_fn)
    [reading] = finished(job, Child(make_dataset, [plain], ChildKind.FORKED, limit))
    return tuple(dict(visit.prints) for visit in reading_of(reading).visits)


def side_effects_of(make_dataset: MakeDataset, job: LoaderJob, limit: float) -> SideEffects | None:
    """Fetch the samples once and watch what else that does; None where it cannot be done."""
    try:
        [found] = Child(make_dataset, [SideEffectsJob(job.seed, job.id_fn)], ChildKind.FORKED, limit).result()
    except ReadingFailed:
        return None
    return found if isinstance(found, SideEffects) else None


class Gathering:
    """The children of one check, started together: all that the laws of a contract need; or what one law needs."""

    def __init__(
        self, make_dataset: MakeDataset, job: LoaderJob, *, contract: str, duties: Duties, limit: float, only: str
    ) -> None:
        self.make_dataset, self.job, self.limit = make_dataset, job, limit
        self.borrowing: Borrowing | None = None
        """Lends what other cells of the test have read."""
        self.found: dict[str, Result] = {}
        self.alone = only not in ("", "constants-equal", "coverage")
        self.once, self.cold, new = duties
        self.told: tuple[str, ...] = ()
        self.begun = False
        self.started: list[tuple[ChildTask, Child]] = []
        self.left_out: list[ChildTask] = []
        """What no child was started for, as ``make_dataset`` cannot be sent."""
        methods = [method for method in METHODS if method in multiprocessing.get_all_start_methods()]
        if not self.cold and "forkserver" in methods:
            methods.remove("spawn")  # served by the fork server, it would be the same reading
        varied = enumerate(variations(job.loading, contract, methods))
        self.variations = {f"{turn} {each.description}": each for turn, each in varied if only in ("", each.law)}
        self.served = job.cell.served
        starts = any(variation.law == "start-method-invariant" for variation in self.variations.values())
        self.needs_pickle = self.served or starts
        self.lone = self.cold and new and self.served and only in ("", "rerun")
        names = included(contract) if self.once else ()
        self.conditions = [kind for kind in IN_PROCESS if LAWS[kind.law].contract in names and only in ("", kind.law)]
        self.fresh = [kind for kind in FRESH if LAWS[kind.law].contract in names and only in ("", kind.law)]
        self.delivery = Delivery(make_dataset, job, limit, [kind.law for kind in self.fresh])

    @property
    def notes(self) -> tuple[str, ...]:
        """What is worth noting of how it was read."""
        return (*self.delivery.notes, *self.told)

    def begin(self) -> None:
        """Start all children; a check of something else may wait for its own meanwhile."""
        self.begun = True
        learn_needs(self.make_dataset, self.job, self.limit)
        for task in map(self._without_known, self._batches()):
            child = self.delivery.child(task) if task.jobs else None
            if child is None:
                self.left_out.append(task)
            else:
                self.started.append((task, child))

    def end(self) -> None:
        """Stop the children that are left."""
        for _, child in self.started:
            child.stop()

    def evidence(self) -> tuple[Evidence, tuple[str, ...]]:
        """Wait for the children, and start them first where that is not done yet."""
        started, found = self.started, self.found
        try:
            if not self.begun:
                self.begin()
            found |= {name: self.delivery.nothing_read() for task in self.left_out for name in task.jobs}
            for task, child in reversed(started):  # the reference first: where it fails, it tells best why
                results = (
                    finished(self.job, child) if task.kind is ChildKind.FORKED else self.delivery.results(task, child)
                )
                found |= zip(task.jobs, results, strict=True)
            self._tell_of_processes([child for _, child in started])
        except FileShared as problem:
            return file_shared(problem), self.notes
        except ReadingFailed as problem:
            path = "" if "first" in found else self._unpicklable(started, ENDED in str(problem))
            until = time.monotonic() + PATIENCE
            for _, child in started:
                child.leave(max(0.0, until - time.monotonic()))
            if not path:
                refuse_other_keys(self.make_dataset, self.job, self.limit, problem)
                raise
            return unsent(path), self.notes
        finally:
            self.end()
        plain = without_loader(self.job) if self._serves_as_still() else under(self.job, Condition)
        doubts = Doubts(self.make_dataset, self.job, plain, self.limit)
        evidence = doubts.settled(self._evidence(found))
        return evidence, (*self.notes, *doubts.notes)

    def lend(self) -> None:
        """Let other cells of the test have what was read here, unless there is more to be said of it."""
        if self.borrowing is not None and not self.notes:
            self.borrowing.keep(self.make_dataset, [task for task, _ in self.started], self.found, self._other_names())

    def _without_known(self, task: ChildTask) -> ChildTask:
        """The task without what another cell has read, which is taken over."""
        if self.borrowing is None or task.fresh:
            return task
        rest, lent = self.borrowing.split(self.make_dataset, task, self._other_names())
        self.found |= lent
        return rest

    def _other_names(self) -> dict[str, str]:
        """What other cells call readings of this one."""
        return {PLAIN: STILL} if self._serves_as_still() else {}

    def readings(self) -> dict[str, tuple[ChildKind, LoaderJob | DirectJob, dict[str, str]]]:
        """How each reading of this check is made, by its name."""
        return {
            name: (task.kind, job, dict(task.environment))
            for task in self._batches()
            for name, job in task.jobs.items()
            if isinstance(job, LoaderJob | DirectJob)
        }

    def _tell_of_processes(self, children: Sequence[Child]) -> None:
        left = max((child.left for child in children), default=0)
        if left:
            what = "a process that nobody ends" if left == 1 else f"{left} processes that nobody ends"
            self.told = (*self.told, f"the dataset leaves {what}: killed here, behind each reading")

    def _unpicklable(self, started: Sequence[tuple[ChildTask, Child]], ended: bool) -> str:
        """What keeps the dataset from being sent to a worker, or ``ended`` it; empty where it can, or need not, be."""
        for task, child in started if self.served else ():
            if "packed" in task.jobs:
                with contextlib.suppress(ReadingFailed, CannotTravel):
                    packed = child.result()[0]
                    if isinstance(packed, SideEffects):
                        torchs = [f"{path} {OF_TORCH}" for path in packed.details if ended]
                        return packed.unpicklable or next(iter(torchs), "")
        return ""

    def _batches(self) -> Iterator[ChildTask]:
        job = self.job
        for kind in self.fresh:
            server.start(kind.environment)  # at once, so that they import side by side
        others = {name: varied_job(job, variation) for name, variation in self.variations.items()}
        starts = {
            name: replace(others.pop(name), cold=self.cold)
            for name, variation in self.variations.items()
            if variation.law == "start-method-invariant"
        }
        yield ChildTask(ChildKind.SERVED, {"rerun": job, **starts})
        if self.lone:
            yield ChildTask(ChildKind.SERVED, {"cold": cold(job)})
            others["warm"] = replace(cold(job), cold=False)
        for kind in self.fresh:
            yield ChildTask(ChildKind.SERVED, {kind.__name__: under(job, kind)}, kind.environment, fresh=True)
        if beside := self._beside():
            yield ChildTask(ChildKind.FORKED, beside)
        passes = replace(job, loading=replace(job.loading, cell=replace(job.cell, respawn=False)))
        still = {} if self.alone or self._serves_as_still() else {STILL: without_loader(job)}
        yield ChildTask(ChildKind.FORKED, {"other": seeded_otherwise(passes), **still})
        yield ChildTask(ChildKind.FORKED, {"first": job, **others})

    def _evidence(self, found: Mapping[str, Result]) -> Evidence:
        loading, first = self.job.loading, reading_of(found["first"])
        comparisons = [
            Comparison(
                variation.law,
                variation.description,
                first,
                self.delivery.blamed(reading_or_failure(found[name])),
                readings=("first", name),
            )
            for name, variation in self.variations.items()
        ]
        if self.lone:
            warm, cold_one = reading_of(found["warm"]), reading_or_failure(found["cold"])
            comparisons.append(Comparison("rerun", COLD, warm, cold_one, readings=("warm", "cold")))
        beside = side_effects(found)
        if beside.unwatched:
            laws = " and ".join(law.name for law in LAWS.values() if law.watched)
            self.told = (*self.told, f"fetching could not be watched ({beside.unwatched}): {laws} are left out")
        ranks = [found[name] for name, variation in self.variations.items() if variation.perturbation.world > 1]
        return Evidence(
            first=first,
            rerun=reading_of(found["rerun"]),
            other=reading_of(found["other"]),
            side_effects=beside,
            comparisons=(*comparisons, *self._conditions(found)),
            direct=reading_of(found[PLAIN]) if PLAIN in found else None,
            near_seeds=near(found),
            ranks=tuple(rank for rank in ranks if isinstance(rank, Reading)),
            needs_pickle=self.needs_pickle,
            still=self._still(found),
            own_loader=own_loader(found),
            epochs_equal=loading.epochs_equal,
            unseeded=not loading.seeded,
            drop_last=loading.drop_last,
            batch_size=loading.batch_size,
        )

    def _serves_as_still(self) -> bool:
        """Whether the reading that near seeds are compared with is the one that workers are compared with, too."""
        return self.once and not self.conditions

    def _still(self, found: Mapping[str, Result]) -> tuple[Reading, ...]:
        reading = None if self.alone else found.get(PLAIN if self._serves_as_still() else STILL)
        return (reading,) if isinstance(reading, Reading) else ()

    def _beside(self) -> dict[str, Job]:
        """The jobs that need no loader, by name."""
        job = self.job
        first = [kind for kind in self.conditions if kind.first]
        jobs: dict[str, Job] = {"packed": PickleJob(job.seed, job.id_fn)} if self.needs_pickle or first else {}
        jobs |= {kind.__name__: under(job, kind) for kind in first}
        if self.once:
            plain = without_loader(job) if self._serves_as_still() else under(job, Condition)
            jobs |= {PLAIN: plain, "watched": SideEffectsJob(job.seed, job.id_fn)}  # the first knows of no fetch before
            jobs |= {f"near {step}": replace(plain, epochs=1, seed=job.seed + step) for step in NEAR}
            jobs |= {"again": plain} if self.conditions else {}
            jobs |= {kind.__name__: under(job, kind) for kind in self.conditions if not kind.first}
            jobs |= {} if self.alone else {"own loader": OwnLoaderJob(job.seed)}
        return jobs

    def _conditions(self, found: Mapping[str, Result]) -> list[Comparison]:
        if not self.conditions:
            return []
        reference = reading_of(found[PLAIN])
        named = [("rerun", "a second dataset of the same seed, in the same process,", "again")]
        named += [(kind.law, kind.description, kind.__name__) for kind in (*self.conditions, *self.fresh)]
        return [
            Comparison(law, words, reference, reading_or_failure(found[name]), direct=True, readings=(PLAIN, name))
            for law, words, name in named
        ]
