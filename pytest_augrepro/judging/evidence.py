"""What a reading gave: which worker made which sample when, by fingerprint; and all that a cell is judged by. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Visit:
    """One sample as it came out; a probe is one more draw of the first sample, behind the data of its pass."""

    run: int
    position: int
    index: Any
    worker: int
    digest: str
    prints: dict[str, str]
    probe: bool = False
    generators: Mapping[str, str] = field(default_factory=dict)
    """The states, behind its batch, of generators that the dataset holds, by name."""
    identity: Any = None
    """Which sample it says it is, where the user gave an ``id_fn``."""
    turn: int = 0
    """How many samples its worker had made before, since it began."""

    def without(self, parts: Collection[str]) -> Visit:
        """The same sample without some of its parts."""
        prints = {name: digest for name, digest in self.prints.items() if name not in parts}
        return replace(self, prints=prints, digest=" ".join(f"{name} {prints[name]}" for name in sorted(prints)))


class Line(NamedTuple):
    """Draws that belong together: one pass, one worker, one sample, and what of the sample."""

    run: int
    worker: int
    sample: Any
    part: str


OF_TRANSFORM = " of the transform "
"""What a place says before the name of a transform of the user's own."""


def is_transform(kind: type) -> bool:
    """Whether a class of the user's is a transform: made from one of augrepro's or Albumentations'."""
    roots = ("augrepro", "albumentations")
    module = kind.__module__.partition(".")[0]
    bases = [base.__module__.partition(".")[0] for base in kind.__mro__ if callable(getattr(base, "get_params", None))]
    return module not in roots and any(base in roots for base in bases)


UNRECORDED = "a call cannot be recorded: "
"""How the reason begins for which a pipeline that keeps records cannot be replayed: a note says it, too."""
GENERATOR = "generator "
"""How the name of a generator that the dataset holds begins."""


@dataclass(frozen=True)
class Reading:
    """All samples of one reading: several passes over the data, each with a name such as ``epoch 0``."""

    names: tuple[str, ...]
    visits: tuple[Visit, ...]
    length: int | None
    kept: Any = None
    """The one sample that was to come along, with its arrays, where there was one."""
    no_effect: str = ""
    """Why the condition it was read under did not take effect."""
    not_applicable: str = ""
    """Why the condition had nothing to act on."""
    unsent: str = ""
    """Why nothing was read: what makes the samples could not be sent to the fresh process of the condition."""
    blame: str = ""
    """What was consumed under the condition, and where."""
    ordered: bool = False
    """Whether the dataset decides the order by itself: then the order is a result, too."""
    lengths: tuple[int, ...] = ()
    """The number of samples of each pass when it begins, where the dataset tells it and may change it."""
    ended: tuple[int, ...] = ()
    """The same before each pass has ended: what fetching has made of the length."""
    told_epochs: bool = False
    """Whether the dataset is told of each epoch, and may have another length in each."""
    shared: tuple[str, ...] = ()
    """Open files and connections that workers used as they had inherited them."""
    unjudged: tuple[str, ...] = ()
    """What of the user's own DataLoader is not looked at."""
    asked: bool = False
    """Whether samples took their epoch from their index, and nothing says that the user's loader brings it there."""

    @property
    def data(self) -> tuple[Visit, ...]:
        return tuple(visit for visit in self.visits if not visit.probe)

    def by_key(self) -> dict[tuple[int, Any], Visit]:
        """The map that laws compare: (epoch, index) to what came out."""
        return {(visit.run, visit.index): visit for visit in self.visits if not visit.probe}

    def digests(self, run: int) -> dict[Any, str]:
        return {visit.index: visit.digest for visit in self.visits if visit.run == run and not visit.probe}

    def lines(self, *, parts: bool = False) -> dict[Line, tuple[str, ...]]:
        """What each worker gave for one sample in each pass, again and again, in order.

        With ``parts`` also each target by itself, and the states of generators that the dataset holds: a good
        generator beside it must not hide a shared one. Where no sample is drawn again (an iterable dataset), those
        states are all there is.
        """
        found: dict[Line, list[str]] = {}
        probed = any(visit.probe for visit in self.visits)
        for visit in self.visits:
            for part, digest in visit.generators.items() if parts and not probed else ():
                found.setdefault(Line(visit.run, visit.worker, None, part), []).append(digest)
            if visit.probe:
                views = {"": visit.digest}
                if parts:
                    views |= {**(visit.prints if len(visit.prints) > 1 else {}), **visit.generators}
                for part, digest in views.items():
                    found.setdefault(Line(visit.run, visit.worker, visit.index, part), []).append(digest)
        return {key: tuple(digests) for key, digests in found.items()}

    def sequence(self, run: int) -> tuple[Any, ...]:
        """The samples of a pass in the order in which they came."""
        return tuple(visit.index for visit in self.visits if visit.run == run and not visit.probe)

    def without(self, parts: Collection[str]) -> Reading:
        """The same samples without some of their parts."""
        if not parts:
            return self
        visits = (visit if visit.prints.keys().isdisjoint(parts) else visit.without(parts) for visit in self.visits)
        return replace(self, visits=tuple(visits))

    @property
    def content(self) -> list[tuple[int, Any, str]]:
        """What came out, whoever made it; without the repeated draws."""
        return sorted(((visit.run, visit.index, visit.digest) for visit in self.data), key=str)


