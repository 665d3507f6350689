"""Child processes that read: forked from the tests, or from a warm server; all bounded in time."""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import os
import shutil
import signal
import sys
import threading
import time
import warnings
from collections.abc import Mapping, Sequence
from enum import Enum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ..common import run_folder
from ..judging.evidence import Failed, OwnLoader, Reading, SideEffects
from ..seeds import rng_state
from . import leftovers, server
from .dataset import MakeDataset, NotADataset
from .inherited import Outputs, copy_environment
from .job import FirstSamplesJob, Job, LoaderJob, StackDumper
from .open_files import SharedFile
from .payload import CannotTravel, Packed, Payload, packed, unpacked
from .preload import NOT_PREPARED, prepare, prepared
from .runner import read
from .stacks import written_stacks
from .traces import last_line, let_go, trace_of

PATIENCE = 2.0
"""Seconds in which a child that has reported puts its things away: a lock's name, which nobody else would."""
LOOK = 1.0
"""Seconds between two looks whether a silent process is there."""
Reply = tuple[str, Any]
Result = Reading | SideEffects | OwnLoader | Failed


class ReadingFailed(RuntimeError):
    """The dataset or its loader raised, died or hung; the message carries the evidence."""


class FileShared(ReadingFailed):
    """It failed over a file that workers share: what that is, and what was raised."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"workers share {name}, opened before they were forked: {problem}")
        self.name, self.problem = name, problem


def ours(caught: Any) -> bool:
    """Whether pytest caught one of our own errors, which say all: the frames behind them are left out."""
    return bool(caught.errisinstance((ReadingFailed, CannotTravel, NotADataset)))


__tracebackhide__ = ours


class ChildKind(Enum):
    """Where a child comes from."""

    FORKED = "fork"
    """A copy of this process: knows all that the tests imported."""
    SERVED = "forkserver"
    """A process that has imported torch and nothing of the tests': the imports are paid once for each environment."""

    @property
    def method(self) -> str:
        return self.value if self.value in multiprocessing.get_all_start_methods() else "spawn"


class Child:
    """One child process that does some jobs and reports. The first job must not fail; later ones may."""

    def __init__(
        self,
        make_dataset: MakeDataset,
        jobs: Sequence[Job],
        kind: ChildKind,
        limit: float,
        environment: Mapping[str, str] | None = None,
    ):
        context: Any = multiprocessing.get_context(kind.method)
        forked = kind.method == "fork"
        payload = (make_dataset, tuple(jobs)) if forked else packed(make_dataset, jobs)
        self.reported = self.stopped = False
        self.left = 0
        """Processes that the dataset started and nobody ended."""
        self.prepared = NOT_PREPARED
        """What it had to prepare that this process has not."""
        self.jobs, self.limit = tuple(jobs), limit
        self.connection, theirs = context.Pipe(duplex=False)
        try:
            self.stacks = run_folder.part("stacks")
        except OSError as problem:
            raise ReadingFailed(f"a reading needs a folder for its files: {problem}") from None
        first = isinstance(self.jobs[0], FirstSamplesJob)
        with server.started() if first else server.ready(environment or {}), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            address = None if any(isinstance(job, LoaderJob) and job.cold for job in self.jobs) else server.address()
            args = (theirs, payload, str(self.stacks), address, dict(os.environ), Outputs())
            self.process = context.Process(target=serve, args=args)
            try:
                self.process.start()
            except BaseException as problem:
                shutil.rmtree(self.stacks, ignore_errors=True)
                if isinstance(problem, EOFError | ConnectionError):
                    text = f"the fork server has ended, with the words above: {problem}"
                    raise ReadingFailed(text) from None
                raise
        theirs.close()

    def result(self) -> list[Result]:
        """Wait for the report and take it apart; a child that hangs is stopped, and its stack shown."""
        try:
            kind, content = self._receive()
        finally:
            self.stop()
        with rng_state.preserved():
            prepare(self.prepared)  # here once, and not in each child to come
        if kind == "cannot travel":
            raise CannotTravel(*content)
        if kind == "not a dataset":
            raise NotADataset(content)
        if kind == "shared":
            raise FileShared(*content)
        if kind != "read":
            raise ReadingFailed(content)
        results: list[Result] = content
        return results

    def _receive(self) -> Reply:
        if not self._answered():
            self._signal_all("SIGUSR1")
            stack = written_stacks(self.stacks, self.process.pid)
            if stack or not self.connection.poll(0):  # else it answered while its stack was waited for
                words = "it hung, or limit= is too short for so many samples"
                return "hung", f"no answer within {self.limit:g} s: {words}\nwhere its processes are:\n{stack}"
        try:
            kind, content, self.left, self.prepared = self.connection.recv()
            self.reported = True
        except (EOFError, OSError):
            self._signal_all("SIGKILL")  # its workers; it has itself an exit code by now
            self.process.join(5)
            hint = "; in a script, what starts it must stand below if __name__ == '__main__'"
            return "died", f"the reading process died (exit code {self.process.exitcode}){hint}"
        return kind, content

    def _answered(self) -> bool:
        """Wait for an answer, or for the end of the process: another that it has forked may hold the pipe open."""
        until = time.monotonic() + self.limit
        while not self.connection.poll(max(0.0, min(LOOK, until - time.monotonic()))):
            if time.monotonic() >= until:
                return False
            if not self.process.is_alive() and not self.connection.poll(LOOK):
                self.connection.close()  # nothing will come; reading says so
                return True
        return True

    def leave(self, seconds: float) -> None:
        """Let a child whose result nobody wants end by itself: killed, it would leave the names of its locks behind."""
        with contextlib.suppress(Exception):
            if not self.stopped and self.connection.poll(seconds):
                self.result()

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
        shutil.rmtree(self.stacks, ignore_errors=True)

    def _signal_all(self, name: str) -> None:
        """Signal the child and all its workers, where the platform has process groups."""
        pid = self.process.pid
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg") and pid is not None and self._leads(pid):
                os.killpg(pid, getattr(signal, name))

    def _leads(self, pid: int) -> bool:
        """True where the group of that number is the child's: a number that is taken again is another's.

        A child that has ended leaves its number to its group for as long as one of its workers lives; until then the
        system gives it to nobody, so that whoever answers to it now came later.
        """
        if self.process.exitcode is None:
            return os.getpgid(pid) == pid
        try:
            os.getpgid(pid)
        except ProcessLookupError:
            return True
        return False


