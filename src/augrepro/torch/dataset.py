"""Datasets that open a sample's scope, so that pipelines at any depth below draw for that sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from torch.utils.data import Dataset, IterableDataset

from ..engine.chance.sample import Id, Sample, SampleKey, checked_epoch, checked_id, current, leave_open, sample_scope
from ..engine.declare.errors import short_repr
from .inner import STATE, load_state, pass_on_state, state_of, tell_epoch
from .shared_epoch import SharedEpoch


class KeyedDataset(Dataset[Any]):
    """Fetch each sample of a map-style dataset inside its scope: pipelines in it draw for (epoch, id) and no worker.

    Wrap it around everything else (Subset, ConcatDataset ...): the id is the index that arrives here, or
    ``key_fn(index)``, say a file name, which survives another order or split. Epoch and draw number come with a
    KeyedSampler's ``SampleKey``, else from the scope around, else from ``set_epoch``; without any it raises.

    A ``set_epoch`` of the dataset inside, at any depth of ``.dataset`` and ``.datasets``, is called where an epoch's
    first sample is fetched, in workers too. ``state_dict`` and ``load_state_dict`` are there where something inside
    has them.
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
        self._told: int | None = None
        pass_on_state(self, dataset, self._state_dict, self._load_state_dict)

    def __len__(self) -> int:
        return len(self.dataset)

    def __getitem__(self, index: Any) -> Any:
        sample, index = self._sample(index)
        if sample.epoch != self._told:
            self.tell_epoch(sample.epoch)
        with sample_scope(sample):
            return self.dataset[index]

    def set_epoch(self, epoch: int) -> None:
        """The epoch of indices that carry none; set it between epochs, when no worker is still fetching."""
        checked = checked_epoch(epoch, "KeyedDataset.set_epoch: epoch")
        self._epoch.set(checked)
        self.tell_epoch(checked)

    def tell_epoch(self, epoch: int) -> None:
        """Tell the dataset inside, in this process, which epoch it is; indices without one keep theirs."""
        self._told = epoch
        tell_epoch(self.dataset, epoch)

    def _state_dict(self) -> Any:
        return state_of(self.dataset)

    def _load_state_dict(self, state: Any) -> None:
        load_state(self.dataset, state, "KeyedDataset")

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name not in STATE}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        pass_on_state(self, self.dataset, self._state_dict, self._load_state_dict)

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
    Call ``set_epoch`` before each epoch: nobody else tells an iterable. It is passed on to the iterable where that has
    one, and so are ``state_dict`` and ``load_state_dict``, of the iterable or of its iterator. Records of one id share
    their augmentation.
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
        self._told: int | None = None
        pass_on_state(self, dataset, self._state_dict, self._load_state_dict)

    def set_epoch(self, epoch: int) -> None:
        """The epoch of the passes that start from now on, in workers that live already, too."""
        checked = checked_epoch(epoch, "KeyedIterableDataset.set_epoch: epoch")
        self._epoch.set(checked)
        self._tell(checked)

    def __iter__(self) -> Iterator[Any]:
        epoch = self._epoch.get("KeyedIterableDataset")
        if epoch != self._told:
            self._tell(epoch)
        return Records(self, epoch)

    def _tell(self, epoch: int) -> None:
        self._told = epoch
        tell_epoch(self.dataset, epoch)

    def _state_dict(self) -> Any:
        return state_of(self.dataset)

    def _load_state_dict(self, state: Any) -> None:
        load_state(self.dataset, state, "KeyedIterableDataset")

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name not in STATE}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        pass_on_state(self, self.dataset, self._state_dict, self._load_state_dict)


class Records(Iterator[Any]):
    """One pass over an iterable in one epoch."""

    _open: Sample | None = None

    def __init__(self, keyed: KeyedIterableDataset, epoch: int) -> None:
        self._id_fn, self._transform, self._epoch = keyed.id_fn, keyed.transform, epoch
        self._records = iter(keyed.dataset)
        if all(callable(getattr(self._records, name, None)) for name in STATE):
            records: Any = self._records
            self.state_dict, self.load_state_dict = records.state_dict, records.load_state_dict

    def __next__(self) -> Any:
        self._close()
        record = next(self._records)
        sample = Sample(self._epoch, checked_id(self._id_fn(record), "KeyedIterableDataset: id_fn(record)"))
        if self._transform is not None:
            with sample_scope(sample):
                return self._transform(record)
        leave_open(sample)
        self._open = sample
        return record

    def _close(self) -> None:
        scope = current()
        if self._open is not None and scope is not None and scope.sample is self._open:
            leave_open(None)
        self._open = None

    def __del__(self) -> None:
        self._close()
