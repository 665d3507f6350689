"""A value: frozen, made of annotated fields, and read back from the JSON that it writes."""

from __future__ import annotations

from inspect import get_annotations
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform, get_origin

from .declare.errors import PlanError, nearest, short_repr
from .declare.parse import PARSERS, Invalid, parser, to_json
from .declare.refusals import refusal
from .facts import Facts, facts_of
from .targets.table import Shape

C = TypeVar("C", bound="type[Value]")


class Value:
    """A frozen value made of annotated fields: compared, hashed, printed, written as JSON and read back by them.

    ``fields`` holds their annotations and ``defaults`` the values of those that may be left out, also in a stored plan.
    """

    fields: ClassVar[dict[str, Any]] = {}
    defaults: ClassVar[dict[str, Any]] = {}

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is a value: build another instead of setting {name}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self.fields)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.fields)})"

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON has them."""
        return {name: to_json(getattr(self, name)) for name in self.fields}

    def facts(self, shape: Shape) -> Facts:
        """What was drawn, in words by name; ``shape`` is the image's before the op."""
        return facts_of(self, shape)

    @classmethod
    def _enter(cls) -> None:
        """Let fields of this class be read back from JSON."""
        PARSERS[cls] = cls.parsed

    @classmethod
    def of(cls, declaration: Any) -> Self:
        """The value whose fields a transform declares under the same names."""
        return cls(*[getattr(declaration, name) for name in cls.fields])

    @classmethod
    def parsed(cls, given: Any) -> Self:
        """The value with these fields, each checked; PlanError names the field that is wrong."""
        if not isinstance(given, dict):
            raise PlanError(f"{cls.__name__} must be an object with {', '.join(cls.fields)}, got {short_repr(given)}")
        for name in given:
            if name not in cls.fields:
                raise PlanError(f"{cls.__name__} has no field {short_repr(name)}{nearest(name, cls.fields)}")
        missing = [name for name in cls.fields if name not in given and name not in cls.defaults]
        if missing:
            raise PlanError(f"{cls.__name__} lacks {', '.join(missing)}")
        return cls(**{name: _parsed(cls, name, item) for name, item in given.items()})


def _parsed(cls: type[Value], name: str, item: Any) -> Any:
    annotation = cls.fields[name]
    try:
        return parser(annotation)(item)
    except Invalid:
        raise PlanError(refusal(item, annotation, f"{cls.__name__}.{name}")) from None
    except PlanError as error:
        raise PlanError(f"{cls.__name__}.{name}: {error}") from None


@dataclass_transform(frozen_default=True, eq_default=True)
def value(cls: C) -> C:
    """Give a class a constructor of its annotated fields, those it inherits first; an op is entered under its name.

    Like a frozen dataclass, at a tenth of what dozens of those would cost at import: equality, hash and repr are
    written once, in ``Value``.
    """
    own = get_annotations(cls, eval_str=True)
    cls.fields = {**cls.fields, **{name: kind for name, kind in own.items() if not _is_class_variable(kind)}}
    cls.defaults = {name: getattr(cls, name) for name in cls.fields if hasattr(cls, name)}
    _give_constructor(cls)
    cls._enter()
    return cls


def _is_class_variable(annotation: Any) -> bool:
    origin: Any = get_origin(annotation)
    return origin is ClassVar


def _give_constructor(cls: type[Value]) -> None:
    parameters = [f"{name}=defaults[{name!r}]" if name in cls.defaults else name for name in cls.fields]
    body = "\n".join(f"    state[{name!r}] = {name}" for name in cls.fields)
    scope: dict[str, Any] = {"defaults": cls.defaults}
    try:
        exec(f"def __init__({', '.join(['self', *parameters])}):\n    state = self.__dict__\n{body}", scope)
    except SyntaxError:
        raise TypeError(f"{cls.__name__}: a field without a default stands behind one with a default") from None
    cls.__init__ = scope["__init__"]  # type: ignore[method-assign]  # built from the fields
