"""Albumentations' module paths below ``augrepro.compat``, so that an import needs its first word changed and no more.

``from augrepro.compat.augmentations.transforms import Blur`` finds the former name in ``augrepro.compat``, functions in
``augrepro``. The modules stand in ``sys.modules`` from the start and look a name up when it is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from ..engine.declare.former_modules import MODULES

PACKAGE = __package__ or "augrepro.compat"
WRITTEN = ("pytorch",)
"""Modules that are files."""


class Passing(ModuleType):
    """A module that passes names on."""

    _read: set[str]

    def __init__(self, name: str, face: ModuleType) -> None:
        super().__init__(name, f"Albumentations' path of names of {PACKAGE}.")
        self.__dict__.update(_face=face, _read=set())
        self.__spec__ = ModuleSpec(name, None, origin=PACKAGE, is_package=True)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        if f"{self.__name__}.{name}" in sys.modules:
            return sys.modules[f"{self.__name__}.{name}"]
        face: ModuleType = self.__dict__["_face"]
        if name in face.__all__:
            return getattr(face, name)
        todays = self._todays(name)
        value = getattr(face if todays is None else todays, name)
        if todays is not None:
            self._keep(name, value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        """Put a function in the place of today's, where it is called, as ``mock.patch`` of a path does."""
        todays = None if isinstance(value, ModuleType) else self._todays(name)
        if todays is None:
            super().__setattr__(name, value)
        else:
            setattr(todays, name, value)
            self._keep(name, value)

    def __delattr__(self, name: str) -> None:
        todays = self._todays(name)
        if todays is None:
            super().__delattr__(name)
        else:
            delattr(todays, name)
            self.__dict__.pop(name, None)
            self._read.discard(name)

    def _keep(self, name: str, value: Any) -> None:
        """A name of today's module as an attribute of this one, which tools that look at ``vars`` find."""
        self.__dict__[name] = value
        self._read.add(name)

    def _todays(self, name: str) -> ModuleType | None:
        """Today's module, whose name this is; None where it is Python's, the path's own or of ``augrepro.compat``."""
        own = name in self.__dict__ and name not in self.__dict__["_read"]
        if name.startswith("__") or own or name in self.__dict__["_face"].__all__:
            return None
        try:
            return import_module("augrepro" + self.__name__.removeprefix(PACKAGE))
        except ModuleNotFoundError:
            return None

    def __dir__(self) -> list[str]:
        return list(self.__dict__["_face"].__all__)


def install(face: ModuleType, own: Mapping[str, Mapping[str, Any]]) -> None:
    """Register every path; ``own`` holds what a path has in the place of today's."""
    for path in sorted(MODULES):
        if path not in WRITTEN:
            module = Passing(f"{PACKAGE}.{path}", face)
            module.__dict__.update(own.get(path, {}))
            sys.modules[module.__name__] = module
            if "." not in path:
                setattr(face, path, module)
