"""The sampler whose indices carry epoch and draw number, one order for any number of ranks."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sized
from typing import Any

import torch.distributed
from torch.utils.data import DistributedSampler

from ..engine.chance.sample import SampleKey, checked_epoch
from ..engine.chance.seeding import checked_seed, rank
from ..engine.declare.errors import short_repr
from ..engine.declare.parse import is_number
from .order import MOST, Order, epoch_order

STATE = {"v", "seed", "epoch", "consumed_global"}


class KeyedSampler(DistributedSampler[SampleKey]):
    """Yield a ``SampleKey`` for each sample of an epoch: the order follows from seed and epoch, whatever the ranks.

    The whole epoch is ordered first, and then rank r of w takes every w-th key from the r-th on; rank and world come
    from the arguments, torch.distributed or the variables RANK and WORLD_SIZE, at the start of each epoch. Where
    the world does not divide the epoch, the first keys come again at its end, or with ``drop_last`` the rest is left
    out. Each pass is a new epoch; ``set_epoch`` says which is next. ``num_samples`` may exceed the dataset: a sample
    that comes again has another draw number, and so another augmentation, as it has under ``replacement``.

    It counts as a DistributedSampler, so that trainers leave the ranks to it. ``in_order=False`` says that the loader
    hands batches out as they come, which no state can resume.
    """

    def __init__(
        self,
        dataset: Sized,
        *,
        seed: int,
        shuffle: bool = True,
        replacement: bool = False,
        num_samples: int | None = None,
        rank: int | None = None,
        num_replicas: int | None = None,
        drop_last: bool = False,
        in_order: bool = True,
    ) -> None:
        checked = checked_seed(seed, "KeyedSampler")
        if checked is None:
            raise TypeError("KeyedSampler.seed must be a whole number from 0 to 2**128 - 1, got None")
        for name, value in (
            ("shuffle", shuffle),
            ("replacement", replacement),
            ("drop_last", drop_last),
            ("in_order", in_order),
        ):
            if not isinstance(value, bool):
                raise TypeError(f"KeyedSampler.{name} must be True or False, got {short_repr(value)}")
        if replacement and not shuffle:
            raise ValueError("KeyedSampler.shuffle must be True where replacement=True, got False")
        self.dataset: Any = dataset
        self.seed, self.shuffle, self.replacement = checked, shuffle, replacement
        self.drop_last, self.in_order = drop_last, in_order
        self._given = _whole(num_samples, "num_samples", 1)
        self._share = _checked_share(rank, num_replicas)
        self._next = (0, 0)
        self._live: Keys | None = None

    @property
    def count(self) -> int:
        """Places of an epoch over all ranks, padding not counted."""
        length = len(self.dataset)
        if not 0 < length <= MOST:
            raise ValueError(f"KeyedSampler.dataset must have 1 to {MOST} samples, got {length}")
        return length if self._given is None else self._given

    @property
    def share(self) -> tuple[int, int]:
        """Rank and world size, as they are now."""
        return self._share or world()

    @property
    def rank(self) -> int:  # type: ignore[override]
        """This process's rank, as it is now."""
        return self.share[0]

    @property
    def num_replicas(self) -> int:  # type: ignore[override]
        """The number of ranks, as it is now."""
        return self.share[1]

    @property
    def epoch(self) -> int:  # type: ignore[override]
        """The epoch that the next pass has."""
        return self._next[0]

    @property
    def total_size(self) -> int:  # type: ignore[override]
        """Places of a whole epoch over all ranks, padding counted."""
        return padded(self.count, 0, self.share[1], self.drop_last)

    @property
    def num_samples(self) -> int:  # type: ignore[override]
        """Keys of a whole epoch on this rank."""
        return self.total_size // self.share[1]

    def __len__(self) -> int:
        return self.num_samples

    def __iter__(self) -> Iterator[SampleKey]:
        return Keys(self)

    def order(self, epoch: int) -> Order:
        """The order of an epoch over all ranks."""
        return epoch_order(self.seed, epoch, len(self.dataset), self.count, self.shuffle, self.replacement)

    def set_epoch(self, epoch: int) -> None:
        """The next pass has this epoch; one that a loaded state left in its middle is still resumed there."""
        epoch = checked_epoch(epoch, "KeyedSampler.set_epoch: epoch")
        if epoch != self._next[0]:
            self._next = (epoch, 0)
        self._live = None

    def begin(self, keys: Keys, at: tuple[int, int] | None) -> tuple[int, int]:
        """Epoch and first place of a pass that starts now; the pass after it is the next epoch."""
        start = self._next if at is None else at
        self._next, self._live = (start[0] + 1, 0), keys
        return start

    def state_dict(self, consumed: int | None = None) -> dict[str, int]:
        """Four numbers from which any number of ranks, workers and any batch size can go on in this order.

        ``consumed`` is the number of samples that training has taken on this rank since the pass began. A DataLoader
        with workers asks for more than it has handed out, so say it there: batches times batch size. torchdata's
        StatefulDataLoader does this by itself. Call it with every rank at the same step.
        """
        if not self.in_order:
            raise RuntimeError(
                "KeyedSampler.state_dict: with in_order=False what was handed out is no prefix of the order, so "
                "no state can resume it exactly; use in_order=True, or save between epochs by the epoch's number"
            )
        taken = _whole(consumed, "consumed", 0)
        if self._live is None:
            epoch, place = self._next
        else:
            epoch, place, end = self._live.position(taken)
            if place >= end:
                epoch, place = epoch + 1, 0
        return {"v": 1, "seed": self.seed, "epoch": epoch, "consumed_global": place}

    def load_state_dict(self, state: dict[str, int]) -> None:
        """The next pass goes on where the state was taken; ValueError where it is none, or of another seed."""
        self._next = self.checked_state(state)
        self._live = None

    def checked_state(self, state: Any) -> tuple[int, int]:
        """Epoch and place of a state."""
        known = isinstance(state, dict) and set(state) == STATE and state["v"] == 1
        if not known or not all(type(number) is int and number >= 0 for number in state.values()):
            expected = "what state_dict gave (v=1, seed, epoch, consumed_global)"
            raise ValueError(f"KeyedSampler.load_state_dict must get {expected}, got {short_repr(state)}")
        if state["seed"] != self.seed:
            raise ValueError(
                f"KeyedSampler.load_state_dict: a state of seed {state['seed']} cannot go on under seed {self.seed}"
            )
        return state["epoch"], state["consumed_global"]


