"""``python fuzz_program.py NAME SEED COUNT`` runs so many random cases of a fuzzer and prints what is wrong with any.

It is a program of its own since a hang inside OpenCV cannot be interrupted: a case that takes too long ends it, with a
trace of where it stood; the last line printed names the case. ``complaint(name, seed)`` runs one case again.
"""

from __future__ import annotations

import faulthandler
import importlib
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

FUZZERS = {
    "constructors": 2000,
    "tiny": 1500,
    "pipelines": 1500,
    "plans": 1500,
    "extremes": 1200,
    "rows": 2500,
    "targets": 2500,
    "doors": 2500,
}
"""How many cases of each are run where nobody asks for more: a few seconds."""
LONGEST = 60.0
"""Seconds that one case may take on a loaded machine."""
MEMORY = 4 << 30


def complaint(name: str, seed: int) -> str | None:
    """What is wrong with the case of that number, or None; a warning is wrong too, unless it is for users."""
    run: Callable[[np.random.Generator], str | None] = importlib.import_module(f"fuzz_{name}").case
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", UserWarning)
        try:
            wrong = run(np.random.default_rng((seed, 137)))
        except Exception as error:
            wrong = f"outside of what is judged, {type(error).__name__}: {error}"
    return None if wrong is None else f"{name} {seed}: {wrong}"


def _bound_memory() -> None:
    import resource  # only Unix has it

    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))


def main(name: str, start: int, count: int) -> None:
    sys.stdout.reconfigure(errors="backslashreplace")
    if sys.platform == "linux":
        _bound_memory()
    for number in range(start, start + count):
        print(f"running {number}", flush=True)
        faulthandler.dump_traceback_later(LONGEST, exit=True)
        wrong = complaint(name, number)
        if wrong:
            print(f"WRONG {' '.join(wrong.split())[:600]}", flush=True)
    faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
