"""How processes find libraries that others had to import: the server those of the tests, these those of a reading."""

from __future__ import annotations

import atexit
import contextlib
import importlib
import os
import shutil
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path

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


def steady_modules() -> list[str]:
    """The modules of steady libraries that this process has, in the order in which it began to import them."""
    return [name for name in list(sys.modules) if name.partition(".")[0] in STEADY]


def warm_up(names: Iterable[str]) -> None:
    """Import modules; what is not installed, or broken, is left to who needs it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            if name not in sys.modules:
                with contextlib.suppress(Exception):
                    importlib.import_module(name)


class PreloadRequest:
    """The tests' side: a list of modules, and a pipe that says when it is written."""

    def __init__(self) -> None:
        folder = run_folder.part("preload")
        self.path, self.sent = folder / "pipe", False
        os.mkfifo(self.path)
        self._end = os.open(self.path, os.O_RDWR)
        """Both ends, so that what is written lasts until it is read, and a server whose tests have died goes on."""

    def send(self) -> None:
        """Send the server, once, the names of the steady modules that are imported by now."""
        if not self.sent:
            self.sent = True
            self.path.with_name("names").write_text("\n".join(steady_modules()), encoding="utf-8")
            os.write(self._end, b"\n")


def requested_modules() -> list[str]:
    """In the server: wait for the list, if there is one to come, and return it; empty when the tests have ended."""
    given = os.environ.pop(NAME, None)
    if given is None:
        return []
    path = Path(given)
    atexit.register(_clear, path.parents[1], os.getpid())
    try:
        end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # else it would wait for a writer, who may be dead
        os.set_blocking(end, True)
        signal = os.read(end, 1)
        os.close(end)
        return path.with_name("names").read_text(encoding="utf-8").split() if signal else []
    except FileNotFoundError:
        return []
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)


def _clear(folder: Path, server: int) -> None:
    """Remove the folder of a run whose processes have all ended, however that came."""
    if os.getpid() == server:
        run_folder.remove(folder)
