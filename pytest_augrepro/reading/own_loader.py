"""The user's own DataLoader, as it stands: what its sampler hands out, and whether its first batch can be made."""

from __future__ import annotations

import importlib
import operator
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ..judging.evidence import OwnLoader
from . import global_rng
from .dataset import MakeDataset
from .indices import hands_out_keys, known
from .job import OwnLoaderJob
from .traces import cut, last_line, let_go

MOST = 4096
"""Indices of a pass that are looked at: a sampler may go on for ever."""
LONGEST = 300
Order = tuple[Any, ...]
FOR_KEYS = (
    "its sampler hands out plain indices, and KeyedDataset wants to know their epoch: say {place}=StampedSampler(...) "
    "around your {name}, or augrepro.torch.loader(dataset, seed=..., weights=...); where your loop calls "
    "dataset.set_epoch(epoch) before each pass, call it in make_dataset, too"
)


def look(make_dataset: MakeDataset, job: OwnLoaderJob) -> OwnLoader:
    """Ask the user's loader for its first samples and for two passes of indices; twice, from unlike global states."""
    global_rng.seed_from_entropy()
    data: Any = importlib.import_module("torch.utils.data")
    made = make_dataset(job.seed)
    if not isinstance(made, data.DataLoader) or isinstance(made.dataset, data.IterableDataset):
        return OwnLoader()
    place, name = _who_orders(made, data)
    if job.first:
        return OwnLoader(name, first=_unnumbered(made))
    keys = hands_out_keys(made)
    try:
        _fetch_first(made, keys)
        passes = _passes(made)
        endless = any(len(each) == MOST for each in passes) and not _has_length(_indices_of(made))
        if all(_counts_up(each) for each in passes):
            return OwnLoader(name, passes, keys=keys)
        global_rng.seed_from_entropy()
        twin = make_dataset(job.seed)
        _fetch_first(twin, keys)
        again = _passes(twin)
        global_rng.seed_from_entropy()
        return OwnLoader(
            name,
            passes,
            again=again,
            told=_told(make_dataset(job.seed)),
            foreign=next(_each_pass(make_dataset(job.seed + 1))),
            keys=keys,
            endless=endless,
            of_torch=type(_orderer(made)).__module__.startswith("torch."),
        )
    except Exception as problem:
        keyed = known("KeyedDataset")
        cure = FOR_KEYS.format(place=place, name=name) if not keys and _is_below(made.dataset, keyed) else ""
        words = cut(last_line(f"{type(problem).__name__}: {problem}"), LONGEST)
        let_go(problem)
        return OwnLoader(name, problem=f"{words}{'; ' * bool(cure)}{cure}")


def _who_orders(loader: Any, data: Any) -> tuple[str, str]:
    """The argument of a DataLoader by which its order is given, and the class that gives it."""
    by_batches = loader.batch_sampler is not None and type(loader.batch_sampler) is not data.BatchSampler
    return "batch_sampler" if by_batches else "sampler", type(_orderer(loader)).__name__


def _orderer(loader: Any) -> Any:
    """The sampler that orders: that of a batch sampler of torch's own kind, else the batch sampler itself."""
    batches: Any = loader.batch_sampler
    if batches is None:
        return loader.sampler
    return batches.sampler if type(batches).__name__ == "BatchSampler" else batches


def _indices_of(loader: Any) -> Any:
    return loader.sampler if loader.batch_sampler is None else loader.batch_sampler


def _unnumbered(loader: Any) -> str:
    """What a loader hands out first, where that is no number of a sample; empty where it is."""
    try:
        for first in islice(_indices_of(loader), 1):
            for each in [first] if loader.batch_sampler is None else islice(first, 1):
                if not _is_number(each):
                    return cut(repr(each), LONGEST)
    except Exception as problem:  # the sampler's own
        return cut(f"nothing ({last_line(f'{type(problem).__name__}: {problem}')})", LONGEST)
    return ""


def _fetch_first(loader: Any, keys: bool) -> None:
    """Make the samples of the loader's first batch. A dataset of the user's own may wait to be told its epoch."""
    dataset = loader.dataset
    for first in islice(_indices_of(loader), 1):
        try:
            _fetch(dataset, first)
        except Exception:
            if _is_below(dataset, known("KeyedDataset")) or not callable(getattr(dataset, "set_epoch", None)):
                raise
            dataset.set_epoch(0)
            _fetch(dataset, first)


def _fetch(dataset: Any, first: Any) -> None:
    if not isinstance(first, list | tuple):
        dataset[first]
    elif callable(getattr(dataset, "__getitems__", None)):
        dataset.__getitems__(list(first))
    else:
        for index in first:
            dataset[index]


def _passes(loader: Any) -> tuple[Order, ...]:
    return tuple(islice(_each_pass(loader), 2))


def _each_pass(loader: Any) -> Iterator[Order]:
    while True:
        yield tuple(islice(_flat(_indices_of(loader)), MOST))


def _told(loader: Any) -> tuple[Order, ...]:
    """Two passes, each announced by ``set_epoch`` of what orders; none where it has no such method."""
    orderer: Any = _orderer(loader)
    if not callable(getattr(orderer, "set_epoch", None)):
        return ()
    found = []
    for epoch in range(2):
        orderer.set_epoch(epoch)
        found.append(next(_each_pass(loader)))
    return tuple(found)


def _flat(indices: Any) -> Iterator[Any]:
    for each in indices:
        if isinstance(each, list | tuple):
            yield from _flat(each)
        elif getattr(each, "ndim", 0):
            yield from each.tolist()
        else:
            yield _plain(each)


def _has_length(indices: Any) -> bool:
    try:
        return len(indices) >= 0
    except (TypeError, NotImplementedError):
        return False


def _is_number(index: Any) -> bool:
    try:
        operator.index(index)
    except TypeError:
        return False
    return True


def _plain(index: Any) -> Any:
    try:
        return operator.index(index)
    except TypeError:
        return str(index)


def _counts_up(order: Order) -> bool:
    return order == tuple(range(len(order)))


def _is_below(dataset: Any, kinds: tuple[type[Any], ...]) -> bool:
    """Whether a dataset is, or wraps, one of some classes."""
    for _ in range(8):
        if kinds and isinstance(dataset, kinds):
            return True
        dataset = vars(dataset).get("dataset") if hasattr(dataset, "__dict__") else None
    return False
