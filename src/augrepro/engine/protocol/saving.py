"""How a custom transform is saved and printed: by the attributes that are named as its constructor's arguments."""

from __future__ import annotations

import inspect
import json
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
    try:
        json.dumps(value)
    except TypeError:
        return False
    return True
