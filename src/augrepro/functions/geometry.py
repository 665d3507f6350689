"""Turns, sizes, pads and elastic deformations of one array, by the ops that the transforms draw."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from ..engine.declare.errors import short_repr
from ..engine.op import Op
from ..engine.protocol.acting import on_array
from ..engine.targets.geometry import Array, Matrix, product
from ..ops.distortions import Elastic, cut_at_17_pixels
from ..ops.grid import Padding
from ..ops.look import Border, Look, Sampling
from ..ops.remap import Warp
from ..ops.resize import Resample

__all__ = [
    "adjust_padding_by_position",
    "center",
    "d4",
    "elastic_transform",
    "get_padding_params",
    "hflip",
    "longest_max_size",
    "pad",
    "pad_with_params",
    "resize",
    "rot90",
    "rotate",
    "scale",
    "smallest_max_size",
    "transpose",
    "vflip",
]

Edges = tuple[int, int, int, int]
REFLECT_101 = 4
TURNS = {"e": (0, False), "r90": (1, False), "r180": (2, False), "r270": (3, False)}
MIRRORS = {"v": (0, True), "t": (1, True), "h": (2, True), "hvt": (3, True)}


def rot90(img: Array, factor: int) -> Array:
    """The image after ``factor`` quarter turns counterclockwise."""
    return np.ascontiguousarray(np.rot90(img, factor))


def hflip(img: Array) -> Array:
    """The image mirrored left to right."""
    return np.ascontiguousarray(img[:, ::-1])


def vflip(img: Array) -> Array:
    """The image mirrored top to bottom."""
    return np.ascontiguousarray(img[::-1])


def transpose(img: Array) -> Array:
    """The image with rows and columns swapped."""
    return np.ascontiguousarray(np.swapaxes(img, 0, 1))


def d4(img: Array, group_member: str) -> Array:
    """The image under one of the square's symmetries: e, r90, r180, r270, v, hvt, h or t."""
    members = {**TURNS, **MIRRORS}
    if group_member not in members:
        raise ValueError(f"group_member must be one of {', '.join(members)}, got {short_repr(group_member)}")
    turns, mirrored = members[group_member]
    return rot90(vflip(img) if mirrored else img, turns)


def resize(
    img: Array,
    height: int | Sequence[int] | None = None,
    width: int | None = None,
    interpolation: int = 1,
    *,
    target_shape: Sequence[int] | None = None,
) -> Array:
    """The image at another size: ``resize(img, height, width)``, or ``resize(img, (height, width), interpolation)``."""
    if isinstance(height, Sequence):
        target_shape, interpolation = height, interpolation if width is None else width
    high, wide = (height, width) if target_shape is None else target_shape[:2]
    if not isinstance(high, int) or not isinstance(wide, int):
        raise TypeError(f"resize needs a height and a width in pixels, got {short_repr((high, wide))}")
    return _act(img, Resample(high, wide, Sampling(interpolation)))


def scale(img: Array, scale: float, interpolation: int = 1) -> Array:
    """The image with both sides times ``scale``, cut to whole pixels."""
    height, width = (max(int(side * scale), 1) for side in img.shape[:2])
    return resize(img, height, width, interpolation)


def longest_max_size(img: Array, max_size: int, interpolation: int = 1) -> Array:
    """The image at such a size that its longer side is ``max_size`` pixels."""
    return _by(img, max_size / max(img.shape[:2]), interpolation)


def smallest_max_size(img: Array, max_size: int, interpolation: int = 1) -> Array:
    """The image at such a size that its shorter side is ``max_size`` pixels."""
    return _by(img, max_size / min(img.shape[:2]), interpolation)


def _by(img: Array, factor: float, interpolation: int) -> Array:
    height, width = (max(round(side * factor), 1) for side in img.shape[:2])
    return resize(img, height, width, interpolation)


def pad_with_params(
    img: Array,
    h_pad_top: int,
    h_pad_bottom: int,
    w_pad_left: int,
    w_pad_right: int,
    border_mode: int = REFLECT_101,
    value: Any = None,
) -> Array:
    """The image with so many pixels more at each side: ``value`` where ``border_mode`` is 0, else itself mirrored."""
    border = Border(border_mode, 0.0 if value is None else value)
    return _act(img, Padding(h_pad_top, h_pad_bottom, w_pad_left, w_pad_right, border))


def pad(img: Array, min_height: int, min_width: int, border_mode: int = REFLECT_101, value: Any = None) -> Array:
    """The image with as much border about it as it takes to be of that size at least."""
    edges = get_padding_params(img.shape[:2], min_height, min_width, None, None)
    return pad_with_params(img, *edges, border_mode, value)


