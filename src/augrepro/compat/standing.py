"""Classes that take the calls of earlier releases and build the library's own transforms."""

from __future__ import annotations

import types
from abc import ABC
from dataclasses import replace
from inspect import Parameter, signature
from typing import Any, ClassVar

from ..engine.declare.calls import Call, todays_call, written
from ..engine.declare.errors import nearest, warn
from ..engine.declare.parse import is_sequence
from ..engine.declare.places import PLACES
from ..engine.declare.releases import Untranslatable
from ..engine.node import Node
from ..engine.protocol.basic import BasicTransform
from ..engine.protocol.overridden import METHODS
from ..pipeline.called import CalledObject, can_be_seeded, looks_like_a_transform
from ..pipeline.foreign import is_of_others
from .groups import as_it_ran, with_weight
from .legacy import legacy, release_now, release_text
from .per_image import fit_later
from .reading import with_reader

ISOTROPIC = "ShiftScaleRotate", "Affine"
"""A class, and the one that draws for its subclasses what it drew before one factor an axis came."""
FREE_AXES = (1, 4, 4)
"""The release it came with."""
_BY_PLACE = Parameter.POSITIONAL_OR_KEYWORD
MODERN: dict[str, Any] = {}
"""Today's classes by their names: what a call becomes."""


def accepted(cls: Any) -> tuple[list[str], list[str]]:
    """The arguments that a class takes by place, and all that it takes by name."""
    rows = list(signature(cls).parameters.values())
    more = [row.name for row in signature(MODERN["Compose"]).parameters.values()] if _takes_more(rows) else []
    return [row.name for row in rows if row.kind is _BY_PLACE], [
        *(row.name for row in rows if row.kind is not Parameter.VAR_KEYWORD),
        *more,
    ]


def _takes_more(rows: list[Parameter]) -> bool:
    return any(row.kind is Parameter.VAR_KEYWORD for row in rows)


def todays(name: str, args: tuple[Any, ...], kwargs: dict[str, Any], cls: Any, renames: bool = True) -> Call:
    """Today's call for a call of ``name``, whose arguments by place are those of ``cls``; warns where they differ.

    Without ``renames`` a group that would be another class today stays what it is.
    """
    try:
        places = (
            accepted(cls)[0] if name in MODERN else [place for place in PLACES[name].split() if place != "always_apply"]
        )
        call = todays_call(name, args, kwargs, places, release_now())
    except Untranslatable as error:
        raise ValueError(f"{name}.{error}") from None
    known = accepted(MODERN[call.name])[1]
    call = with_reader(call)
    drops = issubclass(MODERN[call.name], BasicTransform)  # every release refused those of a group
    unknown = [key for key in call.arguments if key not in known and drops]
    strict = "strict" in unknown and call.arguments["strict"]
    if invalid := [key for key in unknown if key != "strict"]:
        call = replace(call, left_out=left_out(name, invalid, known, strict), invalid=tuple(invalid))
    call = replace(
        call,
        arguments={
            key: call.arguments[key]
            for key in [*known, *call.arguments]
            if key in call.arguments and key not in unknown
        },
    )
    call = as_it_ran(call, release_now(), renames)
    if call.former:
        legacy(sentence(name, args, kwargs, call))
    return call


def left_out(name: str, unknown: list[str], known: list[str], strict: bool = False) -> str:
    """The words for arguments that no release knew, as a warning, or with ``strict`` a ValueError."""
    hints = "; ".join(filter(None, (nearest(key, known).removeprefix("; ") for key in unknown)))
    text = f"Argument(s) '{', '.join(unknown)}' are not valid for transform {name}{f' ({hints})' if hints else ''}"
    if strict:
        raise ValueError(text)
    warn(f"{text}: left out, as Albumentations 2 does")
    return text


def sentence(name: str, args: tuple[Any, ...], kwargs: dict[str, Any], call: Call) -> str:
    """What a LegacyWarning says: today's call on a line of its own, the one that was made, and what differs."""
    given = ", ".join([*map(written, args), *(f"{key}={written(value)}" for key, value in kwargs.items())])
    first = f"A.{name}({given}) is of an earlier Albumentations"
    if call.on_bytes is None:
        return "\n".join((f"{first}; today it is", f"    {call!r}", *call.notes))
    on_bytes = replace(call, arguments={key: call.on_bytes[key] for key in call.arguments if key in call.on_bytes})
    first = f"{first}, which read it by the dtype of the image, as is done here; on float images today it is"
    return "\n".join(
        (first, f"    {call!r}", "and on uint8 images, where it hardly shows,", f"    {on_bytes!r}", *call.notes)
    )


def run(call: Call) -> Any:
    """What a call builds."""
    arguments = {key: _built(value) for key, value in call.arguments.items()}
    built = fit_later(MODERN[call.name](**_weighed(call.name, arguments)), call.on_bytes is not None)
    if call.left_out:
        built.__dict__.update(_left_out=call.left_out, invalid_args=[*call.invalid])
    if call.always:
        usual = signature(MODERN[call.name]).parameters["p"].default
        built.__dict__["_weight"] = usual if call.weight is None else call.weight
    return built


