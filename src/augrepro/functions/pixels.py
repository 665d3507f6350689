"""Tones, colors, blurs and codecs of one image, by the ops that the transforms draw."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from ..engine.op import Op
from ..engine.protocol.acting import on_array
from ..engine.targets.geometry import Array
from ..ops.blurs import Median
from ..ops.channel_order import ReorderChannels
from ..ops.codec import Compression
from ..ops.color import Gray, HistogramEqualization, HsvShift
from ..ops.contrast import AdaptiveEqualization
from ..ops.conversion import FloatToWhole, WholeToFloat
from ..ops.curves import InvertAbove, KeepBits, ShiftChannels
from ..ops.downscale import Shrunk
from ..ops.filters import Box, Gaussian
from ..ops.normalize import Standardize
from ..ops.pointwise import Gamma, Invert, Linear

__all__ = [
    "blur",
    "box_blur",
    "brightness_contrast_adjust",
    "channel_shuffle",
    "clahe",
    "downscale",
    "equalize",
    "from_float",
    "gamma_transform",
    "gaussian_blur",
    "gray_to_rgb",
    "image_compression",
    "invert",
    "median_blur",
    "normalize",
    "posterize",
    "shift_hsv",
    "shift_rgb",
    "solarize",
    "to_float",
    "to_gray",
]


def _act(img: Array, op: Op) -> Array:
    out: Array = on_array((op,), "image", img)
    return out


def _levels(img: Array, value: float) -> float:
    """A value on the image's scale as a share of white."""
    return value / 255 if img.dtype == np.uint8 else value


def image_compression(img: Array, quality: int, image_type: Any = ".jpg") -> Array:
    """The image after a round trip through a JPEG (``".jpg"``) or WebP (``".webp"``) file of that quality, 1 to 100."""
    codecs = {".jpg": "jpeg", ".jpeg": "jpeg", "jpeg": "jpeg", ".webp": "webp", "webp": "webp"}
    if image_type not in codecs:
        raise ValueError(f"image_type must be '.jpg' or '.webp', got {image_type!r}")
    return _act(img, Compression(cast(Any, codecs[image_type]), quality, rgb=False))


def normalize(img: Array, mean: Any, std: Any, max_pixel_value: float = 255.0) -> Array:
    """(x / max_pixel_value - mean) / std for each channel, as float32."""
    means, stds = (tuple(np.atleast_1d(part).astype(float).tolist()) for part in (mean, std))
    return _act(img, Standardize(means, stds, max_pixel_value))


def to_float(img: Array, max_value: float | None = None) -> Array:
    """Whole numbers over ``max_value``, or over their dtype's largest, as float32."""
    return _act(img, WholeToFloat(max_value))


def from_float(img: Array, dtype: Any, max_value: float | None = None) -> Array:
    """Floats times ``max_value``, or ``dtype``'s largest, rounded and clipped."""
    return _act(img, FloatToWhole(cast(Any, np.dtype(dtype).name), max_value))


def to_gray(img: Array, num_output_channels: int = 3, method: Any = "weighted_average") -> Array:
    """The image without its colors, in that many equal channels."""
    return _act(img, Gray(method, num_output_channels))


def gray_to_rgb(img: Array) -> Array:
    """An (H, W) or (H, W, 1) image three times."""
    return np.repeat(img[..., None] if img.ndim == 2 else img, 3, axis=2)


def gamma_transform(img: Array, gamma: float) -> Array:
    """Every intensity on [0, 1] to the power of ``gamma``."""
    return _act(img, Gamma(gamma))


def invert(img: Array) -> Array:
    """White less every intensity."""
    return _act(img, Invert())


def solarize(img: Array, threshold: float = 128) -> Array:
    """Intensities from ``threshold`` upwards inverted: a share of white; of bytes, above 1, a level."""
    return _act(img, InvertAbove(threshold / 255 if threshold > 1 else threshold))


def posterize(img: Array, bits: Any) -> Array:
    """The highest ``bits`` bits of every byte."""
    return _act(img, KeepBits(bits))


def brightness_contrast_adjust(img: Array, alpha: float = 1, beta: float = 0, beta_by_max: bool = False) -> Array:
    """alpha x + beta white; without ``beta_by_max``, beta of the image's mean."""
    shift = beta if beta_by_max else beta * _levels(img, float(img.mean()))
    return _act(img, Linear(alpha, shift))


def shift_rgb(img: Array, r_shift: float, g_shift: float, b_shift: float) -> Array:
    """Every channel plus its shift, in levels of bytes or shares of white."""
    factor = 1.0 if img.dtype == np.uint8 else 255.0
    return _act(img, ShiftChannels((r_shift * factor, g_shift * factor, b_shift * factor)))


def shift_hsv(img: Array, hue_shift: float, sat_shift: float, val_shift: float) -> Array:
    """Hue (in steps of two degrees), saturation and value (in levels of bytes) plus their shifts."""
    return _act(img, HsvShift(hue_shift, sat_shift, val_shift))


def equalize(img: Array, mask: None = None, mode: Any = "cv", by_channels: bool = True) -> Array:
    """A flat histogram of each channel, or of the luma alone."""
    if mask is not None:
        raise ValueError("equalize: a mask is not supported; take the image's part instead")
    return _act(img, HistogramEqualization(mode == "pil", by_channels))


def clahe(img: Array, clip_limit: float = 2.0, tile_grid_size: tuple[int, int] = (8, 8)) -> Array:
    """A flat histogram tile by tile, up to a limit of contrast."""
    return _act(img, AdaptiveEqualization(clip_limit, tile_grid_size))


def channel_shuffle(img: Array, channels_shuffled: Sequence[int]) -> Array:
    """The channels in that order."""
    return _act(img, ReorderChannels(tuple(channels_shuffled)))


def downscale(img: Array, scale: float, down_interpolation: int = 3, up_interpolation: int = 1) -> Array:
    """The image at a share of its size and back."""
    return _act(img, Shrunk(scale, down_interpolation, up_interpolation))


def blur(img: Array, ksize: int) -> Array:
    """Every value as the mean of the ``ksize`` x ``ksize`` values around it."""
    return _act(img, Box(ksize))


box_blur = blur


def gaussian_blur(img: Array, ksize: int, sigma: float = 0) -> Array:
    """A Gaussian blur; from a sigma of 0 follows the one of the kernel's size, a size of 0 follows from sigma."""
    if ksize == 0:
        ksize = max(2 * round(3.5 * sigma) + 1, 3)
    return _act(img, Gaussian(ksize, sigma or 0.3 * ((ksize - 1) * 0.5 - 1) + 0.8))


def median_blur(img: Array, ksize: int) -> Array:
    """Every value as the median of the ``ksize`` x ``ksize`` values around it."""
    return _act(img, Median(ksize))
