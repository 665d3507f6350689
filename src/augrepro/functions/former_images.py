"""What Albumentations 1 did to one image, with its names and its arguments, by the ops that the transforms draw."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import numpy as np

from ..engine.op import Op
from ..engine.protocol.acting import on_array
from ..engine.targets.geometry import Array, product
from ..ops.blurs import UnsharpMasking
from ..ops.channel_order import BlankChannels
from ..ops.color import ContrastAboutGray, HueRotation, Saturation
from ..ops.curves import ToneCurve
from ..ops.distortions import GridWarp, Radial
from ..ops.erase import Erase
from ..ops.look import Look
from ..ops.mixing_channels import ColorMatrix
from ..ops.pointwise import Linear
from ..ops.remap import Warp
from .geometry import elastic_transform, hflip
from .images import clip, get_num_channels, non_rgb_error

__all__ = [
    "_maybe_process_in_chunks",
    "add_weighted",
    "adjust_brightness_torchvision",
    "adjust_contrast_torchvision",
    "adjust_hue_torchvision",
    "adjust_saturation_torchvision",
    "channel_dropout",
    "cutout",
    "elastic_transform_approx",
    "gauss_noise",
    "grid_distortion",
    "hflip_cv2",
    "linear_transformation_rgb",
    "move_tone_curve",
    "multiply",
    "non_rgb_warning",
    "noop",
    "optical_distortion",
    "py3round",
    "shift_scale_rotate",
    "swap_tiles_on_image",
    "unsharp_mask",
]

REFLECT_101 = 4
AT_ONCE = 4
"""Channels that most routines of OpenCV take in one call."""
hflip_cv2 = hflip
non_rgb_warning = non_rgb_error


def _act(img: Array, *ops: Op) -> Array:
    out: Array = on_array(ops, "image", img)
    return out


def _look(interpolation: int, border_mode: int, value: Any) -> Look:
    return Look(interpolation, 0, border_mode, 0.0 if value is None else value)


def noop(input_obj: Any, **params: Any) -> Any:
    """What was given."""
    return input_obj


def py3round(number: float) -> int:
    """The nearest whole number, of two the even one."""
    return round(number)


def add_weighted(img1: Array, alpha: float, img2: Array, beta: float) -> Array:
    """``alpha`` times one image plus ``beta`` times another, rounded and clipped to the first one's dtype."""
    return clip(img1.astype(np.float64) * alpha + img2.astype(np.float64) * beta, img1.dtype)


def gauss_noise(image: Array, gauss: Any) -> Array:
    """The image plus the array ``gauss``, in the image's units, rounded and clipped."""
    return clip(image.astype(np.float32) + gauss, image.dtype)


def multiply(img: Array, multiplier: Any) -> Array:
    """The image times an array, of its shape or one number a channel, rounded and clipped."""
    return clip(img.astype(np.float32) * multiplier, img.dtype)


def adjust_brightness_torchvision(img: Array, factor: float) -> Array:
    """Every intensity times ``factor``."""
    return _act(img, Linear(factor, 0.0))


def adjust_contrast_torchvision(img: Array, factor: float) -> Array:
    """Every intensity's distance from the mean luma times ``factor``."""
    return _act(img, ContrastAboutGray(factor))


def adjust_saturation_torchvision(img: Array, factor: float, gamma: float = 0) -> Array:
    """Every color's distance from its luma times ``factor``."""
    if gamma:
        raise ValueError(f"adjust_saturation_torchvision: gamma must be 0, got {gamma}: add it to the result")
    return _act(img, Saturation(factor))


def adjust_hue_torchvision(img: Array, factor: float) -> Array:
    """The colors turned about the color circle by the share ``factor`` of it."""
    return _act(img, HueRotation(factor))


def linear_transformation_rgb(img: Array, transformation_matrix: Any) -> Array:
    """Each pixel's red, green and blue times a 3 x 3 matrix, clipped."""
    a, b, c = (tuple(map(float, row)) for row in np.asarray(transformation_matrix))
    return _act(img, ColorMatrix((a, b, c)))  # type: ignore[arg-type]  # checked by the op


def move_tone_curve(img: Array, low_y: float, high_y: float) -> Array:
    """Intensities through a Bezier curve whose inner points have these heights."""
    return _act(img, ToneCurve(low_y, high_y))


def unsharp_mask(image: Array, ksize: int, sigma: float = 0.0, alpha: float = 0.2, threshold: int = 10) -> Array:
    """The image plus ``alpha`` times what a Gaussian takes away, where that is more than ``threshold`` levels."""
    return _act(image, UnsharpMasking(ksize, sigma or 0.3 * ((ksize - 1) * 0.5 - 1) + 0.8, alpha, threshold))


