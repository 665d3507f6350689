"""What a sample's key costs: scope, key and a stream for each transform, and the sampler and dataset around them."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable
from itertools import count
from time import process_time
from typing import Any

import numpy as np
from torch.utils.data import DataLoader, Dataset

import augrepro as A
from augrepro.engine.chance.call_key import ROOT
from augrepro.engine.chance.rng import Stream
from augrepro.engine.chance.sample import Scope, current
from augrepro.engine.chance.seeding import Seeding
from augrepro.torch import KeyedDataset, KeyedSampler

from .peers import TURNS, Figure
from .table import Cell, print_table, ratio, verdict

SECONDS = 0.05
LENGTH = 4096
GOAL_DRAWS, GOAL_LOADER = 30.0, 8.0
PIXELS = np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype=np.uint8)


def draws(key: bytes, labels: list[bytes]) -> None:
    """What transforms with p=0.5 and two scalars ask of their streams."""
    root = Stream(key, ROOT).key
    for label in labels:
        stream = Stream(root, label)
        if stream.gate() < 0.5:
            stream.random()
            stream.random()


def keyed(labels: list[bytes]) -> Callable[[], Any]:
    numbers, source = count(), Seeding(137)

    def call() -> None:
        with A.sample_scope((3, next(numbers))):
            draws(source.keyed(scope(), "").key, labels)

    return call


def scope() -> Scope:
    found = current()
    assert found is not None
    return found


def streamed(labels: list[bytes]) -> Callable[[], Any]:
    source = Seeding(137)
    return lambda: draws(source.next().key, labels)


def two_generators(labels: list[bytes]) -> Callable[[], Any]:
    """The plain way: ``default_rng`` and ``random.Random`` made for each sample, shared by its transforms."""
    numbers = count()

    def call() -> None:
        number = next(numbers)
        np.random.default_rng((137, 3, number))
        py_random = random.Random(number)
        for _ in labels:
            if py_random.random() < 0.5:
                py_random.random()
                py_random.random()

    return call


def a_call(transforms: int, in_scope: bool) -> Callable[[], Any]:
    """A whole call on 8x8 of transforms with p=0.5."""
    numbers = count()
    transform = A.Compose([A.RandomBrightnessContrast(p=0.5) for _ in range(transforms)], seed=137)
    if not in_scope:
        return lambda: transform(image=PIXELS)
    return lambda: transform(image=PIXELS, sample_key=(3, next(numbers)))


class Trivial(Dataset):
    def __len__(self) -> int:
        return LENGTH

    def __getitem__(self, index: int) -> int:
        return 0


def loaders() -> dict[str, Callable[[], Any]]:
    """A pass over a trivial dataset with num_workers=0 in batches of 256."""
    plain = DataLoader(Trivial(), 256, shuffle=True, collate_fn=len)
    sampler = KeyedSampler(Trivial(), seed=137)
    ours = DataLoader(KeyedDataset(Trivial()), 256, sampler=sampler, collate_fn=len)
    return {"keyed": lambda: sum(ours), "plain": lambda: sum(plain)}


def interleaved(calls: dict[str, Callable[[], Any]]) -> dict[str, Figure]:
    """CPU microseconds of a call; the calls take turns."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(TURNS + 1):
        for name, call in calls.items():
            gc.collect()
            gc.disable()
            done, start = 0, process_time()
            while (spent := process_time() - start) < SECONDS:
                for _ in range(100 if name not in ("keyed loader", "plain loader") else 1):
                    call()
                    done += 1
            gc.enable()
            if turn:
                taken[name].append(spent / done * 1e6)
    return {name: Figure.of(turns) for name, turns in taken.items()}


def run() -> list[dict[str, object]]:
    """Print the two tables and return their rows."""
    table: list[list[Cell]] = []
    results: list[dict[str, object]] = []
    for transforms in (1, 5, 10):
        labels = [b"Transform#%d" % number for number in range(transforms)]
        figures = interleaved(
            {
                "sample mode": keyed(labels),
                "stream mode": streamed(labels),
                "two generators": two_generators(labels),
                "a call, sample mode": a_call(transforms, True),
                "a call, stream mode": a_call(transforms, False),
            }
        )
        mine = figures["sample mode"]
        judged = verdict(mine.median, GOAL_DRAWS) if transforms == 5 else "-"
        table.append(
            [
                f"{transforms} transforms",
                *figures.values(),
                ratio(mine, figures["stream mode"]),
                ratio(mine, figures["two generators"]),
                f"<= {GOAL_DRAWS:.0f}" if transforms == 5 else "-",
                judged,
            ]
        )
        results.append({"case": f"sample/{transforms}", "goal_us": GOAL_DRAWS, "verdict": judged, "us": figures})
    header = ["us a sample", "sample mode", "stream mode", "default_rng + Random", "a call, sample mode"]
    header += ["a call, stream mode", "over stream", "over generators", "goal", "verdict"]
    print_table("Sample mode: scope, key and streams, p=0.5 and two scalars a transform", header, table)
    return [*results, loader_rows()]


def loader_rows() -> dict[str, object]:
    """KeyedSampler and KeyedDataset against a plain shuffled loader."""
    calls = {f"{name} loader": call for name, call in loaders().items()}
    figures = {name: per_sample(figure) for name, figure in interleaved(calls).items()}
    ours, plain = figures["keyed loader"], figures["plain loader"]
    judged = verdict(ours.median, GOAL_LOADER)
    row: list[Cell] = ["num_workers=0", ours, plain, ours.median - plain.median, f"<= {GOAL_LOADER:.0f}", judged]
    header = ["us a sample", "KeyedSampler + KeyedDataset", "plain, shuffled", "more", "goal", "verdict"]
    print_table("Sample mode: a loader over a trivial dataset", header, [row])
    return {"case": "sample/loader", "goal_us": GOAL_LOADER, "verdict": judged, "us": figures}


def per_sample(figure: Figure) -> Figure:
    return Figure(figure.median / LENGTH, figure.least / LENGTH, figure.greatest / LENGTH)


if __name__ == "__main__":
    run()
