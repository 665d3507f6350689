"""Objects that are no node of ours where a transform is wanted.

One that looks like a transform and can be seeded is called as it is. Any other kind is refused with what to do instead:
its randomness would be seeded by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..engine.declare.errors import short_repr
from ..engine.declare.parse import is_sequence
from ..engine.declare.registry import TRANSFORMS
from ..engine.node import Node
from ..engine.protocol.calling import is_mock
from .called import CalledObject, can_be_seeded, looks_like_a_transform

TENSOR_LIBRARIES = ("torchvision", "kornia", "torch", "monai", "torchio")
OTHERS = ("albumentations", *TENSOR_LIBRARIES)
"""Libraries whose transforms are refused with words of their own."""
OWN_CLASS = 'a class of your own can call it ("Transforms of other libraries" in docs/custom-transforms.md)'


def as_node(child: Any, where: str) -> Node:
    """The child, which must be a node that draws as nodes do; TypeError by its kind else."""
    if is_mock(child) and callable(child):  # one with spec= says that it is a transform
        return CalledObject(child)
    if not isinstance(child, Node):
        if looks_like_a_transform(child) and can_be_seeded(child) and not is_of_others(child):
            return CalledObject(child)
        raise TypeError(_refusal(child, where))
    if not hasattr(child, "p"):
        name = type(child).__name__
        raise TypeError(f"{where}: {name} has no p: {name}.__init__ must call super().__init__(p=p)")
    if type(child).__call__ is not Node.__call__:
        raise TypeError(
            f"{where}: {type(child).__name__} overrides __call__, which is not called for a child of a pipeline: "
            f"{_instead(child)}, or call it by itself beside the pipeline"
        )
    return child


def is_of_others(child: Any) -> bool:
    """True for what comes of a library whose transforms are refused with words of their own."""
    return _library(child) in OTHERS


def _library(child: Any) -> str:
    """The package that a class, or an object's class, is of."""
    cls = child if isinstance(child, type) else type(child)
    return (cls.__module__ or "").partition(".")[0]


def _instead(child: Node) -> str:
    if hasattr(child, "transforms"):
        return "override draw_children(self, rng, frame, path)"
    return "override apply and its kin"


def _refusal(child: Any, where: str) -> str:
    cls = child if isinstance(child, type) else type(child)
    name = cls.__name__
    library = _library(child)
    if isinstance(child, type) and issubclass(child, Node):
        return f"{where} must be a transform, got {short_repr(child)}; did you mean {name}()?"
    if library == "albumentations":
        return f"{where}: {name} of albumentations cannot run in a pipeline of augrepro: {_albumentations(cls)}"
    if library in TENSOR_LIBRARIES and callable(child):
        return (
            f"{where}: {name} of {library} takes tensors and draws from torch's own generator, so that no seed of "
            f"augrepro reaches it: call it on the result of the pipeline, or {OWN_CLASS}"
        )
    if is_sequence(child):
        return f"{where} must be a transform, got a {name}: A.Sequential([...]) runs several in turn"
    if isinstance(child, Mapping):
        return f"{where} must be a transform, got {short_repr(child)}: A.from_dict builds one from its dict"
    if looks_like_a_transform(child):
        return (
            f"{where} must be a transform, got the callable {short_repr(child)}, whose draws no seed reaches: give it "
            f"set_random_seed(seed), or derive it from A.DualTransform; augrepro.compat calls it as it is, and "
            f"A.Lambda calls a function on the image"
        )
    if callable(child) and not isinstance(child, type):
        function = getattr(child, "__name__", None)
        return (
            f"{where} must be a transform, got the {'function' if isinstance(function, str) else 'callable'} "
            f"{short_repr(function if isinstance(function, str) else child)}: A.Lambda(image=lambda image, **params: "
            f"...) calls it on the image, and where it draws at random {OWN_CLASS}"
        )
    return f"{where} must be a transform, got {short_repr(child)}"


def _albumentations(cls: type) -> str:
    name = cls.__name__
    if name in TRANSFORMS and TRANSFORMS[name].__module__.startswith("augrepro."):
        return f"use augrepro's {name}"
    return OWN_CLASS
