"""What becomes of a dataset that takes its epoch from its index, under loaders that hand out plain ones. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .breach import Breach
from .chance import RARE
from .evidence import Evidence, Reading

CAUSE = (
    "the epoch comes in with the index alone (sample_key=index); torch's samplers hand out plain ints, and what "
    "augrepro.torch.loader puts around the dataset hands plain ints on: without an epoch a key is of epoch 0"
)
REMEDY = (
    "leave sample_key out and load by augrepro.torch.loader, which names sample and epoch by itself; or sample_key="
    "(epoch, index), with an epoch in shared memory that set_epoch fills; where your DataLoader has a KeyedSampler or "
    "a StampedSampler right above this dataset, return that DataLoader from make_dataset"
)


@dataclass(frozen=True)
class Repetition:
    """A part of samples that follows the epoch of indices, and repeats itself without."""

    part: str
    differing: int
    """How often a later pass has another one than the first, where indices know their epoch."""
    pairs: int

    @property
    def certain(self) -> bool:
        """Whether chance is ruled out: a flip that is drawn seldom stays the same for many passes."""
        agree = 1 - self.differing / self.pairs
        return max(agree**self.pairs, 0.25**self.differing) < RARE


def repeated_by_plain_indices(evidence: Evidence) -> Iterator[Repetition]:
    """The random parts of samples that are equal in all passes where indices are plain, and only there."""
    if not evidence.indices:
        return
    keyed, plain = evidence.indices
    for part in _random_parts(evidence):
        outcomes, repeated = _outcomes(keyed, part), _outcomes(plain, part)
        if any(outcomes) and not any(repeated):
            yield Repetition(part, sum(outcomes), len(outcomes))


def _random_parts(evidence: Evidence) -> list[str]:
    """The parts that another seed changes: what follows the epoch alone, as a level does, is no draw."""
    drawn = evidence.drawn
    first, other = drawn.first.by_key(), drawn.other.by_key()
    both = [(first[key].prints, other[key].prints) for key in first.keys() & other.keys()]
    names = dict.fromkeys(name for prints, _ in both for name in prints)
    return [name for name in names if any(one.get(name) != two.get(name) for one, two in both)]


def _outcomes(reading: Reading, part: str) -> list[bool]:
    """Whether the part differs from that of the first pass, for each sample of each later pass."""
    visits = reading.by_key()
    return [
        visit.prints.get(part) != visits[0, index].prints.get(part)
        for (run, index), visit in visits.items()
        if run and (0, index) in visits
    ]


def passes_equal(evidence: Evidence) -> bool:
    """Whether all passes are equal where indices are plain."""
    if not evidence.indices:
        return False
    plain = evidence.indices[1]
    return all(plain.digests(run) == plain.digests(0) for run in range(len(plain.names)))


def breaches(law: str, evidence: Evidence) -> Iterator[Breach]:
    """A pass that repeats the first one under loaders that hand out plain indices, as most do."""
    for repetition in repeated_by_plain_indices(evidence):
        if repetition.certain:
            reading = evidence.indices[1]
            visit = next(each for each in reading.visits if each.run == 1)
            yield Breach(
                law,
                f"{reading.names[1]} repeats {reading.names[0]} where indices are plain ints, as loaders hand them out",
                visit=visit,
                run=reading.names[1],
                target="" if repetition.part == "sample" else repetition.part,
                scope=(
                    f"read by indices that know their epoch, {repetition.differing} of {repetition.pairs} samples of "
                    "later passes differ from the first pass; by plain ints none does"
                ),
                cause=CAUSE,
                remedy=REMEDY,
                direct=True,
            )
