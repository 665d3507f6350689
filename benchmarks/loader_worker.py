"""Epochs of one library in a DataLoader, a JSON line each: ``python -m benchmarks.loader_worker LIBRARY FOLDER``."""

from __future__ import annotations

import importlib
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import cv2
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

SIDE, BATCH, WORKERS = 224, 32, 2
ROUNDS = 4
"""How often each file is loaded in an epoch, so that starting the workers counts as little as in a large one."""
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
JITTER = {"brightness": 0.2, "contrast": 0.2, "saturation": 0.2, "hue": 0.1}

Sample = Callable[[np.ndarray], torch.Tensor]


def planes(image: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(image).permute(2, 0, 1)


def decoding() -> Sample:
    """What is left when nothing is augmented: a window of the photograph, as bytes."""
    return lambda image: planes(image[:SIDE, :SIDE].copy())


def of_albumentations(name: str) -> Sample:
    """augrepro and Albumentations are given the same lines."""
    A = importlib.import_module(name)
    to_tensor = importlib.import_module(f"{name}.pytorch").ToTensorV2
    run = A.Compose(
        [
            A.RandomResizedCrop(size=(SIDE, SIDE)),
            A.HorizontalFlip(p=0.5),
            A.ColorJitter(**JITTER, p=1),
            A.Normalize(mean=MEAN, std=STD),
            to_tensor(),
        ],
        seed=137,
    )
    return lambda image: run(image=image)["image"]


def of_torchvision() -> Sample:
    try:
        from torchvision.transforms import v2
    except RuntimeError:  # a build whose compiled operators do not load here; no transform needs them
        for name in ("nms", "qnms"):
            torch.library.define(f"torchvision::{name}", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        from torchvision.transforms import v2

    return v2.Compose(
        [
            planes,
            v2.RandomResizedCrop(SIDE, antialias=False),
            v2.RandomHorizontalFlip(0.5),
            v2.ColorJitter(**JITTER),
            v2.ToDtype(torch.float32, scale=True),
            v2.Normalize(MEAN, STD),
        ]
    )


def of_kornia() -> Sample:
    import kornia.augmentation as K

    run = torch.nn.Sequential(
        K.RandomResizedCrop((SIDE, SIDE)),
        K.RandomHorizontalFlip(p=0.5),
        K.ColorJitter(**JITTER, p=1.0),
        K.Normalize(MEAN, STD),
    )
    return lambda image: run(planes(image)[None].float() / 255)[0]


SAMPLES: dict[str, Callable[[], Sample]] = {
    "decoding": decoding,
    "augrepro": lambda: of_albumentations("augrepro"),
    "albumentations": lambda: of_albumentations("albumentations"),
    "torchvision": of_torchvision,
    "kornia": of_kornia,
}


class Photographs(Dataset[torch.Tensor]):
    """JPEG files in memory, decoded by OpenCV whatever the library."""

    def __init__(self, files: list[np.ndarray], sample: Sample) -> None:
        self.files, self.sample = files, sample

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> torch.Tensor:
        return self.sample(cv2.cvtColor(cv2.imdecode(self.files[index], cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB))


def cpu_seconds() -> float:
    """Of this process and of the workers that ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def epoch(data: Photographs) -> dict[str, float]:
    """Wall and CPU seconds of one epoch, with workers of its own."""
    wall, cpu = perf_counter(), cpu_seconds()
    seen = sum(len(batch) for batch in DataLoader(data, BATCH, shuffle=True, num_workers=WORKERS))
    assert seen == len(data)
    return {"images": seen, "wall": perf_counter() - wall, "cpu": cpu_seconds() - cpu}


def main(library: str, photographs: str) -> None:
    """Answer each line of the input by an epoch; the first line says which versions run."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    files = [np.frombuffer(path.read_bytes(), np.uint8) for path in sorted(Path(photographs).glob("*.jpg"))]
    data = Photographs(files * ROUNDS, SAMPLES[library]())
    modules: list[Any] = [cv2, np, torch] + ([] if library == "decoding" else [importlib.import_module(library)])
    print(json.dumps({module.__name__: module.__version__ for module in modules}), flush=True)
    for _ in sys.stdin:
        print(json.dumps(epoch(data)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
