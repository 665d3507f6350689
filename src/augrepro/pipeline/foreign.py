"""Objects that are no node of ours where a transform is wanted: each kind is refused with what to do instead.

None is called: its randomness would be seeded by nobody, boxes would stay where they were, and a plan would skip it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..engine.declare.errors import short_repr
from ..engine.declare.parse import is_sequence
from ..engine.declare.registry import TRANSFORMS
from ..engine.node import Node

TENSOR_LIBRARIES = ("torchvision", "kornia", "torch", "monai", "torchio")
OWN_CLASS = 'a class of your own can call it ("Transforms of other libraries" in docs/custom-transforms.md)'


def as_node(child: Any, where: str) -> Node:
    """The child, which must be a node that draws as nodes do; TypeError by its kind else."""
    if not isinstance(child, Node):
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


def _instead(child: Node) -> str:
    if hasattr(child, "transforms"):
        return "override draw_children(self, rng, frame, path)"
    return "override apply and its kin"


def _refusal(child: Any, where: str) -> str:
    cls = child if isinstance(child, type) else type(child)
    name = cls.__name__
    library = (cls.__module__ or "").partition(".")[0]
    if isinstance(child, type) and issubclass(child, Node):
        return f"{where} must be a transform, got {short_repr(child)}; did you mean {name}()?"
    if library == "albumentations" or library.startswith("albumentations."):
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