def cutout(img: Array, holes: Iterable[Sequence[int]], fill_value: Any = 0) -> Array:
    """The image with rectangles (x_min, y_min, x_max, y_max), in pixels, filled."""
    height, width = img.shape[:2]
    cut = [(max(x1, 0), max(y1, 0), min(x2, width), min(y2, height)) for x1, y1, x2, y2 in holes]
    regions = tuple(hole for hole in cut if hole[0] < hole[2] and hole[1] < hole[3])
    return _act(img, Erase(regions, fill_value)) if regions else img.copy()


def channel_dropout(img: Array, channels_to_drop: Any, fill_value: float = 0) -> Array:
    """The image with all values of these channels replaced."""
    return _act(img, BlankChannels(tuple(np.atleast_1d(channels_to_drop).tolist()), float(fill_value)))


def swap_tiles_on_image(image: Array, tiles: Iterable[Sequence[int]]) -> Array:
    """The image with tiles copied: each has the row and column that it goes to, those it is from, height and width."""
    out = image.copy()
    for row, column, from_row, from_column, height, width in tiles:
        tile = image[from_row : from_row + height, from_column : from_column + width]
        out[row : row + height, column : column + width] = tile
    return out


def shift_scale_rotate(
    img: Array,
    angle: float,
    scale: float,
    dx: float,
    dy: float,
    interpolation: int = 1,
    border_mode: int = REFLECT_101,
    value: Any = None,
) -> Array:
    """The image turned by ``angle`` degrees counterclockwise and enlarged about its center, then moved.

    ``dx`` and ``dy`` are shares of the width and the height.
    """
    height, width = img.shape[:2]
    cos, sin = float(np.cos(np.radians(angle))) * scale, float(np.sin(np.radians(angle))) * scale
    to_center = (1.0, 0.0, -width / 2, 0.0, 1.0, -height / 2)
    back = (1.0, 0.0, width * (0.5 + dx), 0.0, 1.0, height * (0.5 + dy))
    forward = product(product(to_center, (cos, sin, 0.0, -sin, cos, 0.0)), back)
    return _act(img, Warp(forward, height, width, _look(interpolation, border_mode, value)))


def grid_distortion(
    img: Array,
    num_steps: int = 10,
    xsteps: Sequence[float] = (),
    ysteps: Sequence[float] = (),
    interpolation: int = 1,
    border_mode: int = REFLECT_101,
    value: Any = None,
) -> Array:
    """The image cut into ``num_steps`` columns and rows, each showing so many times its own length of the source.

    Factors beyond ``num_steps``, which Albumentations drew for the rest of a side that the steps do not divide, are
    left out: the cells here are equal.
    """
    columns, rows = (tuple(map(float, steps[:num_steps])) for steps in (xsteps, ysteps))
    if len(columns) < num_steps or len(rows) < num_steps:
        raise ValueError(f"grid_distortion: xsteps and ysteps must hold {num_steps} factors or more each")
    return _act(img, GridWarp(columns, rows, _look(interpolation, border_mode, value)))


def optical_distortion(
    img: Array,
    k: float = 0,
    dx: float = 0,
    dy: float = 0,
    interpolation: int = 1,
    border_mode: int = REFLECT_101,
    value: Any = None,
) -> Array:
    """The image through a lens: pixels look further from the middle where ``k`` is above 0, nearer where below."""
    if dx or dy:
        raise ValueError(f"optical_distortion: the center must stay where it is, dx=0 and dy=0, got {(dx, dy)}")
    return _act(img, Radial(float(k), "camera", _look(interpolation, border_mode, value)))


def elastic_transform_approx(
    img: Array,
    alpha: float,
    sigma: float,
    alpha_affine: float,
    interpolation: int = 1,
    border_mode: int = REFLECT_101,
    value: Any = None,
    random_state: Any = None,
) -> Array:
    """``elastic_transform`` whose Gaussian ends after 8 pixels on each side."""
    return elastic_transform(
        img, alpha, sigma, alpha_affine, interpolation, border_mode, value, random_state, approximate=True
    )


def _maybe_process_in_chunks(process_fn: Callable[..., Array], **kwargs: Any) -> Callable[[Array], Array]:
    """A function of an image that calls ``process_fn(image, **kwargs)`` on at most four channels at a time.

    Two channels that are left over behind groups of four go one by one.
    """

    @wraps(process_fn)
    def by_groups(img: Array) -> Array:
        count = get_num_channels(img)
        if count <= AT_ONCE:
            return process_fn(img, **kwargs)
        starts = [*range(0, count, AT_ONCE)]
        starts += [count - 1] if count % AT_ONCE == 2 else []
        return np.dstack(
            [process_fn(img[..., at:end], **kwargs) for at, end in zip(starts, [*starts[1:], count], strict=True)]
        )

    return by_groups
