"""Flows from displacements at the nodes of a lattice: what bends an image between points that are moved."""

from functools import partial
from typing import Annotated, Any, ClassVar

import numpy as np

from ..engine.declare.kinds import MAX_COUNT, Key
from ..engine.declare.markers import AtLeast, AtMost
from ..engine.op import value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape, Target
from ..kernels import mesh, remap, spline
from ..kernels.bits import Words, normal
from .look import Look
from .remap import Remap

Nodes = Annotated[int, AtLeast(2), AtMost(256)]
Cells = Annotated[int, AtLeast(1), AtMost(256)]
NotNegative = Annotated[float, AtLeast(0)]


class Mesh(Remap):
    """Base: each pixel looks as far away from itself as the nodes around it, which are moved, say."""

    per_side: ClassVar[int] = 16

    def nodes(self, height: int, width: int) -> mesh.Mesh:
        """The nodes of an image of that size and how far each looks."""
        raise NotImplementedError(f"{type(self).__name__} must define nodes(height, width)")

    def sources(self, height: int, width: int) -> remap.Sources:
        return partial(mesh.sources, self.nodes(height, width), height, width)

    def goes_to(self, x: Array, y: Array, shape: Shape) -> tuple[Array, Array]:
        """The places that look at (x, y), by iteration."""
        to_x, to_y = mesh.seen_at(self.nodes(shape.height, shape.width), x + 0.5, y + 0.5)
        return to_x - 0.5, to_y - 0.5


def deviates(key: str, rows: int, columns: int) -> tuple[Array, Array]:
    """Two arrays of N(0, 1) grown from a key."""
    values = normal()[Words(key).halves(2 * rows * columns)].reshape(2, rows, columns)
    return values[0], values[1]


@value
class AffinePieces(Mesh):
    """Each of ``rows`` x ``columns`` nodes, evenly spread from border to border, looks N(0, ``deviation``) pixels away.

    It never looks beyond the border. The cells between are cut into triangles, each of which is an affine map.
    """

    key: Key
    rows: Nodes
    columns: Nodes
    deviation: NotNegative
    look: Look = Look()

    def nodes(self, height: int, width: int) -> mesh.Mesh:
        x, y = _even(width, self.columns - 1), _even(height, self.rows - 1)
        dx, dy = (part * self.deviation for part in deviates(self.key, self.rows, self.columns))
        dx, dy = np.clip(x + dx, 0, width) - x, np.clip(y[:, None] + dy, 0, height) - y[:, None]
        return mesh.mesh(x, y, dx, dy, triangles=True)


@value
class GridShift(Mesh):
    """Each inner node between ``columns`` x ``rows`` cells looks up to ``magnitude`` whole pixels away, evenly drawn.

    The nodes of the border stay, and cells are blended bilinearly.
    """

    key: Key
    columns: Cells
    rows: Cells
    magnitude: Annotated[int, AtLeast(0), AtMost(MAX_COUNT)]
    look: Look = Look()

    def nodes(self, height: int, width: int) -> mesh.Mesh:
        inner = self.rows - 1, self.columns - 1
        levels = Words(self.key).halves(2 * inner[0] * inner[1]).astype(np.int64) * (2 * self.magnitude + 1) >> 16
        fields = np.zeros((2, self.rows + 1, self.columns + 1))
        fields[:, 1:-1, 1:-1] = (levels - self.magnitude).reshape(2, *inner)
        return mesh.mesh(_even(width, self.columns), _even(height, self.rows), *fields)


@value
class ThinPlate(Mesh):
    """Bend the image like a thin plate between ``num_points`` x ``num_points`` control points (Bookstein 1989).

    Each is displaced by N(0, ``deviation``), a share of the sides grown from ``key``; 2 adds one in the middle.
    The plate's system is solved for r**4 log r**2 and spread by r**2 log r**2, which moves more than the control
    points' own displacement, the more the more there are.
    """

    key: Key
    num_points: Annotated[int, AtLeast(2), AtMost(16)]
    deviation: NotNegative
    look: Look = Look()

    def fits_any_size(self, target: Target) -> bool:
        return True

    def nodes(self, height: int, width: int) -> mesh.Mesh:
        count = len(spline.controls(self.num_points)[0])
        fields = spline.displacement(
            self.num_points, *(part[0] * self.deviation for part in deviates(self.key, 1, count))
        )
        sides = spline.nodes(self.num_points) - 1
        return mesh.mesh(_even(width, sides), _even(height, sides), fields[0] * width, fields[1] * height)


def _even(size: int, cells: int) -> Any:
    """Where so many equal cells of an axis begin, and where the last one ends."""
    return np.arange(cells + 1) * size / cells
