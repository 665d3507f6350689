"""Constructors that are written out refuse an argument that they do not have in a sentence, as declared ones do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, ParamSpec

from .albumentations import positional_hint, unknown_arguments
from .errors import UnknownArgumentError

P = ParamSpec("P")


def named_arguments(init: Callable[P, None]) -> Callable[P, None]:
    """The ``__init__`` with a TypeError that names the class, the argument, and what it is called now."""
    found = signature(init)
    of_list = [*found.parameters][1:2] == ["transforms"]

    @wraps(init)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        if of_list and len(args) > 2 and all(hasattr(arg, "draw_into") for arg in args[1:]):
            raise TypeError(
                f"{_owner(init, args[0]).__name__} takes one list of transforms, got {len(args) - 1} by position: "
                f"write them in [ ]"
            )
        try:
            found.bind(*args, **kwargs)
        except TypeError:
            raise _refusal(found, _owner(init, args[0]), args[1:], kwargs) from None
        init(*args, **kwargs)

    return run


def _owner(init: Any, made: Any) -> type:
    """The class whose constructor was called wrongly: a user's own class calls that of its base."""
    if type(made).__module__.startswith("augrepro."):
        return type(made)
    return next(cls for cls in type(made).__mro__ if getattr(vars(cls).get("__init__"), "__wrapped__", None) is init)


def _refusal(found: Signature, cls: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> TypeError:
    rows = [row for row in list(found.parameters.values())[1:] if row.kind is not Parameter.VAR_KEYWORD]
    known = [row.name for row in rows]
    places = [row.name for row in rows if row.kind is Parameter.POSITIONAL_OR_KEYWORD]
    unknown = [name for name in kwargs if name not in known]
    if unknown:
        return UnknownArgumentError(unknown_arguments(cls, unknown, known))
    if len(args) > len(places):
        takes = f"{len(places)} argument{'' if len(places) == 1 else 's'} by position ({', '.join(places)})"
        return TypeError(f"{cls.__name__} takes {takes}, got {len(args)}{positional_hint(cls, args)}")
    twice = [name for name in places[: len(args)] if name in kwargs]
    if twice:
        return TypeError(f"{cls.__name__} got {', '.join(twice)} twice")
    missing = [row.name for row in rows if row.default is Parameter.empty and row.name not in kwargs]
    return TypeError(f"{cls.__name__} needs {', '.join(name for name in missing if name not in places[: len(args)])}")
