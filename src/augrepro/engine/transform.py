"""A transform: a small frozen declaration of chance whose one method draws an op."""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from inspect import Parameter, Signature
from typing import Annotated, Any, ClassVar, Self, dataclass_transform, get_args, get_origin, get_type_hints

import numpy as np

from .chance.rng import Stream
from .chance.sample import UNSET, current, sample_of, sample_scope
from .chance.seeding import CallKey, Seeding, checked_seed
from .codec import TargetCodec
from .declare.errors import nearest, short_repr
from .declare.parse import Invalid, expected, parser, to_json
from .declare.registry import TRANSFORMS, name_of
from .frame import Frame, Rewrite
from .op import Op
from .plan import Plan
from .targets.boxes import BboxParams
from .targets.keypoints import KeypointParams
from .targets.label_fields import LabelFields

ROOT = b"root"
"""The stream name of the outermost node, whatever its class: Compose and ReplayCompose of one seed draw alike."""
Drawn = Op | tuple[Op, ...] | None
_BARE_CODEC = TargetCodec(BboxParams("albumentations"), KeypointParams("xy", remove_invisible=False))


class Node:
    """Anything that may stand in a pipeline: it draws into a frame, and called by itself it is a pipeline of one."""

    p: float
    name: str | None = None
    _codec: TargetCodec = _BARE_CODEC
    _rewrite: Rewrite | None = None

    @property
    def stream_name(self) -> str:
        """The name under which the parent finds this node's stream: ``name=`` where given, else the class."""
        return self.name or type(self).__name__

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        """Transform what happens and push it on the frame."""
        raise NotImplementedError(f"{type(self).__name__} must define draw_into(rng, frame, path, forced)")

    @property
    def source(self) -> Seeding:
        """Seed and counters; made at the first use."""
        found: Seeding | None = self.__dict__.get("_source")
        if found is None:
            found = Seeding(None)
            object.__setattr__(self, "_source", found)
        return found

    @property
    def stream(self) -> str:
        """The name of this node's stream in sample mode, where it is called by itself."""
        return self.stream_name

    def next_call_key(self) -> CallKey:
        """What names the next call: the sample whose scope is open, else the number of the call."""
        scope = current()
        return self.source.next() if scope is None else self.source.keyed(scope, self.stream)

    def __call__(self, *args: Any, sample_key: Any = UNSET, **data: Any) -> dict[str, Any]:
        """Augment one sample given by keyword: ``image=``, ``mask=``, ``bboxes=`` ...; the input stays as it was.

        Returns a dict with the same keys. ``sample_key=`` (a whole number, a text, bytes or a pair (epoch, id) of
        them) makes every draw a function of the seed and that key: calls with one key share their draws, wherever they
        are made. Raises TypeError or ValueError that names the target and what it must be.
        """
        if args:
            raise KeyError("data must be passed by keyword, for example transform(image=image)")
        if sample_key is not UNSET:
            with sample_scope(sample_of(sample_key, type(self).__name__)):
                return self(**data)
        frame, label_fields = self._drawn(data)
        result = self._codec.encode(frame, data, label_fields)
        self.record(result, frame)
        return result

    def _drawn(self, data: dict[str, Any]) -> tuple[Frame, dict[str, LabelFields]]:
        frame, label_fields = self._codec.decode(data, self._rewrite)
        call_key = frame.call_key = self.next_call_key()
        self.draw_into(Stream(call_key.key, ROOT), frame, self.stream_name)
        return frame, label_fields

    def record(self, result: dict[str, Any], frame: Frame) -> None:
        """Add to a call's result what is known of how it came about."""

    def draw_plan(self, *, sample_key: Any = UNSET, **data: Any) -> Plan:
        """Transform the next call's plan, or a sample key's, for this sample without handing back pixels."""
        if sample_key is not UNSET:
            with sample_scope(sample_of(sample_key, type(self).__name__)):
                return self.draw_plan(**data)
        return self._drawn(data)[0].plan()

    def apply_plan(self, plan: Plan, **data: Any) -> dict[str, Any]:
        """Replay a plan on this sample: the same ops, no chance."""
        frame, label_fields = self._codec.decode(data, self._rewrite)
        for step in plan.steps:
            frame.push(step.op, step.path)
        return self._codec.encode(frame, data, label_fields)

    def set_random_seed(self, seed: int | None) -> None:
        """Start the sequence of a seed from its first call; None starts an unrepeatable one."""
        object.__setattr__(self, "_source", Seeding(checked_seed(seed, type(self).__name__)))

    def set_random_state(self, random_generator: np.random.Generator, py_random: random.Random) -> None:
        """Transform each later call's root from these generators; both advance with every call and may be shared."""
        source = copy.copy(self.source)
        source.give(random_generator, py_random)
        object.__setattr__(self, "_source", source)

    def frozen(self) -> Self:
        """A copy that repeats one draw: every call of it is the next call of this transform."""
        twin = copy.deepcopy(self)
        twin.source.repeats = True
        return twin

    def to_dict_private(self) -> dict[str, Any]:
        """The node as a pipeline file has it: class name and constructor arguments."""
        raise NotImplementedError(f"{type(self).__name__} cannot be saved: it must define to_dict_private()")