class Keys(Iterator[SampleKey]):
    """One rank's pass over an epoch. It begins at the first ``next``: loaders make passes that they never use."""

    def __init__(self, sampler: KeyedSampler) -> None:
        self._sampler = sampler
        self._at: tuple[int, int] | None = None
        self._begun = False
        self._yielded = 0

    def _begin(self) -> None:
        sampler = self._sampler
        self._begun = True
        self.epoch, self._start = sampler.begin(self, self._at)
        rank, self._world = sampler.share
        count = sampler.count
        self._end = self._start + padded(count, self._start, self._world, sampler.drop_last)
        places = range(self._start + rank, self._end, self._world)
        order = sampler.order(self.epoch)
        self._indices, self._draws = order.indices, order.draws
        self._left = iter(places)
        self._count = count

    def __next__(self) -> SampleKey:
        if not self._begun:
            self._begin()
        place = next(self._left) % self._count
        self._yielded += 1
        return SampleKey(self._indices.item(place), self.epoch, self._draws.item(place))

    def position(self, taken: int | None = None) -> tuple[int, int, int]:
        """Epoch, place reached over all ranks, and the epoch's end, once the pass has begun."""
        taken = self._yielded if taken is None else taken
        return self.epoch, self._start + taken * self._world, self._end

    def state_dict(self) -> dict[str, int]:
        """This pass, for loaders that save passes (torchdata's); one that has ended stays ended."""
        if self._begun:
            epoch, place, _ = self.position()
        else:
            epoch, place = (self._sampler.epoch, 0) if self._at is None else self._at
        return {"v": 1, "seed": self._sampler.seed, "epoch": epoch, "consumed_global": place}

    def load_state_dict(self, state: dict[str, int]) -> None:
        """Begin at the state's place."""
        self._at = self._sampler.checked_state(state)


def padded(count: int, start: int, world: int, drop_last: bool) -> int:
    """Places from ``start`` on that a world shares evenly."""
    left = max(count - start, 0)
    return (left // world if drop_last else -(-left // world)) * world


def world() -> tuple[int, int]:
    """Rank and world size: torch.distributed's if it is up, else RANK and WORLD_SIZE, else 0 and 1."""
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        return torch.distributed.get_rank(), torch.distributed.get_world_size()
    text = os.environ.get("WORLD_SIZE", "")
    size = int(text) if text.isdigit() else 1
    here = rank()
    if here >= size:
        raise ValueError(f"KeyedSampler: the variable RANK must be below WORLD_SIZE, got {here} and {size}")
    return here, size


def _checked_share(rank: int | None, num_replicas: int | None) -> tuple[int, int] | None:
    if (rank is None) != (num_replicas is None):
        raise ValueError(
            f"KeyedSampler.rank and num_replicas must be given both or neither, got {short_repr(rank)} and "
            f"{short_repr(num_replicas)}"
        )
    size, here = _whole(num_replicas, "num_replicas", 1), _whole(rank, "rank", 0)
    if size is None or here is None:
        return None
    if here >= size:
        raise ValueError(f"KeyedSampler.rank must be below num_replicas={size}, got {here}")
    return here, size


def _whole(number: Any, name: str, least: int) -> int | None:
    if number is None:
        return None
    if not is_number(number) or int(number) != number or number < least:
        raise ValueError(f"KeyedSampler.{name} must be None or a whole number >= {least}, got {short_repr(number)}")
    return int(number)
