"""Constructors checked by an inner ``InitSchema``, as custom transforms of Albumentations 2 declare their arguments."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import Any

_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


def check_by_schema(cls: type) -> None:
    """Let the constructor of a class with an ``InitSchema`` (a pydantic model) get its arguments as that reads them.

    What the model has no field for passes as it is; what it refuses raises its own error, a ValueError.
    """
    schema = vars(cls).get("InitSchema")
    if not isinstance(schema, type) or not hasattr(schema, "model_fields"):
        return
    written: Any = cls.__init__  # type: ignore[misc]  # the class's own
    signature = inspect.signature(written)
    named = [name for name, row in signature.parameters.items() if row.kind in _NAMED][1:]

    @wraps(written)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - it becomes the class's own
        bound = signature.bind_partial(self, *args, **kwargs)
        bound.apply_defaults()
        given = {name: bound.arguments[name] for name in named if name in bound.arguments}
        further = {name: value for name, value in kwargs.items() if name not in named}
        fields: Any = schema.model_fields
        model = schema(**{name: value for name, value in {**given, **further}.items() if name in fields})
        read = {name: getattr(model, name) for name in given if name in fields}
        written(self, **{**given, **further, **read})

    cls.__init__ = __init__  # type: ignore[misc]  # given to the class
