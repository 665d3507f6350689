"""Where the processes of a reading that hangs are, as each writes it to a file of its own when it is asked to."""

from __future__ import annotations

import os
import time
from pathlib import Path

RUNNERS = ("/_pytest/", "/pluggy/", "/xdist/", "/execnet/", "/multiprocessing/popen_", "/multiprocessing/context")
"""Frames of a forked child that tell nothing of where it hangs, and would crowd out the worker's."""
MANY = 120
"""Lines of a stack that are shown: the workers' stand first."""
WRITTEN, LOOK = 10.0, 0.25
"""Seconds in which a process has written its stack, also on a busy machine, and between two looks."""


def written_stacks(folder: Path, reader: int | None) -> str:
    """What the processes write, the workers' first: there the samples are made; empty once they have tidied up."""
    _wait_for(folder)
    own = str(reader)
    blocks = []
    for path in sorted(_files(folder), key=lambda path: (path.name == own, path.name)):
        lines = _text(path).strip().splitlines()
        kept = [line for line in lines if not any(name in line for name in RUNNERS)]
        who = "the reading process" if path.name == own else f"worker, process {path.name}"
        blocks += [f"{who}:", *kept] if kept else []
    return "\n".join(blocks[:MANY])


def _wait_for(folder: Path) -> None:
    """Wait until each process that is there has written, and writes no more."""
    until, before = time.monotonic() + WRITTEN, [0]
    while time.monotonic() < until:
        sizes = [len(_text(path)) for path in _files(folder) if _is_there(int(path.name))]
        if all(sizes) and sizes == before:
            return
        before = sizes
        time.sleep(LOOK)


def _files(folder: Path) -> list[Path]:
    """The files of the processes; none where the one that reads has just ended, and taken its folder along."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
