"""Child processes that read: one forked from the tests, one fresh; both bounded in time."""

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
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pytest_augrepro import census
from pytest_augrepro.runner import Job, MakeDataset, NotADataset, Watch, dataset_of, read
from pytest_augrepro.stream import Census, Stream

Reply = tuple[str, Any]


class ReadingFailed(RuntimeError):
    """The dataset or its loader raised, died or hung; the message carries the evidence."""


class CannotTravel(Exception):
    """``make_dataset`` cannot be pickled for, or imported in, a fresh process."""


def start_method(fresh: bool) -> str:
    """Return how a child starts: a copy of this process, or an interpreter that knows nothing of it."""
    methods = multiprocessing.get_all_start_methods()
    wish = "forkserver" if fresh else "fork"
    return wish if wish in methods else "spawn"


class Child:
    """One child process that reads some jobs, and perhaps takes the census, and reports."""

    def __init__(self, make_dataset: MakeDataset, jobs: Sequence[Job], *, fresh: bool, counted: bool, limit: float):
        method = start_method(fresh)
        context: Any = multiprocessing.get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload(["torch", "pytest_augrepro.process"])
        subject = make_dataset if method == "fork" else packed(make_dataset)
        self.limit = limit
        self.connection, theirs = context.Pipe(duplex=False)
        descriptor, stacks = tempfile.mkstemp(prefix="augrepro-stack-")
        os.close(descriptor)
        self.stacks = Path(stacks)
        arguments = (theirs, subject, tuple(jobs), counted, stacks)
        self.process = context.Process(target=serve, args=arguments)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process.start()
        theirs.close()

    def result(self) -> tuple[list[Stream], Census]:
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
        streams, taken = content
        return streams, taken

    def _receive(self) -> Reply:
        if not self.connection.poll(self.limit):
            self._signal_all("SIGUSR1")
            time.sleep(0.5)
            stack = self.stacks.read_text(errors="replace").strip()
            return "hung", f"no answer within {self.limit:g} s; where it hung:\n{stack[:6000]}"
        try:
            reply: Reply = self.connection.recv()
        except EOFError:
            self.process.join(5)
            return "died", f"the reading process died (exit code {self.process.exitcode})"
        return reply

    def stop(self) -> None:
        """End the child and the workers it started, and tidy up."""
        if self.process.is_alive():
            self.process.join(0.5)
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
    connection: Connection, subject: bytes | MakeDataset, jobs: Sequence[Job], counted: bool, stacks: str
) -> None:
    """Do the work of a child."""
    _settle_in(stacks)
    reply: Reply
    try:
        make_dataset = unpacked(subject)
        streams = [read(make_dataset, job, Watch(stacks)) for job in jobs]
        taken = census.take(dataset_of(make_dataset, jobs[0].seed)) if counted else Census()
        reply = "read", (streams, taken)
    except CannotTravel as problem:
        reply = "cannot travel", str(problem)
    except NotADataset as problem:
        reply = "not a dataset", str(problem)
    except BaseException as problem:
        reply = "raised", "".join(traceback.format_exception(problem, limit=-6)).strip()
    connection.send(reply)
    connection.close()


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
