"""``aug_cell``: read a dataset the way one cell of the matrix says, and hold it to the laws."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pytest_augrepro import laws, verdict
from pytest_augrepro.difference import difference
from pytest_augrepro.matrix import Cell, nearest
from pytest_augrepro.process import CannotTravel, Child, ReadingFailed
from pytest_augrepro.runner import Job, MakeDataset
from pytest_augrepro.seeding import derived
from pytest_augrepro.stream import Census, Evidence, Stream

CONTRACTS = ("stream",)
LOADER_OPTIONS = frozenset({"worker_init_fn", "prefetch_factor", "pin_memory", "timeout"})
OWN_OPTIONS = {
    "num_workers": "an axis of aug_matrix",
    "persistent_workers": "an axis of aug_matrix",
    "multiprocessing_context": "the axis start_method of aug_matrix",
    "generator": "made from the seed",
    "collate_fn": "used to take fingerprints inside the workers",
    "sampler": "planned by the harness, so that it knows which sample is which",
    "batch_sampler": "planned by the harness, so that it knows which sample is which",
}
DRAWS, MORE_DRAWS = 16, 256


class LawBroken(AssertionError):
    """A dataset broke a law of its contract."""


class AugCell:
    """One way to load data."""

    def __init__(self, cell: Cell, seed: int) -> None:
        self.cell, self.seed = cell, seed
        self.notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<aug_cell {self.cell.id} seed {self.seed}>"

    def run(self, make_dataset: MakeDataset, *, limit: float = 120, **options: Any) -> dict[tuple[int, int], str]:
        """Read the dataset once; return the digest of each (epoch, index)."""
        [stream], _ = self._read(make_dataset, [self._job(options)], limit=limit)
        return {(visit.run, visit.index): visit.digest for visit in stream.visits}

    def check(
        self, make_dataset: MakeDataset, *, contract: str = "stream", limit: float = 120, **options: Any
    ) -> tuple[str, ...]:
        """Hold the dataset to a contract; raise :class:`LawBroken` or return what is worth noting.

        ``make_dataset(seed)`` returns a dataset. Options are ``epochs``, ``batch_size``, ``shuffle``,
        ``drop_last`` and those of a DataLoader that the harness does not need for itself.
        """
        __tracebackhide__ = True
        if contract not in CONTRACTS:
            raise ValueError(f"aug_cell knows no contract {contract!r}; {nearest(contract, CONTRACTS)}")
        job = self._job(options)
        evidence, notes = self._gather(make_dataset, job, limit)
        judged = laws.judge(evidence)
        self.notes = (*notes, *judged.notes)
        if judged.breaches:
            breach = judged.breaches[0]
            pixels = self._pixels(make_dataset, job, breach, evidence.census, limit)
            shown = laws.Verdict(judged.breaches, self.notes)
            raise LawBroken(verdict.describe(breach, shown, self.cell, self.seed, contract, evidence.census, pixels))
        return self.notes

    def _job(self, options: Mapping[str, Any]) -> Job:
        _need_torch()
        own = {"epochs", "batch_size", "shuffle", "drop_last"}
        loader = {}
        for name, value in options.items():
            if name in OWN_OPTIONS:
                raise TypeError(f"aug_cell does not take {name}: it is {OWN_OPTIONS[name]}")
            if name not in own | LOADER_OPTIONS:
                raise TypeError(f"aug_cell takes no {name!r}; {nearest(name, own | LOADER_OPTIONS)}")
            if name not in own:
                loader[name] = value
        if not self.cell.num_workers:
            loader.pop("prefetch_factor", None)
        return Job(self.cell, self.seed, loader=loader, **{name: options[name] for name in own & set(options)})

    def _gather(self, make_dataset: MakeDataset, job: Job, limit: float) -> tuple[Evidence, tuple[str, ...]]:
        """Read all that the laws need, at two places at once."""
        twin = _but(job, seed=derived(self.seed, "another seed", bits=64) % 2**31)
        probe, twin_probe = _but(job, draws=DRAWS), _but(twin, draws=DRAWS)
        again, notes = self._start_again(make_dataset, job, limit)
        try:
            streams, census = self._read(make_dataset, [job, twin, probe, twin_probe], counted=True, limit=limit)
        except BaseException:
            again.stop()
            raise
        second, travelled = self._finish_again(again, make_dataset, job, limit)
        evidence = Evidence(
            streams[0], second, streams[1], streams[2], streams[3], census, job.drop_last, job.batch_size
        )
        if laws.undecided(evidence):
            more = [_but(probe, draws=MORE_DRAWS), _but(twin_probe, draws=MORE_DRAWS)]
            probes, _ = self._read(make_dataset, more, limit=limit)
            evidence = Evidence(
                streams[0], second, streams[1], probes[0], probes[1], census, job.drop_last, job.batch_size
            )
        return evidence, (*notes, *travelled)

    def _start_again(self, make_dataset: MakeDataset, job: Job, limit: float) -> tuple[Child, tuple[str, ...]]:
        try:
            return Child(make_dataset, [job], fresh=True, counted=False, limit=limit), ()
        except CannotTravel as problem:
            return Child(make_dataset, [job], fresh=False, counted=False, limit=limit), (_stayed(problem),)

    def _finish_again(
        self, again: Child, make_dataset: MakeDataset, job: Job, limit: float
    ) -> tuple[Stream, tuple[str, ...]]:
        try:
            return again.result()[0][0], ()
        except CannotTravel as problem:
            return self._read(make_dataset, [job], limit=limit)[0][0], (_stayed(problem),)

    def _read(
        self, make_dataset: MakeDataset, jobs: list[Job], *, counted: bool = False, limit: float
    ) -> tuple[list[Stream], Census]:
        fresh = self.cell.start_method == "forkserver"  # a forked copy cannot use the fork server of its parent
        try:
            return Child(make_dataset, jobs, fresh=fresh, counted=counted, limit=limit).result()
        except (ReadingFailed, CannotTravel) as problem:
            hint = _pickling_hint(str(problem)) if self.cell.start_method in ("spawn", "forkserver") else ""
            raise ReadingFailed(f"cell {self.cell.id}: {problem}{hint}") from None

    def _pixels(
        self, make_dataset: MakeDataset, job: Job, breach: laws.Breach, census: Census, limit: float
    ) -> tuple[str, ...]:
        """Return the first differing pixels; for that the sample is made twice again, and kept."""
        if breach.law == "input-unchanged":
            return census.details
        if breach.law != "rerun" or breach.visit is None:
            return ()
        keeping = _but(job, keep=True)
        again, _ = self._start_again(make_dataset, keeping, limit)
        [one], _ = self._read(make_dataset, [keeping], limit=limit)
        two, _ = self._finish_again(again, make_dataset, keeping, limit)
        key = breach.visit.run, breach.visit.index
        return _difference_of(one.arrays.get(key, {}).get(breach.target), two.arrays.get(key, {}).get(breach.target))


def _difference_of(one: Any, two: Any) -> tuple[str, ...]:
    if one is None or two is None:
        return ("not shown: the target is no array, or the arrays are too large to keep",)
    if one.shape != two.shape or one.dtype != two.dtype:
        return (f"{one.dtype} {one.shape} became {two.dtype} {two.shape}",)
    found = difference(one, two)
    return (
        ("looked at once more, this sample agreed: it differs only now and then",) if not found else (*found.lines(),)
    )


def _but(job: Job, **changes: Any) -> Job:
    return replace(job, **changes)


def _stayed(problem: CannotTravel) -> str:
    return (
        f"make_dataset cannot be sent to a fresh process ({problem}); rerun in a forked child instead, "
        "define it in an importable module for the stronger proof"
    )


def _pickling_hint(text: str) -> str:
    words = ("ickl", "ModuleNotFoundError", "exited unexpectedly")
    if not any(word in text for word in words):
        return ""
    return (
        "\nworkers that are not forked receive the dataset by pickle: its class must live in a module that can be "
        "imported by name (with --import-mode=importlib test modules cannot)"
    )


def _need_torch() -> None:
    if importlib.util.find_spec("torch") is None:
        raise ModuleNotFoundError("aug_cell needs torch: pip install 'augrepro[torch]'")
