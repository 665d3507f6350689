"""The protocol of custom transforms in Albumentations 1, with the meaning it had, on top of today's.

A class that defines a former method gets today's method beside it, which calls the former one; a class that defines
both is asked by today's alone.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from ..engine.declare.errors import short_repr
from ..engine.declare.parse import is_number
from ..engine.declare.parts import BOX_COLUMNS, POINT_COLUMNS, PerItem
from ..engine.declare.rules import Release
from ..engine.protocol.basic import BasicTransform as TodaysBasic
from ..engine.protocol.basic import DualTransform as TodaysDual
from ..engine.protocol.basic import ImageOnlyTransform as TodaysImageOnly
from ..engine.protocol.basic import Params
from ..engine.protocol.basic import Transform3D as Todays3D
from ..engine.targets.geometry import Array
from .legacy import legacy, release_now, release_text
from .standing import left_out

FORMER_UNITS_UNTIL: Release = (1, 4)
NEAREST = 0
"""OpenCV's INTER_NEAREST."""


def _drawn(self: Any, params: Params, data: dict[str, Any]) -> Params:
    above: Any = super(_owner(self, "get_params_dependent_on_targets"), self)
    before = above.get_params_dependent_on_data(params, data)
    asked = {name: _as_tuples(name, data[name]) for name in self.targets_as_params if name in data}
    return {**before, **self.get_params_dependent_on_targets(asked)}


def _updated(self: Any, params: Params, data: dict[str, Any]) -> Params:
    above: Any = super(_owner(self, "update_params"), self)
    before = above.update_transform_params(params, data)
    return {**before, **self.update_params(dict(before), **data)}


def _boxes(self: Any, bboxes: Array, *args: Any, **params: Any) -> Array:
    out: Array = PerItem(self.apply_to_bbox, BOX_COLUMNS)(bboxes, **params)
    return out


def _points(self: Any, keypoints: Array, *args: Any, **params: Any) -> Array:
    out: Array = PerItem(self.apply_to_keypoint, POINT_COLUMNS)(keypoints, **params)
    return out


FORMER: dict[str, tuple[str, Callable[..., Any], str]] = {
    "get_params_dependent_on_targets": (
        "get_params_dependent_on_data",
        _drawn,
        "get_params_dependent_on_data(self, params, data), whose data holds every target",
    ),
    "update_params": (
        "update_transform_params",
        _updated,
        'update_transform_params(self, params, data); params["shape"] is there without it',
    ),
    "apply_to_bbox": (
        "apply_to_bboxes",
        _boxes,
        "apply_to_bboxes(self, bboxes, **params), which gets all boxes as one (N, 4 or more) array",
    ),
    "apply_to_keypoint": (
        "apply_to_keypoints",
        _points,
        "apply_to_keypoints(self, keypoints, **params), which gets all keypoints as one (N, 5 or more) array",
    ),
}
"""Former methods: the method of today that calls them, and the words for it."""


def _owner(self: Any, name: str) -> Any:
    """The user's class that defines a method."""
    return next(cls for cls in type(self).__mro__ if name in vars(cls))


def _as_tuples(name: str, value: Any) -> Any:
    """Boxes and keypoints as the lists of tuples that they were."""
    if name == "keypoints" and isinstance(value, np.ndarray):
        return [tuple(row[list(POINT_COLUMNS)]) for row in value]
    return [tuple(row) for row in value] if name == "bboxes" and isinstance(value, np.ndarray) else value


class FormerProtocol(ABC):
    """Mixed into the bases of custom transforms: former methods of a class below are called as they were."""

    still_called: ClassVar[frozenset[str]] = frozenset(FORMER)
    p: float

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if not cls.__module__.startswith("augrepro."):
            _adapt(cls)
        super().__init_subclass__(**kwargs)

    @property
    def always_apply(self) -> bool:
        """True where p is 1."""
        return self.p >= 1

    def update_params(self, params: Params, **kwargs: Any) -> Params:
        """The drawn parameters beside the image's size, and what the transform keeps under names that all knew."""
        kept = ("interpolation", "fill_value", "mask_fill_value")
        params.update({name: getattr(self, name) for name in kept if hasattr(self, name)})
        if "shape" in params:
            params.update(rows=params["shape"][0], cols=params["shape"][1])
        return params

    def update_transform_params(self, params: Params, data: dict[str, Any]) -> Params:
        more: Params = super().update_transform_params(params, data)  # type: ignore[misc]  # of the base beside it
        return FormerProtocol.update_params(self, dict(more)) if self._acts_by_itself() else more

    def _acts_by_itself(self) -> bool:
        return not type(self).__module__.startswith("augrepro.")

    def _looks_at_data(self) -> bool:
        own = type(self).update_params is not FormerProtocol.update_params
        return own or bool(super()._looks_at_data())  # type: ignore[misc]  # of the base beside it


def _adapt(cls: Any) -> None:
    """Give a class that defines former methods those of today that call them, and say so."""
    said = []
    for former, (today, method, words) in FORMER.items():
        if former in vars(cls) and today not in vars(cls):
            setattr(cls, today, method)
            said.append(f"{cls.__name__}.{former} is of an earlier Albumentations; today define\n    {words}")
    if said:
        legacy("\n".join(said))


