"""Declared classes: annotated fields from which the constructor, its checks, ``repr``, equality and ``help`` are made.

One mechanism serves transforms and the parameters of targets. A class is frozen once it is built; a subclass of a
user's own may keep further attributes beside the fields.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import reduce
from inspect import Parameter, Signature, get_annotations, signature
from operator import or_
from types import UnionType
from typing import Annotated, Any, ClassVar, Self, Union, dataclass_transform, get_args, get_origin, get_type_hints

from .albumentations import positional_hint, unknown_arguments
from .errors import UnknownArgumentError, short_repr
from .former_members import Pointing
from .help import Documented, said
from .parse import Invalid, is_sequence, natural, parser
from .refusals import expected, refusal

PACKAGE = "augrepro."
_POSITIONAL = Parameter.POSITIONAL_OR_KEYWORD


class _KeywordOnly:
    """The default of a field that can be given by keyword alone and stands behind all others."""

    def __init__(self, default: Any) -> None:
        self.default = default


def keyword_only(*, default: Any = None, kw_only: bool = True) -> Any:
    """A field that can be given by keyword alone; the arguments are those type checkers look for."""
    return _KeywordOnly(default)


@dataclass_transform(field_specifiers=(keyword_only,))
class Declared(Pointing):
    """Base: ``declared`` are the annotated fields in order, ``defaults`` the values of those that have one."""

    declared: ClassVar[dict[str, Any]] = {}
    defaults: ClassVar[dict[str, Any]] = {}
    keywords: ClassVar[dict[str, Any]] = {}
    granted: ClassVar[tuple[str, ...]] = ()
    """Flags that may be given by keyword, and ask for what is so anyway or change nothing."""
    _built_in: ClassVar[bool] = True
    _constructed: ClassVar[bool] = True
    """False below a class that has written its own ``__init__``: its arguments are no longer the fields."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._built_in = cls.__module__.startswith(PACKAGE)
        own_init = "__init__" in vars(cls)
        cls._constructed = cls._constructed and not own_init
        own = _own_fields(cls) if cls._constructed else {}
        given = {name: vars(cls)[name] for name in own if name in vars(cls)}
        keywords = {name: field.default for name, field in given.items() if isinstance(field, _KeywordOnly)}
        for name, default in keywords.items():
            setattr(cls, name, default)
        defaults = {name: value for name, value in vars(cls).items() if name in {**cls.declared, **own}}
        cls.declared = {**cls.declared, **{name: kind for name, kind in own.items() if name not in keywords}}
        cls.defaults = {**cls.defaults, **{name: defaults[name] for name in defaults if name not in keywords}}
        cls.keywords = {**cls.keywords, **{name: own[name] for name in keywords}}
        cls.__doc__ = Documented(vars(cls).get("__doc__"), not cls._constructed)  # type: ignore[assignment]  # a str, made when read
        if not cls._constructed:
            cls.__signature__ = _without_self(signature(cls.__init__))  # type: ignore[attr-defined]  # read by inspect
        else:
            cls.__init__ = _constructor(cls)  # type: ignore[method-assign]  # built from the fields
            cls.__signature__ = _without_self(cls.__init__.__signature__)  # type: ignore[attr-defined]  # read by inspect

    def _construct(self, args: Sequence[Any], kwargs: dict[str, Any]) -> None:
        """Give the fields their values, each coerced to its kind; one error that names every bad one."""
        cls = type(self)
        cls._take_granted(kwargs)
        named = {name: kwargs.pop(name) for name in cls.keywords if name in kwargs}
        values = {**cls.defaults, **cls._spelled(cls._bound(args, kwargs))}
        missing = [field for field in cls.declared if field not in values]
        if missing:
            needs = "; ".join(f"{field}: {expected(cls.declared[field])}" for field in missing)
            hint = positional_hint(cls, args)
            if (
                [*cls.declared][:2] == ["height", "width"]
                and len(args) == 1
                and is_sequence(args[0])
                and len(args[0]) == 2
            ):
                hint = f"; write {cls.__name__}({', '.join(map(short_repr, args[0]))})"
            raise TypeError(f"{cls.__name__} needs {', '.join(missing)} ({needs}){hint}")
        self._fill(values, args)
        self._fill_keywords(named)

    def _fill(self, values: dict[str, Any], args: Sequence[Any] = ()) -> None:
        cls, state, failed = type(self), self.__dict__, {}
        for field, annotation in cls.declared.items():
            try:
                state[field] = parser(annotation)(values[field] if annotation is Any else natural(values[field]))
            except (Invalid, OverflowError):
                failed[field] = refusal(values[field], annotation, f"{cls.__name__}.{field}", said(cls, field))
        refused = [*failed.values()] or [f"{cls.__name__}.{text}" for text in self._refused()]
        if refused:
            by_place = [field for field in [*cls.declared][: len(args)] if field in failed]
            hint = positional_hint(cls, args) if by_place else ""
            if hint:  # says what all of them should be, so that the first is enough
                refused = [text for field, text in failed.items() if field not in by_place[1:]]
            raise ValueError("\n".join(refused) + hint)

    def _fill_keywords(self, named: dict[str, Any]) -> None:
        for name, value in named.items():
            self.__dict__.pop(name, None)
            if value is not None:
                self.__dict__[name] = self._keyword(name, value)

    @classmethod
    def _bound(cls, args: Sequence[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
        names = list(cls.declared)
        if len(args) > len(names):
            takes = f"{len(names)} argument{'' if len(names) == 1 else 's'} ({', '.join(names)})"
            raise TypeError(f"{cls.__name__} takes {takes}, got {len(args)}{positional_hint(cls, args)}")
        values = dict(zip(names, args, strict=False))
        for name, value in kwargs.items():
            if name in values:
                raise TypeError(f"{cls.__name__} got {name} twice{positional_hint(cls, args)}")
            values[name] = value
        try:
            cls._check_known([name for name in kwargs if name not in cls._aliases()])
        except UnknownArgumentError as error:
            raise UnknownArgumentError("\n".join([str(error), *cls._refused_alone(values)])) from None
        return values

    @classmethod
    def _refused_alone(cls, values: dict[str, Any]) -> list[str]:
        """The sentences that refuse values, each by its own field's kind."""
        out = []
        for field in filter(values.__contains__, cls.declared):
            try:
                parser(cls.declared[field])(natural(values[field]))
            except (Invalid, OverflowError):
                out.append(refusal(values[field], cls.declared[field], f"{cls.__name__}.{field}", said(cls, field)))
        return out

    @classmethod
    def _take_granted(cls, kwargs: dict[str, Any]) -> bool:
        """Take the flags that change nothing out of the arguments; True where one of them is True."""
        found = False
        for name in cls.granted:
            if name in kwargs and name not in cls.declared and name not in cls.keywords:
                value = kwargs.pop(name)
                if not isinstance(value, bool):
                    raise ValueError(f"{cls.__name__}.{name} must be True or False, got {short_repr(value)}")
                found = found or value
        return found

    @classmethod
    def _check_known(cls, names: Sequence[str]) -> None:
        unknown = [name for name in names if name not in cls.declared]
        if unknown:
            raise UnknownArgumentError(unknown_arguments(cls, unknown, [*cls.declared, *cls.keywords]))

    @classmethod
    def _aliases(cls) -> tuple[str, ...]:
        """Further argument names that ``_spelled`` turns into declared ones."""
        return ()

    @classmethod
    def _spelled(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Other spellings of the arguments, turned into the declared one."""
        return values

    def _keyword(self, name: str, value: Any) -> Any:
        """The checked value of a field that is given by keyword alone."""
        return value

    def _refused(self) -> list[str]:
        """Complaints about fields that only make sense together, each 'field must be ..., got ...'."""
        return []

    def __setattr__(self, name: str, value: Any) -> None:
        if self._built_in or name in self.declared:
            raise AttributeError(f"{type(self).__name__} is frozen: build a new one, or transform.replaced({name}=...)")
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        if self._built_in or name in self.declared:
            raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")
        object.__delattr__(self, name)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._identity() == other._identity()

    def __hash__(self) -> int:
        fixed = {name: value for name, value in self._identity().items() if name != "p"}  # p alone may be set
        return hash((type(self), repr(fixed)))

    def _identity(self) -> dict[str, Any]:
        """What tells this instance from another of its class: every field, keyword-only ones where they were given.

        Not called ``_fields``: help() takes a class with that name for a named tuple and lists all its private names.
        """
        fields = {field: getattr(self, field) for field in self.declared}
        named = {name: getattr(self, name) for name in self.keywords if getattr(self, name) is not None}
        return {**fields, **named}

    def _arguments(self) -> dict[str, Any]:
        """What builds such an instance."""
        return self._identity()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self._arguments().items())})"

    def replaced(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        twin = copy.copy(self)
        named = {name: changes.pop(name) for name in self.keywords if name in changes}
        self._check_known(list(changes))
        twin._fill({**{field: getattr(self, field) for field in self.declared}, **changes})
        twin._fill_keywords(named)
        return twin


def _own_fields(cls: type) -> dict[str, Any]:
    """The fields that a class itself declares, with their kinds."""
    found = get_annotations(cls)
    if any(isinstance(kind, str) for kind in found.values()):
        hints = get_type_hints(cls, include_extras=True)
        found = {name: hints[name] for name in found}
    origins: dict[str, Any] = {name: get_origin(kind) for name, kind in found.items()}
    return {name: kind for name, kind in found.items() if origins[name] is not ClassVar}


def _constructor(cls: type[Declared]) -> Callable[..., None]:
    """An ``__init__`` whose signature is the declaration's, for ``inspect``, editors and configuration tools."""

    def __init__(self: Declared, /, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - it becomes the class's own
        self._construct(args, kwargs)

    __init__.__qualname__ = f"{cls.__qualname__}.__init__"
    __init__.__module__ = cls.__module__
    __init__.__doc__ = f"Build a {cls.__name__} from the arguments that its docstring lists."
    fields = {name: bare(kind) for name, kind in {**cls.declared, **cls.keywords}.items()}
    __init__.__annotations__ = {**fields, "return": None}
    rows = [
        Parameter(name, _POSITIONAL, default=cls.defaults.get(name, Parameter.empty), annotation=fields[name])
        for name in cls.declared
    ]
    rows += [Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=fields[name]) for name in cls.keywords]
    try:
        found = Signature([Parameter("self", _POSITIONAL), *rows], return_annotation=None)
    except ValueError:
        raise TypeError(f"{cls.__name__}: a field without a default stands behind one with a default") from None
    __init__.__signature__ = found  # type: ignore[attr-defined]  # read by inspect
    return __init__


def _without_self(found: Signature) -> Signature:
    return found.replace(parameters=list(found.parameters.values())[1:], return_annotation=Signature.empty)


def bare(annotation: Any) -> Any:
    """The annotation without its markers: what may be passed."""
    known = _BARE.get(id(annotation))
    if known is None:
        known = _BARE[id(annotation)] = annotation, _bare(annotation)
    return known[1]


_BARE: dict[int, tuple[Any, Any]] = {}
"""By identity, and so with the annotation, which not all can be hashed: few kinds stand in hundreds of fields."""


def _bare(annotation: Any) -> Any:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return bare(args[0])
    if origin in (Union, UnionType):
        return reduce(or_, map(bare, args))
    return annotation
