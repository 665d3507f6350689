"""Remaps by a displacement field: what bends an image without changing its size."""

from functools import partial

import numpy as np

from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape
from ..kernels import fields, remap
from .remap import Remap

ROUNDS = 12


class Flow(Remap):
    """Base: each pixel looks as far away from itself as a field says."""

    def field(self, height: int, width: int) -> tuple[Array, Array]:
        """The displacement along x and along y of each pixel, int32 with 16 fraction bits."""
        raise NotImplementedError(f"{type(self).__name__} must define field(height, width)")

    def sources(self, height: int, width: int) -> remap.Sources:
        return partial(remap.displaced, *self.field(height, width))

    def goes_to(self, x: Array, y: Array, shape: Shape) -> tuple[Array, Array]:
        """The places that look at (x, y), by fixed-point iteration: exact to the pixel where the field is smooth."""
        dx, dy = (field / fields.ONE for field in self.field(shape.height, shape.width))
        to_x, to_y = x, y
        for _ in range(ROUNDS):
            row = np.clip(np.rint(to_y), 0, shape.height - 1).astype(np.intp)
            column = np.clip(np.rint(to_x), 0, shape.width - 1).astype(np.intp)
            to_x, to_y = x - dx[row, column], y - dy[row, column]
        return to_x, to_y
