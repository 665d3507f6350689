"""How processes find what others had to prepare: the server what the tests have, these what a reading has.

That is steady libraries, imported, and the fast ways of augrepro's, each compared with its reference.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import shutil
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ..common import run_folder

NAME = "AUGREPRO_PRELOAD"
"""The variable that tells the server where the pipe is."""
STEADY = frozenset(
    {
        "PIL",
        "albumentations",
        "augrepro",
        "cv2",
        "imageio",
        "kornia",
        "monai",
        "numpy",
        "pandas",
        "scipy",
        "skimage",
        "sklearn",
        "tifffile",
        "torch",
        "torchvision",
    }
)
"""Libraries that import the same anywhere and start no thread: the server may have of them what the tests have."""


class Prepared(NamedTuple):
    """What a process has prepared."""

    modules: list[str]
    """Of steady libraries, in the order in which it began to import them."""
    compared: list[str]
    """Fast ways of augrepro's, by name."""

    def beyond(self, known: Prepared) -> Prepared:
        """What of it another did not have."""
        pairs = zip(self, map(frozenset, known), strict=True)
        return Prepared(*([name for name in mine if name not in its] for mine, its in pairs))


NOT_PREPARED = Prepared([], [])


def prepared() -> Prepared:
    """What this process has."""
    certified: Any = sys.modules.get("augrepro.kernels.certified")
    modules = [name for name in list(sys.modules) if name.partition(".")[0] in STEADY]
    return Prepared(modules, [] if certified is None else certified.compared())


def prepare(wanted: Prepared) -> None:
    """Prepare the same here, for the processes that are forked from this one."""
    warm_up(wanted.modules)
    certified: Any = sys.modules.get("augrepro.kernels.certified")
    if wanted.compared and certified is not None:
        cv2: Any = sys.modules["cv2"]
        threads = cv2.getNumThreads()
        cv2.setNumThreads(0)  # a pool of threads would not outlive the fork
        try:
            certified.compare(wanted.compared)
        finally:
            cv2.setNumThreads(threads)


def warm_up(names: Iterable[str]) -> None:
    """Import modules; what is not installed, or broken, is left to who needs it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            if name not in sys.modules:
                with contextlib.suppress(Exception):
                    importlib.import_module(name)


class PreloadRequest:
    """The tests' side: a list, and a pipe that says when it is written."""

    def __init__(self) -> None:
        folder = run_folder.part("preload")
        self.path, self.sent = folder / "pipe", False
        os.mkfifo(self.path)
        self._end = os.open(self.path, os.O_RDWR)
        """Both ends, so that what is written lasts until it is read, and a server whose tests have died goes on."""

    def send(self) -> None:
        """Send the server, once, what is prepared by now."""
        if not self.sent:
            self.sent = True
            self.path.with_name("names").write_text(json.dumps(prepared()), encoding="utf-8")
            os.write(self._end, b"\n")


def requested() -> Prepared:
    """In the server: wait for the list, if there is one to come, and return it; empty when the tests have ended."""
    given = os.environ.pop(NAME, None)
    if given is None:
        return NOT_PREPARED
    path = Path(given)
    atexit.register(_clear, path.parents[1], os.getpid())
    try:
        end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # else it would wait for a writer, who may be dead
        os.set_blocking(end, True)
        signal = os.read(end, 1)
        os.close(end)
        names = path.with_name("names").read_text(encoding="utf-8") if signal else ""
        return Prepared(*json.loads(names)) if names else NOT_PREPARED
    except FileNotFoundError:
        return NOT_PREPARED
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)


def _clear(folder: Path, server: int) -> None:
    """Remove the folder of a run whose processes have all ended, however that came."""
    if os.getpid() == server:
        run_folder.remove(folder)
