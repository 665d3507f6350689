"""Runs code as ``python -c`` does, in processes forked from one that has imported torch and the library.

Each has a process of its own still, in which nothing was drawn or read before; what is spared is two seconds of imports
for each. Standard library only, until a job comes.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from forked_exit import end_with

HERE = Path(__file__).parent
IMPORTED = ("torch.utils.data", "torch.distributed", "augrepro.torch")
MAIN = "import forks; forks.main({number})"


class Forks:
    """The process that others are forked from."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        ours, theirs = socket.socketpair()
        paths = os.pathsep.join([str(HERE), str(HERE.parent), *filter(None, sys.path)])
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", MAIN.format(number=theirs.fileno())],
                env={**os.environ, **(environment or {}), "PYTHONPATH": paths},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.socket, self.stream = ours, ours.makefile("rw")

    def run(self, codes: Sequence[str], outputs: Sequence[Path], seconds: float) -> list[int]:
        """Run each code in a process of its own, side by side; return their exit codes, or fail when time is up."""
        print(json.dumps([codes, [str(path) for path in outputs]]), file=self.stream, flush=True)
        if not select.select([self.socket], [], [], seconds)[0]:
            self.close()
            raise TimeoutError(f"no end within {seconds:g} s")
        found: list[int] = json.loads(self.stream.readline())
        return found

    def close(self) -> None:
        """End the process, and all that were forked from it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.stream.close()
        self.socket.close()


def main(number: int) -> None:
    """Fork a process for each code of each job."""
    del sys.modules[__name__]
    for name in IMPORTED:
        importlib.import_module(name)
    with socket.socket(fileno=number) as connection, connection.makefile("rw") as stream:
        connection.set_inheritable(False)
        for line in stream:
            pids: list[int] = []
            for code, output in zip(*json.loads(line), strict=True):
                pids.append(os.fork())
                if pids[-1] == 0:
                    stream.close()
                    connection.close()
                    end_with(partial(become, code, output))
            ends = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
            print(json.dumps(ends), file=stream, flush=True)


def become(code: str, output: str) -> None:
    """Make of this process what the shell would have started."""
    with open(output, "w") as file:
        for number in (1, 2):
            os.dup2(file.fileno(), number)
    random.seed()
    names: dict[str, Any] = {"__name__": "__main__"}
    sys.modules["numpy"].random.seed()
    sys.modules["torch"].seed()
    exec(code, names)
