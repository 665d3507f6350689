"""Which crops does each worker make? ``python two_workers.py albumentations`` or ``augrepro``."""

import importlib
import sys

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, get_worker_info

PLACES = np.stack(np.meshgrid(np.arange(512), np.arange(512)), axis=2).astype(np.float32)
"""A picture whose pixels say where they are: (x, y)."""


class Corners(Dataset):
    """The corner (x, y) of the crop that is made of each sample, and the worker that made it."""

    def __init__(self, library):
        self.transform = library.Compose([library.RandomCrop(64, 64)], seed=137)

    def __len__(self):
        return 4

    def __getitem__(self, index):
        x, y = self.transform(image=PLACES)["image"][0, 0]
        return get_worker_info().id, int(x), int(y)


def line(name):
    """What two workers drew, as one line."""
    torch.manual_seed(137)
    rows = [tuple(map(int, row)) for row in DataLoader(Corners(importlib.import_module(name)), None, num_workers=2)]
    drawn = [f"worker {worker}: " + " ".join(f"{row[1:]}" for row in rows if row[0] == worker) for worker in (0, 1)]
    return f"import {name} as A".ljust(30) + "   ".join(drawn)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python two_workers.py LIBRARY, which is albumentations or augrepro")
    print(line(sys.argv[1]))
