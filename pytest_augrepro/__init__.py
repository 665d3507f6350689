"""The pytest plugin of augrepro: seeds, snapshots and a determinism matrix for image augmentation."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .checks.measuring import measure
    from .strengths.compare import compare_pipelines
    from .strengths.record import record
    from .strengths.record import save as save_recording

__all__ = ["compare_pipelines", "measure", "record", "save_recording"]

PLACES = {
    "compare_pipelines": "strengths.compare:compare_pipelines",
    "measure": "checks.measuring:measure",
    "record": "strengths.record:record",
    "save_recording": "strengths.record:save",
}
"""Where each is defined."""


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """What needs numpy and torch, and so comes only when asked for."""
        if name in PLACES:
            module, _, what = PLACES[name].partition(":")
            return getattr(import_module(f"pytest_augrepro.{module}"), what)
        raise AttributeError(f"module 'pytest_augrepro' has no attribute {name!r}")
