"""Methods of a user's own are called as the protocol has it; one that cannot be called so is told what to take."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from inspect import Parameter, signature
from typing import Any, TypeVar

import numpy as np

from ..targets.geometry import Array

R = TypeVar("R")
_BY_NAME = Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY


def called(method: Callable[..., R], *args: Any, **params: Any) -> R:
    """What the method returns; TypeError says what its signature lacks where the call does not fit it."""
    try:
        return method(*args, **params)
    except TypeError as error:
        words = None if error.__traceback__ is None or error.__traceback__.tb_next else _misfit(method, args, params)
        if words is None:
            raise
        raise TypeError(words) from None


def called_by_hand(field: str, function: Callable[..., R], array: Array, params: dict[str, Any]) -> R:
    """What a user's own function, given as ``field``, makes of an array; TypeError says what it must take."""
    try:
        return function(array, **params)
    except TypeError as error:
        within = error.__traceback__ is not None and error.__traceback__.tb_next is not None
        if within or not _refuses(function, params, error):
            raise
        target = field.rpartition(".")[2]
        drawn = ", ".join(params)
        raise TypeError(
            f"{field} must be a function of an array and of parameters by name ({drawn}), got {_shown(function)}: "
            f"write lambda {target}, **params: ... or def f({target}, **params)"
        ) from None


def _refuses(function: Callable[..., Any], params: dict[str, Any], error: TypeError) -> bool:
    """Whether the call does not fit the function; of one without a signature its own words say so."""
    try:
        signature(function).bind(None, **params)
    except ValueError:
        return "keyword argument" in str(error) or "takes no keyword" in str(error)
    except TypeError:
        return True
    return False


def _shown(function: Callable[..., Any]) -> str:
    name = getattr(function, "__name__", type(function).__name__)
    try:
        return f"{name}{signature(function)}"
    except ValueError:
        return f"{name}(...)"


def _misfit(method: Callable[..., Any], args: tuple[Any, ...], params: dict[str, Any]) -> str | None:
    """How the call does not fit the method's signature, if it does not."""
    try:
        found = signature(method)
        found.bind(*args, **params)
    except ValueError:  # it has no signature that Python knows
        return None
    except TypeError:
        pass
    else:
        return None
    name = getattr(method, "__qualname__", repr(method)).rpartition("<locals>.")[2]
    rows = list(found.parameters.values())
    places = [row for row in rows if row.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)]
    known = {row.name for row in rows if row.kind in _BY_NAME}
    any_name = any(row.kind is Parameter.VAR_KEYWORD for row in rows)
    if len(places) < len(args) and not any(row.kind is Parameter.VAR_POSITIONAL for row in rows):
        return (
            f"{name} must take {len(args)} argument{'' if len(args) == 1 else 's'} beside self, and takes {len(places)}"
        )
    unknown = [key for key in params if key not in known]
    if unknown and not any_name:
        shown = ", ".join(["self", *(row.name for row in rows if row.kind in _BY_NAME), "**params"])
        return (
            f"{name} must take every parameter, got {', '.join(unknown)} too: write {name.rpartition('.')[2]}({shown})"
        )
    needed = [row.name for row in rows if row.default is Parameter.empty and row.kind in _BY_NAME]
    missing = [key for key in needed if key not in params and key not in [row.name for row in places[: len(args)]]]
    if missing and not args:
        return f"{name} is called without arguments and cannot need {', '.join(missing)}"
    if missing:
        given = f"get_params or get_params_dependent_on_data (drawn: {', '.join(sorted(params)) or 'none'})"
        return f"{name} needs {', '.join(missing)}, which nobody drew: return it from {given}"
    return None


def is_mock(found: Any) -> bool:
    """True for a mock of ``unittest.mock``, which tests put in a method's place, and for what it returns by itself."""
    module = sys.modules.get("unittest.mock")  # which whoever made one has imported
    return module is not None and isinstance(found, module.NonCallableMock)


def stacked(found: Sequence[Array]) -> Array:
    """What a method made of each array of a target, in one array; of mocks, the first."""
    return found[0] if found and is_mock(found[0]) else np.stack(found)
