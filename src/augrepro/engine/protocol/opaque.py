"""The op behind a custom transform: its owner's ``apply`` methods with the drawn parameters. Rules see a wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, Self

import numpy as np

from ..chance.call_generators import generators_for
from ..chance.rng import Stream
from ..declare.errors import PlanError, short_repr
from ..declare.registry import OPS, TRANSFORMS, look_up, name_of
from ..facts import UNTOLD, Fact, Facts, fact, facts_of_parts
from ..frame import Frame
from ..op import Grade, Op
from ..targets.geometry import Boxes, Points
from ..targets.table import TARGETS, Shape, Target, shape_made
from .calling import called, is_mock
from .drawn_params import as_json, from_json, listed
from .rows import box_rows, boxes_of, checked_array, checked_batch, own, point_rows, points_of, without_channels

BROUGHT = frozenset(("shape", "cols", "rows"))
"""Parameters that say what the image is, and were not drawn."""


class Owner(Protocol):
    """What an opaque op asks of its transform."""

    volumes_only: ClassVar[bool]

    def method_for(self, target: Target) -> Callable[..., Any] | None: ...


@dataclass(frozen=True, eq=False)
class Opaque(Op):
    """Let the owner's ``apply`` methods act; draws made there come from ``key`` and so repeat on replay."""

    uint8_grade: ClassVar[Grade] = Grade.SAME_BUILD
    retypes: ClassVar[bool] = True
    moves: ClassVar[bool] = True
    changes_shape_unannounced: ClassVar[bool] = True
    volumetric: ClassVar[bool] = True
    runs_user_code: ClassVar[bool] = True

    owner: Any
    params: dict[str, Any]
    key: str
    flat: tuple[str, ...]

    @property
    def drawn(self) -> tuple[Op, ...]:
        """The ops that a transform of ours drew for its subclass; none where the class draws by itself."""
        ops = self.params.get("ops")
        return tuple(ops) if isinstance(ops, (list, tuple)) and all(isinstance(op, Op) for op in ops) else ()

    def facts(self, shape: Shape) -> Facts:
        """The drawn parameters by name, or what the ops say that a transform of ours drew."""
        if self.drawn:
            return facts_of_parts(self.drawn, shape)
        rows = {name: each for name, each in self.params.items() if name not in BROUGHT}
        facts = {name: fact(name, each) for name, each in rows.items()}
        return facts or {"code": Fact(None, UNTOLD, UNTOLD)}

    @property
    def by_name(self) -> bool:  # type: ignore[override]  # an op that holds ops asks them
        """True where other samples join."""
        return any(op.by_name for op in self.drawn)

    @property
    def regroups(self) -> bool:  # type: ignore[override]  # an op that holds ops asks them
        """True where a drawn op chooses which boxes and keypoints there are."""
        return any(op.regroups for op in self.drawn)

    def bound(self, find: Callable[..., Any]) -> Op:
        return self._with(tuple(op.bound(find) for op in self.drawn))

    def for_target(self, name: str) -> Op:
        return self._with(tuple(op.for_target(name) for op in self.drawn))

    def within(self, exactness: Grade) -> Op:
        return self._with(tuple(op.within(exactness) for op in self.drawn))

    def _with(self, ops: tuple[Op, ...]) -> Op:
        same = all(one is other for one, other in zip(ops, self.drawn, strict=True))
        return self if same else replace(self, params={**self.params, "ops": ops})

    def _joined(self, verb: str, rows: Any, shape: Shape) -> Any:
        """Boxes or keypoints with those of other samples, which have no row in what the owner's methods are given."""
        if f"apply_to_{verb}" in getattr(self.owner, "_customized", ()):
            where = f"{type(self.owner).__name__}.apply_to_{verb}"
            raise TypeError(f"{where} cannot act where other samples bring {verb} along: override draw(rng, frame)")
        for op in self.drawn:
            rows = op.boxes(rows, shape) if verb == "bboxes" else op.points(rows, shape)
            shape = op.after(shape)
        return rows

    def stack(self, target: Target, arrays: list[Any]) -> list[Any]:
        apply = self.owner.method_for(target)
        if not arrays or apply is None:
            return arrays
        flat = target.name in self.flat
        given = [without_channels(array, target) for array in arrays] if flat else arrays
        with self._generators():
            if not target.lead:
                found = called(apply, given[0] if is_mock(apply) else own(given[0]), **self.params)
            else:
                found = called(apply, np.stack(given), **self.params)
        if is_mock(found):
            return arrays
        where = f"{type(self.owner).__name__}.{'apply' if target.name == 'image' else f'apply_to_{target.name}'}"
        return checked_batch(where, found, target) if target.lead else [checked_array(where, found, target)]

    def volumes(self, target: Target, volumes: list[Any]) -> list[Any]:
        apply = self.owner.method_for(target)
        if not volumes or apply is None:
            return volumes
        flat = target.name in self.flat
        given = [without_channels(volume, target) for volume in volumes] if flat else volumes
        where = f"{type(self.owner).__name__}.apply_to_{target.name}"
        with self._generators():
            found = called(apply, own(given[0]) if target.single else np.stack(given), **self.params)
        if is_mock(found):
            return volumes
        return [checked_array(where, found, target)] if target.single else checked_batch(where, found, target)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        apply = self.owner.method_for(TARGETS["bboxes"])
        if apply is None:
            return boxes
        if self.by_name:
            joined: Boxes = self._joined("bboxes", boxes, shape)
            return joined
        with self._generators():
            out = called(apply, box_rows(boxes, shape), **self.params)
        if is_mock(out):
            return boxes
        return boxes_of(out, boxes, self._size_after(shape), f"{type(self.owner).__name__}.apply_to_bboxes")

    def points(self, points: Points, shape: Shape) -> Points:
        apply = self.owner.method_for(TARGETS["keypoints"])
        if apply is None:
            return points
        if self.by_name:
            joined: Points = self._joined("keypoints", points, shape)
            return joined
        with self._generators():
            out = called(apply, point_rows(points), **self.params)
        if is_mock(out):
            return points
        return points_of(out, points, f"{type(self.owner).__name__}.apply_to_keypoints")

    def _size_after(self, shape: Shape) -> tuple[int, int]:
        """The size the owner makes of an image or volume of that shape: seen by letting it act on an empty one."""
        height, width, channels, depth = shape
        if self.owner.volumes_only and depth is not None:
            probe = np.zeros((depth, height, width, *(() if "volume" in self.flat else (channels,))), np.uint8)
            with self._generators():
                made = called(self.owner.apply_to_volume, probe, **self.params)
            if is_mock(made):
                return height, width
            return made.shape[1:3] if isinstance(made, np.ndarray) else shape_made(made, shape)[:2]
        apply = self.owner.method_for(TARGETS["image"])
        if apply is None or is_mock(apply):
            return height, width
        with self._generators():
            probe = np.zeros(shape[:3] if "image" not in self.flat else shape[:2], np.uint8)
            made = called(apply, probe, **self.params)
        if is_mock(made):
            return height, width
        return made.shape[:2] if isinstance(made, np.ndarray) else shape_made(made, shape)[:2]

    def _generators(self) -> Any:
        return generators_for(self.owner, Stream(bytes.fromhex(self.key), b"apply"))

    def applied(self) -> dict[str, Any]:
        return {name: listed(value) for name, value in self.params.items()}

    def to_dict(self) -> dict[str, Any]:
        params = {name: as_json(value) for name, value in self.params.items()}
        try:
            settings = self.owner.to_dict_private()
        except NotImplementedError:
            settings = {"__class_fullname__": name_of(type(self.owner))}
        return {"op": "Opaque", "owner": settings, "params": params, "key": self.key, "flat": list(self.flat)}

    @classmethod
    def parsed(cls, given: dict[str, Any]) -> Self:
        owner, params, key, flat = (given.get(name) for name in ("owner", "params", "key", "flat"))
        if not isinstance(owner, dict) or not isinstance(params, dict) or not isinstance(flat, list):
            raise PlanError(f"Opaque needs owner, params, key and flat, got {short_repr(given)}")
        if not isinstance(key, str) or len(key) != 32 or set(key) - set("0123456789abcdef"):
            raise PlanError(f"Opaque.key must be 32 hex digits, got {short_repr(key)}")
        made = _owner(owner)
        for name in params:
            if name in _TAKEN:
                raise PlanError(f"Opaque.params must not hold {name!r}, which is what apply acts on")
        return cls(made, {name: from_json(value) for name, value in params.items()}, key, tuple(map(str, flat)))


