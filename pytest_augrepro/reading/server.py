"""The warm fork server: started once for the tests, and used by their children too, so that imports are paid once.

The standard library gives each process a fork server of its own: a child that reads through workers of the fork
server would start another, which imports torch again. Here a child is told where the server of the tests is. Where
this Python keeps its server differently, a child starts its own: slower, and the same readings.

What an interpreter or a library reads when it starts (the hash seed, the allocator, the processor's features) a forked
process cannot change: for each such environment there is a server of its own, started when it is first needed.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import forkserver, resource_tracker
from typing import Any

from ..common import run_folder
from .inherited import WorkerSetup
from .job import changed_environment
from .preload import NAME, PreloadRequest

_FIELDS = ("_forkserver_address", "_forkserver_alive_fd", "_forkserver_pid", "_forkserver_authkey", "_preload_modules")
"""What the standard library knows of the one server that it can know of."""
NOTHING: Mapping[str, str] = {}
_TRACKER_FIELDS = ("_fd", "_pid", "_exitcode")
"""What it knows of the one process that unlinks what ended processes have left."""
_kept_tracker: dict[str, Any] = dict.fromkeys(_TRACKER_FIELDS)
_SILENT = "ignore:resource_tracker:UserWarning"
"""Ours unlinks in silence: readings that hang are killed, and leave the names of their locks to it."""
ServerAddress = tuple[str, bytes | None]
"""The path of a server's socket, and the key that newer Pythons ask for."""


@dataclass
class WarmServer:
    """One server of ours."""

    kept: dict[str, Any] = field(default_factory=lambda: dict.fromkeys(_FIELDS[:3]))
    """What the standard library knows of it, while that knows of the program's own."""
    request: PreloadRequest | None = None
    """Where it waits for :func:`ready`."""

    @property
    def pid(self) -> int | None:
        number: int | None = self.kept["_forkserver_pid"]
        return number


_servers: defaultdict[frozenset[tuple[str, str]], WarmServer] = defaultdict(WarmServer)
"""By the variables with which each was started."""


def server_with(environment: Mapping[str, str] = NOTHING) -> WarmServer:
    """The server that was started with these variables; with none, the one that most children come from."""
    return _servers[frozenset(environment.items())]


def start(environment: Mapping[str, str] = NOTHING) -> None:
    """Start the server if it is not there; it imports torch while the tests go on, and then waits for :func:`ready`.

    A server that the program has, or starts one day, is another one and knows nothing of this.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return
    warm = server_with(environment)
    with _swapped(warm):
        if getattr(_server(), "_forkserver_pid", None) is None:
            warm.request = PreloadRequest()
            atexit.register(_dismiss, warm, warm.request, os.getpid())
        _preload("pytest_augrepro.reading.warm")
        told = {} if warm.request is None or warm.request.sent else {NAME: str(warm.request.path)}
        with changed_environment({**environment, **told}):
            forkserver.ensure_running()


@contextlib.contextmanager
def ready(environment: Mapping[str, str] = NOTHING) -> Iterator[None]:
    """Let processes come from the server, once it has what the tests have imported by now; in this environment."""
    start(environment)
    request = server_with(environment).request
    if request is not None:
        request.send()
    with started(environment):
        yield


@contextlib.contextmanager
def started(environment: Mapping[str, str] = NOTHING) -> Iterator[None]:
    """Let processes know of the server, whether or not it serves yet."""
    start(environment)
    with _swapped(server_with(environment)), changed_environment(environment):
        yield


def waits() -> bool:
    """Whether the server has not been told yet what to import beside torch."""
    request = server_with().request
    return request is not None and not request.sent


def _dismiss(warm: WarmServer, request: PreloadRequest, owner: int) -> None:
    """End a server that nobody has asked for anything, lest it go on importing torch after the tests."""
    if warm.pid is not None and not request.sent and os.getpid() == owner:
        with contextlib.suppress(ProcessLookupError):
            os.kill(warm.pid, signal.SIGKILL)


@contextlib.contextmanager
def _swapped(warm: WarmServer) -> Iterator[None]:
    """Let the standard library know of our server, tracker and folder in place of the program's."""
    global _kept_tracker
    with (
        _exchanged(_server(), _FIELDS, warm.kept) as kept,
        _exchanged(_tracker(), _TRACKER_FIELDS, _kept_tracker) as kept_tracker,
        _own_folder(),
    ):
        if sys.platform != "win32":
            sys.warnoptions.append(_SILENT)  # the tracker gets them, should it be started now
            try:
                resource_tracker.ensure_running()
            finally:
                sys.warnoptions.remove(_SILENT)
        try:
            yield
        finally:
            warm.kept, _kept_tracker = kept(), kept_tracker()


@contextlib.contextmanager
def _exchanged(holder: Any, names: Sequence[str], ours: Mapping[str, Any]) -> Iterator[Callable[[], dict[str, Any]]]:
    """Give attributes of an object other values for a while; yield a function that tells what became of them."""
    state: dict[str, Any] = {} if holder is None else vars(holder)
    theirs = {name: state[name] for name in names if name in state}
    state.update({name: value for name, value in ours.items() if name in state})
    try:
        yield lambda: {name: state[name] for name in theirs}
    finally:
        state.update(theirs)


@contextlib.contextmanager
def _own_folder() -> Iterator[None]:
    """Let sockets be made in the folder of this run, also in the processes that are started now."""
    config: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]  # not in typeshed
    before = config.get("tempdir")
    config["tempdir"] = str(run_folder.path())
    try:
        yield
    finally:
        config["tempdir"] = before


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


def _preload(*modules: str) -> None:
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(modules))


def _tracker() -> Any:
    return getattr(resource_tracker, "_resource_tracker", None)


def _server() -> Any:
    return getattr(forkserver, "_forkserver", None)
