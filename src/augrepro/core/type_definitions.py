"""Albumentations' path of names that are defined elsewhere. Written by docs/generate_modules.py."""

from typing import TYPE_CHECKING

from ..engine.declare.submodules import getter
from ..engine.targets.table import ALL_TARGETS, Targets
from ..functions.arguments import Number
from ..functions.images import MAX_VALUES_BY_DTYPE

__all__ = ["ALL_TARGETS", "MAX_VALUES_BY_DTYPE", "Number", "Targets"]

if not TYPE_CHECKING:
    __getattr__ = getter(__name__, __all__)
