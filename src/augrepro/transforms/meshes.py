"""Images bent between points that are moved: grids, triangles, thin plates."""

from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    BorderMode,
    ControlPoints,
    Count,
    Fill,
    Interpolation,
    MaskFill,
    MaskInterpolation,
    NodeCount,
    Probability,
    ShareRange,
    Tiles,
    UpToRange,
)
from ..engine.declare.narrowed import pair
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.look import REPLICATE, Look
from ..ops.meshes import AffinePieces, GridShift, ThinPlate

__all__ = ["GridElasticDeform", "PiecewiseAffine", "ThinPlateSpline"]


class GridElasticDeform(Dual):
    """Move the inner nodes of a grid by whole pixels and bend the cells between them along.

    Args:
        num_grid_xy: how many cells there are across and down
        magnitude: how many pixels a node moves at most along each axis
    """

    num_grid_xy: Tiles
    magnitude: Count
    interpolation: Interpolation = 1
    mask_interpolation: MaskInterpolation = 0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        columns, rows = pair(self.num_grid_xy)
        look = Look(self.interpolation, self.mask_interpolation, REPLICATE)
        return GridShift(rng.field_key(), columns, rows, self.magnitude, look)


class PiecewiseAffine(Dual):
    """Move the points of a grid at random and warp the triangles between them, each by an affine map of its own.

    Points stay inside the image, so that nothing beyond it shows, and no ``fill``.

    Args:
        scale: three times the standard deviation of a point's move, as a share of the shorter side
        nb_rows: how many rows of points there are, drawn from the range
        nb_cols: how many columns of points there are, drawn from the range
        absolute_scale: ``scale`` counts in pixels
        keypoint_remapping_method: accepted for compatibility; keypoints always follow the triangles themselves
    """

    scale: UpToRange = (0.03, 0.05)
    nb_rows: NodeCount = (4, 4)
    nb_cols: NodeCount = (4, 4)
    interpolation: Interpolation = 1
    mask_interpolation: MaskInterpolation = 0
    absolute_scale: bool = False
    keypoint_remapping_method: Literal["direct", "mask"] = "mask"
    p: Probability = 0.5
    border_mode: BorderMode = 0
    fill: Fill = 0
    fill_mask: MaskFill = 0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        rows, columns = rng.integer_in(self.nb_rows), rng.integer_in(self.nb_cols)
        unit = 1.0 if self.absolute_scale else min(frame.shape[:2])
        deviation = rng.uniform(self.scale) * unit / 3
        return AffinePieces(rng.field_key(), rows, columns, deviation, Look.inside(self))


class ThinPlateSpline(Dual):
    """Move control points at random and bend the image smoothly between them, like a thin plate (Bookstein 1989).

    Args:
        scale_range: ten times the standard deviation of a control point's move, as a share of the sides; with more
            control points the image moves further than they do
        num_control_points: how many control points there are along each side; 2 adds one in the middle
        keypoint_remapping_method: accepted for compatibility; keypoints always follow the plate itself
    """

    scale_range: ShareRange = (0.2, 0.4)
    num_control_points: ControlPoints = 4
    interpolation: Interpolation = 1
    mask_interpolation: MaskInterpolation = 0
    keypoint_remapping_method: Literal["direct", "mask"] = "mask"
    p: Probability = 0.5
    border_mode: BorderMode = 0
    fill: Fill = 0
    fill_mask: MaskFill = 0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        deviation = rng.uniform(self.scale_range) / 10
        return ThinPlate(rng.field_key(), self.num_control_points, deviation, Look.of(self))
