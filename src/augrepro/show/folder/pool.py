"""Worker processes that end with their parent, however it ends, and whose own end costs one task."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.resource_tracker import ensure_running
from typing import Any

import cv2

from ..pipelines import Unusable
from .layout import Task
from .work import Changed, Setting, Work, told

Outcome = tuple[Task, dict[str, Any] | None, str]
"""A task, its record, or why there is none."""
Before = Mapping[tuple[str, int], Mapping[str, Any]]
STOP = None


def outcomes(setting: Setting, tasks: Sequence[Task], before: Before, workers: int) -> Iterator[Outcome]:
    """What became of each task, in the order in which they end."""
    if workers == 0:
        work = Work(setting)
        yield from (_outcome(work, task, before.get((task.file, task.k))) for task in tasks)
    else:
        yield from _Pool(setting, min(workers, max(1, len(tasks)))).run(tasks, before)


def _outcome(work: Work, task: Task, before: Mapping[str, Any] | None) -> Outcome:
    try:
        return task, work.do(task, before), ""
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # sys.exit() in a transform, too, costs one result and not the run
        return task, None, told(error)


def _serve(setting: Setting, line: Connection) -> None:
    """A worker's life: tasks in, outcomes out, until the other end of the line is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    try:
        work = Work(setting)
        while (message := line.recv()) is not STOP:
            line.send(_outcome(work, *message))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    except (Changed, Unusable) as error:
        line.send(str(error))


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C: a process that is started inherits it, and none gets a traceback before its first line.

    The signal reaches this process when the hold ends. Where signals cannot be held (Windows) nothing is done.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ensure_running()  # which lets go of interrupts when it starts its own process
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Pool:
    def __init__(self, setting: Setting, workers: int) -> None:
        self.setting = setting
        self.spawn = multiprocessing.get_context("spawn")
        self.busy: dict[Connection, tuple[Any, Task | None]] = {}
        self.workers = workers

    def _start(self) -> Connection:
        ours, theirs = self.spawn.Pipe()
        process = self.spawn.Process(target=_serve, args=(self.setting, theirs), daemon=True)
        with _interrupts_held():
            process.start()
        theirs.close()
        self.busy[ours] = process, None
        return ours

    def run(self, tasks: Sequence[Task], before: Before) -> Iterator[Outcome]:
        """Hand out tasks one by one; a worker that dies is replaced, and its task has failed."""
        left = iter(tasks)
        try:
            for _ in range(self.workers):
                self._hand_out(self._start(), left, before)
            while self.busy:
                for line in wait([*self.busy]):
                    assert isinstance(line, Connection)
                    process, task = self.busy[line]
                    try:
                        answer = line.recv()
                    except (EOFError, ConnectionResetError):
                        process.join()
                        del self.busy[line]
                        assert task is not None
                        yield task, None, _end(process.exitcode)
                        self._hand_out(self._start(), left, before)
                        continue
                    if isinstance(answer, str):
                        raise Changed(answer)
                    yield answer
                    self._hand_out(line, left, before)
        finally:
            for line in self.busy:
                line.close()
            for process, _ in self.busy.values():
                process.join(5)
                if process.is_alive():
                    process.kill()

    def _hand_out(self, line: Connection, left: Iterator[Task], before: Before) -> None:
        process, _ = self.busy[line]
        task = next(left, None)
        if task is None:
            del self.busy[line]
            line.close()
            process.join()
        else:
            self.busy[line] = process, task
            with suppress(BrokenPipeError, ConnectionResetError):  # a worker that has ended is found by reading
                line.send((task, before.get((task.file, task.k))))


def _end(code: int | None) -> str:
    name = signal.Signals(-code).name if code and code < 0 else f"exit status {code}"
    return f"the worker process that had it ended ({name}): too little memory, or a fault in native code"
