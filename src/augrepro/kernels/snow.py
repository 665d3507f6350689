"""Snow that lies on a scene and glitters: a soft texture grown from a key, blurred on bytes."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from .bands import bands_of_floats
from .bits import Words, looked_up, normal
from .dtypes import check_unit
from .lightness import extremes
from .mix import WHOLE, blended, scaled
from .scratch import kept_field

Array = np.ndarray[Any, np.dtype[Any]]
SPREAD, SOFT = 0.3, 2.0**0.5
SPARKLES = 655
"""Of 65,536: one pixel in a hundred."""
NEAR = 0.2
"""How much snow lies at the lower edge, where there is 1 at the upper."""
DULL = 0.85
"""What snow in the air leaves of brightness and of color."""
DARKEST = np.float32(1e-6)


@kept_field(2)
def texture(key: str, height: int, width: int) -> tuple[Array, Array]:
    """Soft noise about 127.5, and where snow sparkles, 1 or 0; both uint8."""
    words = Words(key)
    table = np.clip(np.rint(127.5 + normal() * (SPREAD * 255 / 2)), 0, 255).astype(np.uint8)
    noise = looked_up(table, words.halves(height * width)).reshape(height, width)
    soft = cv2.GaussianBlur(noise, (0, 0), SOFT).reshape(height, width)
    sparkles = (words.halves(height * width).reshape(height, width) < SPARKLES).view(np.uint8)
    for field in (soft, sparkles):
        field.flags.writeable = False
    return soft, sparkles


def snowed(image: Array, key: str, amount: float, brightness: float) -> Array:
    """Brighter by ``brightness`` times the amount, under snow that adds white and takes color; some pixels white.

    A pixel's largest channel v is its brightness; the others keep their distance to it in proportion.
    """
    check_unit(image)
    height, width, channels = image.shape
    soft, sparkles = texture(key, height, width)
    fade = (np.linspace(1.0, NEAR, height) * 2 / 255).astype(np.float32)[:, None]
    out = np.empty(image.shape, image.dtype)
    for rows in bands_of_floats(image):
        lying = soft[rows].astype(np.float32)
        lying -= np.float32(63.75)
        lying *= fade[rows]  # from the upper edge to the lower
        under = _under(image[rows], lying, amount, brightness)
        out[rows] = blended(under, np.ones(channels), sparkles[rows] * np.uint16(WHOLE))
    return out


def _under(image: Array, soft: Array, amount: float, brightness: float) -> Array:
    """The image under snow that does not sparkle."""
    white = np.float32(255 if image.dtype == np.uint8 else 1)
    v = extremes(image)[0] / white
    lit = np.minimum(v * np.float32(1 + brightness * amount), np.float32(1))
    gain = lit / np.maximum(v, DARKEST)
    gain *= np.float32(DULL * DULL)
    snow = soft * np.float32(amount)
    snow += lit
    snow *= np.float32(DULL)
    snow -= gain * v
    return scaled(image, gain, snow)
