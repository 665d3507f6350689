"""Which method of a custom transform acts on which target: by its base class, or as its ``targets`` says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from ..declare.errors import short_repr, warn
from ..node import Node
from ..targets.table import TARGETS, Kind, Target, Targets


class Targeted(Node):
    """Base of transforms whose methods ``apply`` and ``apply_to_...`` act on one target each."""

    image_only: ClassVar[bool] = True
    volumes_only: ClassVar[bool] = False
    _targets: ClassVar[tuple[Targets, ...]] = ()
    """What it acts on, in Albumentations' names; it is said in help and read by tools, and decides nothing."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.__module__.startswith("augrepro."):
            _warn_of_unused(cls)

    @property
    def targets(self) -> dict[str, Callable[..., Any]]:
        """The method that acts on each target; a class may name its own, and a target without one stays as it is."""
        return {name: self._verb(name) for name, row in TARGETS.items() if self._acts_on(row)}

    @property
    def _own_targets(self) -> bool:
        """True where a class says by ``targets`` which of its methods acts on what."""
        return type(self).targets is not Targeted.targets

    def _verb(self, name: str) -> Callable[..., Any]:
        verb: Callable[..., Any] = getattr(self, "apply" if name == "image" else f"apply_to_{name}")
        return verb

    def _acts_on(self, target: Target) -> bool:
        if self.volumes_only and not target.depth and target.kind in (Kind.PIXELS, Kind.MASKS):
            return False
        return not self.image_only or target.kind is Kind.PIXELS

    def method_for(self, target: Target) -> Callable[..., Any] | None:
        """The method that acts on a target, None where it stays as it is."""
        if self._own_targets:
            return self.targets.get(target.name)
        return self._verb(target.name) if self._acts_on(target) else None

    def check_targets(self) -> None:
        """TypeError for a ``targets`` that names what is no target: nothing would call its method."""
        if not self._own_targets:
            return
        targets = self.targets
        if not isinstance(targets, dict):
            raise TypeError(
                f"{type(self).__name__}.targets must be a dict from targets to methods, got {short_repr(targets)}"
            )
        for name in targets:
            if name not in TARGETS:
                raise TypeError(
                    f"{type(self).__name__}.targets: {short_repr(name)} must be one of {', '.join(TARGETS)}; other "
                    f"arguments of a call reach get_params_dependent_on_data as data"
                )


def _warn_of_unused(cls: type[Targeted]) -> None:
    """A warning for methods that a class of intensities defines for what it leaves alone."""
    if not cls.image_only or cls.targets is not Targeted.targets:
        return
    rows = [row for row in TARGETS.values() if row.kind is not Kind.PIXELS]
    for name in (f"apply_to_{row.name}" for row in rows if f"apply_to_{row.name}" in vars(cls)):
        warn(
            f"{cls.__name__}.{name} is never called, as in Albumentations: masks, boxes and keypoints stay as they are "
            f"under an ImageOnlyTransform; derive from A.DualTransform, or name the method in targets"
        )
