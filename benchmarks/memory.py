"""What each transform takes of memory beside its result, at 1024 x 1024: ``python -m benchmarks.memory``.

NumPy's arrays and those that OpenCV hands back are counted, not what OpenCV takes and frees within a call.
"""

from __future__ import annotations

import sys
import tracemalloc
import warnings
from typing import Any

import cv2
import numpy as np

import augrepro as A

from .peers import ROOT

SIDE, CALLS, LEAST = 1024, 3, 4.0
MIB = 1 << 20


def photograph() -> np.ndarray[Any, Any]:
    """Blots of color."""
    blots = np.random.default_rng(1).integers(0, 256, (SIDE // 16, SIDE // 16, 3), np.uint8)
    return np.asarray(cv2.resize(blots, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC))


def most_beside(pipeline: A.Compose, image: np.ndarray[Any, Any]) -> float:
    """MiB at the peak of a call, without its result."""
    pipeline(image=image)
    found = []
    for _ in range(CALLS):
        tracemalloc.start()
        result = pipeline(image=image)["image"]
        found.append((tracemalloc.get_traced_memory()[1] - result.nbytes) / MIB)
        tracemalloc.stop()
    return max(found)


def main() -> None:
    sys.path.insert(0, str(ROOT / "tests"))
    from catalogue import CATALOGUE

    warnings.simplefilter("ignore")
    bytes_ = photograph()
    images = bytes_, (bytes_ / np.float32(255)).astype(np.float32)
    rows: dict[str, list[float]] = {}
    for name, ways in CATALOGUE.items():
        try:
            built = [A.Compose([getattr(A, name)(**way, p=1)], seed=137) for way in ways]
            rows[name] = [max(most_beside(pipeline, image) for pipeline in built) for image in images]
        except (ValueError, TypeError):  # what needs more than an image
            continue
    print("| MiB beside the result | uint8 | float32 |\n|---|---|---|")
    for name, found in sorted(rows.items(), key=lambda row: -max(row[1])):
        if max(found) > LEAST:
            print(f"| {name} | {found[0]:.1f} | {found[1]:.1f} |")


if __name__ == "__main__":
    main()
