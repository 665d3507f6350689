"""Names to classes, one visible dict a kind: what a file may name, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any, TypeVar

from .albumentations import not_here
from .errors import PlanError, short_repr


class Table(MutableMapping[str, type]):
    """Names to classes; the module of a built-in is imported when the class is first asked for."""

    def __init__(self) -> None:
        self._known: dict[str, type] = {}
        self._homes: dict[str, str] = {}

    def come_from(self, homes: Mapping[str, str]) -> None:
        """Take in names whose classes stand in these modules, each of which enters its own as it is imported."""
        self._homes.update(homes)

    def __getitem__(self, name: str) -> type:
        if name not in self._known and name in self._homes:
            import_module(self._homes[name])
        return self._known[name]

    def __setitem__(self, name: str, cls: type) -> None:
        self._known[name] = cls

    def __delitem__(self, name: str) -> None:
        del self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._known or name in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter({**self._homes, **self._known})

    def __len__(self) -> int:
        return len(self._homes.keys() | self._known.keys())


def homes_of(package: str, families: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """For each name in a package's modules, the full name of the module."""
    return {name: f"{package}.{module}" for module, names in families.items() for name in names}


OPS = Table()
TRANSFORMS = Table()
FORMER_OPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""For each earlier plan format: from an op as it was written there to the same op as it is written now."""

C = TypeVar("C", bound=type)


def register(name: str) -> Callable[[C], C]:
    """Let saved pipelines name your transform: ``@augrepro.register("acme.Tint")`` above the class.

    The name must hold a dot (yours, then the class) so that it can never hide a built-in. A file is loaded by looking
    the name up here; nothing is ever imported because a file says so.
    """
    if not isinstance(name, str) or "." not in name.strip("."):
        raise ValueError(f"register: name must look like 'acme.Tint', got {short_repr(name)}")

    def add(cls: C) -> C:
        known = TRANSFORMS.get(name)
        if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise ValueError(f"register: {short_repr(name)} already names {known.__module__}.{known.__qualname__}")
        TRANSFORMS[name] = cls
        cls.registered_name = name  # type: ignore[attr-defined]  # read by name_of
        return cls

    return add


def name_of(cls: type) -> str:
    """The name a file uses: the registered one, a built-in's plain name, or the full path of anybody else's class."""
    registered = vars(cls).get("registered_name")
    if isinstance(registered, str):
        return registered
    return cls.__name__ if TRANSFORMS.get(cls.__name__) is cls else f"{cls.__module__}.{cls.__qualname__}"


LATER: dict[str, str] = {}
"""Built-ins whose module is imported only when a file names them, since it needs an extra; the package says which."""


def look_up(table: Mapping[str, type], name: object, kind: str) -> type:
    """The class of that name, or an error with the nearest match."""
    if isinstance(name, str) and name in LATER and name not in table:
        try:
            import_module(LATER[name])
        except ModuleNotFoundError as error:
            raise PlanError(f"{kind} {name!r}: {error}") from error
    if isinstance(name, str) and name in table:
        return table[name]
    raise PlanError(f"unknown {kind} {short_repr(name)}{not_here(name, [*table, *LATER])}")
