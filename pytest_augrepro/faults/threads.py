"""State that threads take from each other."""

from __future__ import annotations

import threading
import time

from pytest_augrepro.faults.planted import Planted, own, worker_id


class CallStateOnSelf(Planted):
    """The parameters of a call stand on the object, where another thread overwrites them."""

    law, contract = "reentrant", "invariant"

    def draw(self, key: int) -> int:
        self.current = own(key, self.seed)
        if threading.active_count() > 1 and worker_id() < 0:
            time.sleep(1e-4)
        return self.current


FAULTS: tuple[type[Planted], ...] = (CallStateOnSelf,)
