"""The warm fork server: started once for the tests, and used by their children too, so that imports are paid once.

The standard library gives each process a fork server of its own: a child that reads through workers of the fork
server would start another, which imports torch again. Here a child is told where the server of the tests is. Where
this Python keeps its server differently, a child starts its own: slower, and the same readings.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Callable, Mapping
from multiprocessing import forkserver
from typing import Any

from pytest_augrepro.reading.gate import NAME, Gate
from pytest_augrepro.reading.job import changed_environment

_started: int | None = None
"""The process of the server that was started here."""
_gate: Gate | None = None
"""Where that server waits for :func:`tell`."""
Ticket = tuple[str, bytes | None]
"""The address of a server, and what newer Pythons ask for at the door."""


def start() -> None:
    """Start the server if it is not there; it imports torch while the tests go on, and then waits for :func:`tell`.

    A server that the program started before has other imports. It goes on serving those that it has started.
    """
    global _started, _gate
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return
    server: Any = _server()
    if _started is None or getattr(server, "_forkserver_pid", None) != _started:
        _forget(server)
    _preload("pytest_augrepro.reading.warm")
    if getattr(server, "_forkserver_pid", None) is None:
        _gate = Gate()
    with changed_environment({} if _gate is None or _gate.opened else {NAME: str(_gate.path)}):
        forkserver.ensure_running()
    _started = getattr(server, "_forkserver_pid", None)


def tell() -> None:
    """Tell the server what the tests have imported by now; it serves when it has that too."""
    if _gate is not None:
        _gate.open()


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