@dataclass(frozen=True)
class Failed:
    """A reading that raised where the reference did not."""

    problem: str
    trace: str = ""
    unsent: str = ""
    """The function, of those given with the dataset, that cannot be sent to workers: the dataset is not to blame."""


@dataclass(frozen=True)
class SideEffects:
    """What fetching samples did besides making them."""

    moved: Mapping[str, str] = field(default_factory=dict)
    """Global generators that advanced, each with the place of its first consumer."""
    changed: tuple[str, ...] = ()
    """Data of the dataset that is no longer what it was, and matters to a sample."""
    reset: Mapping[str, str] = field(default_factory=dict)
    """Global generators that each sample puts to one state before it draws, each with the place."""
    reset_partly: Mapping[str, str] = field(default_factory=dict)
    """Of those generators the ones that some samples do not put there, each with how many do, in words."""
    reset_by_sample: Mapping[str, str] = field(default_factory=dict)
    """Global generators that each sample puts to a state of its own, each with the place."""
    made_anew: tuple[str, ...] = ()
    """Calls by which each sample makes a generator, or a pipeline, from one and the same seed, with the place."""
    unseeded: tuple[str, ...] = ()
    """Generators that samples draw from and pipelines, in one state under two seeds: each with what it keeps."""
    counted: tuple[str, ...] = ()
    """Parts of a sample that only say how often it was fetched: state, and no draws."""
    details: tuple[str, ...] = ()
    sides: tuple[Any, ...] = ()
    """The first array that changed, as it was and as it is, where both are known and small."""
    unpicklable: str = ""
    """The path of the attribute that cannot be pickled, and why."""
    unwatched: str = ""
    """Why nothing is known of what fetching does besides: the error that came while it was watched."""


@dataclass(frozen=True)
class OwnLoader:
    """How the user's own DataLoader stands: nothing is known where ``make_dataset`` returns none over indices."""

    name: str = ""
    """The class that orders the samples."""
    passes: tuple[tuple[Any, ...], ...] = ()
    """The indices that two passes hand out."""
    again: tuple[tuple[Any, ...], ...] = ()
    """The same of one made anew with the same seed; not read where the passes count up."""
    told: tuple[tuple[Any, ...], ...] = ()
    """The same where set_epoch is called before each; none where there is no such method."""
    foreign: tuple[Any, ...] = ()
    """The first pass under another seed."""
    keys: bool = False
    """Whether its indices know epoch and draw."""
    endless: bool = False
    """Whether its passes are cut: it knows no length, and goes on for longer than it is looked at."""
    of_torch: bool = False
    """Whether what orders is torch's own."""
    first: str = ""
    """What it hands out first, where it was asked for that and that is no number of a sample."""
    problem: str = ""
    """Why the samples of its first batch cannot be made, and what to do."""


@dataclass(frozen=True)
class Comparison:
    """One reading under another condition, and the reading it has to equal."""

    law: str
    condition: str
    reference: Reading
    reading: Reading | Failed
    direct: bool = False
    """Whether both were read without a loader."""
    readings: tuple[str, str] = ("", "")
    """The names of the reference and of the reading."""


@dataclass(frozen=True)
class Evidence:
    """All readings of one cell that the laws are judged by."""

    first: Reading
    rerun: Reading
    other: Reading
    side_effects: SideEffects | None = None
    comparisons: tuple[Comparison, ...] = ()
    direct: Reading | None = None
    near_seeds: tuple[tuple[int, Reading], ...] = ()
    """Readings without a loader: under the seed itself, and under seeds that differ from it in the upper bits."""
    ranks: tuple[Reading, ...] = ()
    still: tuple[Reading, ...] = ()
    """Readings without a loader: under the seed, and under another where the first has to be looked into."""
    passes: tuple[Reading, ...] = ()
    """Readings in more passes, under the seed and under another, of samples that draw the same in each."""
    spots: tuple[Reading, ...] = ()
    """Readings under the seed and under another, with repeated draws of samples that no seed seemed to change."""
    seeds: tuple[tuple[Reading, ...], ...] = ()
    """Readings without a loader, under the seed and under another, each raised by one distance again and again."""
    indices: tuple[Reading, ...] = ()
    """Readings in more passes without a loader, by indices that know their epoch and by plain ones."""
    own_loader: OwnLoader | None = None
    epochs_equal: bool = False
    """Whether the user says that all epochs are meant to be equal."""
    unseeded: bool = False
    """Whether the user says that the seed has no say, on purpose."""
    needs_pickle: bool = False
    drop_last: bool = False
    batch_size: int = 1

    @property
    def input_changed(self) -> bool:
        """Whether making samples changes what they are made from."""
        return self.side_effects is not None and bool(self.side_effects.changed)

    @property
    def reset(self) -> Mapping[str, str]:
        """The global generators that each sample puts to one state, where all samples are not meant to draw alike."""
        return {} if self.side_effects is None or self.epochs_equal else self.side_effects.reset

    @property
    def drawn(self) -> Evidence:
        """The same without the parts of samples that only count fetches."""
        counted = () if self.side_effects is None else self.side_effects.counted
        several = self.passes, self.ranks, self.spots
        passes, ranks, spots = (tuple(each.without(counted) for each in some) for some in several)
        first, other = self.first.without(counted), self.other.without(counted)
        return replace(self, first=first, other=other, passes=passes, ranks=ranks, spots=spots)
