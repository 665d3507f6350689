"""A child that is no transform of ours but looks like one: it is seeded, called as it is, and told to nobody else.

It is asked for at most once a call, in its turn, with the sample as Albumentations hands it to a child. What it does
is known to itself alone, so no plan repeats it: the plan says where it was called, and under which seed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from types import MappingProxyType
from typing import Any, ClassVar, NoReturn

from ..engine.chance.rng import Stream
from ..engine.declare.errors import short_repr
from ..engine.declare.parse import is_number
from ..engine.frame import Frame
from ..engine.node import Node
from ..engine.op import Grade, Op, value
from ..engine.protocol.calling import called, is_mock
from ..engine.protocol.opaque import data_of
from ..engine.protocol.rows import box_rows, boxes_of, checked_array, checked_batch, kept, own, point_rows, points_of
from ..engine.targets.stacks import unpacked
from ..engine.targets.table import Target


def looks_like_a_transform(child: Any) -> bool:
    """True for an object with ``available_keys`` that can be called, which is what Albumentations asks of a child."""
    return not isinstance(child, type) and callable(child) and hasattr(child, "available_keys")


def can_be_seeded(child: Any) -> bool:
    """True where ``set_random_seed`` lets the pipeline's seed reach the child's draws."""
    return callable(getattr(child, "set_random_seed", None))


@value
class Called(Op):
    """An object was called with the sample, after it was given this seed; None where it takes none."""

    uint8_grade: ClassVar[Grade] = Grade.SAME_BUILD
    runs_user_code: ClassVar[bool] = True

    name: str
    seed: int | None

    def bound(self, find: Callable[..., Any]) -> NoReturn:
        raise ValueError(
            f"{self.name} is no transform of augrepro but an object that was called; no plan can repeat that: make it "
            f"a class of your own that derives from one of augrepro's bases"
        )


class CalledObject(Node):
    """A node that seeds an object with a draw of its own and calls it."""

    added_targets: Mapping[str, str] = MappingProxyType({})

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        p = getattr(inner, "p", 1.0)
        self.p = p if is_number(p) and not is_mock(p) else 1.0
        self._lock = threading.Lock()
        self._takes_force = _takes(inner, "force_apply")

    @property
    def stream_name(self) -> str:
        return type(self.inner).__name__

    @property
    def data_keys(self) -> set[str]:
        return _names(self.inner.available_keys) | _names(getattr(self.inner, "targets_as_params", ()))

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        if not frame.stacks:
            raise ValueError(f"{self.stream_name} takes a whole sample and cannot act on some channels of an image")
        data = {name: own(value) for name, value in data_of(frame).items()}
        data |= {name: box_rows(boxes, frame.shape) for name, boxes in frame.boxes.items()}
        data |= {name: point_rows(points) for name, points in frame.points.items()}
        force = {"force_apply": True} if forced and self._takes_force else {}
        seed = rng.child(b"called").word() >> 32 if can_be_seeded(self.inner) else None
        with self._lock:
            if seed is not None:
                self.inner.set_random_seed(seed)
            out = called(self.inner, **data, **force)
        if is_mock(out):
            return
        if not isinstance(out, Mapping):
            raise TypeError(f"{self.stream_name} must return a dict of the sample, got {short_repr(out)}")
        self._take(out, frame, path, seed)

    def _take(self, out: Mapping[str, Any], frame: Frame, path: str, seed: int | None) -> None:
        missing = [name for name in (*frame.stacks, *frame.boxes, *frame.points) if name not in out]
        if missing:
            raise ValueError(f"{self.stream_name} must return every target that it is given, and lacks {missing}")
        stacks = {
            name: (target, self._arrays(f"{self.stream_name}: {name}", target, out[name], frame.data[name]))
            for name, (target, _) in frame.stacks.items()
        }
        more = {name: kept(out[name]) for name in out if name in frame.free or name not in frame.data}
        more.pop("force_apply", None)
        frame.take(Called(self.stream_name, seed), path, stacks, more)
        size = frame.shape[:2]
        for name, boxes in frame.boxes.items():
            found = boxes_of(out[name], boxes, size, f"{self.stream_name}: {name}")
            frame.boxes[name] = found.filtered(*size) if frame.filter_each else found
        for name, points in frame.points.items():
            frame.points[name] = points_of(out[name], points, f"{self.stream_name}: {name}")

    @staticmethod
    def _arrays(where: str, target: Target, found: Any, brought: Any) -> list[Any]:
        if target.single:
            return [checked_array(where, found, target)]
        if not len(brought):  # no masks, of which one blank mask may stand for the shape
            return unpacked(where, target, found)
        return checked_batch(where, found, target)

    def to_dict_private(self) -> NoReturn:
        raise NotImplementedError(
            f"{self.stream_name} cannot be saved: it is no transform of augrepro; derive it from one of its bases"
        )

    def __repr__(self) -> str:
        return short_repr(self.inner)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _lock=threading.Lock())


def _names(found: Any) -> set[str]:
    """The texts in what should be a collection of names."""
    try:
        return {name for name in found if isinstance(name, str)}
    except TypeError:
        return set()


def _takes(function: Any, name: str) -> bool:
    """True where a call may have an argument of that name."""
    try:
        rows = signature(function).parameters
    except (TypeError, ValueError):
        return False
    return name in rows or any(row.kind is Parameter.VAR_KEYWORD for row in rows.values())