def get_padding_params(
    image_shape: Sequence[int],
    min_height: int | None,
    min_width: int | None,
    pad_height_divisor: int | None = None,
    pad_width_divisor: int | None = None,
) -> Edges:
    """Top, bottom, left and right: how much of a border makes the sides so long, or multiples of the divisors."""
    (top, bottom), (left, right) = (
        _halves(side, least, divisor)
        for side, least, divisor in zip(
            image_shape[:2], (min_height, min_width), (pad_height_divisor, pad_width_divisor), strict=True
        )
    )
    return top, bottom, left, right


def _halves(side: int, least: int | None, divisor: int | None) -> tuple[int, int]:
    more = max(least - side, 0) if least is not None else -side % divisor if divisor is not None else 0
    return more // 2, more - more // 2


def adjust_padding_by_position(
    h_top: int,
    h_bottom: int,
    w_left: int,
    w_right: int,
    position: Literal["center", "top_left", "top_right", "bottom_left", "bottom_right", "random"],
    py_random: Any,
) -> Edges:
    """The same border, dealt out so that the image lies at ``position``; ``py_random`` draws a random one."""
    high, wide = h_top + h_bottom, w_left + w_right
    if position == "center":
        return h_top, h_bottom, w_left, w_right
    if position == "random":
        top, left = py_random.randint(0, high), py_random.randint(0, wide)
    else:
        top, left = 0 if "top" in position else high, 0 if "left" in position else wide
    return top, high - top, left, wide - left


def rotate(
    img: Array, angle: float, interpolation: int = 1, border_mode: int = REFLECT_101, value: Any = None
) -> Array:
    """The image turned about its center, ``angle`` degrees counterclockwise, at the size it had."""
    height, width = img.shape[:2]
    cos, sin = float(np.cos(np.radians(angle))), float(np.sin(np.radians(angle)))
    to_center = (1.0, 0.0, -width / 2, 0.0, 1.0, -height / 2)
    back = (1.0, 0.0, width / 2, 0.0, 1.0, height / 2)
    forward = product(product(to_center, (cos, sin, 0.0, -sin, cos, 0.0)), back)
    return _act(img, Warp(forward, height, width, _look(interpolation, border_mode, value)))


def elastic_transform(
    img: Array,
    alpha: float,
    sigma: float,
    alpha_affine: float = 0.0,
    interpolation: int = 1,
    border_mode: int = REFLECT_101,
    value: Any = None,
    random_state: Any = None,
    approximate: bool = False,
    same_dxdy: bool = False,
) -> Array:
    """The image moved by ``alpha`` times even noise on [-1, 1] blurred by a Gaussian, behind a random affine map.

    The map moves three points about the center by up to ``alpha_affine`` pixels along each axis. ``approximate`` cuts
    the Gaussian off after 8 pixels on each side. ``random_state`` is
    the generator that draws both: ``self.py_random`` or ``self.random_generator`` of your transform, a
    ``random.Random``, a NumPy ``Generator`` or ``RandomState``. TypeError without one.
    """
    if not hasattr(random_state, "uniform"):
        raise TypeError(
            f"elastic_transform: random_state must be a generator, for example self.py_random, got "
            f"{short_repr(random_state)}"
        )
    height, width = img.shape[:2]
    look = _look(interpolation, border_mode, value)
    ops: list[Op] = []
    if alpha_affine:
        ops.append(Warp(_random_map(height, width, alpha_affine, random_state), height, width, look))
    key = "".join(f"{int(random_state.uniform(0, 2**32)) % 2**32:08x}" for _ in range(4))
    alpha, sigma = cut_at_17_pixels(alpha, sigma) if approximate else (alpha, sigma)
    ops.append(Elastic(key, float(alpha), float(sigma), "uniform", same_dxdy, look))
    return _act(img, *ops)


def _random_map(height: int, width: int, reach: float, random_state: Any) -> Matrix:
    side = min(height, width) // 3
    x, y = width // 2, height // 2
    points = np.array([(x + side, y + side), (x + side, y - side), (x - side, y - side)], np.float64)
    moved = points + np.array([[random_state.uniform(-reach, reach) for _ in "xy"] for _ in points])
    rows = np.linalg.solve(np.column_stack((points, np.ones(3))), moved).T
    a, b, c, d, e, f = (float(entry) for entry in rows.ravel())
    return a, b, c, d, e, f


def _look(interpolation: int, border_mode: int, value: Any) -> Look:
    return Look(interpolation, 0, border_mode, 0.0 if value is None else value)


def center(image_shape: Sequence[int]) -> tuple[float, float]:
    """x and y of the image's center, where the first pixel's center is (0, 0)."""
    return image_shape[1] / 2 - 0.5, image_shape[0] / 2 - 0.5


def _act(img: Array, *ops: Op) -> Array:
    out: Array = on_array(ops, "image", img)
    return out
