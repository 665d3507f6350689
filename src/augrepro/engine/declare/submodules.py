"""The ``__getattr__`` of modules that only pass names on: submodules when asked for, words about a missing name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from typing import Any

from .albumentations import not_here


def getter(
    module: str, names: Collection[str], submodules: Collection[str] = (), later: Mapping[str, str] | None = None
) -> Callable[[str], Any]:
    """A ``__getattr__`` for the module of that name: imports a submodule, or says what became of a name.

    ``later`` names the modules of names that come when asked for, since they need an extra or take long to import.
    """

    def find(name: str) -> Any:
        if name.startswith("__"):  # what Python and its tools look for on any module, a package's star import first
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        if name in submodules:
            return import_module(f"{module}.{name}")
        if later and name in later:
            found = vars(sys.modules[module])[name] = getattr(import_module(later[name]), name)
            return found
        raise AttributeError(f"module {module!r} has no attribute {name!r}{not_here(name, [*names, *submodules])}")

    return find
