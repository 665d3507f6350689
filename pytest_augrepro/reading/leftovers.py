"""Processes that a dataset starts and nobody ends: found by their ancestors, where the system shows them."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from multiprocessing import forkserver, resource_tracker
from pathlib import Path

PROC = Path("/proc")


def end_all() -> int:
    """End the processes of this one's group, and its children, that it leaves behind; return how many there were."""
    if not PROC.is_dir() or not hasattr(os, "getpgrp"):
        return 0
    kept = {os.getpid(), *_servers()}
    group = os.getpgrp() if os.getpgrp() == os.getpid() else None
    found = [pid for pid, parent, its in _all() if pid not in kept and (parent == os.getpid() or its == group)]
    if found and hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # or torch takes the end of one for that of its worker
    for pid in found:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    for child in multiprocessing.active_children():
        child.join(1)
    return len(found)


def _servers() -> set[int]:
    """Processes of the standard library's, which end by themselves."""
    holders = (getattr(forkserver, "_forkserver", None), getattr(resource_tracker, "_resource_tracker", None))
    numbers = (getattr(holder, name, None) for holder in holders for name in ("_forkserver_pid", "_pid"))
    return {number for number in numbers if number is not None}


def _all() -> list[tuple[int, int, int]]:
    """Number, parent and group of each process that runs."""
    found = []
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, ValueError):
                state, parent, group = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
                if state != "Z":
                    found.append((int(folder.name), int(parent), int(group)))
    return found
