"""Which readings a cell needs, in which processes; the evidence that comes of them."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pytest_augrepro.judging.contracts import How, departures, included
from pytest_augrepro.judging.laws import undecided
from pytest_augrepro.judging.stream import Census, Comparison, Evidence, Failed, Stream
from pytest_augrepro.matrix.cells import Answers, Cell
from pytest_augrepro.reading.conditions import FRESH, IN_PROCESS, Condition
from pytest_augrepro.reading.dataset import MakeDataset
from pytest_augrepro.reading.job import FOR_WORKERS, Job
from pytest_augrepro.reading.process import PATIENCE, CannotTravel, Child, From, ReadingFailed, Result, ours
from pytest_augrepro.seeds.seeding import derived

__tracebackhide__ = ours
DRAWS, MORE_DRAWS = 24, 512
NEAR = (2**8, 2**16)
PLAIN = "plain"
NONE = Stream((), (), None)
COLD = "one worker in a process that nothing has warmed"
METHODS = ("fork", "spawn", "forkserver")


def gather(
    make_dataset: MakeDataset, job: Job, contract: str, answers: Answers, limit: float, only: str = ""
) -> tuple[Evidence, tuple[str, ...]]:
    """Read all that the laws of a contract need, in several processes at once; or what one law needs."""
    return Gathering(make_dataset, job, contract, answers, limit, only).evidence()


def look_closer(make_dataset: MakeDataset, job: Job, limit: float) -> Stream:
    """Read once, in a process of its own."""
    [stream] = _finished(job, Child(make_dataset, [job], From.HERE, limit))
    assert isinstance(stream, Stream)
    return stream


def count(make_dataset: MakeDataset, job: Job, limit: float) -> Census | None:
    """Fetch the samples once and watch what else that does; None where it cannot be done."""
    try:
        [found] = Child(make_dataset, [replace(job, counted=True)], From.HERE, limit).result()
    except ReadingFailed:
        return None
    return found if isinstance(found, Census) else None


@dataclass(frozen=True)
class Batch:
    """Readings that one child does, by name."""

    origin: From
    jobs: Mapping[str, Job]
    environment: Mapping[str, str] = field(default_factory=dict)


class Gathering:
    """The children of one check, started together."""

    def __init__(
        self, make_dataset: MakeDataset, job: Job, contract: str, answers: Answers, limit: float, only: str
    ) -> None:
        self.make_dataset, self.job, self.limit = make_dataset, job, limit
        self.once, self.cold, new = answers
        self.notes: tuple[str, ...] = ()
        methods = [method for method in METHODS if method in multiprocessing.get_all_start_methods()]
        if not self.cold and "forkserver" in methods:
            methods.remove("spawn")  # served by the fork server, it would be the same reading
        hows = departures(job.cell, contract, job.batch_size, methods)
        self.hows = {f"{turn} {how.words}": how for turn, how in enumerate(hows) if only in ("", how.law)}
        self.served = job.cell.served
        starts = any(how.law == "start-method-invariant" for how in self.hows.values())
        self.needs_pickle = self.served or starts
        self.lone = self.cold and new and self.served and only in ("", "rerun")
        names = included(contract) if self.once else ()
        self.conditions = [kind for kind in IN_PROCESS if kind.contract in names and only in ("", kind.law)]
        self.fresh = [kind for kind in FRESH if kind.contract in names and only in ("", kind.law)]

    def evidence(self) -> tuple[Evidence, tuple[str, ...]]:
        started: list[tuple[Batch, Child]] = []
        found: dict[str, Result] = {}
        try:
            for batch in self._batches():
                child = self._child(batch)
                started.append((batch, child))
            for batch, child in reversed(started):  # the reference first: where it fails, it tells best why
                results = _finished(self.job, child) if batch.origin is From.HERE else self._served(child)
                found |= zip(batch.jobs, results, strict=True)
        except ReadingFailed:
            path = "" if "first" in found else self._unpicklable(started)
            until = time.monotonic() + PATIENCE
            for _, child in started:
                child.leave(max(0.0, until - time.monotonic()))
            if not path:
                raise
            return Evidence(NONE, NONE, NONE, Census(unpicklable=path), needs_pickle=True), self.notes
        finally:
            for _, child in started:
                child.stop()
        return self._decided(self._evidence(found)), self.notes

    def _unpicklable(self, started: Sequence[tuple[Batch, Child]]) -> str:
        """Return what keeps the dataset from being sent to a worker; empty where it can, or need not, be."""
        for batch, child in started if self.served else ():
            if "packed" in batch.jobs:
                with contextlib.suppress(ReadingFailed, CannotTravel):
                    packed = child.result()[0]
                    return packed.unpicklable if isinstance(packed, Census) else ""
        return ""

    def _batches(self) -> Iterator[Batch]:
        job = self.job
        others = {name: departed(job, how) for name, how in self.hows.items()}
        starts = {
            name: replace(others.pop(name), cold=self.cold)
            for name, how in self.hows.items()
            if how.law == "start-method-invariant"
        }
        yield Batch(From.SERVER, {"rerun": job, **starts})
        if self.lone:
            yield Batch(From.SERVER, {"cold": cold(job)})
            others["warm"] = replace(cold(job), cold=False)
        for kind in self.fresh:
            yield Batch(From.NOTHING, {kind.__name__: _under(job, kind)}, kind.environment)
        if beside := self._beside():
            yield Batch(From.HERE, beside)
        twin = replace(job, cell=replace(job.cell, respawn=False), epochs=1)
        yield Batch(From.HERE, {"other": _seeded_otherwise(twin)})
        yield Batch(From.HERE, {"first": job, **others})

    def _evidence(self, found: Mapping[str, Result]) -> Evidence:
        job, first = self.job, _stream(found["first"])
        comparisons = [Comparison(how.law, how.words, first, _read(found[name])) for name, how in self.hows.items()]
        if self.lone:
            comparisons.append(Comparison("rerun", COLD, _stream(found["warm"]), _read(found["cold"])))
        ranks = [found[name] for name, how in self.hows.items() if "world" in how.changes]
        return Evidence(
            first, _stream(found["rerun"]), _stream(found["other"]), _census(found),
            (*comparisons, *self._conditions(found)), _stream(found[PLAIN]) if PLAIN in found else None, _near(found),
            tuple(rank for rank in ranks if isinstance(rank, Stream)), self.needs_pickle, job.drop_last, job.batch_size,
        )  # fmt: skip

    def _beside(self) -> dict[str, Job]:
        """Return the jobs that need no loader, by name."""
        job = self.job
        first = [kind for kind in self.conditions if kind.first]
        jobs = {"packed": replace(job, packed=True)} if self.needs_pickle or first else {}
        jobs |= {kind.__name__: _under(job, kind) for kind in first}
        if self.once:
            plain = _under(job, Condition)
            epochs = job.epochs if self.conditions else 1
            jobs |= {"counted": replace(job, counted=True), PLAIN: replace(plain, epochs=epochs)}
            jobs |= {f"near {step}": replace(plain, epochs=1, seed=job.seed + step) for step in NEAR}
            jobs |= {"again": plain} if self.conditions else {}
            jobs |= {kind.__name__: _under(job, kind) for kind in self.conditions if not kind.first}
        return jobs

    def _child(self, batch: Batch) -> Child:
        jobs = tuple(batch.jobs.values())
        try:
            return Child(self.make_dataset, jobs, batch.origin, self.limit, batch.environment)
        except CannotTravel as problem:
            self._stays(problem)
            return Child(self.make_dataset, jobs, From.HERE, self.limit, batch.environment)

    def _served(self, child: Child) -> list[Result]:
        """Return what a child brought that had to receive ``make_dataset``; read here what it could not."""
        try:
            return child.result()
        except CannotTravel as problem:
            self._stays(problem)
            return _finished(self.job, Child(self.make_dataset, child.jobs, From.HERE, self.limit))
        except ReadingFailed as problem:
            raise ReadingFailed(f"cell {self.job.cell.id}, in a fresh process: {problem}") from None

    def _stays(self, problem: CannotTravel) -> None:
        note = (
            f"make_dataset cannot be sent to a fresh process ({problem}); rerun in a forked child instead, "
            "define it in an importable module for the stronger proof"
        )
        self.notes = (note,)

    def _conditions(self, found: Mapping[str, Result]) -> list[Comparison]:
        if not self.conditions:
            return []
        reference = _stream(found[PLAIN])
        named = [("rerun", "a second dataset of the same seed, in the same process,", "again")]
        named += [(kind.law, kind.words, kind.__name__) for kind in (*self.conditions, *self.fresh)]
        return [Comparison(law, words, reference, _read(found[name]), direct=True) for law, words, name in named]

    def _decided(self, evidence: Evidence) -> Evidence:
        """Draw more where too few draws could not tell repetition from chance."""
        if not undecided(evidence):
            return evidence
        more = replace(self.job, draws=MORE_DRAWS)
        first, other = _finished(more, Child(self.make_dataset, [more, _seeded_otherwise(more)], From.HERE, self.limit))
        kept = replace(evidence.first, visits=(*evidence.first.data, *(v for v in _stream(first).visits if v.probe)))
        twin = replace(evidence.other, visits=(*evidence.other.data, *(v for v in _stream(other).visits if v.probe)))
        return replace(evidence, first=kept, other=twin)


def cold(job: Job) -> Job:
    """Return the job of one worker in a process that nothing has warmed."""
    return replace(job, cell=Cell(1, start_method=job.cell.start_method), epochs=1, draws=0, cold=True)


def _under(job: Job, kind: type[Condition]) -> Job:
    return replace(job, condition=kind.__name__)


def _near(found: Mapping[str, Result]) -> tuple[tuple[int, Stream], ...]:
    read = [(step, found.get(f"near {step}")) for step in NEAR]
    return tuple((step, stream) for step, stream in read if isinstance(stream, Stream))


def _census(found: Mapping[str, Result]) -> Census | None:
    counted, packed = found.get("counted"), found.get("packed")
    unpicklable = packed.unpicklable if isinstance(packed, Census) else ""
    return replace(counted if isinstance(counted, Census) else Census(), unpicklable=unpicklable)


def departed(job: Job, how: How) -> Job:
    """Return the job of a reading that departs from the reference."""
    changes, loader = dict(how.changes), dict(job.loader)
    if (prefetch := changes.pop("prefetch_factor", None)) is not None:
        loader["prefetch_factor"] = prefetch if prefetch != loader.get("prefetch_factor") else 1
    if not changes["cell"].num_workers:
        loader = {name: value for name, value in loader.items() if name not in FOR_WORKERS}
    return replace(job, loader=loader, **changes)


def _seeded_otherwise(job: Job) -> Job:
    return replace(job, seed=derived(job.seed, "another seed", bits=64) % 2**31)


def _read(result: Result) -> Stream | Failed:
    assert not isinstance(result, Census)
    return result


def _stream(result: Any) -> Stream:
    if isinstance(result, Failed):
        raise ReadingFailed(result.trace)
    assert isinstance(result, Stream)
    return result


def _finished(job: Job, child: Child) -> list[Result]:
    try:
        return child.result()
    except (ReadingFailed, CannotTravel) as problem:
        hint = _pickling_hint(str(problem)) if job.cell.served else ""
        raise ReadingFailed(f"cell {job.cell.id}: {problem}{hint}") from None


def _pickling_hint(text: str) -> str:
    words = ("ickl", "ModuleNotFoundError", "exited unexpectedly")
    if not any(word in text for word in words):
        return ""
    return (
        "\nworkers that are not forked receive the dataset by pickle: nothing that it holds may be a lambda, a lock or "
        "an open file, and its class must live in a module that can be imported by name (with "
        "--import-mode=importlib test modules cannot)"
    )
