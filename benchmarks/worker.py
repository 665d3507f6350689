"""Times cases on request, one JSON line each: ``python -m benchmarks.worker LIBRARY PICTURES [FURTHER_PATH]``."""

from __future__ import annotations

import gc
import importlib
import json
import sys
from pathlib import Path
from time import process_time
from typing import Any

import cv2
import numpy as np

from .cases import Call, build, sized

WARM_UP = 0.05


class Worker:
    """Builds a case when it is first asked for, finds how many calls fill a turn, then repeats that many."""

    def __init__(self, library: str, pictures: Path) -> None:
        self.library, self.pictures = library, pictures
        self.calls: dict[str, Call] = {}
        self.rates: dict[str, float] = {}

    def photograph(self, size: int) -> np.ndarray:
        return np.load(self.pictures / f"{size}.npy")

    def made(self, case: str, extra: dict[str, Any]) -> Call:
        if self.library == "primitives":
            _, name, *size = case.split("/")
            primitive = importlib.import_module("benchmarks.primitives").PRIMITIVES[name]
            image = sized(self.photograph(512), *size)
            return lambda: primitive(image)
        library = importlib.import_module(self.library)
        if case.startswith("pipeline/"):
            importlib.import_module(f"{self.library}.pytorch")
        return build(library, case, self.photograph, **extra)

    def turn(self, case: str, extra: dict[str, Any], seconds: float) -> float:
        """CPU microseconds of one call, over as many calls as fill these seconds."""
        key = f"{case} {extra}"
        if key not in self.calls:
            self.calls[key] = self.made(case, extra)
            self.rates[key] = self.rate(self.calls[key])
        call, count = self.calls[key], max(1, round(self.rates[key] * seconds))
        gc.collect()
        gc.disable()
        start = process_time()
        for _ in range(count):
            call()
        spent = process_time() - start
        gc.enable()
        return spent / count * 1e6

    @staticmethod
    def rate(call: Call) -> float:
        count, start = 0, process_time()
        while (spent := process_time() - start) < WARM_UP or count < 3:
            call()
            count += 1
        return count / spent


def settle_heap() -> None:
    """Bring the heap to the state of a process that has run a while.

    glibc gives blocks above a threshold back to the system at once, and raises it to the largest that was freed so far:
    until then each large temporary is paid for in page faults, and the order of cases decides their figures.
    """
    for size in (4 << 20, 30 << 20):
        np.ones(size, np.uint8)


def main(library: str, pictures: str, *further: str) -> None:
    sys.path.extend(further)
    cv2.setNumThreads(1)
    settle_heap()
    worker = Worker(library, Path(pictures))
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"us": worker.turn(asked["case"], asked["extra"], asked["seconds"])}
        except Exception as problem:
            answer = {"error": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
