"""Arguments checked by pydantic models: ``class InitSchema(BaseTransformInitSchema)`` within a transform."""

from typing import Annotated, Any

try:
    from pydantic import BaseModel, ConfigDict, Field
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "BaseTransformInitSchema and augrepro.core.validation need pydantic 2: pip install pydantic", name="pydantic"
    ) from error

from ..engine.protocol.constructors import check_by_schema

__all__ = ["BaseTransformInitSchema", "ValidatedTransformMeta"]


class BaseTransformInitSchema(BaseModel):
    """Base of an ``InitSchema``: ``p`` is a probability; further fields are your own."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    strict: bool = False
    p: Annotated[float, Field(ge=0, le=1)] = 0.5


class ValidatedTransformMeta(type):
    """Checks the constructor of a class by its ``InitSchema``; transforms do so without it.

    A metaclass only because code names it as one: ``class Mine(metaclass=ValidatedTransformMeta)``.
    """

    def __init__(cls, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        check_by_schema(cls)
