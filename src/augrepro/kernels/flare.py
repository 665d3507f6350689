"""Sun flares: discs drawn on planes, from the last to the first, so that each pixel is weighed once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import cv2
import numpy as np

from .bands import bands_of_floats
from .mix import WHOLE
from .scratch import kept_field

Array = np.ndarray[Any, np.dtype[Any]]
Color = tuple[int, int, int]
STEP = 10
"""Pixels from one ring of the sun to the next."""
HALO, FRINGES = (29, 29, 31), ((0, 3.0), (2, 5.0))
"""Three boxes are close to a Gaussian of 15 pixels (central limit theorem), at a tenth of its price."""
REACH = 0.7
DIAGONAL = 0.5**0.5


class Ghost(NamedTuple):
    """A reflection in the lens: where, the cube root of its radius, how much it covers, its color."""

    x: int
    y: int
    root: int
    share: float
    color: Color


class Sun(NamedTuple):
    """Where the sun stands, how far it reaches in pixels, and its color."""

    x: int
    y: int
    radius: int
    color: Color


@kept_field(2)
def overlay(height: int, width: int, sun: Sun, ghosts: tuple[Ghost, ...]) -> tuple[Array, Array]:
    """Discs over the image, and the sun in rings over them: alpha in 256ths, uint16, and the layer in shares of white.

    Each step lays all discs so far over the result of the step before, so a disc covers more with every one that
    follows. What is left of the image under disc i is the product of all (1 - share) from i on.
    """
    dimmed = _rings(height, width, sun, _glare(ghosts))
    left = np.ones((height, width), np.float32)
    planes = [np.zeros((height, width), np.float32) for _ in sun.color]
    for ghost, rest in zip(reversed(ghosts), reversed(_left([ghost.share for ghost in ghosts])), strict=True):
        _cover(left, planes, ghost, rest)
    for plane, level in zip(planes, sun.color, strict=True):
        plane *= dimmed
        plane += (np.float32(1) - dimmed) * np.float32(level)
    alpha = np.float32(1) - left * dimmed
    share = np.clip(alpha, np.float32(1 / WHOLE), np.float32(1)) * np.float32(255)
    layer = cv2.merge([plane / share for plane in planes]).reshape(height, width, len(planes))
    return np.rint(alpha * np.float32(WHOLE)).astype(np.uint16), layer


def _glare(ghosts: Sequence[Ghost]) -> float:
    """How strong the sun is at its center: five times the mean share of the reflections by radius, at most 1."""
    total = sum(ghost.root**3 for ghost in ghosts)
    return min(5 * sum(ghost.share * ghost.root**3 for ghost in ghosts) / total, 1.0) if total else 0.0


def _left(shares: Sequence[float]) -> list[float]:
    """What each of some layers and all after it let through."""
    return list(accumulate((1.0 - share for share in reversed(shares)), lambda a, b: a * b))[::-1]


def _rings(height: int, width: int, sun: Sun, glare: float) -> Array:
    """What the sun leaves of the image, from little at its center to all outside: rings that each cover a bit more."""
    count = sun.radius // STEP
    last = max(count - 1, 1)
    shares = [(glare * (count - 1 - i) / last) ** 3 for i in range(count)]
    out = np.ones((height, width), np.float32)
    for i, rest in reversed(list(enumerate(_left(shares)))):
        cv2.circle(out, (sun.x, sun.y), int(1 + (sun.radius - 1) * i / last), rest, -1)
    return out


def _cover(left: Array, planes: list[Array], ghost: Ghost, rest: float) -> None:
    """Put a disc under those drawn before: it shows what they let through and it does not."""
    radius = ghost.root**3
    top, start = max(ghost.y - radius, 0), max(ghost.x - radius, 0)
    through = left[top : max(ghost.y + radius + 1, 0), start : max(ghost.x + radius + 1, 0)]
    if not through.size:
        return
    disc: Array = np.zeros(through.shape, np.uint8)
    cv2.circle(disc, (ghost.x - start, ghost.y - top), radius, 1, -1)
    shows = (through - np.float32(rest)) * disc
    rows, columns = slice(top, top + disc.shape[0]), slice(start, start + disc.shape[1])
    for plane, level in zip(planes, ghost.color, strict=True):
        plane[rows, columns] += shows * np.float32(level)
    np.copyto(through, np.float32(rest), where=disc > 0)


@kept_field(2)
def halo(height: int, width: int, sun: Sun, ghosts: tuple[Ghost, ...]) -> Array:
    """How much of white shows, (H, W, C) uint16 in 256ths: sun, four spikes and reflections, blurred, with fringes.

    Laid over an image as white, it is a screen: 1 - (1 - image) (1 - light). Blurs run on bytes, where they are exact.
    """
    shape: Array = np.zeros((height, width), np.uint8)
    center = sun.x, sun.y
    for x, y in ((1.0, 0.0), (DIAGONAL, DIAGONAL), (0.0, 1.0), (-DIAGONAL, DIAGONAL)):
        end = int(sun.x + x * max(width, height)), int(sun.y + y * max(width, height))
        cv2.line(shape, center, end, 1)
    shape = cv2.dilate(shape, np.ones((3, 3), np.uint8)).reshape(height, width)  # thickness 2
    cv2.circle(shape, center, sun.radius, 1, -1)
    light: Array = cv2.merge([shape * np.uint8(level) for level in sun.color]).reshape(height, width, len(sun.color))
    del shape
    for ghost in ghosts:
        cv2.circle(light, (ghost.x, ghost.y), max(ghost.root - 1, 1), ghost.color, -1)
    for side in HALO:
        light = cv2.blur(light, (side, side))
    planes = [plane.reshape(height, width) for plane in cv2.split(light)]
    for rows in bands_of_floats(light):
        fade = _fade(rows, light.shape, sun)
        for plane in planes:
            plane[rows] = np.rint(plane[rows] * fade)
    for place, sigma in FRINGES:
        planes[place] = cv2.GaussianBlur(planes[place], (0, 0), sigma).reshape(height, width)
    cv2.merge(planes, light)
    del planes
    wide = light.astype(np.uint16)
    light >>= 7
    wide += light  # 0 to 255 as 0 to 256
    return wide


def _fade(rows: slice, shape: tuple[int, ...], sun: Sun) -> Array:
    """1 at the sun, falling to 0 at 0.7 of the longer side away from it; some rows of the image."""
    height, width = shape[:2]
    x, y = (np.arange(width) - sun.x) ** 2, (np.arange(height)[rows] - sun.y) ** 2
    far = np.sqrt((x[None] + y[:, None]).astype(np.float32))
    far *= np.float32(-1 / (max(width, height) * REACH))
    far += np.float32(1)
    return np.clip(far, np.float32(0), np.float32(1), out=far)
