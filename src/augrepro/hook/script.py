"""Runs a script as the main program in such a way that the processes it spawns begin with the hook."""

from __future__ import annotations

import io
import os
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

SPAWNED = "augrepro.hook.spawned"
"""The module that multiprocessing runs in a spawned process in place of the script: it installs the hook first."""
SCRIPT = "AUGREPRO_RUN_AS_ALBUMENTATIONS"
"""The environment variable that tells a spawned process where the script is: multiprocessing passes on no path."""
RELEASE = "AUGREPRO_RUN_AS_RELEASE"
"""The one that tells it whose defaults hold; an empty text for those of the latest release."""


def run_script(path: str) -> None:
    """Execute the file as ``__main__``."""
    with io.open_code(path) as file:
        code = compile(file.read(), path, "exec")
    os.environ[SCRIPT] = os.path.abspath(path)
    module = ModuleType("__main__")
    module.__file__ = path
    module.__spec__ = ModuleSpec(SPAWNED, None)
    sys.modules["__main__"] = module
    exec(code, module.__dict__)
