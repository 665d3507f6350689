"""Runs pytest as ``python -m pytest`` does, in a process forked from one that has imported what a run begins with.

A project has a process of its own still, into which nothing of pytest's plugins or of ours was imported before; what is
spared is importing pytest, NumPy, OpenCV and, for runs that need it, torch, hundreds of times. A run that has torch has
a second process beside it, forked before pytest began, which becomes its fork server and need not import torch either.
"""

import fcntl
import gc
import importlib
import json
import os
import random
import runpy
import socket
import subprocess
import sys
from functools import partial
from multiprocessing import util
from pathlib import Path

LIGHT = ("pytest", "numpy", "cv2")
HEAVY = (*LIGHT, "torch.utils.data")
FOLDERS = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
MAIN = "import sys; sys.path[:0] = {folders!r}; import forked_runs; forked_runs.main({number}, {modules!r})"


class Runs:
    """The process that the runs are forked from."""

    def __init__(self, modules):
        ours, theirs = socket.socketpair()
        command = MAIN.format(folders=FOLDERS, number=theirs.fileno(), modules=modules)
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
    """Fork a process for each run that is asked for, which goes on as pytest."""
    end_with = importlib.import_module("forked_exit").end_with
    for name in (__name__, "forked_exit"):
        del sys.modules[name]
    del sys.path[:2]
    for name in modules:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # the collections of the runs need not look through all this
    with socket.socket(fileno=number) as connection, connection.makefile("rw") as stream:
        connection.set_inheritable(False)
        while line := stream.readline():
            pid = os.fork()
            if pid == 0:
                stream.close()
                connection.close()
                preparations = [lend_server] if modules == HEAVY else []
                end_with(partial(become_pytest, *json.loads(line), *preparations))
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), file=stream, flush=True)


def become_pytest(arguments, folder, environment, stdout, stderr, *preparations):
    """Make of this process what the shell would have started."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in ((1, stdout), (2, stderr)):
        with open(path, "w") as file:
            os.dup2(file.fileno(), number)
    random.seed()
    sys.modules["numpy"].random.seed()
    for prepare in preparations:
        if prepare():
            return
    sys.path[:1] = [folder, *python_path()]
    sys.argv[1:] = arguments
    runpy.run_module("pytest", run_name="__main__", alter_sys=True)


def python_path():
    return list(filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)))


AT_START = ("PYTHONHASHSEED", "MALLOC_PERTURB_", "GLIBC_TUNABLES", "ATEN_CPU_CAPABILITY", "NPY_DISABLE_CPU_FEATURES")
"""What an interpreter or a library reads once: a server that is to have another starts as always."""


def lend_server():
    """Fork the process that the first fork server of this run will be; return True in it, when it has been that."""
    ours, theirs = socket.socketpair()
    before = at_start()
    pid = os.fork()
    if pid == 0:
        ours.close()
        return become_server(theirs)
    theirs.close()
    start, left = util.spawnv_passfds, [pid]

    def lent(path, arguments, numbers):
        if "multiprocessing.forkserver" not in arguments[-1] or at_start() != before or not left:
            return start(path, arguments, numbers)
        job = [arguments[-1], os.getcwd(), dict(os.environ), list(numbers)]
        socket.send_fds(ours, [json.dumps(job).encode()], [0, 1, 2, *numbers])
        ours.close()
        return left.pop()

    util.spawnv_passfds = lent
    return False


def at_start():
    return [os.environ.get(name) for name in AT_START]


def become_server(connection):
    """Wait for the command line of a fork server and do what it says; nothing comes where the run needs none."""
    message, files, _, _ = socket.recv_fds(connection, 1 << 20, 64)
    connection.close()
    if message:
        code, folder, environment, numbers = json.loads(message)
        lifted = [fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, 256) for file in files]
        for file, number in zip(lifted, [0, 1, 2, *numbers], strict=True):
            os.dup2(file, number, inheritable=number < 3)
        for file in {*files, *lifted} - {0, 1, 2, *numbers}:
            os.close(file)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        sys.path[:1] = ["", *python_path()]
        sys.argv[1:] = []
        exec(code, {"__name__": "__main__"})
    return True