class FormerBuiltIn(FormerProtocol):
    """The former protocol for classes below a transform of ours."""

    _customized: ClassVar[frozenset[str]] = frozenset()

    @property
    def of_former_release(self) -> bool:
        """True under the defaults of 1.3, as they were where the transform was built."""
        built: Release = self.__dict__.get("_release") or release_now()
        return built < FORMER_UNITS_UNTIL

    def to_dict_private(self) -> Params:
        """As a file has it, and ``defaults_of`` where the release that it was built for decides how it acts."""
        data: Params = super().to_dict_private()  # type: ignore[misc]  # of the transform behind this
        acts = "_drawn_by" in self.__dict__ or (self.of_former_release and self._customized)
        return {**data, "defaults_of": ".".join(map(str, self.__dict__["_release"]))} if acts else data

    @classmethod
    def check_defaults(cls, release: object) -> None:
        """ValueError where a file was saved under the defaults of another release than hold here."""
        if release != release_text():
            raise ValueError(
                f"{cls.__name__} was saved under the defaults of {short_repr(release)}, by which it acts, and those of "
                f"{release_text()} hold here: load it within augrepro.compat.defaults({short_repr(release)})"
            )

    def _acts_by_itself(self) -> bool:
        return any(name.startswith("apply") for name in self._customized)

    def apply_to_bbox(self, bbox: Any, **params: Any) -> Any:
        """One box, four shares of the image, as the transform of ours moves it; for a ``super()`` call."""
        return self._one_row("apply_to_bboxes", bbox, BOX_COLUMNS, 4, params)

    def apply_to_keypoint(self, keypoint: Any, **params: Any) -> Any:
        """One keypoint x, y, angle in radians, scale, as the transform of ours moves it; for a ``super()`` call."""
        return self._one_row("apply_to_keypoints", keypoint, POINT_COLUMNS, 5, params)

    def _one_row(self, method: str, given: Any, columns: tuple[int, ...], count: int, params: Params) -> Any:
        row = np.zeros((1, count))
        row[0, list(columns)] = given[: len(columns)]
        ours = next(base for base in type(self).__mro__ if "stands_for" in vars(base)).stands_for  # type: ignore[attr-defined]  # found by it
        out = getattr(ours, method)(self, row, **params)
        if len(out) != 1:
            raise TypeError(f"{type(self).__name__}: {method} drops or adds some: override it, not the one for each")
        return (*out[0, list(columns)].tolist(), *given[len(columns) :])


def p_of(owner: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[float, float | None]:
    """The probability in ``(always_apply, p)``, however it is given; and beside ``always_apply=True`` the p given."""
    strict = kwargs.pop("strict", False)
    known: Params = {name: kwargs.pop(name) for name in ("always_apply", "p") if name in kwargs}
    if kwargs:
        left_out(owner, [*kwargs], ["always_apply", "p"], strict)
    if len(args) == 1 and is_number(args[0]):
        return float(args[0]), None
    given: Params = dict(zip(("always_apply", "p"), args, strict=False))
    given.update(known)
    if len(args) > 2:
        raise TypeError(f"{owner} takes always_apply and p by place, got {len(args)}")
    if "always_apply" in given:
        legacy(
            f"{owner}: (always_apply, p) is of an earlier Albumentations; today it is\n"
            f"    super().__init__(p=1.0 if always_apply else p)"
        )
    p: float = given.get("p", 0.5)
    return (1.0, p) if given.get("always_apply") else (p, None)


class BasicTransform(FormerProtocol, TodaysBasic, abstract=True):
    """Base of custom transforms that takes ``(always_apply, p)`` and calls former methods, as Albumentations 1 did."""

    stands_for: ClassVar[Any] = TodaysBasic

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        p, weight = p_of(type(self).__name__, args, kwargs)
        TodaysBasic.__init__(self, p)
        if weight is not None:
            self.__dict__["_weight"] = weight

    @classmethod
    def __subclasshook__(cls, other: type) -> Any:
        own = vars(cls).get("stands_for")
        return NotImplemented if own is None else issubclass(other, own)


class ImageOnlyTransform(BasicTransform, TodaysImageOnly, abstract=True):
    """A custom transform of intensities: masks, boxes and keypoints stay as they are."""

    stands_for: ClassVar[Any] = TodaysImageOnly


class DualTransform(BasicTransform, TodaysDual, abstract=True):
    """A custom transform of images and masks alike; a mask is never interpolated."""

    stands_for: ClassVar[Any] = TodaysDual

    def apply_to_mask(self, mask: Array, *args: Any, **params: Any) -> Array:
        nearest = {"interpolation": NEAREST} if "interpolation" in params else {}
        out: Array = self.apply(mask, **{**params, **nearest})
        return out


class Transform3D(DualTransform, Todays3D, abstract=True):
    """A custom transform of volumes."""

    stands_for: ClassVar[Any] = Todays3D

    def apply_to_mask(self, mask: Array, *args: Any, **params: Any) -> Array:
        return Todays3D.apply_to_mask(self, mask, *args, **params)
