"""Datasets of one picture, so that equal digests mean equal draws, and how to compare runs by (epoch, id)."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from children import varied
from samples import digest, picture
from torch.utils.data import DataLoader, Dataset, IterableDataset, get_worker_info

import augrepro as A
from augrepro.torch import KeyedSampler, loader

SAMPLES = 24
LIMIT = 60
"""Seconds after which a loader gives up on its workers, rather than hang."""
Row = tuple[Any, str]


class Pictures(Dataset):
    """(index, digest of its augmentation) at every index."""

    def __init__(self, transform: Any = None, length: int = SAMPLES, first: int = 0) -> None:
        self.transform = varied(137, keyed=True) if transform is None else transform
        self.length = length
        self.first = first

    def __len__(self) -> int:
        return self.length

    def augmented(self, index: int) -> Any:
        return self.transform(image=picture())["image"]

    def __getitem__(self, index: int) -> Row:
        return self.first + int(index), digest(self.augmented(index))


class Jittery(Pictures):
    """Some samples take longer, so that workers overtake each other."""

    def __getitem__(self, index: int) -> Row:
        time.sleep(0.03 if int(index) % 5 == 0 else 0.002)
        return super().__getitem__(index)


class Deadly(Pictures):
    """The worker that fetches sample 13 kills itself the first time, between batches and with no lock held."""

    def __init__(self, flag: Path) -> None:
        super().__init__()
        self.flag = flag

    def __getitem__(self, index: int) -> Row:
        if int(index) == 13 and get_worker_info() is not None and not self.flag.exists():
            self.flag.touch()
            time.sleep(0.1)
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__getitem__(index)


class TwoViews(Pictures):
    """Two calls of one pipeline and one of another of the same seed for each sample."""

    def __init__(self) -> None:
        super().__init__()
        self.second = varied(137, keyed=True)

    def __getitem__(self, index: int) -> Row:
        views = [self.augmented(index), self.augmented(index), self.second(image=picture())["image"]]
        return int(index), "/".join(map(digest, views))


class Streamed(Pictures):
    """Negative control: stream mode."""

    def __init__(self) -> None:
        super().__init__(varied(137))


class OwnGenerator(Pictures):
    """Negative control: a generator that is an attribute of the dataset."""

    def __init__(self) -> None:
        super().__init__()
        self.rng = np.random.default_rng(137)

    def augmented(self, index: int) -> Any:
        return picture() // 2 + self.rng.integers(0, 100, (1, 1, 3), dtype=np.uint8)


class GlobalTorch(Pictures):
    """Negative control: draws from torch's global generator, as torchvision's transforms make them."""

    def augmented(self, index: int) -> Any:
        out = picture()
        if torch.rand(1) < 0.5:
            out = out[:, ::-1]
        shade = float(torch.empty(1).uniform_(0.5, 1.0))
        return (out * shade).astype(np.uint8)


CONTROLS = [Streamed, OwnGenerator, GlobalTorch]


class Records(IterableDataset):
    """Named records, shared out among the workers."""

    def __iter__(self) -> Any:
        info = get_worker_info()
        step, start = (1, 0) if info is None else (info.num_workers, info.id)
        return iter([f"record-{i}" for i in range(start, SAMPLES, step)])


def as_list(batch: list[Any]) -> list[Any]:
    """Collate: the items as they are."""
    return batch


def keyed_loader(dataset: Any, *, seed: int = 7, **arguments: Any) -> DataLoader:
    """``augrepro.torch.loader`` that hands out lists of rows and does not hang."""
    if arguments.get("num_workers"):
        arguments.setdefault("timeout", LIMIT)
    return loader(dataset, seed=seed, collate_fn=as_list, **{"shuffle": True, **arguments})


def plain_loader(dataset: Any, **arguments: Any) -> DataLoader:
    """A DataLoader as people write it: seeded and, but for ids that come in the reference's order, left alone."""
    if arguments.get("num_workers"):
        arguments.setdefault("timeout", LIMIT)
    torch.manual_seed(0)
    sampler = [int(key) for key in KeyedSampler(dataset, seed=7)]
    return DataLoader(dataset, sampler=sampler, collate_fn=as_list, **arguments)


def rows_of(loader: Any) -> list[Row]:
    """The rows of one pass."""
    return [row for batch in loader for row in batch]


def epochs_of(loader: Any, epochs: int = 3) -> list[list[Row]]:
    """The rows of some passes."""
    return [rows_of(loader) for _ in range(epochs)]


def by_key(epochs: list[list[Row]]) -> dict[tuple[int, Any], list[str]]:
    """Digests by (epoch, id)."""
    out: dict[tuple[int, Any], list[str]] = {}
    for epoch, rows in enumerate(epochs):
        for name, found in rows:
            out.setdefault((epoch, name), []).append(found)
    return out


def complaints(epochs: list[list[Row]], reference: list[list[Row]], in_order: bool = True) -> list[str]:
    """What of a run is not as in the reference: the one check of all axes."""
    found, wanted = by_key(epochs), by_key(reference)
    wrong = [f"{key}: {found.get(key)} is not {wanted.get(key)}" for key in wanted if found.get(key) != wanted[key]]
    wrong += [f"{key} was not asked for" for key in found if key not in wanted]
    if in_order and [[row[0] for row in rows] for rows in epochs] != [[row[0] for row in rows] for rows in reference]:
        wrong.append("the order differs")
    return wrong


def pipeline(**arguments: Any) -> Any:
    """A keyed pipeline with a group and a nested seed in it."""
    inside = A.Compose([A.RandomGamma((50, 200), p=1)], seed=5)
    children = [A.RandomCrop(12, 12), A.OneOf([A.D4(p=1), A.InvertImg(p=1)], p=0.5), inside]
    return A.Compose(children, seed=137, keyed=True, **arguments)