OPS["Opaque"] = Opaque
_TAKEN = {"self", "img", "mask", "bboxes", "keypoints", "images", "masks", "volume", "volumes", "mask3d", "masks3d"}


def _owner(data: dict[str, Any]) -> Any:
    """The custom transform that a plan names, built of its arguments."""
    name = data.get("__class_fullname__")
    if not isinstance(name, str) or name not in TRANSFORMS:
        raise PlanError(
            f"the custom transform {short_repr(name)} cannot be replayed: register it with @augrepro.register"
        )
    found: Any = look_up(TRANSFORMS, name, "class")
    if not hasattr(found, "volumes_only") or getattr(found, "_built_in", False):
        raise PlanError(f"Opaque.owner must be a custom transform, and {name} is none")
    try:
        return found(**{argument: value for argument, value in data.items() if argument != "__class_fullname__"})
    except (TypeError, ValueError) as error:
        raise PlanError(f"{name}: {error}") from None


def data_of(frame: Frame) -> dict[str, Any]:
    """The targets as a custom transform's getters see them: arrays as the call brought them, boxes as shares.

    Arguments of the call that are neither a target nor a label field are handed on as they are.
    """
    frame.run()
    data: dict[str, Any] = dict(frame.free)
    for name, (target, arrays) in frame.stacks.items():
        shaped = [without_channels(array, target) for array in arrays] if name in frame.flat else arrays
        if target.single:
            data[name] = shaped[0]
        else:  # one blank mask stands for the shape of a batch of none
            data[name] = np.stack(shaped)[: None if len(frame.data[name]) else 0] if shaped else []
    height, width = frame.shape[:2]
    for name, boxes in frame.boxes.items():
        data[name] = boxes.corners / np.array([width, height, width, height], np.float64)
    for name, points in frame.points.items():
        data[name] = np.column_stack((points.x, points.y, points.plane, np.radians(points.angle), points.scale))
    return data
