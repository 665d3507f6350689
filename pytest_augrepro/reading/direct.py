"""Reading a dataset without a loader, sample by sample, under a condition. Runs inside a child process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ..judging.evidence import Reading, Visit
from . import global_rng, side_effects
from .conditions import CONDITIONS
from .dataset import Lengths, MakeDataset, Subject, subject_of
from .fingerprint import combined, fingerprint
from .held import Held, Plain, held
from .indices import key_of, pass_of
from .job import DirectJob, SideEffectsJob
from .kept import RECORDER, Kept, kept
from .starts import other_starts

Samples = list[dict[str, str]]
OTHER = 1_000_003
"""By how much the seed of a twin is larger."""


def read_directly(make_dataset: MakeDataset, job: DirectJob) -> Reading:
    """Fetch every sample without a loader, under a condition; the global generators start from one state."""
    visits = []
    keeper = Keeper(job)
    names: list[str] = []
    with CONDITIONS[job.condition]() as condition:
        global_rng.seed_all(job.seed)
        subject = subject_of(make_dataset, job.seed, job.id_fn)
        subject = replace(subject, takes_keys=False) if job.plain else subject
        condition.prepare(subject.dataset)
        lengths = Lengths(subject)
        for epoch in range(job.epochs):
            if lengths.changed:
                break
            subject.set_epoch(epoch)
            lengths.begin()
            names.append(f"epoch {epoch}")
            identities: dict[int, Any] = {}
            if subject.iterable:
                keeper.start()
                samples = ((subject.id_fn(sample), sample) for sample in subject.dataset)
                named = [(name, keeper.fingerprint(sample, epoch, name)) for name, sample in samples]
            else:
                for index in sorted({0, len(subject) - 1}) if job.probed else ():
                    subject.fetch(key_of(index, epoch, 1))
                keys = [key_of(index, epoch) for index in job.samples or range(len(subject))]
                keeper.start()
                named = list(
                    zip(
                        map(int, keys),
                        condition.fetch(keys, partial(_fetched, subject, lengths, identities, keeper)),
                        strict=True,
                    )
                )
            visits += [
                Visit(
                    run=epoch,
                    position=at,
                    index=name,
                    worker=-1,
                    digest=combined(prints),
                    prints=prints,
                    identity=identities.get(name),
                )
                for at, (name, prints) in enumerate(named)
            ]
        condition.finish()
    return Reading(
        tuple(names),
        tuple(visits),
        lengths.begun[0] if lengths.begun else subject.length,
        keeper.kept,
        no_effect=condition.no_effect,
        not_applicable=condition.not_applicable,
        blame=condition.blame,
        ordered=subject.iterable,
        **lengths.found(),
    )


def _fetched(
    subject: Subject, lengths: Lengths, identities: dict[int, Any], keeper: Keeper, key: int
) -> dict[str, str]:
    """The fingerprint of a sample; notes which sample it says it is."""
    sample = subject.fetch(key)
    lengths.look()
    if subject.named:
        identities[int(key)] = subject.identity_of(sample)
    return keeper.fingerprint(sample, pass_of(key), int(key))


class Keeper:
    """Takes fingerprints, and the wanted sample itself where there is one."""

    def __init__(self, job: DirectJob) -> None:
        self.wanted = job.keep
        self.kept: Kept | None = None

    def start(self) -> None:
        if self.wanted is not None:
            RECORDER.start()

    def fingerprint(self, sample: Any, run: int, index: Any) -> dict[str, str]:
        if self.wanted is not None:
            calls = RECORDER.taken()
            if (run, index) == (self.wanted.run, self.wanted.index):
                self.kept = kept(sample, calls)
        return fingerprint(sample)


@dataclass(frozen=True)
class InputOf:
    """Tells input from books: whether any sample comes out differently when data starts as it was left.

    A change that repeats itself makes no such difference. There it tells whether samples follow what the data was.
    """

    make_dataset: MakeDataset
    job: SideEffectsJob

    def __call__(self, changed: Sequence[Held], before: Mapping[str, Any]) -> list[Held]:
        """The pieces of data that are input, of those that changed; ``before`` has what the smaller ones were."""
        if not changed:
            return []
        usual = self._samples({})
        open_to = [each for each in changed if not _row(each)]
        found = {id(each) for each in open_to if self._samples({each.path: each.content()}) != usual}
        rest = [each for each in open_to if id(each) not in found]
        found |= {id(each) for each in self._followed(rest, before, usual)}
        return [each for each in changed if _row(each) or id(each) in found]

    def late(self, changed: Sequence[Held]) -> list[Held]:
        """The same of data that is there only once all samples were fetched."""
        usual = self._samples({}, warmed=True) if changed else []
        return [each for each in changed if self._samples({each.path: each.content()}, warmed=True) != usual]

    def _followed(self, rest: Sequence[Held], before: Mapping[str, Any], usual: Samples) -> list[Held]:
        """The pieces whose content before comes out in a sample; looked for in halves, until one is found."""
        if not rest or not self._follows(rest, before, usual):
            return []
        if len(rest) == 1:
            return list(rest)
        half = len(rest) // 2
        found, others = self._followed(rest[:half], before, usual), rest[half:]
        if not found:
            return self._followed(others, before, usual)
        return [*found, *(others if self._follows(others, before, usual) else ())]

    def _follows(self, pieces: Sequence[Held], before: Mapping[str, Any], usual: Samples) -> bool:
        starts = [self._starts_of(each, before.get(each.path)) for each in pieces]
        for turn in range(max(map(len, starts))):
            contents = {each.path: of[turn] for each, of in zip(pieces, starts, strict=True) if turn < len(of)}
            try:
                if self._samples(contents) != usual:
                    return True
            except Exception:  # what a sample cannot be made from is input, too
                return True
        return False

    def _starts_of(self, left: Held, before: Any) -> list[Any]:
        if before is None:
            made = self._subject().dataset
            before = next((each.content() for each in held(made) if each.path == left.path), None)
        if before is None:
            return []
        memory = not left.typed
        return other_starts(before, left.content(), self._subject().length or -1, memory)

    def _subject(self) -> Subject:
        global_rng.seed_all(self.job.seed)
        return subject_of(self.make_dataset, self.job.seed, self.job.id_fn)

    def _samples(self, change: Mapping[str, Any], warmed: bool = False) -> Samples:
        """All samples of a dataset made anew, whose data starts as some other content; ``warmed`` by a pass before."""
        subject = self._subject()
        for _, fetch in subject.fetchers(0) if warmed else ():
            fetch()
        pieces = [each for each in held(subject.dataset) if each.path in change] if change else []
        kept = [(each, each.content()) for each in pieces]
        try:
            for each in pieces:
                each.fill(change[each.path])
            if subject.iterable:
                return [fingerprint(sample) for sample in subject.dataset]
            return [fingerprint(subject.fetch(key_of(index, 0))) for index in range(len(subject))]
        finally:
            for each, content in kept:  # the dataset may not be the only one to hold it
                each.fill(content)


def _row(piece: Held) -> bool:
    """Boxes and points are input, whether or not what became of them comes out."""
    return isinstance(piece.thing, Plain) and piece.thing.row


def seeded_otherwise(make_dataset: MakeDataset, job: SideEffectsJob) -> Subject:
    """A dataset made anew, with another seed."""
    seed = (job.seed + OTHER) % 2**31
    global_rng.seed_all(seed)
    return subject_of(make_dataset, seed, job.id_fn)


def counted_parts(subject: Subject) -> tuple[str, ...]:
    """The parts of a sample that say how often it was fetched, found on a dataset made anew."""
    if subject.iterable:
        return ()
    return side_effects.counted(lambda turn: subject.fetch(key_of(0, 0, turn)))
