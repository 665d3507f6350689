"""What the constructor of a custom transform takes: checked by an inner ``InitSchema``, as Albumentations 2 has it, and
saved and printed by attributes of the same names."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import Any

from ..declare.parse import to_json
from ..declare.registry import name_of

Params = dict[str, Any]
_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


class SavedByAttributes:
    """Base of transforms whose constructors keep each argument as an attribute of its name."""

    name: str | None
    p: float

    def get_base_init_args(self) -> Params:
        """The arguments that every transform has."""
        return {"p": self.p}

    def get_transform_init_args_names(self) -> tuple[str, ...]:
        """The constructor's arguments, each of which must be an attribute for the transform to be saved.

        Where the constructor hands ``**kwargs`` on, those of the constructors above it count too.
        """
        names: dict[str, None] = {}
        for cls in type(self).__mro__:
            if "__init__" not in vars(cls) or cls is object:
                continue
            parameters = inspect.signature(cls.__init__).parameters.values()  # type: ignore[misc]  # each class's own
            names.update((each.name, None) for each in parameters if each.kind in _NAMED and each.name != "self")
            if not any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters):
                break
        return tuple(name for name in names if name != "name" or self.name is not None)

    def get_transform_init_args(self) -> Params:
        """The constructor's arguments and their values; ``p`` too, where only the others are named."""
        names = dict.fromkeys((*self.get_transform_init_args_names(), *(("p",) if self._takes_p() else ())))
        return {name: getattr(self, name) for name in names}

    def _takes_p(self) -> bool:
        parameters = inspect.signature(type(self).__init__).parameters
        return "p" in parameters or any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())

    def to_dict_private(self) -> Params:
        import json  # few programs write pipelines

        try:
            arguments = to_json(self.get_transform_init_args())
            json.dumps(arguments)
        except AttributeError as error:
            raise NotImplementedError(
                f"{type(self).__name__} cannot be saved: {error}; keep each constructor argument as an attribute of "
                f"the same name, or define get_transform_init_args_names()"
            ) from None
        except TypeError as error:
            wrong = next(name for name, value in arguments.items() if not _is_json(value))
            raise NotImplementedError(
                f"{type(self).__name__} cannot be saved: its argument {wrong!r} holds what JSON cannot ({error})"
            ) from None
        return {"__class_fullname__": name_of(type(self)), **arguments}

    def __repr__(self) -> str:
        try:
            arguments = self.get_transform_init_args()
        except AttributeError:
            arguments = {"p": self.p}
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in arguments.items())})"


def _is_json(value: Any) -> bool:
    import json

    try:
        json.dumps(value)
    except TypeError:
        return False
    return True


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
