"""Epoch and draw number for the indices of anybody's sampler."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from torch.utils.data import Sampler

from ..engine.chance.sample import SampleKey, checked_epoch
from ..engine.declare.errors import short_repr
from .asking import asking
from .inner import tell_epoch
from .late import too_late


class StampedSampler(Sampler[Any]):
    """Yield what a sampler or batch sampler yields, each index as a ``SampleKey`` of this epoch and its draw number.

    An index that comes for the k-th time in a pass has draw number k, and so an augmentation of its own, however often
    it is drawn: WeightedRandomSampler, RandomSampler(replacement=True), samplers of class-balanced batches. Each pass
    is a new epoch; ``set_epoch`` says which is next and is passed on to the sampler inside where it has one. Draws are
    counted on this rank alone. ``KeyedDataset`` stands around the dataset.
    """

    def __init__(self, sampler: Iterable[Any]) -> None:
        if not hasattr(sampler, "__iter__"):
            raise TypeError(f"StampedSampler.sampler must be a sampler or batch sampler, got {short_repr(sampler)}")
        self.inner = sampler
        self._next = 0
        self._live: Stamps | None = None

    @property
    def sampler(self) -> Any:
        """Itself: where trainers look for the ``set_epoch`` of a batch sampler."""
        return self

    @property
    def epoch(self) -> int:
        """The epoch that the next pass has."""
        return self._next

    @property
    def batch_size(self) -> Any:
        """The batch sampler's, or None."""
        return getattr(self.inner, "batch_size", None)

    @property
    def drop_last(self) -> bool:
        """The batch sampler's, or False."""
        return bool(getattr(self.inner, "drop_last", False))

    def __len__(self) -> int:
        inner: Any = self.inner
        return len(inner)

    def set_epoch(self, epoch: int) -> None:
        """The next pass has this epoch; the sampler inside is told, too."""
        epoch = checked_epoch(epoch, "StampedSampler.set_epoch: epoch")
        live = self._live
        if live is not None and live.epoch != epoch and live.unused():
            raise RuntimeError(too_late("StampedSampler", epoch, live.epoch))
        self._next = epoch
        tell_epoch(self.inner, epoch)

    def begin(self, stamps: Stamps) -> tuple[int, Iterator[Any]]:
        """The epoch of a pass that starts now, and what it yields."""
        epoch = self._next
        self._next, self._live = epoch + 1, stamps
        tell_epoch(self.inner, epoch)
        return epoch, iter(self.inner)

    def __iter__(self) -> Iterator[Any]:
        return Stamps(self)


class Stamps(Iterator[Any]):
    """One pass; it begins at the first ``next``."""

    epoch: int

    def __init__(self, sampler: StampedSampler) -> None:
        self._sampler = sampler
        self._inner: Iterator[Any] | None = None
        self._drawn: Counter[int] = Counter()
        self._loader: Any = None

    def __next__(self) -> Any:
        if self._inner is None:
            who = asking()
            self._loader = None if who.iterator is None else weakref.ref(who.iterator)
            self.epoch, self._inner = self._sampler.begin(self)
        one = next(self._inner)
        if isinstance(one, (list, tuple)) or (isinstance(one, np.ndarray) and one.ndim == 1):
            return [self._stamped(index) for index in one]
        return self._stamped(one)

    def unused(self) -> bool:
        """True where a loader's workers have begun this pass and nothing of it was handed out yet."""
        loader = None if self._loader is None else self._loader()
        return loader is not None and getattr(loader, "_num_yielded", 1) == 0

    def _stamped(self, index: Any) -> SampleKey:
        if isinstance(index, SampleKey):
            raise TypeError(f"StampedSampler.sampler must yield plain indices, got {index!r}, which is stamped already")
        try:
            plain = index.__index__()
        except (AttributeError, TypeError):
            raise TypeError(
                f"StampedSampler.sampler must yield whole numbers or lists of them, got {short_repr(index)}"
            ) from None
        draw = self._drawn[plain]
        self._drawn[plain] += 1
        return SampleKey(plain, self.epoch, draw)
