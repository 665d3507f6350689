"""Windows of an array, in front of a custom transform's own code."""

from collections.abc import Sequence

from ..engine.declare.errors import CropSizeError
from ..engine.targets.geometry import Array

__all__ = [
    "center_crop",
    "clamping_crop",
    "crop",
    "get_center_crop_coords",
    "get_crop_coords",
    "get_random_crop_coords",
    "random_crop",
]

Coords = tuple[int, int, int, int]


def crop(img: Array, x_min: int, y_min: int, x_max: int, y_max: int) -> Array:
    """The (H, W) or (H, W, C) image from (x_min, y_min) up to, not including, (x_max, y_max), as a view."""
    height, width = img.shape[:2]
    if not (0 <= x_min < x_max <= width and 0 <= y_min < y_max <= height):
        raise CropSizeError(
            f"crop: x_min < x_max and y_min < y_max must lie within an image {width} wide and {height} high, got "
            f"{(x_min, y_min, x_max, y_max)}"
        )
    window: Array = img[y_min:y_max, x_min:x_max]
    return window


def clamping_crop(img: Array, x_min: int, y_min: int, x_max: int, y_max: int) -> Array:
    """The same, its corners moved into the image first."""
    height, width = img.shape[:2]
    return crop(img, max(x_min, 0), max(y_min, 0), min(x_max, width), min(y_max, height))


def get_crop_coords(image_shape: Sequence[int], crop_shape: Sequence[int], h_start: float, w_start: float) -> Coords:
    """The window of (height, width) that lies at those shares, 0 to 1, of the places it can have."""
    (height, width), (high, wide) = image_shape[:2], crop_shape[:2]
    y = min(int((height - high + 1) * h_start), height - high)
    x = min(int((width - wide + 1) * w_start), width - wide)
    return x, y, x + wide, y + high


def get_random_crop_coords(
    height: int, width: int, crop_height: int, crop_width: int, h_start: float, w_start: float
) -> Coords:
    """The same from single numbers, as Albumentations 1 has it."""
    return get_crop_coords((height, width), (crop_height, crop_width), h_start, w_start)


def get_center_crop_coords(*shapes: Sequence[int] | int) -> Coords:
    """The window in the middle: of (image_shape, crop_shape), or of (height, width, crop_height, crop_width)."""
    flat = [side for shape in shapes for side in (shape[:2] if isinstance(shape, Sequence) else (shape,))]
    height, width, high, wide = flat
    y, x = (height - high) // 2, (width - wide) // 2
    return x, y, x + wide, y + high


def random_crop(img: Array, crop_height: int, crop_width: int, h_start: float, w_start: float) -> Array:
    """The window of that size at those shares, 0 to 1, of the places it can have; your generator draws the shares."""
    height, width = img.shape[:2]
    _need(height, width, crop_height, crop_width)
    return crop(img, *get_random_crop_coords(height, width, crop_height, crop_width, h_start, w_start))


def center_crop(img: Array, crop_height: int, crop_width: int) -> Array:
    """The window of that size in the middle."""
    height, width = img.shape[:2]
    _need(height, width, crop_height, crop_width)
    return crop(img, *get_center_crop_coords(height, width, crop_height, crop_width))


def _need(height: int, width: int, crop_height: int, crop_width: int) -> None:
    if crop_height > height or crop_width > width:
        raise CropSizeError(
            f"needs an image of at least {(crop_height, crop_width)} (height, width), got {(height, width)}"
        )
