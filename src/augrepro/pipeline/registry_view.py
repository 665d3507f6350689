"""Transforms by the names that files have, to look at: Albumentations' ``SERIALIZABLE_REGISTRY``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..engine.declare.registry import TRANSFORMS, name_of
from ..engine.node import Node

__all__ = ["SERIALIZABLE_REGISTRY", "get_shortest_class_fullname", "shorten_class_name"]


class Registry(Mapping[str, type]):
    """Built-ins by class name, registered classes by theirs, every other class by its full name.

    A file may name the first two kinds alone; nothing can be put in: that is what ``@augrepro.register`` is for.
    """

    def _all(self) -> dict[str, type]:
        plain = {f"{cls.__module__}.{cls.__name__}": cls for cls in _below(Node)}
        return {**plain, **{name_of(cls): cls for cls in plain.values()}, **TRANSFORMS}

    def __getitem__(self, name: str) -> type:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


SERIALIZABLE_REGISTRY = Registry()


def _below(cls: Any) -> Iterator[type]:
    for sub in cls.__subclasses__():
        yield sub
        yield from _below(sub)


def get_shortest_class_fullname(cls: type[Any]) -> str:
    """The name that a file has for a class."""
    return name_of(cls)


def shorten_class_name(class_fullname: str) -> str:
    """The class alone where the name is of a built-in; any other name as it is."""
    package, _, last = class_fullname.rpartition(".")
    return last if package.partition(".")[0] in ("albumentations", "augrepro") else class_fullname
