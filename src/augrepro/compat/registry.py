"""Albumentations' ``SERIALIZABLE_REGISTRY`` as this package reads it: its classes take calls of earlier releases."""

from __future__ import annotations

from collections.abc import Mapping

from ..pipeline.registry_view import Registry

__all__ = ["FormerRegistry"]


class FormerRegistry(Registry):
    """The registry of augrepro, where ``augrepro.compat`` has a class of that name by that one.

    ``SERIALIZABLE_REGISTRY["Cutout"](**arguments)`` builds what ``A.Cutout(**arguments)`` does.
    """

    def __init__(self, standing: Mapping[str, type]) -> None:
        self._standing = standing

    def _all(self) -> dict[str, type]:
        return {**super()._all(), **self._standing}
