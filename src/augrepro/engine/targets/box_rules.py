"""Which boxes a pipeline keeps: by area, share left, sides and their ratio."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

SLACK = 1e-3
"""What formats of shares and float32 boxes may be off by, in pixels: thresholds are inclusive in every format."""


class BoxRules(NamedTuple):
    """When a box is dropped: after clipping to the image, by area in pixels, share left, width, height or ratio."""

    min_area: float = 0.0
    min_visibility: float = 0.0
    min_width: float = 0.0
    min_height: float = 0.0
    max_accept_ratio: float | None = None

    def judge(self, clipped: Array, whole: Array) -> tuple[Array, Array]:
        """The areas of (N, 4) corners, and which of them are kept; ``whole``: the areas before they were clipped."""
        sides = clipped[:, 2:] - clipped[:, :2]
        wide, high = sides[:, 0], sides[:, 1]
        area = wide * high
        slack = SLACK * (wide + high)
        keep = (area > 0) & (area >= self.min_area - slack) & (area >= self.min_visibility * whole - slack)
        keep &= (wide >= self.min_width - SLACK) & (high >= self.min_height - SLACK)
        if self.max_accept_ratio is not None:
            keep &= np.maximum(wide, high) <= self.max_accept_ratio * np.minimum(wide, high)
        return area, keep


PLAIN = BoxRules()


@lru_cache(maxsize=256)
def rules_of(area: float, visibility: float, width: float, height: float, ratio: float | None) -> BoxRules:
    """The rules of these values; ``PLAIN`` itself where nothing but boxes without area is dropped."""
    rules = BoxRules(area, visibility, width, height, ratio)
    return PLAIN if rules == PLAIN else rules
