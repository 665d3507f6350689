"""What constructors and getters ask of arguments and data: ranges from numbers, shapes, checks of bounds."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from ..engine.declare.errors import short_repr

__all__ = [
    "Number",
    "check_range",
    "check_range_bounds",
    "convert_to_0plus_range",
    "convert_to_1plus_range",
    "create_symmetric_range",
    "float2int",
    "format_args",
    "get_image_shape",
    "get_shape",
    "get_volume_shape",
    "nondecreasing",
    "process_non_negative_range",
    "repeat_if_scalar",
    "to_tuple",
]

Number = float | int
Pair = tuple[Number, Number]


def to_tuple(param: Any, low: Any = None, bias: Any = None) -> Any:
    """A range from a number: (-param, param), or from ``low`` to ``param``, both moved by ``bias``; a pair is sorted.

    None stays None. ValueError where ``low`` and ``bias`` are both given, and for what is neither number nor pair.
    """
    if low is not None and bias is not None:
        raise ValueError("to_tuple: low and bias cannot be given together")
    if param is None:
        return None
    if isinstance(param, Sequence) and not isinstance(param, str):
        if len(param) != 2:
            raise ValueError(f"to_tuple: param must be a number or a pair of numbers, got {short_repr(param)}")
        ends = min(param), max(param)
    elif isinstance(param, (int, float)):
        other = -param if low is None else low
        ends = min(other, param), max(other, param)
    else:
        raise ValueError(f"to_tuple: param must be a number or a pair of numbers, got {short_repr(param)}")
    return ends if bias is None else (ends[0] + bias, ends[1] + bias)


def format_args(args_dict: Mapping[str, Any]) -> str:
    """The arguments as they stand in a call: ``"limit=(3, 7), p=0.5"``."""
    return ", ".join(f"{name}={value!r}" for name, value in args_dict.items())


def get_image_shape(img: Any) -> tuple[int, int]:
    """Height and width of an (H, W) or (H, W, C) array or a (C, H, W) tensor."""
    return cast("tuple[int, int]", _last(img, "image", 2))


def get_volume_shape(vol: Any) -> tuple[int, int, int]:
    """Depth, height and width of a (D, H, W) or (D, H, W, C) array or a (C, D, H, W) tensor."""
    return cast("tuple[int, int, int]", _last(vol, "volume", 3))


def _last(data: Any, what: str, axes: int) -> tuple[int, ...]:
    shape = getattr(data, "shape", None)
    if shape is None:
        raise RuntimeError(f"Unsupported {what} type: {type(data)}")
    sides = shape[-axes:] if hasattr(data, "permute") else shape[:axes]
    return tuple(int(side) for side in sides)


def get_shape(data: Mapping[str, Any]) -> dict[str, int]:
    """Height and width, and the depth of a volume, of the first of image, images and volume that the data hold."""
    for name, one in (("image", get_image_shape), ("images", get_image_shape)):
        if name in data:
            height, width = one(data[name] if name == "image" else data[name][0])
            return {"height": height, "width": width}
    for name in ("volume", "volumes"):
        if name in data:
            depth, height, width = get_volume_shape(data[name] if name == "volume" else data[name][0])
            return {"depth": depth, "height": height, "width": width}
    raise ValueError(f"No image or volume found in data, which holds {', '.join(map(str, data)) or 'nothing'}")


def check_range(value: Pair, lower_bound: float, upper_bound: float, name: str | None) -> None:
    """ValueError unless ``lower_bound <= value[0] <= value[1] <= upper_bound``."""
    if not lower_bound <= value[0] <= value[1] <= upper_bound:
        raise ValueError(
            f"{name or 'the range'} must be two increasing numbers >= {lower_bound} and <= {upper_bound}, got {value}"
        )


def check_range_bounds(
    min_val: Number, max_val: Number | None = None, min_inclusive: bool = True, max_inclusive: bool = True
) -> Callable[[Any], Any]:
    """A check that hands back a tuple whose every number lies within the bounds, and None; else ValueError."""
    least = f"{'>=' if min_inclusive else '>'} {min_val}"
    most = "" if max_val is None else f" and {'<=' if max_inclusive else '<'} {max_val}"

    def check(value: Any) -> Any:
        for number in value or ():
            above = number >= min_val if min_inclusive else number > min_val
            below = max_val is None or (number <= max_val if max_inclusive else number < max_val)
            if not (above and below):
                raise ValueError(f"All values in {value} must be {least}{most}")
        return value

    return check


def nondecreasing(value: Pair) -> Pair:
    """The pair; ValueError where its first number is the larger."""
    if value[0] > value[1]:
        raise ValueError(f"First value should be less than the second value, got {value} instead")
    return value


def process_non_negative_range(value: Any) -> Pair:
    """A number x as (0, x), None as (0, 0), a pair as it is; ValueError where a number is below 0."""
    return cast(Pair, check_range_bounds(0)(to_tuple(0 if value is None else value, low=0)))


def create_symmetric_range(value: Any) -> Pair:
    """A number x as (-x, x), a pair sorted."""
    return cast(Pair, to_tuple(value))


def convert_to_1plus_range(value: Any) -> Pair:
    """A number x as (1, x), a pair sorted."""
    return cast(Pair, to_tuple(value, low=1))


def convert_to_0plus_range(value: Any) -> Pair:
    """A number x as (0, x), a pair sorted."""
    return cast(Pair, to_tuple(value, low=0))


def repeat_if_scalar(value: Any) -> Pair:
    """A number x as (x, x), a pair as it is."""
    return (value, value) if isinstance(value, (int, float)) else value


def float2int(value: Pair) -> tuple[int, int]:
    """The whole part of both numbers."""
    return int(value[0]), int(value[1])
