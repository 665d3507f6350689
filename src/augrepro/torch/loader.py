"""The one-line way to a DataLoader whose results do not depend on its workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch.utils.data import BatchSampler, DataLoader, IterableDataset

from ..engine.chance.rng import root_key
from ..engine.chance.sample import Id
from ..engine.chance.seeding import checked_seed
from ..engine.declare.errors import short_repr
from .dataset import KeyedDataset
from .keys import Handed
from .sampler import KeyedSampler

OWNED = ("sampler", "batch_sampler")


class KeyedLoader(DataLoader[Any]):
    """A DataLoader over a KeyedSampler that can be saved and resumed: it counts the batches that it hands out.

    A pass begins where its first batch is asked for, and not where its iterator is made, so that trainers may call
    ``set_epoch`` in between.
    """

    sampler: KeyedSampler

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]  # torch names a class of its own
        return Passing(self)

    def begin(self, handed: Handed) -> Iterator[Any]:
        """torch's iterator over a pass that is counted in ``handed``."""
        self.sampler.counted(handed)
        return super().__iter__()

    def set_epoch(self, epoch: int) -> None:
        """The next pass has this epoch; one that a loaded state left in its middle is still resumed there."""
        self.sampler.set_epoch(epoch)

    def state_dict(self) -> dict[str, int]:
        """Where the pass is, by what was handed out; see ``KeyedSampler.state_dict``."""
        return self.sampler.state_dict()

    def load_state_dict(self, state: dict[str, int]) -> None:
        """The next pass goes on where the state was taken."""
        self.sampler.load_state_dict(state)


class EpochBatches(BatchSampler):
    """torch's batches of a sampler, which take ``set_epoch``: a Trainer that resumes knows no other way to tell it."""

    def set_epoch(self, epoch: int) -> None:
        """The next pass has this epoch."""
        sampler: Any = self.sampler
        sampler.set_epoch(epoch)


class Passing(Iterator[Any]):
    """One pass over a KeyedLoader; its workers start with the first ``next``."""

    def __init__(self, loader: KeyedLoader) -> None:
        self._loader: KeyedLoader | None = loader
        self._batches: Iterator[Any] | None = None
        self._handed = Handed(loader.batch_size or 1, loader.drop_last)

    def __next__(self) -> Any:
        if self._batches is None:
            if self._loader is None:
                raise StopIteration
            loader, self._loader = self._loader, None
            self._batches = loader.begin(self._handed)
        batch = next(self._batches)
        self._handed.batches += 1
        return batch


def loader(
    dataset: Any,
    *,
    seed: int,
    batch_size: int | None = 1,
    num_workers: int = 0,
    shuffle: bool = False,
    key_fn: Callable[[Any], Id] | None = None,
    replacement: bool = False,
    weights: Sequence[float] | None = None,
    num_samples: int | None = None,
    rank: int | None = None,
    num_replicas: int | None = None,
    drop_last: bool = False,
    in_order: bool = True,
    **more: Any,
) -> KeyedLoader:
    """A DataLoader over ``KeyedDataset(dataset)`` in the order of a KeyedSampler; ``more`` goes to DataLoader as it is.

    ``seed`` names the order of the samples; what they become is named by the seeds of the dataset's own pipelines. As
    with a DataLoader, samples come in order unless ``shuffle=True``; ``weights``, a number for each sample, and
    ``replacement`` draw by themselves. The loader has ``set_epoch``, ``state_dict`` and ``load_state_dict``, by which
    Lightning resumes it in the middle of an epoch, with any number of workers. It neither draws from torch's global
    generator nor depends on it.
    """
    for name in OWNED:
        if name in more:
            raise TypeError(
                f"loader.{name} must be left to it, got {short_repr(more[name])}; with a sampler of your own build "
                f"DataLoader(KeyedDataset(dataset), {name}=StampedSampler(...))"
            )
    if isinstance(dataset, IterableDataset):
        raise TypeError(
            f"loader.dataset must have indices, got {short_repr(dataset)}; build "
            f"DataLoader(KeyedIterableDataset(dataset, id_fn=...)) instead"
        )
    if isinstance(dataset, KeyedDataset) and key_fn is not None:
        raise TypeError(f"loader.key_fn must be None where the dataset is a KeyedDataset, got {short_repr(key_fn)}")
    keyed = dataset if isinstance(dataset, KeyedDataset) else KeyedDataset(dataset, key_fn=key_fn)
    sampler = KeyedSampler(
        keyed,
        seed=seed,
        shuffle=shuffle or replacement or weights is not None,
        replacement=replacement,
        weights=weights,
        num_samples=num_samples,
        rank=rank,
        num_replicas=num_replicas,
        drop_last=drop_last,
        in_order=in_order,
    )
    more.setdefault("generator", torch.Generator().manual_seed(_torch_seed(seed)))
    if not in_order:
        more["in_order"] = False
    made = KeyedLoader(
        keyed, batch_size=batch_size, sampler=sampler, num_workers=num_workers, drop_last=drop_last, **more
    )
    if made.batch_size is not None:  # torch makes its own kind, and lets nobody set another
        object.__setattr__(made, "batch_sampler", EpochBatches(sampler, made.batch_size, made.drop_last))
    return made


def _torch_seed(seed: int) -> int:
    """63 bits for torch's own generators in workers, which keyed pipelines never ask."""
    checked = checked_seed(seed, "loader")
    assert checked is not None
    return int.from_bytes(root_key("loader", checked)[:8], "little") >> 1
