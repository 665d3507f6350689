"""Run all benchmarks, print their tables and write build/bench/results.json."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import cv2
import numpy as np
from skimage import data

from . import engine, harness, pipeline, sample, startup
from .peers import BUILD, ROOT, Peer, albumentations_python


def write_photographs(folder: Path) -> None:
    """One photograph in the sizes that the cases ask for."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in (512, 1024):
        np.save(folder / f"{size}.npy", cv2.resize(data.astronaut(), (size, size), interpolation=cv2.INTER_CUBIC))


def main() -> None:
    started = perf_counter()
    folder = BUILD / "bench"
    write_photographs(folder)
    versions = {name: version(name) for name in ("numpy", "opencv-python-headless", "torch")}
    print(f"Python {platform.python_version()}, {', '.join(f'{name} {number}' for name, number in versions.items())}")
    print("One thread, CPU time, GC off; median (least-greatest) of interleaved turns: trust the ratios most.")
    python = albumentations_python()
    ours, plain = Peer("augrepro", folder), Peer("primitives", folder)
    theirs = Peer("albumentations", folder, python) if python else None
    results = {
        "versions": {"python": platform.python_version(), **versions},
        "engine": engine.run(ours, theirs),
        "pipelines": pipeline.run_pipelines(ours, theirs),
        "ops": pipeline.run_ops(ours, theirs, plain),
        "sample": sample.run(),
        "startup": startup.run(),
        "harness": harness.run(),
    }
    for peer in filter(None, (ours, plain, theirs)):
        peer.close()
    path = folder / "results.json"
    path.write_text(json.dumps(results, indent=2, default=asdict) + "\n")
    print(f"\n{path.relative_to(ROOT)} written after {perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
