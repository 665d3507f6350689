"""Images a second from JPEG files to batches: a DataLoader with two workers, each library in an environment of its own.

``make bench-loader`` makes the environments and prints the table that docs/benchmarks.md holds.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import cv2
from skimage import data

from .peers import BUILD, ONE_THREAD, ROOT

PEERS = ("albumentations", "torchvision", "kornia")
COUNT, QUALITY, TURNS = 256, 90, 5
SIZE = (500, 375)
"""Width and height of most photographs of ImageNet."""


def write_photographs(folder: Path) -> None:
    """So many JPEG files, windows of four photographs at several scales."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [data.astronaut(), data.coffee(), data.chelsea(), data.rocket()]
    width, height = SIZE
    for place in range(COUNT):
        source, step = sources[place % 4], place // 4
        large = cv2.resize(source, (width + 4 * step, height + 3 * step), interpolation=cv2.INTER_AREA)
        left, top = step, step // 2
        window = cv2.cvtColor(large[top : top + height, left : left + width], cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(folder / f"{place:03}.jpg"), window, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))


class Library:
    """A process that loads epochs on request."""

    def __init__(self, name: str, folder: Path) -> None:
        peer = BUILD / "peers" / name / "bin" / "python"
        self.name = name
        self.process = subprocess.Popen(
            [str(peer) if name in PEERS else sys.executable, "-m", "benchmarks.loader_worker", name, str(folder)],
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD, "NO_ALBUMENTATIONS_UPDATE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.versions: dict[str, str] = self._answer()
        self.epochs: list[dict[str, float]] = []

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name}: the process ended; its error stands above")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def epoch(self) -> dict[str, float]:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        self.process.communicate()


def processor() -> str:
    """The processor's name, or its architecture's."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def spread(values: list[float]) -> str:
    """Median, least and greatest."""
    return f"{median(values):.0f} ({min(values):.0f}-{max(values):.0f})"


def rows(libraries: list[Library]) -> list[str]:
    """The table as Markdown; a ratio is taken within a turn, and its median told."""
    out = ["| | images a CPU second | images a second | time beside augrepro's |", "|---|---|---|---|"]
    ours = next(library for library in libraries if library.name == "augrepro")
    for library in libraries:
        by_cpu, by_clock = ([one["images"] / one[kind] for one in library.epochs] for kind in ("cpu", "wall"))
        ratios = [one["cpu"] / mine["cpu"] for mine, one in zip(ours.epochs, library.epochs, strict=True)]
        version = library.versions.get(library.name, "").partition("+")[0]
        label = "decoding alone" if library.name == "decoding" else f"{library.name} {version}"
        out.append(f"| {label} | {spread(by_cpu)} | {spread(by_clock)} | {median(ratios):.2f} |")
    return out


def main() -> None:
    folder = BUILD / "bench" / "photographs"
    write_photographs(folder)
    libraries = [Library(name, folder) for name in ("decoding", "augrepro", *PEERS)]
    for turn in range(TURNS + 1):
        for library in libraries if turn % 2 else reversed(libraries):
            spent = library.epoch()
            if turn:
                library.epochs.append(spent)
    versions = libraries[0].versions
    where = f"{processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    print(f"{where}, OpenCV {versions['cv2']}, numpy {versions['numpy']}, torch {versions['torch']}\n")
    print("\n".join(rows(libraries)))
    for library in libraries:
        library.close()


if __name__ == "__main__":
    main()