@dataclass_transform(frozen_default=True)
class Transform(Node):
    """Base of the declared transforms: annotated fields, and ``draw(rng, frame)`` that returns an op, ops or None."""

    declared: ClassVar[dict[str, Any]] = {}
    defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if abstract:
            return
        hints = get_type_hints(cls, include_extras=True)
        own = [name for name in vars(cls).get("__annotations__", {}) if get_origin(hints[name]) is not ClassVar]
        cls.declared = {name: hints[name] for name in own}
        cls.defaults = {name: vars(cls)[name] for name in own if name in vars(cls)}
        cls.__signature__ = _signature(cls)  # type: ignore[attr-defined]
        if cls.__module__.startswith("augrepro."):
            TRANSFORMS[cls.__name__] = cls

    def __init__(self, *args: Any, name: str | None = None, **kwargs: Any) -> None:
        cls = type(self)
        values = {**cls.defaults, **cls._spelled(cls._bound(args, kwargs))}
        missing = [field for field in cls.declared if field not in values]
        if missing:
            expectations = "; ".join(f"{field}: {expected(cls.declared[field])}" for field in missing)
            raise TypeError(f"{cls.__name__} needs {', '.join(missing)} ({expectations})")
        state = self.__dict__
        refused = []
        for field, annotation in cls.declared.items():
            try:
                state[field] = parser(annotation)(values[field])
            except Invalid:
                refused.append(
                    f"{cls.__name__}.{field} must be {expected(annotation)}, got {short_repr(values[field])}"
                )
        if not refused:
            refused.extend(f"{cls.__name__}.{text}" for text in self._refused())
        if refused:
            raise ValueError("\n".join(refused))
        if name is not None:
            state["name"] = checked_name(name, cls.__name__)

    @classmethod
    def _bound(cls, args: Sequence[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
        names = list(cls.declared)
        if len(args) > len(names):
            raise TypeError(f"{cls.__name__} takes {len(names)} arguments ({', '.join(names)}), got {len(args)}")
        values = dict(zip(names, args, strict=False))
        for name, value in kwargs.items():
            if name in values:
                raise TypeError(f"{cls.__name__} got {name} twice")
            if name not in cls.declared and name not in cls._aliases():
                raise TypeError(f"{cls.__name__} has no argument {name!r}{nearest(name, cls.declared)}")
            values[name] = value
        return values

    @classmethod
    def _aliases(cls) -> tuple[str, ...]:
        """Further argument names that ``_spelled`` turns into declared ones."""
        return ()

    @classmethod
    def _spelled(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Other spellings of the arguments, turned into the declared one."""
        return values

    def _refused(self) -> list[str]:
        """Complaints about fields that only make sense together, each 'field must be ..., got ...'."""
        return []

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        """What happens, drawn from the stream; the only place of chance."""
        raise NotImplementedError(f"{type(self).__name__} must define draw(rng, frame)")

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        if not forced and self.p < 1 and rng.gate() >= self.p:
            return
        drawn = self.draw(rng, frame)
        if isinstance(drawn, tuple):
            for op in drawn:
                frame.push(op, path)
        elif drawn is not None:
            frame.push(drawn, path)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: build a new one instead of setting {name}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._fields() == other._fields()

    def __hash__(self) -> int:
        return hash((type(self), repr(self)))

    def _fields(self) -> dict[str, Any]:
        fields = {field: getattr(self, field) for field in self.declared}
        return fields if self.name is None else {**fields, "name": self.name}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self._fields().items())})"

    def replaced(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return type(self)(**{**self._fields(), **changes})

    def get_transform_init_args_names(self) -> tuple[str, ...]:
        """The names of the constructor's arguments."""
        return tuple(self.declared)

    def get_transform_init_args(self) -> dict[str, Any]:
        """The constructor's arguments as they were coerced."""
        return {field: getattr(self, field) for field in self.declared}

    def to_dict_private(self) -> dict[str, Any]:
        return {"__class_fullname__": name_of(type(self)), **to_json(self._fields())}


class ImageOnly(Transform, abstract=True):
    """Base of the transforms of intensities: masks, boxes and keypoints stay as they are."""


class Dual(Transform, abstract=True):
    """Base of the transforms that move pixels: masks, boxes and keypoints follow."""


def checked_name(name: object, owner: str) -> str:
    """A name that can stand in a path of names."""
    if not isinstance(name, str) or not name or set(name) & set("/#"):
        raise ValueError(f"{owner}.name must be a text without / and #, got {short_repr(name)}")
    return name


def _signature(cls: type[Transform]) -> Signature:
    kind = Parameter.POSITIONAL_OR_KEYWORD
    rows = [
        Parameter(name, kind, default=cls.defaults.get(name, Parameter.empty), annotation=_bare(annotation))
        for name, annotation in cls.declared.items()
    ]
    try:
        return Signature([*rows, Parameter("name", Parameter.KEYWORD_ONLY, default=None)])
    except ValueError:
        raise TypeError(f"{cls.__name__}: a field without a default stands behind one with a default") from None


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
