"""Albumentations 1 as it was written, run by augrepro: ``import augrepro.compat as A``.

Every name of ``augrepro`` is here, and takes the calls of Albumentations 1.3.1 and later as well: former arguments,
arguments by place, names that were removed, and custom classes with their former protocol. What is built are the
library's own transforms: seeds, plans, files and pickles name those. A call that is written otherwise today warns once,
with today's call (``LegacyWarning``); an argument that no release knew warns and is left out, as Albumentations 2 does.
Arguments that are not written get the defaults of 2.0.8 unless ``use_defaults("1.3")`` is called. docs/compat.md lists
every row.
"""

import sys
from importlib import import_module
from inspect import isclass
from typing import Any

import augrepro

from ..engine.declare.albumentations import not_here
from ..engine.declare.declared import Declared
from ..engine.declare.errors import short_repr
from ..engine.declare.registry import LATER
from ..engine.protocol.basic import BasicTransform as TodaysBasic
from ..engine.version import __version__
from ..pipeline.base import BaseCompose
from . import paths, retired
from .enums import CARRIED
from .legacy import LegacyWarning, defaults, use_defaults
from .overlays import preprocess_metadata
from .protocol import BasicTransform, DualTransform, FormerBuiltIn, ImageOnlyTransform, Transform3D
from .reading import read_bgr_image, read_grayscale, read_rgb_image
from .registry import FormerRegistry
from .retired import REFUSED
from .standing import MODERN, standing_params, standing_transform, standing_written

BASES = {"BaseCompose", "BasicTransform", "DualTransform", "ImageOnlyTransform", "Transform3D"}
FUNCTIONS = (
    "core.transforms_interface",
    "augmentations.functional",
    "augmentations.geometric.functional",
    "augmentations.crops.functional",
    "augmentations.utils",
)
"""Modules whose functions Albumentations 1 had at its top, too."""
MODULES_THERE = ("crops", "domain_adaptation", "dropout", "geometric", "transforms")
"""Modules below ``augmentations`` that it had there."""
TENSORS = {"ToTensorV2", "ToTensor3D"}


def _standing(name: str) -> Any:
    """What stands for a name of ``augrepro`` here."""
    found = getattr(augrepro, name)
    if not isclass(found) or name in BASES:
        return found
    if not issubclass(found, (BaseCompose, TodaysBasic, Declared)):
        return found
    MODERN[name] = found
    if not issubclass(found, Declared):
        return standing_written(found, *(() if issubclass(found, BaseCompose) else (FormerBuiltIn,)))
    return standing_transform(found, FormerBuiltIn) if issubclass(found, TodaysBasic) else standing_params(found)


for _name in augrepro.__all__:
    if _name not in TENSORS:
        globals().setdefault(_name, _standing(_name))
for _name, _class in retired.classes().items():
    globals()[_name] = _class

for _name, _kinds in CARRIED.items():
    for _kind in _kinds:
        setattr(globals()[_name], _kind.__name__, _kind)
globals()["OverlayElements"].preprocess_metadata = staticmethod(preprocess_metadata)

__all__ = [
    *augrepro.__all__,
    *retired.classes(),
    "LegacyWarning",
    "defaults",
    "read_bgr_image",
    "read_grayscale",
    "read_rgb_image",
    "use_defaults",
]

_registry = FormerRegistry({name: globals()[name] for name in (*MODERN, *retired.classes())})
paths.install(sys.modules[__name__], {"core.serialization": {"SERIALIZABLE_REGISTRY": _registry}})


def __getattr__(name: str) -> Any:
    """``A.ToTensorV2``, ``A.ToTensor3D`` and ``A.pytorch``, which need torch; the reason for a name that is gone."""
    if name in (*TENSORS, "pytorch"):
        try:
            module = import_module("augrepro.compat.pytorch")
        except ModuleNotFoundError as error:
            raise AttributeError(f"augrepro.compat.{name}: {error}") from error
        return module if name == "pytorch" else getattr(module, name)
    if name in MODULES_THERE:
        return sys.modules[f"{__name__}.augmentations.{name}"]
    for path in FUNCTIONS if not name.startswith("_") else ():
        module = import_module(f"augrepro.{path}")
        if name in module.__all__:
            return getattr(module, name)
    why = REFUSED.get(name) or not_here(name, [*__all__, *LATER])
    raise AttributeError(f"module 'augrepro.compat' has no attribute {short_repr(name)}{why}")


def __dir__() -> list[str]:
    """The names that users need, without modules and helpers."""
    return [*__all__, "__version__", *(["pytorch"] if "ToTensorV2" in augrepro.__all__ else [])]
