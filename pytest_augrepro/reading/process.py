"""Child processes that read: forked from the tests, from a warm server, or fresh; all bounded in time."""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pytest_augrepro.judging.stream import Census, Failed, Stream
from pytest_augrepro.reading import server
from pytest_augrepro.reading.dataset import MakeDataset, NotADataset
from pytest_augrepro.reading.job import Job, Watch, changed_environment
from pytest_augrepro.reading.runner import read

RUNNERS = ("/_pytest/", "/pluggy/", "/xdist/", "/execnet/", "/multiprocessing/popen_", "/multiprocessing/context")
"""Frames of a forked child that tell nothing of where it hangs, and would crowd out the worker's."""
PATIENCE = 2.0
"""Seconds in which a child that has reported puts its things away: a lock's name, which nobody else would."""
Reply = tuple[str, Any]
Result = Stream | Census | Failed


class ReadingFailed(RuntimeError):
    """The dataset or its loader raised, died or hung; the message carries the evidence."""


class CannotTravel(Exception):
    """``make_dataset`` cannot be pickled for, or imported in, a fresh process."""


class From(Enum):
    """Where a child comes from."""

    HERE = "fork"
    """A copy of this process: knows all that the tests imported."""
    SERVER = "forkserver"
    """A process that has imported torch and nothing of the tests': the imports are paid once."""
    NOTHING = "spawn"
    """A new interpreter, which reads the environment."""

    @property
    def method(self) -> str:
        return self.value if self.value in multiprocessing.get_all_start_methods() else "spawn"


class Child:
    """One child process that does some jobs and reports. The first job must not fail; later ones may."""

    def __init__(
        self, make_dataset: MakeDataset, jobs: Sequence[Job], origin: From, limit: float,
        environment: Mapping[str, str] | None = None,
    ):  # fmt: skip
        context: Any = multiprocessing.get_context(origin.method)
        server.start()
        subject = make_dataset if origin.method == "fork" else packed(make_dataset)
        self.reported = self.stopped = False
        self.jobs, self.limit = tuple(jobs), limit
        self.connection, theirs = context.Pipe(duplex=False)
        descriptor, stacks = tempfile.mkstemp(prefix="augrepro-stack-")
        os.close(descriptor)
        self.stacks = Path(stacks)
        ticket = None if any(job.cold for job in self.jobs) else server.ticket()
        with warnings.catch_warnings(), changed_environment(environment or {}):
            warnings.simplefilter("ignore", DeprecationWarning)
            args = (theirs, subject, self.jobs, stacks, ticket, dict(os.environ))
            self.process = context.Process(target=serve, args=args)
            try:
                self.process.start()
            except (EOFError, ConnectionError) as problem:
                raise ReadingFailed(f"the fork server has ended, with the words above: {problem}") from None
        theirs.close()

    def result(self) -> list[Result]:
        """Wait for the report and take it apart; a child that hangs is stopped, and its stack shown."""
        try:
            kind, content = self._receive()
        finally:
            self.stop()
        if kind == "cannot travel":
            raise CannotTravel(content)
        if kind == "not a dataset":
            raise NotADataset(content)
        if kind != "read":
            raise ReadingFailed(content)
        results: list[Result] = content
        return results

    def _receive(self) -> Reply:
        if not self.connection.poll(self.limit):
            self._signal_all("SIGUSR1")
            time.sleep(0.5)
            lines = self.stacks.read_text(errors="replace").strip().splitlines()
            stack = "\n".join(line for line in lines if not any(name in line for name in RUNNERS))
            return "hung", f"no answer within {self.limit:g} s; where it hung:\n{stack[:6000]}"
        try:
            reply: Reply = self.connection.recv()
            self.reported = True
        except EOFError:
            self._signal_all("SIGKILL")  # its workers; it has itself an exit code by now
            self.process.join(5)
            hint = "; in a script, what starts it must stand below if __name__ == '__main__'"
            return "died", f"the reading process died (exit code {self.process.exitcode}){hint}"
        return reply

    def stop(self) -> None:
        """End the child and the workers it started, and tidy up."""
        if self.stopped:
            return
        self.stopped = True
        if self.reported:
            self.process.join(PATIENCE)
        if self.process.is_alive():
            self._signal_all("SIGKILL")
            self.process.kill()
        self.process.join()
        self.process.close()
        self.connection.close()
        self.stacks.unlink(missing_ok=True)

    def _signal_all(self, name: str) -> None:
        """Signal the child and all its workers, where the platform has process groups."""
        pid = self.process.pid
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg") and pid is not None and os.getpgid(pid) == pid:
                os.killpg(pid, getattr(signal, name))


def packed(make_dataset: MakeDataset) -> bytes:
    try:
        return pickle.dumps(make_dataset)
    except Exception as problem:
        raise CannotTravel(f"{problem}") from None


def unpacked(subject: bytes | MakeDataset) -> MakeDataset:
    if not isinstance(subject, bytes):
        return subject
    try:
        make_dataset: Callable[[int], Any] = pickle.loads(subject)
    except BaseException as problem:  # a skipped test module raises no Exception
        raise CannotTravel(f"{type(problem).__name__}: {problem}") from None
    return make_dataset


def serve(
    connection: Connection, subject: bytes | MakeDataset, jobs: Sequence[Job], stacks: str,
    ticket: server.Ticket | None, environment: Mapping[str, str],
) -> None:  # fmt: skip
    """Do the work of a child."""
    server.adopt(environment)
    _settle_in(stacks)
    server.use(ticket)
    reply: Reply
    try:
        make_dataset, watch = unpacked(subject), Watch(stacks)
        reply = "read", [read(make_dataset, jobs[0], watch), *(_tried(make_dataset, job, watch) for job in jobs[1:])]
    except CannotTravel as problem:
        reply = "cannot travel", str(problem)
    except NotADataset as problem:
        reply = "not a dataset", str(problem)
    except BaseException as problem:
        trace = _trace(problem)
        refused = f"{NotADataset.__name__}: "  # in a worker, torch makes a text of it
        reply = ("not a dataset", trace.rpartition(refused)[2]) if refused in trace else ("raised", trace)
    connection.send(reply)
    connection.close()


def _tried(make_dataset: MakeDataset, job: Job, watch: Watch) -> Result:
    try:
        return read(make_dataset, job, watch)
    except Exception as problem:
        return Failed(
            f"{type(problem).__name__}: {str(problem).strip().splitlines()[-1] if str(problem) else ''}",
            _trace(problem),
        )


def _trace(problem: BaseException) -> str:
    return "".join(traceback.format_exception(problem, limit=-6)).strip()


def _settle_in(stacks: str) -> None:
    """Make a forked child safe: a process group of its own, no inherited thread pools, warnings as usual."""
    if hasattr(os, "setpgid"):
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
    warnings.simplefilter("ignore")
    Watch(stacks).arm()
    importlib.import_module("torch").set_num_threads(1)
    cv2: Any = sys.modules.get("cv2")
    if cv2 is not None:
        cv2.setNumThreads(0)
