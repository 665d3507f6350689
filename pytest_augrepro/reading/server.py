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

from .job import changed_environment
from .preload import NAME, PreloadRequest

_FIELDS = ("_forkserver_address", "_forkserver_alive_fd", "_forkserver_pid", "_forkserver_authkey", "_preload_modules")
"""What the standard library knows of the one server that it can know of."""
_kept: dict[str, Any] = dict.fromkeys(_FIELDS[:3])
"""The same of ours, while it knows of the program's own."""
_request: PreloadRequest | None = None
"""Where our server waits for :func:`ready`."""
ServerAddress = tuple[str, bytes | None]
"""The path of a server's socket, and the key that newer Pythons ask for."""


def start() -> None:
    """Start the server if it is not there; it imports torch while the tests go on, and then waits for :func:`ready`.

    A server that the program has, or starts one day, is another one and knows nothing of this.
    """
    global _request
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return
    with _swapped():
        if getattr(_server(), "_forkserver_pid", None) is None:
            _request = PreloadRequest()
            atexit.register(_dismiss, _request, os.getpid())
        _preload("pytest_augrepro.reading.warm")
        with changed_environment({} if _request is None or _request.sent else {NAME: str(_request.path)}):
            forkserver.ensure_running()


@contextlib.contextmanager
def ready() -> Iterator[None]:
    """Let processes come from the server, once it has what the tests have imported by now."""
    start()
    request_preload()
    with _swapped():
        yield


def request_preload() -> None:
    """Tell the server what the tests have imported by now; it serves once it has imported that too."""
    if _request is not None:
        _request.send()


def _dismiss(request: PreloadRequest, owner: int) -> None:
    """End a server that nobody has asked for anything, lest it go on importing torch after the tests."""
    pid = _kept["_forkserver_pid"]
    if pid is not None and not request.sent and os.getpid() == owner:
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


def address() -> ServerAddress | None:
    """What a child needs to use this process's server; None where there is none to use."""
    server: Any = _server()
    path = getattr(server, "_forkserver_address", None)
    return None if path is None else (path, getattr(server, "_forkserver_authkey", None))


def use(given: ServerAddress | None) -> None:
    """In a child: use the server of the tests; without an address forget it, and start another when one is needed."""
    # Typeshed does not know _config; of all that a process hands to its workers, only this comes before the dataset.
    multiprocessing.current_process()._config["augrepro"] = WorkerSetup()  # type: ignore[attr-defined]
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


class WorkerSetup:
    """Pickled to a worker ahead of its dataset; gives it there what a worker forked here would have inherited."""

    def __reduce__(self) -> tuple[Callable[..., WorkerSetup], tuple[Any, ...]]:
        return set_up_worker, (dict(os.environ), os.getpgrp() if hasattr(os, "getpgrp") else None)


def set_up_worker(environment: Mapping[str, str], group: int | None) -> WorkerSetup:
    """In a worker: copy the environment and join the process group, with which it will be ended."""
    copy_environment(environment)
    if group is not None:
        with contextlib.suppress(OSError):
            os.setpgid(0, group)
    return WorkerSetup()


def copy_environment(environment: Mapping[str, str]) -> None:
    """Make this process's environment the given one: the server has that of the time when it was started."""
    if dict(os.environ) != dict(environment):
        os.environ.clear()
        os.environ.update(environment)


def _preload(*modules: str) -> None:
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(modules))


def _server() -> Any:
    return getattr(forkserver, "_forkserver", None)
