"""A small scene made of whole numbers, the same on every machine and for ever."""

from __future__ import annotations

from typing import Any

import numpy as np

HEIGHT, WIDTH = 64, 96


class Scene(dict[str, Any]):
    """A sample that pytest shows in one line, by the shapes and counts of what it holds."""

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}: {_short(value)}" for name, value in self.items())
        return f"<sample {shown}>"


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {'x'.join(map(str, value.shape))}"
    return str(len(value)) if isinstance(value, list) else f"a {type(value).__name__}"


def scene() -> Scene:
    """A fresh image with a mask, pascal_voc boxes, labels and keypoints of its three objects."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    shapes = {
        "square": (abs(y - 20) <= 11) & (abs(x - 22) <= 11),
        "disc": (y - 40) ** 2 + (x - 62) ** 2 <= 15**2,
        "triangle": (y >= 6) & (y <= 22) & (2 * abs(x - 80) <= y - 6),
    }
    image = np.stack([2 * x + y, 255 - 3 * y, (x * y) // 24 + 40], axis=2) % 256
    image[(x // 8 + y // 8) % 2 == 0] //= 2
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    for value, inside in enumerate(shapes.values(), start=1):
        mask[inside] = value
        image[inside] = (image[inside] // 4 + np.array([60, 120, 180]) * value) % 256
    return Scene(
        image=image.astype(np.uint8),
        mask=mask,
        bboxes=[_box(mask == value) for value in range(1, len(shapes) + 1)],
        labels=list(shapes),
        keypoints=[(22.0, 20.0), (62.0, 40.0), (80.0, 14.0)],
    )


def _box(inside: np.ndarray[Any, np.dtype[np.bool_]]) -> tuple[float, float, float, float]:
    """The tightest box, its far edges one past the last pixel."""
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)
