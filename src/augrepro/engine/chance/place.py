"""Where this code runs: in a DataLoader worker, a child process, a rank; torch is asked only where it was imported."""

from __future__ import annotations

import os
import sys
from types import FrameType
from typing import Any

from ..declare.errors import short_repr


def worker_info() -> Any:
    """torch's WorkerInfo in a DataLoader worker, else None."""
    data = sys.modules.get("torch.utils.data")
    return data.get_worker_info() if data is not None else None


def rank() -> int:
    """This process's rank in a distributed run: torch.distributed's if it is up, else the RANK variable, else 0."""
    distributed = sys.modules.get("torch.distributed")
    if distributed is not None and distributed.is_available() and distributed.is_initialized():
        return int(distributed.get_rank())
    found = number_in("RANK")
    if found is None and os.environ.get("RANK", "").strip():
        raise ValueError(f"the variable RANK must be a whole number >= 0, got {short_repr(os.environ['RANK'])}")
    return found or 0


def number_in(variable: str) -> int | None:
    """The whole number >= 0 in an environment variable; None where it is missing or holds anything else."""
    text = os.environ.get(variable, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def owner_of_new() -> int:
    """The process a new source belongs to; 0 (none) where a pool's child only repeats an import of its parent's.

    A pipeline that a child builds for itself starts at its seed. One that stands in a module, and is built again as
    each child imports it, is one pipeline in the user's eyes, and its copies must not repeat each other.
    """
    if has_parent() or getattr(current_process(), "_inheriting", False):
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_name != "_bootstrap":
            if frame.f_code.co_name == "<module>":
                return 0
            frame = frame.f_back
    return os.getpid()


def current_process() -> Any:
    """multiprocessing's object for this process; None where nobody has imported it, which every child of it has."""
    module = sys.modules.get("multiprocessing.process")
    return module.current_process() if module is not None else None


def has_parent() -> bool:
    """True in a child that multiprocessing started."""
    module = sys.modules.get("multiprocessing.process")
    return module is not None and module.parent_process() is not None


def torch_seed() -> int:
    """What torch's generator of this process or worker was seeded with."""
    return int(sys.modules["torch"].initial_seed())


def forked_raw() -> bool:
    """True in a child of a raw ``os.fork``, of which multiprocessing knows nothing."""
    return current_process() is _process_at_fork


def here(info: Any) -> int | tuple[int, int]:
    """What tells this process or worker from any other: a counter is copied into a forked child, but not used there."""
    return pid if info is None else (pid, info.seed)


pid = os.getpid()
"""This process: asking the system takes a sixth of a call."""
_process_at_fork: object = None
"""What ``current_process()`` was when this process was forked: still the same one only after a raw ``os.fork``."""


def _note_fork() -> None:
    global _process_at_fork, pid
    pid = os.getpid()
    _process_at_fork = current_process()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_note_fork)
