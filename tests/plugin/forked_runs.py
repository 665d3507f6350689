"""Runs pytest as ``python -m pytest`` does, in a process forked from one that has imported what a run begins with.

A project has a process of its own still, into which nothing of pytest's plugins or of ours was imported before; what is
spared is importing pytest, NumPy, OpenCV and, for runs that need it, torch, hundreds of times.
"""

import importlib
import json
import os
import random
import runpy
import socket
import subprocess
import sys
from pathlib import Path

LIGHT = ("pytest", "numpy", "cv2")
HEAVY = (*LIGHT, "torch.utils.data")
MAIN = "import sys; sys.path.insert(0, {folder!r}); import forked_runs; forked_runs.main({number}, {modules!r})"


class Runs:
    """The process that the runs are forked from."""

    def __init__(self, modules):
        ours, theirs = socket.socketpair()
        command = MAIN.format(folder=str(Path(__file__).parent), number=theirs.fileno(), modules=modules)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", command], env=environment, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
            )
        self.socket, self.stream = ours, ours.makefile("rw")

    def run(self, arguments, stdout, stderr):
        """Run pytest here and now, with this environment; return its exit code."""
        job = [arguments, os.getcwd(), dict(os.environ), str(stdout), str(stderr)]
        print(json.dumps(job), file=self.stream, flush=True)
        return int(self.stream.readline())

    def close(self):
        self.stream.close()
        self.socket.close()
        self.process.wait()


def main(number, modules):
    """Fork a process for each run that is asked for; goes on as that process in each, and as pytest."""
    del sys.path[0], sys.modules[__name__]
    for name in modules:
        importlib.import_module(name)
    with socket.socket(fileno=number) as connection, connection.makefile("rw") as stream:
        connection.set_inheritable(False)
        while line := stream.readline():
            pid = os.fork()
            if pid == 0:
                break
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), file=stream, flush=True)
    if line:
        become_pytest(*json.loads(line))


def become_pytest(arguments, folder, environment, stdout, stderr):
    """Make of this process what the shell would have started."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in ((1, stdout), (2, stderr)):
        with open(path, "w") as file:
            os.dup2(file.fileno(), number)
    sys.path[:1] = [folder, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    sys.argv[1:] = arguments
    random.seed()
    sys.modules["numpy"].random.seed()
    runpy.run_module("pytest", run_name="__main__", alter_sys=True)
