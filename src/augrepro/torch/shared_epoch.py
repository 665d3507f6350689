"""A number that a main process sets and its workers read."""

from __future__ import annotations

from multiprocessing.context import get_spawning_popen
from multiprocessing.reduction import ForkingPickler
from typing import Any

import torch

UNSET = -1


class SharedEpoch:
    """An epoch in shared memory: set in the main process, read in workers of any start method that live already."""

    def __init__(self) -> None:
        self._cell = torch.full((1,), UNSET, dtype=torch.int64)
        self._cell.share_memory_()  # type: ignore[no-untyped-call]  # torch has no types for it

    def set(self, epoch: int) -> None:
        self._cell[0] = epoch

    def get(self, owner: str) -> int:
        epoch = int(self._cell.item())
        if epoch == UNSET:
            raise RuntimeError(
                f"{owner} knows no epoch, and would repeat its augmentations in each: call set_epoch(epoch) before "
                f"it, or take the indices from a KeyedSampler"
            )
        return epoch

    def __getstate__(self) -> dict[str, Any]:
        """The number; for a process that is being spawned, the memory as well, which outlives no pickle."""
        shared = bytes(ForkingPickler.dumps(self._cell)) if get_spawning_popen() is not None else None
        return {"epoch": int(self._cell.item()), "shared": shared}

    def __setstate__(self, state: dict[str, Any]) -> None:
        if state["shared"] is not None:
            try:
                self._cell = ForkingPickler.loads(state["shared"])
                return
            except (OSError, RuntimeError, EOFError):
                pass  # whoever sent it is gone: the number is what is left
        self.__init__()  # type: ignore[misc]  # made anew, as itself
        self._cell[0] = state["epoch"]
