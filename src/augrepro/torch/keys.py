"""One rank's pass over an epoch of a KeyedSampler, and the count of what a loader has handed out of it."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any

from ..engine.chance.sample import SampleKey
from .asking import Asking, asking


class Handed:
    """How many samples of a pass a loader has handed out: it counts batches, all but the last of one size."""

    __slots__ = ("batches", "drop_last", "size")

    def __init__(self, size: int, drop_last: bool) -> None:
        self.size, self.drop_last, self.batches = size, drop_last, 0

    def samples(self, whole: int) -> int:
        """Of a pass of ``whole`` samples; a rest that is too small for a batch counts where it is dropped."""
        taken = self.batches * self.size
        over = taken >= whole or (self.drop_last and taken + self.size > whole)
        return whole if over else taken


class Keys(Iterator[SampleKey]):
    """One rank's pass over an epoch. It begins at the first ``next``: loaders make passes that they never use."""

    def __init__(self, sampler: Any) -> None:
        self._sampler = sampler
        self._at: tuple[int, int] | None = None
        self._times_told = 0
        self._begun = False
        self._yielded = 0
        self.handed: Handed | None = None
        self.ahead = ""
        self._loader: Any = None

    def _begin(self) -> None:
        sampler = self._sampler
        who = asking()
        rank, self._world = sampler.share
        if who.shard and self._world > 1:
            raise RuntimeError(_shared_twice(who.shard, rank, self._world))
        self._begun = True
        told_since = sampler.times_told != self._times_told and self._at is not None and sampler.epoch != self._at[0]
        self.epoch, self._start = sampler.begin(self, None if told_since else self._at)
        self._watch(who)
        count = sampler.count
        self._end = self._start + padded(count, self._start, self._world, sampler.drop_last)
        places = range(self._start + rank, self._end, self._world)
        order = sampler.order(self.epoch)
        self._indices, self._draws = order.indices, order.draws
        self._left = iter(places)
        self._count = count

    def _watch(self, who: Asking) -> None:
        self.ahead = "" if self.handed is not None else who.ahead
        self._loader = None if who.iterator is None else weakref.ref(who.iterator)

    def __next__(self) -> SampleKey:
        if not self._begun:
            self._begin()
        place = next(self._left) % self._count
        self._yielded += 1
        return SampleKey(self._indices.item(place), self.epoch, self._draws.item(place))

    def position(self, taken: int | None = None) -> tuple[int, int, int]:
        """Epoch, place reached over all ranks, and the epoch's end, once the pass has begun."""
        if taken is None and self.handed is not None:
            taken = self.handed.samples((self._end - self._start) // self._world)
        taken = self._yielded if taken is None else taken
        return self.epoch, self._start + taken * self._world, self._end

    def unused(self) -> bool:
        """True where a loader's workers have begun this pass and nothing of it was handed out yet."""
        loader = None if self._loader is None else self._loader()
        if loader is None or getattr(loader, "_finished", False):
            return False
        return self._start >= self._end or getattr(loader, "_num_yielded", 1) == 0

    def state_dict(self) -> dict[str, int]:
        """This pass, for loaders that save passes (torchdata's); one that has ended stays ended."""
        if self._begun:
            taken = self._yielded
            epoch, place = self.epoch, self._start + taken * self._world
        else:
            epoch, place = (self._sampler.epoch, 0) if self._at is None else self._at
        return {"v": 1, "seed": self._sampler.seed, "epoch": epoch, "consumed_global": place}

    def load_state_dict(self, state: dict[str, int]) -> None:
        """Begin at the state's place, unless ``set_epoch`` names another epoch before the first key."""
        self._at, self._times_told = self._sampler.checked_state(state), self._sampler.times_told


def padded(count: int, start: int, world: int, drop_last: bool) -> int:
    """Places from ``start`` on that a world shares evenly."""
    left = max(count - start, 0)
    return (left // world if drop_last else -(-left // world)) * world


def _shared_twice(shard: str, rank: int, world: int) -> str:
    return (
        f"KeyedSampler deals each epoch out to {world} ranks by itself, and {shard} would deal rank {rank}'s share out "
        f"once more, so that most samples are left out. Either leave this loader out of accelerator.prepare (in a "
        f"transformers Trainer: return it from get_train_dataloader), or let the other deal: give sampler or loader "
        f"rank=0, num_replicas=1"
    )
