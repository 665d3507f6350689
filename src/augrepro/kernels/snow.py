"""Snow that lies on a scene and glitters: a soft texture grown from a key, blurred on bytes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from .bits import Words, normal
from .dtypes import check_unit
from .lightness import extremes
from .mix import blended, scaled

Array = np.ndarray[Any, np.dtype[Any]]
SPREAD, SOFT = 0.3, 2.0**0.5
SPARKLES = 655
"""Of 65,536: one pixel in a hundred."""
NEAR = 0.2
"""How much snow lies at the lower edge, where there is 1 at the upper."""
DULL = 0.85
"""What snow in the air leaves of brightness and of color."""
DARKEST = np.float32(1e-6)


@lru_cache(maxsize=2)
def texture(key: str, height: int, width: int) -> tuple[Array, Array]:
    """Soft noise about 0.5 that fades from the upper edge to the lower, float32; and where snow sparkles, 256 or 0."""
    words = Words(key)
    table = np.clip(np.rint(127.5 + normal() * (SPREAD * 255 / 2)), 0, 255).astype(np.uint8)
    noise = table[words.halves(height * width)].reshape(height, width)
    soft = cv2.GaussianBlur(noise, (0, 0), SOFT).reshape(height, width).astype(np.float32)
    soft -= np.float32(63.75)
    soft *= (np.linspace(1.0, NEAR, height) * 2 / 255).astype(np.float32)[:, None]
    sparkles = (words.halves(height * width).reshape(height, width) < SPARKLES) * np.uint16(256)
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
    white = np.float32(255 if image.dtype == np.uint8 else 1)
    v = extremes(image)[0] / white
    lit = np.minimum(v * np.float32(1 + brightness * amount), np.float32(1))
    gain = lit / np.maximum(v, DARKEST)
    gain *= np.float32(DULL * DULL)
    snow = soft * np.float32(amount)
    snow += lit
    snow *= np.float32(DULL)
    snow -= gain * v
    return blended(scaled(image, gain, snow), np.ones(channels), sparkles)
