"""Datasets that open a sample's scope, so that pipelines at any depth below draw for that sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset, IterableDataset

from ..engine.chance.sample import Id, Sample, SampleKey, checked_epoch, checked_id, current, leave_open, sample_scope
from ..engine.declare.errors import short_repr

UNSET = -1


class SharedEpoch:
    """An epoch in shared memory: set in the main process, read in workers of any start method that live already."""

    def __init__(self) -> None:
        self._cell = torch.full((1,), UNSET, dtype=torch.int64)
        self._cell.share_memory_()  # type: ignore[no-untyped-call]

    def set(self, epoch: int) -> None:
        self._cell[0] = epoch

    def get(self, owner: str) -> int:
        epoch = int(self._cell.item())
        if epoch == UNSET:
            raise RuntimeError(
                f"{owner} knows no epoch, and would repeat its augmentations in each: call set_epoch(epoch) before "
                f"it, or take the indices from a KeyedSampler"
            )
        return epoch


class KeyedDataset(Dataset[Any]):
    """Fetch each sample of a map-style dataset inside its scope: pipelines in it draw for (epoch, id) and no worker.

    Wrap it around everything else (Subset, ConcatDataset ...): the id is the index that arrives here, or
    ``key_fn(index)``, say a file name, which survives another order or split. Epoch and draw number come with a
    KeyedSampler's ``SampleKey``, else from the scope around, else from ``set_epoch``; without any it raises.
    """

    def __init__(self, dataset: Any, *, key_fn: Callable[[Any], Id] | None = None) -> None:
        if isinstance(dataset, IterableDataset) or not hasattr(dataset, "__getitem__"):
            raise TypeError(
                f"KeyedDataset.dataset must have __getitem__, got {short_repr(dataset)}; an iterable one belongs in "
                f"KeyedIterableDataset"
            )
        if key_fn is not None and not callable(key_fn):
            raise TypeError(f"KeyedDataset.key_fn must be None or a function of the index, got {short_repr(key_fn)}")
        self.dataset = dataset
        self.key_fn = key_fn
        self._epoch = SharedEpoch()

    def __len__(self) -> int:
        return len(self.dataset)

    def __getitem__(self, index: Any) -> Any:
        sample, index = self._sample(index)
        with sample_scope(sample):
            return self.dataset[index]

    def set_epoch(self, epoch: int) -> None:
        """The epoch of indices that carry none; set it between epochs, when no worker is still fetching."""
        self._epoch.set(checked_epoch(epoch, "KeyedDataset.set_epoch: epoch"))

    def _sample(self, index: Any) -> tuple[Sample, Any]:
        plain: Any = int(index) if isinstance(index, (int, np.integer)) and not isinstance(index, bool) else index
        if isinstance(plain, int) and plain < 0:
            plain += len(self)
        name = checked_id(plain, "KeyedDataset: index") if self.key_fn is None else self._named(plain)
        if isinstance(index, SampleKey):
            return Sample(index.epoch, name, index.draw), plain
        around = current()
        if around is not None:
            return around.sample._replace(id=name), plain
        return Sample(self._epoch.get("KeyedDataset"), name), plain

    def _named(self, index: Any) -> Id:
        assert self.key_fn is not None
        return checked_id(self.key_fn(index), f"KeyedDataset: key_fn({short_repr(index)})")


class KeyedIterableDataset(IterableDataset[Any]):
    """Pass on the records of an iterable, each inside the scope of (epoch, ``id_fn(record)``).

    ``transform(record)`` runs in the record's scope and its result is passed on. Without it the scope stays open until
    the next record is asked for, so that whoever stands around this dataset augments in it, one record at a time.
    Call ``set_epoch`` before each epoch: nobody else tells an iterable. Records of one id share their augmentation.
    """

    def __init__(
        self, dataset: Any, *, id_fn: Callable[[Any], Id], transform: Callable[[Any], Any] | None = None
    ) -> None:
        if not callable(id_fn):
            raise TypeError(
                f"KeyedIterableDataset.id_fn must be a function of a record, got {short_repr(id_fn)}: an id that "
                f"counts records would depend on the number of workers"
            )
        if not hasattr(dataset, "__iter__"):
            raise TypeError(f"KeyedIterableDataset.dataset must be iterable, got {short_repr(dataset)}")
        if transform is not None and not callable(transform):
            raise TypeError(f"KeyedIterableDataset.transform must be None or a function, got {short_repr(transform)}")
        self.dataset, self.id_fn, self.transform = dataset, id_fn, transform
        self._epoch = SharedEpoch()

    def set_epoch(self, epoch: int) -> None:
        """The epoch of the passes that start from now on, in workers that live already, too."""
        self._epoch.set(checked_epoch(epoch, "KeyedIterableDataset.set_epoch: epoch"))

    def __iter__(self) -> Iterator[Any]:
        epoch = self._epoch.get("KeyedIterableDataset")
        for record in self.dataset:
            sample = Sample(epoch, checked_id(self.id_fn(record), "KeyedIterableDataset: id_fn(record)"))
            if self.transform is None:
                yield from self._open(sample, record)
            else:
                with sample_scope(sample):
                    out = self.transform(record)
                yield out

    @staticmethod
    def _open(sample: Sample, record: Any) -> Iterator[Any]:
        leave_open(sample)
        try:
            yield record
        finally:
            leave_open(None)
