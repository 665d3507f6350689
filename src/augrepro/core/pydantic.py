"""Albumentations' kinds of arguments for pydantic models, and the checks that they are made of."""

from typing import Annotated

try:
    from pydantic import AfterValidator
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "augrepro.core.pydantic needs pydantic 2: pip install pydantic", name="pydantic"
    ) from error

from ..functions.arguments import (
    check_range_bounds,
    convert_to_0plus_range,
    convert_to_1plus_range,
    create_symmetric_range,
    float2int,
    nondecreasing,
    process_non_negative_range,
    repeat_if_scalar,
)

__all__ = [
    "NonNegativeFloatRangeType",
    "NonNegativeIntRangeType",
    "OnePlusFloatRangeType",
    "OnePlusIntNonDecreasingRangeType",
    "OnePlusIntRangeType",
    "SymmetricRangeType",
    "ZeroOneRangeType",
    "check_range_bounds",
    "convert_to_0plus_range",
    "convert_to_1plus_range",
    "create_symmetric_range",
    "float2int",
    "nondecreasing",
    "process_non_negative_range",
    "repeat_if_scalar",
]

Given = tuple[float, float] | float
_FROM_ZERO = AfterValidator(convert_to_0plus_range), AfterValidator(check_range_bounds(0))
_FROM_ONE = AfterValidator(convert_to_1plus_range), AfterValidator(check_range_bounds(1))

SymmetricRangeType = Annotated[Given, AfterValidator(create_symmetric_range)]
NonNegativeFloatRangeType = Annotated[Given, *_FROM_ZERO]
NonNegativeIntRangeType = Annotated[Given, *_FROM_ZERO, AfterValidator(float2int)]
OnePlusFloatRangeType = Annotated[Given, *_FROM_ONE]
OnePlusIntRangeType = Annotated[Given, *_FROM_ONE, AfterValidator(float2int)]
OnePlusIntNonDecreasingRangeType = Annotated[
    tuple[int, int], AfterValidator(check_range_bounds(1)), AfterValidator(nondecreasing)
]
ZeroOneRangeType = Annotated[Given, AfterValidator(convert_to_0plus_range), AfterValidator(check_range_bounds(0, 1))]