def _weighed(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a group, where children that always ran get back the p by which OneOf chooses.

    Objects that only look like transforms are called as they are, a word said of those that no seed reaches.
    """
    for key in ("transforms", "first", "second"):
        given = arguments.get(key)
        if given is not None and looks_like_a_transform(given):
            arguments = {**arguments, key: _called(given, name)}
        elif given is not None and is_sequence(given):
            arguments = {**arguments, key: [_called(child, name) for child in given]}
    children = arguments.get("transforms")
    if name != "OneOf" or children is None or not is_sequence(children):
        return arguments
    return {**arguments, "transforms": [with_weight(child) for child in children]}


def _called(child: Any, owner: str) -> Any:
    if isinstance(child, Node) or not looks_like_a_transform(child) or is_of_others(child) or can_be_seeded(child):
        return child
    warn(
        f"{owner}: {type(child).__name__} is no transform of augrepro and has no set_random_seed: it is called as it "
        f"is, its draws come from no seed of this pipeline, and no plan repeats them"
    )
    return CalledObject(child)


def _built(value: Any) -> Any:
    if isinstance(value, Call):
        return run(value)
    if isinstance(value, list) and any(isinstance(item, Call) for item in value):
        return [_built(item) for item in value]
    return value


class Standing(ABC):  # noqa: B024 - for __subclasshook__
    """Mixed into a class of the library: ``A.Rotate(...)`` builds the library's own Rotate, which is one of these too.

    A class of a user's own below it is built as such, with the same translation of what it hands to ``__init__``.
    """

    stands_for: ClassVar[Any] = None

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if "stands_for" not in vars(cls):
            return super().__new__(cls)
        if put := sorted(vars(cls).keys() & set(METHODS)):
            raise TypeError(
                f"{', '.join(put)} was put on augrepro.compat.{cls.__name__}, which builds augrepro.{cls.__name__} and "
                f"so does not act: put it on augrepro.{cls.__name__}, or derive a class of your own"
            )
        call = todays(cls.__name__, args, kwargs, cls.stands_for)
        return run(call)

    @classmethod
    def __subclasshook__(cls, other: type) -> Any:
        own = vars(cls).get("stands_for")
        return NotImplemented if own is None else issubclass(other, own)

    def _todays(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Today's arguments for those that a user's own class hands on."""
        own: Any = next(base for base in type(self).__mro__ if "stands_for" in vars(base))
        call = todays(own.__name__, args, kwargs, own.stands_for, renames=False)
        if (own.__name__, call.name) == ISOTROPIC:
            self.__dict__["_drawn_by"] = run(call)
            return todays_call(own.__name__, args, kwargs, accepted(own.stands_for)[0], FREE_AXES).arguments
        if MODERN[call.name] is not own.stands_for:
            raise TypeError(f"{type(self).__name__}: {own.__name__} with these arguments is {call!r}; derive from that")
        read_as = {} if call.on_bytes is None else {"read_as": release_text()}
        return {**call.arguments, **read_as}


def standing_transform(cls: Any, former: type, name: str = "") -> Any:
    """The class that stands for a transform of ours."""

    def construct(self: Any, args: Any, kwargs: dict[str, Any]) -> None:
        own = {key: kwargs.pop(key) for key in [*kwargs] if key in type(self).declared and key not in cls.declared}
        read = kwargs.get("read_as") is not None  # by a file or a repr, whose arguments are today's
        given = kwargs if read else self._todays(tuple(args), kwargs)
        cls._construct(self, args if read else (), {**given, **own})
        self.__dict__["_release"] = release_now()

    def draw(self: Any, rng: Any, frame: Any) -> Any:
        drawer: Any = self.__dict__.get("_drawn_by") or super(stands, self)
        return drawer.draw(rng, frame)

    body = {"_construct": construct, **({"draw": draw} if cls.__name__ == ISOTROPIC[0] else {})}
    stands = _new_class(cls, name or cls.__name__, (former, Standing, cls), body)
    return stands


def standing_params(cls: Any) -> Any:
    """The class that stands for the parameters of boxes or keypoints."""

    def construct(self: Any, args: Any, kwargs: dict[str, Any]) -> None:
        cls._construct(self, (), self._todays(tuple(args), kwargs))

    return _new_class(cls, cls.__name__, (Standing, cls), {"_construct": construct}, abstract=False)


def standing_written(cls: Any, *mixed: type) -> Any:
    """The class that stands for one of ours whose constructor is written out: a pipeline, a group, Lambda."""

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        cls.__init__(self, **_weighed(cls.__name__, self._todays(args, kwargs)))

    init.__signature__ = signature(cls.__init__)  # type: ignore[attr-defined]  # read by inspect
    return _new_class(cls, cls.__name__, (*mixed, Standing, cls), {"__init__": init})


def _new_class(cls: Any, name: str, bases: tuple[type, ...], body: dict[str, Any], abstract: bool = True) -> Any:
    said = vars(cls).get("__doc__")
    space = {"__module__": "augrepro.compat", "__doc__": getattr(said, "written", said), "stands_for": cls, **body}
    return types.new_class(name, bases, {"abstract": True} if abstract else {}, lambda names: names.update(space))
