"""What the user's own DataLoader is refused for, beside what its dataset is judged by."""

from __future__ import annotations

from ..judging.evidence import OwnLoader
from .dataset import MakeDataset, NotADataset
from .job import LoaderJob, OwnLoaderJob
from .process import Child, ChildKind, ReadingFailed, ours
from .results import own_loader
from .traces import last_line

__tracebackhide__ = ours
OTHER_KEYS = (
    "the sampler of the DataLoader that make_dataset returned hands out {}, and the harness asks for one sample after "
    "the other by the numbers 0 to n - 1, which this dataset does not take ({}): return from make_dataset a dataset, "
    "without its DataLoader, whose __getitem__ looks its key up by number, as in self.samples[self.keys[number]]"
)


def refuse_other_keys(make_dataset: MakeDataset, job: LoaderJob, limit: float, problem: ReadingFailed) -> None:
    """NotADataset where samples cannot be made by number, and the user's own loader asks for them otherwise."""
    own = look_at_loader(make_dataset, OwnLoaderJob(job.seed, first=True), limit)
    if own is not None and own.first:
        raise NotADataset(OTHER_KEYS.format(own.first, last_line(str(problem)))) from None


def refuse_own_loader(make_dataset: MakeDataset, job: LoaderJob, limit: float) -> None:
    """NotADataset where the user's own loader cannot make a batch."""
    own_loader({"own loader": look_at_loader(make_dataset, OwnLoaderJob(job.seed), limit) or OwnLoader()})


def look_at_loader(make_dataset: MakeDataset, job: OwnLoaderJob, limit: float) -> OwnLoader | None:
    """What is known of the user's own loader; None where it cannot be looked at."""
    try:
        [own] = Child(make_dataset, [job], ChildKind.FORKED, limit).result()
    except ReadingFailed:
        return None
    return own if isinstance(own, OwnLoader) else None
