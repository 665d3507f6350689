"""The warm fork server: started once for the tests, and used by their children too, so that imports are paid once.

The standard library gives each process a fork server of its own: a child that reads through workers of the fork
server would start another, which imports torch again. Here a child is told where the server of the tests is. Where
this Python keeps its server differently, a child starts its own: slower, and the same readings.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from multiprocessing import forkserver
from typing import Any

from pytest_augrepro.reading.gate import NAME, Gate
from pytest_augrepro.reading.job import changed_environment

_FIELDS = ("_forkserver_address", "_forkserver_alive_fd", "_forkserver_pid", "_forkserver_authkey", "_preload_modules")
"""What the standard library knows of the one server that it can know of."""
_kept: dict[str, Any] = dict.fromkeys(_FIELDS[:3])
"""The same of ours, while it knows of the program's own."""
_gate: Gate | None = None
"""Where our server waits for :func:`ready`."""
Ticket = tuple[str, bytes | None]
"""The address of a server, and what newer Pythons ask for at the door."""


def start() -> None:
    """Start the server if it is not there; it imports torch while the tests go on, and then waits for :func:`ready`.

    A server that the program has, or starts one day, is another one and knows nothing of this.
    """
    global _gate
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return
    with _swapped():
        if getattr(_server(), "_forkserver_pid", None) is None:
            _gate = Gate()
            atexit.register(_dismiss, _gate, os.getpid())
        _preload("pytest_augrepro.reading.warm")
        with changed_environment({} if _gate is None or _gate.opened else {NAME: str(_gate.path)}):
            forkserver.ensure_running()


@contextlib.contextmanager
def ready() -> Iterator[None]:
    """Let processes come from the server, once it has what the tests have imported by now."""
    start()
    tell()
    with _swapped():
        yield


def tell() -> None:
    """Tell the server what the tests have imported by now; it serves when it has that too."""
    if _gate is not None:
        _gate.open()


def _dismiss(gate: Gate, owner: int) -> None:
    """End a server that nobody has asked for anything, lest it go on importing torch after the tests."""
    pid = _kept["_forkserver_pid"]
    if pid is not None and not gate.opened and os.getpid() == owner:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def _swapped() -> Iterator[None]:
    """Let the standard library know of our server in place of the program's."""
    global _kept
    state: dict[str, Any] = vars(_server()) if _server() is not None else {}
    theirs = {name: state[name] for name in _FIELDS if name in state}
    state.update({name: value for name, value in _kept.items() if name in state})
    try:
        yield
    finally:
        _kept = {name: state[name] for name in theirs}
        state.update(theirs)


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
        server._forkserver_address = server._forkserver_alive_fd = server._forkserver_pid = None
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


def _preload(*modules: str) -> None:
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(modules))


def _server() -> Any:
    return getattr(forkserver, "_forkserver", None)
