"""What custom transforms ask of an image's shape, and decorators that keep it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import numpy as np

from ..engine.targets.geometry import Array
from .keypoints import angle_to_2pi_range

__all__ = [
    "MAX_VALUES_BY_DTYPE",
    "angle_2pi_range",
    "clip",
    "clipped",
    "ensure_contiguous",
    "get_num_channels",
    "is_grayscale_image",
    "is_multispectral_image",
    "is_rgb_image",
    "non_rgb_error",
    "preserve_channel_dim",
    "preserve_shape",
]

F = TypeVar("F", bound=Callable[..., Any])
MAX_VALUES_BY_DTYPE: dict[Any, float] = {
    key: float(np.iinfo(kind).max) if kind.kind != "f" else 1.0
    for kind in map(np.dtype, ("uint8", "uint16", "uint32", "int32", "float32", "float64"))
    for key in (kind, kind.type)
}
"""White for each dtype, found by ``np.dtype("uint8")`` and by ``np.uint8``."""


def get_num_channels(image: Array) -> int:
    """1 for an (H, W) image, else the length of its last axis."""
    return int(image.shape[2]) if image.ndim == 3 else 1


def is_rgb_image(image: Array) -> bool:
    """True for three channels."""
    return get_num_channels(image) == 3


def is_grayscale_image(image: Array) -> bool:
    """True for one channel."""
    return get_num_channels(image) == 1


def is_multispectral_image(image: Array) -> bool:
    """True for another count of channels than 1 and 3."""
    return get_num_channels(image) not in (1, 3)


def non_rgb_error(image: Array) -> None:
    """ValueError for another count of channels than 3."""
    if not is_rgb_image(image):
        raise ValueError(f"needs an image of 3 channels, got {get_num_channels(image)}")


def clip(img: Array, dtype: Any, maxval: float | None = None) -> Array:
    """The values between black and ``maxval`` (the dtype's white), rounded where they become whole numbers."""
    kind = np.dtype(dtype)
    out = np.clip(img, 0, MAX_VALUES_BY_DTYPE[kind] if maxval is None else maxval)
    return (np.rint(out) if kind.kind != "f" and out.dtype.kind == "f" else out).astype(kind)


def clipped(func: F) -> F:
    """Clip what the function returns to the dtype of the image that it is given."""
    return _around(func, lambda img, out: clip(out, img.dtype))


def preserve_shape(func: F) -> F:
    """Give what the function returns the shape of the image that it is given."""
    return _around(func, lambda img, out: out.reshape(img.shape))


def preserve_channel_dim(func: F) -> F:
    """Give an (H, W) result the channel axis again that an (H, W, 1) image had."""
    return _around(
        func, lambda img, out: out[..., None] if img.ndim == 3 and img.shape[-1] == 1 and out.ndim == 2 else out
    )


def ensure_contiguous(func: F) -> F:
    """Hand the function a contiguous image, and return a contiguous one."""

    @wraps(func)
    def wrapped(img: Array, *args: Any, **kwargs: Any) -> Any:
        return np.ascontiguousarray(func(np.ascontiguousarray(img), *args, **kwargs))

    return wrapped  # type: ignore[return-value]  # wraps keeps the signature


def angle_2pi_range(func: F) -> F:
    """Turn the angles, the fourth column, of the keypoints that the function returns into [0, 2 pi)."""

    def turned(given: Any, out: Any) -> Any:
        if not len(out):
            return out
        if isinstance(out, np.ndarray) and out.ndim == 2:
            out = out.copy()
            out[:, 3] = angle_to_2pi_range(out[:, 3])
            return out
        return (*out[:3], float(angle_to_2pi_range(out[3])), *out[4:])

    return _around(func, turned)


def _around(func: F, finish: Callable[[Any, Any], Any]) -> F:
    @wraps(func)
    def wrapped(img: Any, *args: Any, **kwargs: Any) -> Any:
        return finish(img, func(img, *args, **kwargs))

    return wrapped  # type: ignore[return-value]  # wraps keeps the signature
