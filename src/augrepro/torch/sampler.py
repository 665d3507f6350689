"""The sampler whose indices carry epoch and draw number, one order for any number of ranks."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence, Sized
from typing import Any

import numpy as np
import torch.distributed
from torch.utils.data import DistributedSampler

from ..engine.chance.place import number_in
from ..engine.chance.sample import SampleKey, checked_epoch
from ..engine.chance.seeding import checked_seed
from ..engine.declare.errors import short_repr
from ..engine.declare.parse import is_number
from .inner import tell_epoch
from .keys import Handed, Keys, padded
from .late import too_late
from .order import MOST, Order, epoch_order, weighted_order

STATE = {"v", "seed", "epoch", "consumed_global"}


class KeyedSampler(DistributedSampler[SampleKey]):
    """Yield a ``SampleKey`` for each sample of an epoch: the order follows from seed and epoch, whatever the ranks.

    The whole epoch is ordered first, and then rank r of w takes every w-th key from the r-th on; rank and world come
    from the arguments, torch.distributed or the variables RANK and WORLD_SIZE, at the start of each epoch. Where
    the world does not divide the epoch, the first keys come again at its end, or with ``drop_last`` the rest is left
    out. Each pass is a new epoch; ``set_epoch`` says which is next. ``num_samples`` may exceed the dataset: a sample
    that comes again has another draw number, and so another augmentation, as it has under ``replacement``. ``weights``,
    one number for each sample, draw with replacement, each sample in proportion to its own.

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
        weights: Sequence[float] | None = None,
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
        self.weights = None if weights is None else _checked_weights(weights, len(dataset), shuffle)
        self._given = _whole(num_samples, "num_samples", 1)
        self._share = _checked_share(rank, num_replicas)
        self._next = (0, 0)
        self._live: Keys | None = None
        self._handed: Handed | None = None
        self.times_told = 0

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
    def rank(self) -> int:  # type: ignore[override]  # an attribute in torch's
        """This process's rank, as it is now."""
        return self.share[0]

    @property
    def num_replicas(self) -> int:  # type: ignore[override]  # an attribute in torch's
        """The number of ranks, as it is now."""
        return self.share[1]

    @property
    def epoch(self) -> int:  # type: ignore[override]  # an attribute in torch's
        """The epoch that the next pass has."""
        return self._next[0]

    @property
    def total_size(self) -> int:  # type: ignore[override]  # an attribute in torch's
        """Places of a whole epoch over all ranks, padding counted."""
        return padded(self.count, 0, self.share[1], self.drop_last)

    @property
    def num_samples(self) -> int:  # type: ignore[override]  # an attribute in torch's
        """Keys of a whole epoch on this rank."""
        return self.total_size // self.share[1]

    def __len__(self) -> int:
        return self.num_samples

    def __iter__(self) -> Iterator[SampleKey]:
        return Keys(self)

    def order(self, epoch: int) -> Order:
        """The order of an epoch over all ranks."""
        if self.weights is not None:
            return weighted_order(self.seed, epoch, self.weights, self.count)
        return epoch_order(self.seed, epoch, len(self.dataset), self.count, self.shuffle, self.replacement)

    def set_epoch(self, epoch: int) -> None:
        """The next pass has this epoch; one that a loaded state left in its middle is still resumed there."""
        epoch = checked_epoch(epoch, "KeyedSampler.set_epoch: epoch")
        if epoch != self._next[0]:
            self._next = (epoch, 0)
        self.times_told += 1
        live = self._live
        if live is not None and live.epoch != epoch and live.unused():
            raise RuntimeError(too_late("KeyedSampler", epoch, live.epoch))
        if live is None or live.epoch != epoch or not live.ahead:
            self._live = None

    def begin(self, keys: Keys, at: tuple[int, int] | None) -> tuple[int, int]:
        """Epoch and first place of a pass that starts now; the pass after it is the next epoch."""
        start = self._next if at is None else at
        self._next, self._live = (start[0] + 1, 0), keys
        keys.handed, self._handed = self._handed, None
        tell_epoch(self.dataset, start[0])
        return start

    def counted(self, handed: Handed) -> None:
        """Let the next pass be counted by whoever hands its samples out."""
        self._handed = handed

    def state_dict(self, consumed: int | None = None) -> dict[str, int]:
        """Four numbers from which any number of ranks, workers and any batch size can go on in this order.

        ``consumed`` is the number of samples that training has taken on this rank since the pass began. A loader of
        ``augrepro.torch.loader`` counts them, and torchdata's StatefulDataLoader saves passes by itself. Any other
        with workers asks for more than it has handed out, so say it there (batches times batch size), or it raises
        RuntimeError. Call it with every rank at the same step.
        """
        if not self.in_order:
            raise RuntimeError(
                "KeyedSampler.state_dict: with in_order=False what was handed out is no prefix of the order, so "
                "no state can resume it exactly; use in_order=True, or save between epochs by the epoch's number"
            )
        taken = _whole(consumed, "consumed", 0)
        if self._live is None:
            epoch, place = self._next
        elif taken is None and self._live.ahead:
            raise RuntimeError(
                f"KeyedSampler.state_dict: consumed must be the number of samples that this rank has taken in this "
                f"pass, got None: {self._live.ahead} asks for more than it hands out; augrepro.torch.loader counts"
            )
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


def world() -> tuple[int, int]:
    """Rank and world size: torch.distributed's if it is up, else RANK and WORLD_SIZE, else 0 and 1."""
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        return torch.distributed.get_rank(), torch.distributed.get_world_size()
    size, here = _told("WORLD_SIZE", 1, 1), _told("RANK", 0, 0)
    if here >= size:
        raise ValueError(f"KeyedSampler: the variable RANK must be below WORLD_SIZE, got {here} and {size}")
    return here, size


def _told(variable: str, least: int, default: int) -> int:
    """A launcher's number; where it is unset, the default."""
    if not os.environ.get(variable, "").strip():
        return default
    found = number_in(variable)
    if found is None or found < least:
        value = short_repr(os.environ[variable])
        raise ValueError(f"KeyedSampler: the variable {variable} must be a whole number >= {least}, got {value}")
    return found


def _checked_weights(weights: Any, length: int, shuffle: bool) -> np.ndarray[Any, np.dtype[np.float64]]:
    if not shuffle:
        raise ValueError("KeyedSampler.shuffle must be True where weights are given, got False")
    try:
        found = np.asarray(weights)
    except (TypeError, ValueError, RuntimeError):
        found = np.empty(0)
    found = found.astype(np.float64) if found.dtype.kind in "biuf" else np.empty(0)
    if found.shape != (length,) or not np.isfinite(found).all() or (found < 0).any() or not found.any():
        raise ValueError(
            f"KeyedSampler.weights must be {length} finite numbers >= 0, one for each sample and one of them > 0, got "
            f"{short_repr(weights)}"
        )
    scaled: np.ndarray[Any, np.dtype[np.float64]] = found / found.max()
    return scaled


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
