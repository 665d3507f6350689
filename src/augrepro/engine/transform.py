"""A transform: a small frozen declaration of chance whose one method draws an op.

Users may subclass one and override methods of Albumentations' protocol (``apply``, ``get_params`` ...): such a class
draws its ops as before, and they reach ``apply`` as the parameter ``ops``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from .chance.call_generators import open_generators
from .chance.rng import Stream
from .declare.declared import Declared, keyword_only
from .declare.errors import short_repr, warn
from .declare.kinds import Probability, StreamName
from .declare.parse import to_json
from .declare.refusals import checked
from .declare.registry import name_of
from .frame import Frame
from .op import Op
from .protocol import acting
from .protocol.basic import BasicTransform, DualTransform, ImageOnlyTransform, Params
from .protocol.by_hand import check_as_drawn, checked_ops, own_result, warn_of_new_draw
from .protocol.overridden import METHODS, check_all_there, methods_of, overridden, put_on_bases, read_by
from .targets.geometry import Array
from .unit_floats import KnowsWhite, ReadAs, tell_of_bytes

Drawn = Op | tuple[Op, ...] | None
GENERATORS = {"random_generator": "_own_numpy", "py_random": "_own_python"}


class Transform(KnowsWhite, ReadAs, Declared, BasicTransform, abstract=True):
    """Base of the declared transforms: annotated fields, and ``draw(rng, frame)`` that returns an op, ops or None."""

    name: StreamName | None = keyword_only(default=None, kw_only=True)
    granted: ClassVar[tuple[str, ...]] = ("strict",)
    ends: ClassVar[bool] = False
    """True where no other transform of ours can follow."""
    after_tensors: ClassVar[bool] = False
    """True where it may follow all the same."""
    channels: ClassVar[frozenset[int] | None] = None
    """The counts of channels that an image must have, ``class ToGray(ImageOnly, channels={1, 3})``; None for any."""
    any_range: ClassVar[bool] = True
    """False where black is 0 and white is 1 in float images, and what lies beyond is cut off."""
    _methods: ClassVar[tuple[Any, ...]] = ()
    """Those of the protocol, as the class had them when it was last looked at."""
    _customized: ClassVar[frozenset[str]] = frozenset()
    _fit: ClassVar[Any] = None
    """Called with this and a frame where an instance has it: the transform that draws in its place."""
    _asks: ClassVar[bool] = False
    """True where drawing is more than ``draw``: channels are asked for, or a user's methods or ``_fit`` are to act."""
    _shown: ClassVar[tuple[str, ...]] = ("image", "mask")

    def __init_subclass__(
        cls, channels: Collection[int] | None = None, any_range: bool | None = None, **kwargs: Any
    ) -> None:
        super().__init_subclass__(**kwargs)
        if any_range is not None:
            cls.any_range = any_range
        if channels is not None:
            cls.channels = frozenset(channels)
        cls._look()

    @classmethod
    def _look(cls) -> None:
        """See which methods of a user's own act: they may come with a class, be put on it later, and taken off."""
        methods = methods_of(cls)
        cls._customized = overridden(cls)
        cls._asks = bool(cls._customized) or cls.channels is not None
        cls._methods = methods

    def _construct(self, args: Sequence[Any], kwargs: dict[str, Any]) -> None:
        self._read_by(kwargs)
        super()._construct(args, kwargs)
        if self._built_in and (put := put_on_bases()):
            cls = type(self).__name__
            warn(
                f"{', '.join(put)} was put on a base: {cls} has its own and does not call it; put it on A.{cls} itself"
            )

    def _fill(self, values: dict[str, Any], args: Sequence[Any] = ()) -> None:
        super()._fill(values, args)
        self.__dict__["_for_bytes"] = self.meant_for_bytes() if self._built_in else ""

    @property
    def acts_by_protocol(self) -> bool:
        """True where methods of a user's own act."""
        if methods_of(type(self)) != self._methods:
            self._look()
        return bool(self._customized)

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        """What happens, drawn from the stream; the only place of chance."""
        raise NotImplementedError(f"{type(self).__name__} must define draw(rng, frame)")

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        p = self.p
        if p < 1 and (not p or (not forced and rng.gate() >= p)):
            return
        if methods_of(type(self)) != self._methods:
            self._look()
        if self._asks:
            if self.channels is not None:
                frame.need_channels(self.channels)
            if self._customized:
                self.draw_by_protocol(rng, frame, path)
                return
            if self._fit is not None:
                self._fit(self, frame).draw_into(rng, frame, path, forced=True)
                return
        if self._for_bytes and tell_of_bytes(f"{self.stream_name}: {self._for_bytes}", frame):
            self.__dict__["_for_bytes"] = ""
        drawn = self.draw(rng, frame)
        if drawn is None:
            return
        if isinstance(drawn, tuple):
            for op in drawn:
                frame.push(op, path)
        else:
            frame.push(drawn, path)

    def get_params(self) -> Params:
        """By hand, what is drawn without a look at the image, as the method below returns it; else {}."""
        return {} if open_generators(self) is not None else acting.without_image(self)

    def get_params_dependent_on_data(self, params: Params, data: dict[str, Any]) -> Params:
        """The drawn ops under ``"ops"``, which ``apply`` and its kin run; by hand, what is in a single one as well."""
        call = open_generators(self)
        if call is not None and call.frame is not None:
            if names := self.names_read() - params.keys():
                return acting.in_call(self, call.stream, call.frame, names)
            return {"ops": as_ops(self.draw(call.stream, call.frame))}
        return acting.with_image(self, data, self._shown)

    @property
    def of_former_release(self) -> bool:
        """True where a user's methods get drawn parameters in the units of release 1.3.1."""
        return False

    def names_read(self) -> frozenset[str]:
        """The parameters that releases of Albumentations draw for the class and a user's methods read by name."""
        return frozenset().union(*read_by(self, self._customized).values()) if self._customized else frozenset()

    def drawn_by_hand(self, rng: Stream, frame: Frame, image: Array | None) -> tuple[tuple[Op, ...], Params]:
        """The ops, and parameters that they do not name, by Albumentations' names; ``image`` as it was given."""
        return as_ops(self.draw(rng, frame)), {}

    def apply(self, img: Array, *args: Any, **params: Any) -> Array:
        """The (H, W) or (H, W, C) image after the ops in ``params``; without any, after the next call's draw."""
        out: Array = own_result(self, acting.on_array(self._ops(params, img, args), "image", img), img)
        return out

    def apply_to_mask(self, mask: Array, *args: Any, **params: Any) -> Array:
        """The (H, W) or (H, W, C) mask after the ops in ``params``."""
        out: Array = own_result(
            self, acting.on_array(self._ops(params, mask, args, not self.image_only), "mask", mask), mask
        )
        return out

    def apply_to_bboxes(self, bboxes: Array, *args: Any, **params: Any) -> Array:
        """The (N, 4 or more) boxes, as shares of the image, after the ops in ``params``."""
        return acting.on_bboxes(self._ops(params, None, args), bboxes, params)

    def apply_to_keypoints(self, keypoints: Array, *args: Any, **params: Any) -> Array:
        """The (N, 5 or more) keypoints x, y, z, angle in radians, scale, after the ops in ``params``."""
        return acting.on_keypoints(self._ops(params, None, args), keypoints, params)

    def _check_read(self, params: Params) -> None:
        unread = sorted(params.keys() - {"ops", "shape"})
        if unread and not any(name.startswith("apply") for name in self._customized):
            reader = type(self) if self._built_in else type(self).__mro__[1]
            raise TypeError(
                f"{', '.join(unread)}: {reader.__name__}.apply reads the drawn 'ops' alone, so that "
                f"nothing reads this; override apply, or draw(rng, frame)"
            )
        if "ops" in params:
            check_all_there(self, read_by(self, self._customized), params)

    def _ops(
        self, params: Params, array: Array | None, args: tuple[Any, ...] = (), changes: bool = True
    ) -> tuple[Op, ...]:
        if args:
            got = f"{len(args)} more argument{'' if len(args) == 1 else 's'}"
            raise TypeError(f"{type(self).__name__}.apply takes the array and the parameter 'ops', got {got} by place")
        by_hand = open_generators(self) is None
        if "ops" in params:
            ops = checked_ops(self, params["ops"])
            if (by_hand or hasattr(ops, "named")) and len(params) > 1:
                check_as_drawn(self, params, self._customized)
            return ops
        if array is None or not by_hand:
            raise TypeError(
                f"{type(self).__name__}.apply needs the parameter 'ops' that the base class draws: let your "
                f"get_params_dependent_on_data return {{**super().get_params_dependent_on_data(params, data), ...}}"
            )
        if params.keys() - {"shape"}:
            raise TypeError(f"{type(self).__name__}.apply takes the parameter 'ops' alone, got {', '.join(params)}")
        data = {self._shown[0]: array}
        drawn = checked_ops(self, self.get_params_dependent_on_data({}, data).get("ops"))
        if changes and not self.repeats:
            warn_of_new_draw(self, acting.some_draws(self, data, self._shown))
        return drawn

    def _looks_at_data(self) -> bool:
        return True

    def _data_matters(self) -> bool:
        return "get_params_dependent_on_data" in self._customized or bool(self.targets_as_params)

    def _keyword(self, name: str, value: Any) -> Any:
        return checked_name(value, type(self).__name__)

    def get_transform_init_args_names(self) -> tuple[str, ...]:
        """The names of the constructor's arguments."""
        return tuple(self.declared) if self._constructed else super().get_transform_init_args_names()

    def __setattr__(self, name: str, value: Any) -> None:
        """Set ``p``, as a pipeline's, or the generators of calls by itself; every other field stays as it was built."""
        if name == "p":
            self.__dict__["p"] = checked(value, Probability, f"{type(self).__name__}.p")
        elif self._built_in and name in GENERATORS:
            self.give_generator(**{name: value})
            self.__dict__[GENERATORS[name]] = value
        elif self._built_in and name in METHODS:
            raise AttributeError(self._put_elsewhere(name))
        else:
            super().__setattr__(name, value)
            if name in METHODS:
                self._look_at_own()

    def __delattr__(self, name: str) -> None:
        if self._built_in and name in METHODS:  # mock.patch.object takes off what it could not put on
            raise AttributeError(self._put_elsewhere(name))
        super().__delattr__(name)
        if name in METHODS:
            self._look_at_own()

    def _put_elsewhere(self, name: str) -> str:
        cls = type(self).__name__
        return (
            f"{cls} is frozen: put {name} on a class of your own below A.{cls}, or on the class while a test runs, "
            f'mock.patch.object(A.{cls}, "{name}", ...)'
        )

    def _look_at_own(self) -> None:
        """See which methods of a user's own act where this very instance has some."""
        self.__dict__.pop("_customized", None)
        self.__dict__["_asks"] = type(self)._asks or self._fit is not None
        if own := self.__dict__.keys() & set(METHODS):
            self.__dict__.update(_customized=overridden(type(self)) | own, _asks=True)

    def __eq__(self, other: object) -> bool:
        frozen = self.repeats or (isinstance(other, Transform) and other.repeats)
        return self is other if frozen else super().__eq__(other)

    __hash__ = Declared.__hash__

    def __repr__(self) -> str:
        try:
            return super().__repr__()
        except AttributeError:  # a user's own constructor whose arguments are no attributes
            return f"{type(self).__name__}(p={self.p!r})"

    def _identity(self) -> dict[str, Any]:
        return super()._identity() if self._constructed else self.get_transform_init_args()

    def to_dict_private(self) -> Params:
        given = {name: getattr(self, name) for name in (*self.keywords, "read_as") if getattr(self, name) is not None}
        return {"__class_fullname__": name_of(type(self)), **to_json({**self.get_transform_init_args(), **given})}


class ImageOnly(Transform, ImageOnlyTransform, abstract=True, any_range=False):
    """Base of the transforms of intensities: masks, boxes and keypoints stay as they are."""


class Dual(Transform, DualTransform, abstract=True):
    """Base of the transforms that move pixels: masks, boxes and keypoints follow."""


def as_ops(drawn: Drawn) -> tuple[Op, ...]:
    """What a draw returned as a tuple."""
    return () if drawn is None else drawn if isinstance(drawn, tuple) else (drawn,)


def checked_name(name: object, owner: str) -> str:
    """A name that can stand in a path of names."""
    if not isinstance(name, str) or not name or set(name) & set("/#") or not name.isprintable():
        raise ValueError(
            f"{owner}.name must be a text without / and #, of printable characters, got {short_repr(name)}"
        )
    return name
