"""Which methods of the protocol a user's code defines anew: in a class body, or put on a class or an instance later."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from ..declare.declared import PACKAGE
from .basic import BasicTransform, DualTransform, ImageOnlyTransform, Transform3D

PROTOCOL = frozenset(name for name in vars(BasicTransform) if name.startswith(("apply", "get_params", "update_")))
"""What a subclass of a user's own may override; it is then drawn and run by the protocol."""
METHODS = tuple(sorted({*PROTOCOL, "targets", "targets_as_params"}))
methods_of = attrgetter(*METHODS)
"""The methods that a class has now, in the order of ``METHODS``; told apart by identity in a third of a microsecond."""
_WRITTEN: dict[type, dict[str, Any]] = {}
"""What our classes define in their bodies, noted when a class is made of them."""


def overridden(cls: type) -> frozenset[str]:
    """The methods that are not those of our classes, whoever defined them and when."""
    ours = [_written(base) for base in cls.__mro__ if base.__module__.startswith(PACKAGE)]
    found = zip(METHODS, methods_of(cls), strict=True)
    return frozenset(name for name, method in found if method is not next(own[name] for own in ours if name in own))


def put_on_bases() -> list[str]:
    """Methods that somebody put on our own bases: classes of a user's own below them have them, and built-ins not."""
    bases = (BasicTransform, ImageOnlyTransform, DualTransform, Transform3D)
    return [
        f"{base.__name__}.{name}"
        for base in bases
        for name, method in _WRITTEN.get(base, {}).items()
        if vars(base).get(name) is not method
    ]


def _written(cls: type) -> dict[str, Any]:
    if cls not in _WRITTEN:
        _WRITTEN[cls] = {name: vars(cls)[name] for name in METHODS if name in vars(cls)}
    return _WRITTEN[cls]
