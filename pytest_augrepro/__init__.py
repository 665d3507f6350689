"""The pytest plugin of augrepro: seeds, snapshots and a determinism matrix for image augmentation."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .checks.measuring import measure

__all__ = ["measure"]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """``measure``, which needs numpy and torch and so comes only when asked for."""
        if name == "measure":
            return import_module("pytest_augrepro.checks.measuring").measure
        raise AttributeError(f"module 'pytest_augrepro' has no attribute {name!r}")