def serve(
    connection: Connection,
    payload: Packed | Payload,
    stacks: str,
    address: server.ServerAddress | None,
    environment: Mapping[str, str],
    outputs: Outputs,
) -> None:
    """Do the work of a child."""
    copy_environment(environment)
    _settle_in(stacks)
    known = prepared()
    _end_with_parent(stacks)
    server.use(address)
    reply: Reply
    try:
        (make_dataset, jobs), dumper = unpacked(payload), StackDumper(stacks)
        reply = "read", [read(make_dataset, jobs[0], dumper), *(_tried(make_dataset, job, dumper) for job in jobs[1:])]
    except CannotTravel as problem:
        reply = "cannot travel", (str(problem), problem.part)
    except SharedFile as problem:
        reply = "shared", (problem.name, problem.problem)
    except BaseException as problem:
        trace = trace_of(problem)
        last = last_line(trace)
        refused = f"{NotADataset.__name__}: "  # in a worker, torch makes a text of it
        reply = ("not a dataset", trace.rpartition(refused)[2]) if refused in trace else ("raised", f"{last}\n{trace}")
        let_go(problem)
    if reply[0] != "read":
        gc.collect()  # a loader that an error has left ends its workers by itself
    left = leftovers.end_all()
    connection.send((*reply, left, prepared().beyond(known)))
    connection.close()
    shutil.rmtree(stacks, ignore_errors=True)


def _end_with_parent(stacks: str) -> None:
    """See to it that this process and its workers do not go on for minutes when the tests are killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        run_folder.remove(Path(stacks).parent)
        if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
            os.killpg(os.getpid(), signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _tried(make_dataset: MakeDataset, job: Job, dumper: StackDumper) -> Result:
    try:
        return read(make_dataset, job, dumper)
    except Exception as problem:
        failed = Failed(f"{type(problem).__name__}: {last_line(str(problem))}", trace_of(problem))
        let_go(problem)
        return failed


def _settle_in(stacks: str) -> None:
    """Make a forked child safe: a process group of its own, no inherited thread pools, warnings as usual."""
    if hasattr(os, "setpgid"):
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
    gc.freeze()  # what was there before is not this process's to collect
    warnings.simplefilter("ignore")
    StackDumper(stacks).arm()
    importlib.import_module("torch").set_num_threads(1)
    cv2: Any = sys.modules.get("cv2")
    if cv2 is not None:
        cv2.setNumThreads(0)
