"""The pytest plugin of augrepro: seeds, snapshots and a determinism matrix for image augmentation."""

import sys
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


def import_as_installed() -> None:
    """Let pytest import our modules as they were compiled at their installation, where it would rewrite all of them.

    It marks every package of a distribution that has a plugin, the library's too, and compiles each module anew with
    more telling asserts: for the first run after an installation, and for every run where no bytecode may be written.
    Ours have none for users to read. There is no public way; where this one is gone, pytest rewrites as it would.
    """
    for finder in sys.meta_path:
        marked = getattr(finder, "_must_rewrite", None)
        if isinstance(marked, set):
            marked.difference_update(("augrepro", "pytest_augrepro"))


import_as_installed()


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """What needs numpy and torch, and so comes only when asked for."""
        if name in PLACES:
            module, _, what = PLACES[name].partition(":")
            return getattr(import_module(f"pytest_augrepro.{module}"), what)
        raise AttributeError(f"module 'pytest_augrepro' has no attribute {name!r}")
