"""The warm fork server: started once for the tests, and used by their children too, so that imports are paid once.

The standard library gives each process a fork server of its own: a child that reads through workers of the fork
server would start another, which imports torch again. Here a child is told where the server of the tests is. Where
this Python keeps its server differently, a child starts its own: slower, and the same readings.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing import forkserver
from typing import Any

PRELOADED = ("numpy", "cv2", "PIL", "scipy", "skimage", "augrepro")
"""What the server imports beside torch, if the tests have: libraries without state that import the same anywhere."""
_started: int | None = None
"""The process of the server that was started here."""
Ticket = tuple[str, bytes | None]
"""The address of a server, and what newer Pythons ask for at the door."""


def start() -> None:
    """Start the server if it is not there; it imports while the tests go on.

    A server that the program started before has other imports. It goes on serving those that it has started.
    """
    global _started
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return
    server: Any = _server()
    if _started is None or getattr(server, "_forkserver_pid", None) != _started:
        _forget(server)
    modules = [name for name in PRELOADED if name in sys.modules]
    _preload(*modules, "torch.utils.data", "pytest_augrepro.reading.process")
    forkserver.ensure_running()
    _started = getattr(server, "_forkserver_pid", None)


def ticket() -> Ticket | None:
    """Return what a child needs to use this process's server; None where there is none to use."""
    server: Any = _server()
    address = getattr(server, "_forkserver_address", None)
    return None if address is None else (address, getattr(server, "_forkserver_authkey", None))


def use(given: Ticket | None) -> None:
    """In a child: use the server of the tests, or without a ticket forget it, and start another when one is needed."""
    # Typeshed does not know _config; of all that a process hands to its workers, only this comes before the dataset.
    multiprocessing.current_process()._config["augrepro"] = Ties()  # type: ignore[attr-defined]
    server: Any = _server()
    if getattr(server, "_forkserver_alive_fd", None) is None:
        return  # neither forked nor served: this process has no hold on that server
    if given is None:
        _preload("torch.utils.data")
        _forget(server)
        return
    server._forkserver_address, authkey = given
    if authkey is not None:
        server._forkserver_authkey = authkey
    server.ensure_running = lambda: None  # it asks after a child of its own, which the server is not


class Ties:
    """Travels to a worker ahead of its dataset: there it hands over what a worker forked here would have had."""

    def __reduce__(self) -> tuple[Callable[..., Ties], tuple[Any, ...]]:
        return adopted, (dict(os.environ), os.getpgrp() if hasattr(os, "getpgrp") else None)


def adopted(environment: Mapping[str, str], group: int | None) -> Ties:
    """In a worker: take over the environment, and the process group, with which it will be ended."""
    adopt(environment)
    if group is not None:
        with contextlib.suppress(OSError):
            os.setpgid(0, group)
    return Ties()


def adopt(environment: Mapping[str, str]) -> None:
    """Make this process's environment the given one: the server has that of the time when it was started."""
    if dict(os.environ) != dict(environment):
        os.environ.clear()
        os.environ.update(environment)


def _forget(server: Any) -> None:
    if hasattr(server, "_forkserver_pid"):
        server._forkserver_address = server._forkserver_alive_fd = server._forkserver_pid = None


def _preload(*modules: str) -> None:
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(modules))


def _server() -> Any:
    return getattr(forkserver, "_forkserver", None)
