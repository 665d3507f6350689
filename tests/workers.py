"""Datasets whose records say which DataLoader worker made them, and how to run loaders over them."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from children import varied
from samples import digest, picture
from torch.utils.data import DataLoader, Dataset, get_worker_info


class Record(NamedTuple):
    """One sample, as its worker saw it; worker -1 is the main process."""

    index: int
    worker: int
    effective_seed: int
    torch_seed: int
    digest: str


class Pictures(Dataset):
    """One and the same picture at every index, augmented: equal digests mean equal draws."""

    def __init__(self, transform: Any, length: int = 8) -> None:
        self.transform = transform
        self.length = length

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> Record:
        info = get_worker_info()
        out = digest(self.transform(image=picture())["image"])
        worker = -1 if info is None else info.id
        return Record(index, worker, self.transform.effective_seed, torch.initial_seed(), out)


def first(batch: list[Any]) -> Any:
    """Collate: the one item of a batch of one."""
    return batch[0]


def reseed(worker: int) -> None:
    """A worker_init_fn as people write them, which makes every worker's torch seed the same."""
    torch.manual_seed(42)


def own_pipeline(worker: int) -> None:
    """The guide's option 2: a pipeline made anew in each worker."""
    info = get_worker_info()
    assert info is not None
    info.dataset.transform = varied(seed=137)


def loader_of(transform: Any, workers: int, length: int = 8, **arguments: Any) -> DataLoader:
    """A loader that hands out single records."""
    dataset = transform if isinstance(transform, Dataset) else Pictures(transform, length)
    return DataLoader(dataset, batch_size=1, num_workers=workers, collate_fn=first, **arguments)


def epochs_of(transform: Any, workers: int, epochs: int = 1, torch_seed: int | None = 0, **arguments: Any) -> Any:
    """The records of some epochs; ``torch_seed`` seeds torch first, None leaves it to the machine's entropy."""
    if torch_seed is None:
        torch.seed()
    else:
        torch.manual_seed(torch_seed)
    loader = loader_of(transform, workers, **arguments)
    return [list(loader) for _ in range(epochs)]


def by_worker(records: list[Record]) -> dict[int, list[str]]:
    """Each worker's digests, in order."""
    out: dict[int, list[str]] = {}
    for record in records:
        out.setdefault(record.worker, []).append(record.digest)
    return out
