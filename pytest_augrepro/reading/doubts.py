"""Readings that are made only where the first ones leave a doubt, which more draws, passes or seeds settle."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..judging import seedless
from ..judging.chance import (
    RARE,
    chance_of_equality,
    differing_samples,
    frozen_samples,
    passes_needed,
    suspicious_steps,
    undecided,
    unexplained,
)
from ..judging.evidence import Evidence
from ..judging.passes import constants_equal
from ..judging.plain_indices import repeated_by_plain_indices
from .dataset import MakeDataset
from .job import DirectJob, LoaderJob
from .other_jobs import seeded_otherwise, without_loader
from .process import Child, ChildKind, ReadingFailed, ours
from .results import finished, reading_of

__tracebackhide__ = ours
MORE_DRAWS = 512
FEW = 16
"""Samples that are read in more passes; so many decide."""
FROZEN, FROZEN_PASSES = 4, 10
"""So many samples are read in so many passes where some are the same in each: four coins all but never are."""
PASSES = 8
"""Passes in which samples are read by plain indices."""
TAKEN = "samples take their epoch from their index, which torch's own samplers do not tell"
UNTOLD = f"{TAKEN}: whether passes repeat without it was not decided"
UNREAD = f"{TAKEN}: they could not be read without it, and are judged with it"


@dataclass
class Doubts:
    """What is not clear yet of a dataset, and the readings that settle it; ``plain`` reads without a loader."""

    make_dataset: MakeDataset
    job: LoaderJob
    plain: DirectJob
    limit: float
    notes: tuple[str, ...] = field(default=())

    def settled(self, evidence: Evidence) -> Evidence:
        """The evidence with what more readings say; nothing is read where nothing is in doubt."""
        evidence = self._with_more_spots(self._decided(self._compared_with_workers(evidence)))
        return self._with_more_seeds(self._with_more_passes(self._by_plain_indices(evidence)))

    def _compared_with_workers(self, evidence: Evidence) -> Evidence:
        """Where workers give another constant, read once more whether it is one without a loader."""
        if next(constants_equal("", evidence), None) is None:
            return evidence
        job = replace(without_loader(self.job), seed=seeded_otherwise(self.job).seed)
        try:
            [other] = Child(self.make_dataset, [job], ChildKind.FORKED, self.limit).result()
        except ReadingFailed:
            return replace(evidence, still=())
        return replace(evidence, still=(*evidence.still, reading_of(other)))

    def _decided(self, evidence: Evidence) -> Evidence:
        """Draw more where too few draws could not tell repetition from chance."""
        if not undecided(evidence):
            return evidence
        more = replace(self.job, draws=MORE_DRAWS)
        first, other = finished(
            more, Child(self.make_dataset, [more, seeded_otherwise(more)], ChildKind.FORKED, self.limit)
        )
        kept = replace(evidence.first, visits=(*evidence.first.data, *(v for v in reading_of(first).visits if v.probe)))
        twin = replace(evidence.other, visits=(*evidence.other.data, *(v for v in reading_of(other).visits if v.probe)))
        return replace(evidence, first=kept, other=twin)

    def _with_more_spots(self, evidence: Evidence) -> Evidence:
        """Draw samples again that no seed seems to change, beside others that follow it."""
        samples = () if evidence.unseeded else tuple(seedless.suspects(evidence)[-FROZEN:])
        if not samples:
            return evidence
        plain = replace(self.job.loading, cell=replace(self.job.loading.cell, respawn=False), epochs=1)
        more = replace(self.job, loading=plain, samples=samples)
        try:
            spots = finished(
                more, Child(self.make_dataset, [more, seeded_otherwise(more)], ChildKind.FORKED, self.limit)
            )
        except ReadingFailed:
            return evidence
        return replace(evidence, spots=tuple(reading_of(each) for each in spots))

    def _with_more_passes(self, evidence: Evidence) -> Evidence:
        """Read a few samples in more passes where equal passes may be chance: few of them draw, beside fixed ones."""
        if samples := unexplained(evidence)[:FEW]:
            count = passes_needed(len(samples))
        elif samples := frozen_samples(evidence.drawn)[:FROZEN]:
            count = FROZEN_PASSES
        else:
            return evidence
        plain = replace(self.job.loading.cell, respawn=False)
        loading = replace(self.job.loading, cell=plain, epochs=count)
        more = replace(self.job, loading=loading, draws=0, samples=() if evidence.first.ordered else tuple(samples))
        try:
            passes = finished(
                more, Child(self.make_dataset, [more, seeded_otherwise(more)], ChildKind.FORKED, self.limit)
            )
        except ReadingFailed:  # it may know of no later epoch
            self.notes = (*self.notes, "later epochs cannot be read: whether equal ones are chance was not decided")
            return evidence
        return replace(evidence, passes=tuple(reading_of(each) for each in passes))

    def _by_plain_indices(self, evidence: Evidence) -> Evidence:
        """Where samples take their epoch from their index, read some by plain indices, too: torch's loaders do so."""
        if not evidence.first.asked:
            return evidence
        samples = tuple(evidence.first.digests(0))[:FEW]
        jobs = [
            replace(self.plain, epochs=PASSES, probed=False, samples=samples, plain=plain) for plain in (False, True)
        ]
        try:
            found = Child(self.make_dataset, jobs, ChildKind.FORKED, self.limit).result()
            readings = tuple(map(reading_of, found))
        except ReadingFailed:
            self.notes = (*self.notes, UNREAD)
            return evidence
        evidence = replace(evidence, indices=readings)
        if not all(repetition.certain for repetition in repeated_by_plain_indices(evidence)):
            self.notes = (*self.notes, UNTOLD)
        return evidence

    def _with_more_seeds(self, evidence: Evidence) -> Evidence:
        """Read under more seeds where a near one gave the same, which is chance where few samples draw."""
        drawn, steps = evidence.drawn, suspicious_steps(evidence)
        samples = differing_samples(drawn)[:FEW]
        if not steps or not samples or chance_of_equality(drawn) < RARE:
            return evidence
        plain = replace(self.plain, epochs=1, samples=() if evidence.first.ordered else tuple(samples))
        starts, count = (self.job.seed, seeded_otherwise(self.job).seed), passes_needed(len(samples))
        jobs = [replace(plain, seed=start + turn * steps[0]) for start in starts for turn in range(count)]
        try:
            found = finished(self.job, Child(self.make_dataset, jobs, ChildKind.FORKED, self.limit))
        except ReadingFailed:
            return evidence
        readings = [reading_of(each) for each in found]
        return replace(evidence, seeds=(tuple(readings[:count]), tuple(readings[count:])))
