"""Where the warm server waits to be told what the tests have imported: it starts before they have, to save time."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

NAME = "AUGREPRO_GATE"
"""The variable that tells the server where the gate is."""
STEADY = frozenset({
    "PIL", "albumentations", "augrepro", "cv2", "imageio", "kornia", "monai", "numpy", "pandas", "scipy", "skimage",
    "sklearn", "tifffile", "torch", "torchvision",
})  # fmt: skip
"""Libraries that import the same anywhere and start no thread: the server may have of them what the tests have."""


class Gate:
    """The tests' side: a list of modules, and a pipe that says when it is written."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="augrepro-gate-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        self.path, self.opened = folder / "pipe", False
        os.mkfifo(self.path)
        self._end = os.open(self.path, os.O_RDWR)
        """Both ends, so that what is written lasts until it is read, and a server whose tests have died goes on."""

    def open(self) -> None:
        """Let the server through, once, with the steady modules that are imported by now."""
        if not self.opened:
            self.opened = True
            names = [name for name in list(sys.modules) if name.partition(".")[0] in STEADY]
            self.path.with_name("names").write_text("\n".join(names), encoding="utf-8")
            os.write(self._end, b"\n")


def passed() -> list[str]:
    """In the server: wait at the gate, if there is one, and return the modules to import; none when the tests ended."""
    given = os.environ.pop(NAME, None)
    if given is None:
        return []
    path = Path(given)
    try:
        end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # else it would wait for a writer, who may be dead
        os.set_blocking(end, True)
        told = os.read(end, 1)
        os.close(end)
        return path.with_name("names").read_text(encoding="utf-8").split() if told else []
    except FileNotFoundError:
        return []
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)
