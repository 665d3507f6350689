"""A broken law's sample made once more, both ways, and kept: what no green run pays for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..judging.breach import Breach
from ..judging.evidence import Reading, Visit
from .conditions import CONDITIONS
from .gather import PLAIN, STILL, Gathering
from .job import DirectJob, LoaderJob, Wanted
from .kept import Kept
from .payload import CannotTravel
from .process import Child, ChildKind, ReadingFailed


@dataclass(frozen=True)
class Again:
    """One sample as it was compared: in the reading that it has to equal, and in the other."""

    one: Kept
    other: Kept


@dataclass(frozen=True)
class Side:
    """The reading that makes the sample of one side again."""

    kind: ChildKind
    job: LoaderJob | DirectJob
    environment: tuple[tuple[str, str], ...]

    @property
    def meets_a_fresh_process(self) -> bool:
        return isinstance(self.job, DirectJob) and CONDITIONS[self.job.condition].first


def made_again(gathering: Gathering, breach: Breach) -> Again | None:
    """Both sides of what a law compared; None where there are no two, or they cannot be made or kept."""
    if breach.visit is None or breach.other is None or not all(breach.readings):
        return None
    tasks = gathering.readings()
    names = [PLAIN if name == STILL and name not in tasks else name for name in breach.readings]
    by_worker = any(breach.equal)
    visits = breach.visit, breach.other
    sides = [_side(tasks[name], visit, by_worker) for name, visit in zip(names, visits, strict=True)]
    try:
        if sides[0].kind is sides[1].kind and not sides[1].meets_a_fresh_process:
            kept = _kept(gathering, sides)  # one behind the other, as they were read first
        else:
            kept = [*_kept(gathering, sides[:1]), *_kept(gathering, sides[1:])]
    except (ReadingFailed, CannotTravel):
        return None
    one, other = kept
    return None if one is None or other is None else Again(one, other)


def _side(task: tuple[ChildKind, LoaderJob | DirectJob, dict[str, str]], visit: Visit, by_worker: bool) -> Side:
    kind, job, environment = task
    wanted = Wanted(visit.run, visit.index, visit.turn, visit.worker if by_worker else None)
    return Side(kind, replace(job, keep=wanted), tuple(environment.items()))


def _kept(gathering: Gathering, sides: list[Side]) -> list[Kept | None]:
    jobs, kind = [side.job for side in sides], sides[0].kind
    environment = dict(sides[0].environment)
    try:
        results = Child(gathering.make_dataset, jobs, kind, gathering.limit, environment).result()
    except CannotTravel:
        results = Child(gathering.make_dataset, jobs, ChildKind.FORKED, gathering.limit, environment).result()
    return [each.kept if isinstance(each, Reading) else None for each in results]
