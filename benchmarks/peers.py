"""The processes that are timed, each library in an environment of its own, and how their turns are interleaved."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
ALBUMENTATIONS = "albumentations==2.0.8"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
TURNS = 9


@dataclass(frozen=True)
class Figure:
    """Median, least and greatest of the turns."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, turns: list[float]) -> Figure:
        return cls(median(turns), min(turns), max(turns))


class Peer:
    """A worker process of one library."""

    def __init__(self, library: str, pictures: Path, python: Path | str = sys.executable) -> None:
        torch_from = [] if python == sys.executable else [sysconfig.get_path("purelib")]
        self.process = subprocess.Popen(
            [str(python), "-m", "benchmarks.worker", library, str(pictures), *torch_from],
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD, "NO_ALBUMENTATIONS_UPDATE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def turn(self, case: str, extra: dict[str, Any], seconds: float) -> float | str:
        """Microseconds a call, or why there is no figure."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps({"case": case, "extra": extra, "seconds": seconds}) + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline() or '{"error": "the worker ended"}')
        except BrokenPipeError:
            return "the worker ended"
        return answer.get("us", answer.get("error"))

    def close(self) -> None:
        self.process.communicate()


def interleaved(
    runners: dict[str, tuple[Peer, dict[str, Any]]], case: str, seconds: float, turns: int = TURNS
) -> dict[str, Figure | str]:
    """Let the runners take turns at one case, A B A B ..., so that a drift of the machine meets all of them."""
    taken: dict[str, list[float]] = {name: [] for name in runners}
    failed: dict[str, Figure | str] = {}
    for turn in range(turns + 1):
        for name, (peer, extra) in runners.items():
            if name in failed:
                continue
            got = peer.turn(case, extra, seconds)
            if isinstance(got, str):
                failed[name] = got
            elif turn > 0:
                taken[name].append(got)
    return {name: failed.get(name) or Figure.of(taken[name]) for name in runners}


def albumentations_python() -> Path | None:
    """The Python of an environment with Albumentations 2.0.8, made on first use; None where it cannot be made.

    numpy and OpenCV are of the versions that run here. torch, which ToTensorV2 needs, is borrowed from here.
    """
    home = BUILD / "bench-venv"
    python = home / "bin" / "python"
    wanted = [f"{name}=={version(name)}" for name in ("numpy", "opencv-python-headless")] + [ALBUMENTATIONS]
    made_for = home / "made-for.txt"
    if made_for.exists() and made_for.read_text() == "\n".join(wanted):
        return python
    print(f"Installing {ALBUMENTATIONS} into {home.relative_to(ROOT)} (first call only) ...", flush=True)
    steps = [[sys.executable, "-m", "venv", str(home)], [str(python), "-m", "pip", "install", "--quiet", *wanted]]
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            print(f"Albumentations could not be installed, going on without it: {reason}")
            return None
    made_for.write_text("\n".join(wanted))
    return python
