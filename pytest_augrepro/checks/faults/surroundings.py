"""Draws that follow from what no seed reaches: time, process, names, the program around."""

from __future__ import annotations

import glob
import importlib
import os
import random
import time
import uuid
from typing import Any

import numpy as np

from ...matrix.cells import Cell
from .planted import LARGEST, Planted, keyed, own


class Clock(Planted):
    """Seeded by the time."""

    law = "rerun"

    def draw(self, key: int) -> int:
        return keyed(self.seed, int(key), time.time_ns())


class ProcessNumber(Planted):
    """Seeded by the process number and an identity."""

    law = "rerun"

    def draw(self, key: int) -> int:
        return keyed(self.seed, getattr(key, "epoch", 0), int(key), os.getpid(), uuid.uuid4())


class EntropyPool(Planted):
    """A generator without a seed."""

    law = "rerun"

    def begin(self, seed: int) -> None:
        self.rng: Any = None

    def draw(self, key: int) -> int:
        if self.rng is None:
            self.rng = np.random.default_rng()
        return int(self.rng.integers(LARGEST))


class ClockOfTheDay(Planted):
    """The date decides, which no second run on the same day shows."""

    law = "entropy-free"

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ int(time.time() // 86_400)


class HashOfName(Planted):
    """hash() of a string, which every interpreter salts."""

    law = "rerun"

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ (hash(f"image-{int(key)}") & 0xFFFF)


class GlobalNumpy(Planted):
    """Draws from np.random."""

    law = "global-rng-untouched"

    @classmethod
    def shows(cls, cell: Cell) -> bool:
        return cell.num_workers > 0

    def draw(self, key: int) -> int:
        return int(np.random.randint(2**31 - 1))


class GlobalRandom(GlobalNumpy):
    """Draws from random."""

    def draw(self, key: int) -> int:
        return random.getrandbits(60)


class GlobalTorch(GlobalNumpy):
    """Draws from torch's default generator."""

    def draw(self, key: int) -> int:
        return int(importlib.import_module("torch").randint(LARGEST - 1, ()))


class ListdirOrder(Planted):
    """The first file of a folder decides, in whatever order the file system lists them."""

    law = "entropy-free"

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ (keyed(os.listdir(os.path.dirname(np.__file__))[0]) & 0xFFFF)


class ScandirOrder(ListdirOrder):
    """The same by way of os.scandir, on which glob and os.walk stand."""

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ (keyed(next(glob.iglob("*", root_dir=os.path.dirname(np.__file__)))) & 0xFFFF)


class TimeZone(Planted):
    """The hour of a moment, as the time zone has it."""

    law = "environment-invariant"

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ (time.localtime(0).tm_gmtoff & 0xFFFF)


class WorkingDirectory(TimeZone):
    """The absolute path of a file decides."""

    def draw(self, key: int) -> int:
        return own(key, self.seed) ^ (keyed(os.path.abspath(f"image-{int(key)}.png")) & 0xFFFF)


FAULTS: tuple[type[Planted], ...] = (
    Clock,
    ProcessNumber,
    EntropyPool,
    ClockOfTheDay,
    HashOfName,
    GlobalNumpy,
    GlobalRandom,
    GlobalTorch,
    ListdirOrder,
    ScandirOrder,
    TimeZone,
    WorkingDirectory,
)
