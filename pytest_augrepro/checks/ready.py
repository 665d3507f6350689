"""What has to be there before a cell is read: the libraries, and the warm server. Imports nothing heavy."""

from __future__ import annotations

import gc
import importlib
import importlib.util

from ..reading import server


def start_server() -> None:
    """Start the warm server, where it could be of use: it imports torch while the tests import theirs."""
    if importlib.util.find_spec("torch") is not None:
        server.start()


def need_libraries() -> None:
    """Make sure that torch is there, and load it: here for forked children and beside it in the server for others."""
    for library, extra in (("torch", "torch"), ("xxhash", "pytest")):
        if importlib.util.find_spec(library) is None:
            raise ModuleNotFoundError(f"aug_cell needs {library}: pip install 'augrepro[{extra}]'")
    server.start()
    collects = gc.isenabled()
    gc.disable()  # a seventh of the time that torch takes goes into collections that find nothing
    try:
        for module in ("torch.utils.data", "augrepro.torch"):  # the keys of samples; else each child would import it
            importlib.import_module(module)
    finally:
        if collects:
            gc.enable()
