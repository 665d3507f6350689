"""Keypoints between formats, checked, dropped and moved, outside a pipeline.

Rows are x, y, z, angle in radians, scale, and further columns, as custom transforms of Albumentations 2 have them. An
array comes back as an array, a list as a list of tuples.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..engine.declare.errors import nearest, short_repr
from ..engine.targets.geometry import Array
from .boxes import Size, size_of

__all__ = [
    "angle_to_2pi_range",
    "check_keypoints",
    "convert_keypoints_from_albumentations",
    "convert_keypoints_to_albumentations",
    "crop_keypoints_by_coords",
    "filter_keypoints",
    "keypoint_scale",
    "keypoints_hflip",
    "keypoints_rot90",
    "keypoints_transpose",
    "keypoints_vflip",
]

FORMATS = ("xy", "yx", "xya", "xys", "xyas", "xysa", "xyz", "xyzas")
PLACES = {"x": 0, "y": 1, "z": 2, "a": 3, "s": 4}


def angle_to_2pi_range(angles: Any) -> Any:
    """Angles in radians, turned whole circles until they lie in [0, 2 pi)."""
    return np.mod(angles, 2 * np.pi)


def _columns(keypoints: Any, count: int) -> Array:
    return np.array([list(row[:count]) for row in keypoints], np.float64).reshape(-1, count)


def _rebuilt(keypoints: Any, columns: Array, used: int, rows: Any = None) -> Any:
    kept = range(len(keypoints)) if rows is None else np.flatnonzero(rows)
    if isinstance(keypoints, np.ndarray):
        return np.column_stack((columns, keypoints[[*kept], used:]))
    return [(*map(float, row), *keypoints[i][used:]) for row, i in zip(columns, kept, strict=True)]


def _known(name: Any) -> str:
    if name not in FORMATS:
        raise ValueError(f"format must be one of {', '.join(FORMATS)}, got {short_repr(name)}{nearest(name, FORMATS)}")
    return str(name)


def convert_keypoints_to_albumentations(
    keypoints: Any, source_format: str, shape: Size, check_validity: bool = False, angle_in_degrees: bool = True
) -> Any:
    """Keypoints of a format as x, y, z, angle in radians, scale; what a format lacks is 0."""
    letters = _known(source_format)
    given = _columns(keypoints, len(letters))
    out = np.zeros((len(given), 5))
    for letter, column in zip(letters, given.T, strict=True):
        out[:, PLACES[letter]] = np.radians(column) if letter == "a" and angle_in_degrees else column
    out[:, 3] = angle_to_2pi_range(out[:, 3])
    result = _rebuilt(keypoints, out, len(letters))
    if check_validity:
        check_keypoints(result, shape)
    return result


def convert_keypoints_from_albumentations(
    keypoints: Any, target_format: str, shape: Size, check_validity: bool = False, angle_in_degrees: bool = True
) -> Any:
    """Rows of x, y, z, angle in radians, scale in a format's columns."""
    letters = _known(target_format)
    if check_validity:
        check_keypoints(keypoints, shape)
    given = _columns(keypoints, 5)
    given[:, 3] = angle_to_2pi_range(given[:, 3])
    if angle_in_degrees:
        given[:, 3] = np.degrees(given[:, 3])
    return _rebuilt(keypoints, given[:, [PLACES[letter] for letter in letters]], 5)


def check_keypoints(keypoints: Any, shape: Size) -> None:
    """ValueError for a keypoint outside the image or with an angle outside [0, 2 pi)."""
    height, width = size_of(shape)
    for i, row in enumerate(keypoints):
        x, y, angle = float(row[0]), float(row[1]), float(row[3])
        if not (0 <= x < width and 0 <= y < height):
            raise ValueError(f"keypoints[{i}] must lie inside the image, {width} wide and {height} high, got {(x, y)}")
        if not 0 <= angle < 2 * np.pi:
            raise ValueError(f"keypoints[{i}] must have an angle in [0, 2 pi), got {angle}")


def filter_keypoints(keypoints: Any, shape: Size, remove_invisible: bool) -> Any:
    """The keypoints inside the image, or all where ``remove_invisible`` is False."""
    if not remove_invisible or not len(keypoints):
        return keypoints
    height, width = size_of(shape)
    x, y = _columns(keypoints, 2).T
    keep = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    return keypoints[keep] if isinstance(keypoints, np.ndarray) else [keypoints[i] for i in np.flatnonzero(keep)]


def crop_keypoints_by_coords(keypoints: Any, crop_coords: Sequence[int]) -> Any:
    """Keypoints seen from the window (x_min, y_min, ...)."""
    return _rebuilt(keypoints, _columns(keypoints, 2) - np.array(crop_coords[:2], np.float64), 2)


def keypoint_scale(keypoint: Sequence[float], scale_x: float, scale_y: float) -> tuple[float, float, float, float]:
    """One keypoint of Albumentations 1, (x, y, angle, scale), of an image that is resized by these factors.

    Its scale grows by the greater one, and its angle stays. Further columns are left out, as they were there.
    """
    if len(keypoint) < 4:
        raise ValueError(f"keypoint must be (x, y, angle, scale), got {short_repr(keypoint)}")
    x, y, angle, scale = keypoint[:4]
    return x * scale_x, y * scale_y, angle, scale * max(scale_x, scale_y)


def keypoints_hflip(keypoints: Any, cols: int) -> Any:
    """Keypoints of an image of ``cols`` columns, mirrored left to right: x becomes cols - 1 - x."""
    return _mapped(keypoints, lambda x, y, angle: (cols - 1 - x, y, np.pi - angle))


def keypoints_vflip(keypoints: Any, rows: int) -> Any:
    """Keypoints of an image of ``rows`` rows, mirrored top to bottom: y becomes rows - 1 - y."""
    return _mapped(keypoints, lambda x, y, angle: (x, rows - 1 - y, -angle))


def keypoints_transpose(keypoints: Any) -> Any:
    """Keypoints with x and y swapped."""
    return _mapped(keypoints, lambda x, y, angle: (y, x, np.pi / 2 - angle))


def keypoints_rot90(keypoints: Any, factor: int, image_shape: Sequence[int]) -> Any:
    """Keypoints after ``factor`` quarter turns counterclockwise of an image of that (height, width)."""
    height, width = image_shape[:2]
    for _ in range(factor % 4):
        wide = width
        keypoints = _mapped(keypoints, lambda x, y, angle, wide=wide: (y, wide - 1 - x, angle - np.pi / 2))
        height, width = width, height
    return keypoints


def _mapped(keypoints: Any, move: Any) -> Any:
    given = _columns(keypoints, 5)
    x, y, angle = move(given[:, 0], given[:, 1], given[:, 3])
    return _rebuilt(keypoints, np.column_stack((x, y, given[:, 2], angle_to_2pi_range(angle), given[:, 4])), 5)
