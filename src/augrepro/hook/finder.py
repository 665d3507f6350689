"""An import hook: ``albumentations`` and what is below it, by the names of augrepro."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from importlib.metadata import Distribution, DistributionFinder
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from types import ModuleType
from typing import Any

from ..engine.declare.former_modules import MODULES

PACKAGE = "albumentations"
VERSION = "2.0.8"
"""The release whose names are answered for."""
METADATA = f"""Metadata-Version: 2.1
Name: {PACKAGE}
Version: {VERSION}
Summary: augrepro under the name of {PACKAGE} (augrepro.as_albumentations)
Requires-Dist: augrepro
"""
BEHIND = ("augrepro.compat", "augrepro")
"""Who is asked for a name, in this order."""


class Answering(ModuleType):
    """A module of that name whose attributes are looked up when they are asked for."""

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return self.__dir__()
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        below = f"{self.__name__}.{name}".partition(".")[2]
        if below not in MODULES and f"augmentations.{below}" in MODULES:
            below = f"augmentations.{below}"  # the package brings names of its submodules, and so these themselves
        if below in MODULES:
            return import_module(f"{PACKAGE}.{below}")
        for module in _behind(self.__name__):
            try:
                value = getattr(module, name)
            except AttributeError as error:
                last = error
                continue
            self.__dict__[name] = value
            return value
        _MISSES.setdefault(f"{self.__name__}.{name}", None)
        raise AttributeError(f"{self.__name__}.{name}: augrepro does not have it (augrepro.as_albumentations): {last}")

    def __setattr__(self, name: str, value: Any) -> None:
        """Put a value where it is read: ``mock.patch`` of a function reaches the module of ours that calls it."""
        super().__setattr__(name, value)
        path = f"{BEHIND[0]}.{self.__name__.partition('.')[2]}"
        if name.startswith("__") or isinstance(value, ModuleType) or not _ours(path):
            return
        behind = import_module(path)
        if hasattr(behind, name):
            self.__dict__.setdefault("_before", {}).setdefault(name, getattr(behind, name))
            setattr(behind, name, value)

    def __delattr__(self, name: str) -> None:
        super().__delattr__(name)
        before = self.__dict__.get("_before", {})
        if name in before:
            setattr(import_module(f"{BEHIND[0]}.{self.__name__.partition('.')[2]}"), name, before.pop(name))

    def __dir__(self) -> list[str]:
        return sorted({name for module in _behind(self.__name__) for name in _public(module)})


class Finder(DistributionFinder, Loader):
    """Finds the package, what is below it and its metadata."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, below = fullname.partition(".")
        if package != PACKAGE:
            return None
        if below and below not in MODULES and not any(_ours(f"{each}.{below}") for each in BEHIND):
            _MISSES.setdefault(fullname, None)
            return None
        return ModuleSpec(fullname, self, origin="augrepro", is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return Answering(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        if module.__name__ == PACKAGE:
            module.__dict__["__version__"] = VERSION
        if module.__name__ == f"{PACKAGE}.check_version":
            module.__dict__.update(check_for_updates=lambda: None, fetch_version_info=lambda: "")

    def find_distributions(self, context: DistributionFinder.Context | None = None) -> Iterable[Distribution]:
        name = context.name if context is not None else None
        return [_Distribution()] if name is None or name.lower() == PACKAGE else []


class _Distribution(Distribution):
    """What ``importlib.metadata`` says of the package."""

    def read_text(self, filename: str | PathLike[str]) -> str | None:
        return METADATA if str(filename) in ("METADATA", "PKG-INFO") else None

    def locate_file(self, path: str | PathLike[str]) -> Path:
        return Path(__file__).parent / path


_FINDER = Finder()
_MISSES: dict[str, None] = {}
_RELEASES: list[str] = []
"""Whose defaults were asked for."""


def install(release: str = "") -> None:
    """Answer for ``albumentations`` from now on; ImportError where the real package is already imported.

    With a release, ``"1.3"`` say, calls mean what they meant in it, by ``augrepro.compat.use_defaults``, until
    ``uninstall``; ValueError for one that is not known.
    """
    found = sys.modules.get(PACKAGE)
    if found is not None and not isinstance(found, Answering):
        raise ImportError(
            f"{PACKAGE} {getattr(found, '__version__', '')} is already imported, from "
            f"{getattr(found, '__file__', 'somewhere')}: import augrepro.as_albumentations before whatever imports it"
        )
    if release:
        import_module(BEHIND[0]).use_defaults(release)
        _RELEASES.append(release)
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)
        atexit.register(_say_misses)


def uninstall() -> None:
    """Take the hook away: the next ``import albumentations`` finds the real package, or none."""
    if _FINDER in sys.meta_path:
        sys.meta_path.remove(_FINDER)
    atexit.unregister(_say_misses)
    for name in [name for name, module in sys.modules.items() if isinstance(module, Answering)]:
        del sys.modules[name]
    _MISSES.clear()
    if _RELEASES:
        _RELEASES.clear()
        import_module(BEHIND[0]).use_defaults(VERSION)


def misses() -> list[str]:
    """The names that were asked for and that augrepro lacks, in the order they were asked for."""
    return list(_MISSES)


def _say_misses() -> None:
    if _MISSES:
        print("augrepro.as_albumentations lacked what the program asked for:", file=sys.stderr)
        for name in _MISSES:
            print(f"    {name}", file=sys.stderr)


def _behind(name: str) -> list[ModuleType]:
    """The modules of ours that answer for one of the package: that of the same name first."""
    import_module(BEHIND[0])  # which registers the module paths below it
    below = name.partition(".")[2]
    package = ["augrepro.compat.pytorch"] if below.startswith("pytorch.") else []
    names = [*(f"{each}.{below}" for each in BEHIND if below), *package, *BEHIND]
    return [import_module(each) for each in names if _ours(each)]


def _ours(name: str) -> bool:
    """Whether we have that module."""
    try:
        return find_spec(name) is not None
    except (ImportError, AttributeError, ValueError):
        return False


def _public(module: ModuleType) -> list[str]:
    names: list[str] = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    return names
