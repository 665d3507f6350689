"""Functions of a user's own as a transform."""

from collections.abc import Callable
from typing import Any

from ..engine.declare.arguments import named_arguments
from ..engine.declare.errors import short_repr
from ..engine.protocol.basic import DualTransform, Params
from ..engine.protocol.calling import called_by_hand
from ..engine.targets.geometry import Array

__all__ = ["Lambda"]


class Lambda(DualTransform):
    """Your own functions, one a target, each called with the array and the parameters; a target without one stays.

    Targets:
        image, mask, bboxes, keypoints, volume, mask3d
    """

    @named_arguments
    def __init__(
        self,
        image: Callable[..., Array] | None = None,
        mask: Callable[..., Array] | None = None,
        keypoints: Callable[..., Array] | None = None,
        bboxes: Callable[..., Array] | None = None,
        name: str | None = None,
        p: float = 1.0,
    ) -> None:
        super().__init__(p)
        functions = {"image": image, "mask": mask, "keypoints": keypoints, "bboxes": bboxes}
        for target, function in functions.items():
            if function is not None and not callable(function):
                raise TypeError(f"Lambda.{target} must be None or a function, got {short_repr(function)}")
        self.functions = functions
        if name is not None:
            self.name = name

    def _through(self, target: str, array: Array, params: Params) -> Array:
        function = self.functions[target]
        if function is None:
            return self._as_it_is(array)
        return called_by_hand(f"Lambda.{target}", function, array, params)

    def apply(self, img: Array, *args: Any, **params: Any) -> Array:
        return self._through("image", img, params)

    def apply_to_mask(self, mask: Array, *args: Any, **params: Any) -> Array:
        return self._through("mask", mask, params)

    def apply_to_bboxes(self, bboxes: Array, *args: Any, **params: Any) -> Array:
        return self._through("bboxes", bboxes, params)

    def apply_to_keypoints(self, keypoints: Array, *args: Any, **params: Any) -> Array:
        return self._through("keypoints", keypoints, params)

    def to_dict_private(self) -> Params:
        if self.name is None:
            raise NotImplementedError(
                "Lambda holds functions and cannot be saved: give it name= and pass it to load as nonserializable=, or "
                "write a registered transform"
            )
        return {"__class_fullname__": "Lambda", "__type__": "Lambda", "__name__": self.name}

    def __repr__(self) -> str:
        return f"Lambda(name={self.name!r}, p={self.p})"
