"""Images bent: elastic deformation, stretched grids, lenses."""

from functools import lru_cache
from typing import Any, Literal

from ..engine.chance.rng import Stream
from ..engine.declare.declared import keyword_only
from ..engine.declare.kinds import (
    AtLeastOne,
    AtLeastZero,
    BorderMode,
    Count,
    Fill,
    Interpolation,
    MaskFill,
    MaskInterpolation,
    PixelsUpTo,
    Probability,
    Span,
    SpanWithinOne,
)
from ..engine.declare.refusals import checked
from ..engine.frame import Frame
from ..engine.targets.table import Shape
from ..engine.transform import Drawn, Dual
from ..ops.distortions import Elastic, GridWarp, Radial, cut_at_17_pixels
from ..ops.look import Look
from ..ops.remap import Warp
from .affine import by_three_points

__all__ = ["ElasticTransform", "GridDistortion", "OpticalDistortion"]


class ElasticTransform(Dual):
    """Move pixels by a smooth random field: white noise blurred by a Gaussian (Simard, Steinkraus and Platt 2003).

    Args:
        alpha: the factor of the blurred noise, which then counts in pixels; before the blur, normal noise is divided
            by the largest of its values. Of normal noise pixels move by a quarter of ``alpha / sigma`` at most, and the
            defaults change nothing: 120 with a ``sigma`` of 6 is a usual choice
        sigma: the standard deviation of the Gaussian in pixels
        approximate: cut the Gaussian off after 8 pixels on each side: shorter waves, and larger ones than a ``sigma``
            above 3 would leave
        same_dxdy: move along both axes alike
        noise_distribution: the noise before the blur: N(0, 1), or even on [-1, 1]
        keypoint_remapping_method: accepted for compatibility; keypoints always follow the field itself
        alpha_affine: how many pixels three points about the center move by, at most, along each axis, before the field
            acts: an affine map of the whole image, as in Albumentations 1; None for no map
    """

    alpha: AtLeastZero = 1
    sigma: AtLeastOne = 50
    interpolation: Interpolation = 1
    approximate: bool = False
    same_dxdy: bool = False
    mask_interpolation: MaskInterpolation = 0
    noise_distribution: Literal["gaussian", "uniform"] = "gaussian"
    keypoint_remapping_method: Literal["direct", "mask"] = "mask"
    border_mode: BorderMode = 0
    fill: Fill = 0
    fill_mask: MaskFill = 0
    p: Probability = 0.5
    alpha_affine: PixelsUpTo | None = keyword_only(default=None, kw_only=True)

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        look = Look.of(self)
        affine = self._affine(rng, frame.shape, look) if self.alpha_affine else None
        alpha = self.alpha
        if self.noise_distribution == "gaussian":
            alpha /= largest_of(frame.shape.height * frame.shape.width * (1 if self.same_dxdy else 2))
        alpha, sigma = cut_at_17_pixels(alpha, self.sigma) if self.approximate else (alpha, self.sigma)
        elastic = Elastic(rng.field_key(), alpha, sigma, self.noise_distribution, self.same_dxdy, look)
        return elastic if affine is None else (affine, elastic)

    def _affine(self, rng: Stream, shape: Shape, look: Look) -> Warp | None:
        reach = (-(self.alpha_affine or 0.0), self.alpha_affine or 0.0)
        moves = [(rng.uniform(reach), rng.uniform(reach)) for _ in range(3)]
        matrix = by_three_points(moves, shape)
        return None if matrix is None else Warp(matrix, shape.height, shape.width, look)

    def _keyword(self, name: str, value: Any) -> Any:
        if name == "alpha_affine":
            return checked(value, PixelsUpTo, f"{type(self).__name__}.alpha_affine")
        return super()._keyword(name, value)


@lru_cache
def largest_of(count: int) -> float:
    """How large the largest of so many absolute values of N(0, 1) is, in the middle of its distribution."""
    from statistics import NormalDist  # only this needs it, and it loads decimal and fractions

    share = 0.5 ** (1 / max(count, 1))
    return round(NormalDist().inv_cdf((1 + share) / 2) * 2**24) / 2**24


class GridDistortion(Dual):
    """Cut the image into equal columns and rows and stretch or squeeze each by a factor of its own.

    Args:
        num_steps: the number of columns, and of rows
        distort_limit: what is added to 1 for how many times its own length of the source a column or row shows
        normalized: scale the factors so that the output shows the whole source and nothing beyond it,
            so no ``fill``
        keypoint_remapping_method: accepted for compatibility; keypoints always follow the cells themselves
    """

    num_steps: Count = 5
    distort_limit: SpanWithinOne = (-0.3, 0.3)
    interpolation: Interpolation = 1
    normalized: bool = True
    mask_interpolation: MaskInterpolation = 0
    keypoint_remapping_method: Literal["direct", "mask"] = "mask"
    p: Probability = 0.5
    border_mode: BorderMode = 0
    fill: Fill = 0
    fill_mask: MaskFill = 0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        columns, rows = self._factors(rng), self._factors(rng)
        return GridWarp(columns, rows, Look.inside(self) if self.normalized else Look.of(self))

    def _factors(self, rng: Stream) -> tuple[float, ...]:
        factors = [1.0 + rng.uniform(self.distort_limit) for _ in range(self.num_steps)]
        whole = (sum(factors) or 1.0) / self.num_steps if self.normalized else 1.0
        return tuple(factor / whole for factor in factors)


class OpticalDistortion(Dual):
    """Distort like a lens: pixels look further from the middle (barrel) or nearer to it (pincushion and zoom).

    Args:
        distort_limit: the coefficient k: above 0 the image shrinks towards the middle, below 0 it grows outwards
        mode: ``camera`` for Brown's radial terms k1 = k2 = k with a focal length of the image's sides (Brown 1966),
            ``fisheye`` for one term of the distance as a share of half the diagonal
        keypoint_remapping_method: accepted for compatibility; keypoints always follow the lens itself
    """

    distort_limit: Span = (-0.05, 0.05)
    interpolation: Interpolation = 1
    mask_interpolation: MaskInterpolation = 0
    mode: Literal["camera", "fisheye"] = "camera"
    keypoint_remapping_method: Literal["direct", "mask"] = "mask"
    p: Probability = 0.5
    border_mode: BorderMode = 0
    fill: Fill = 0
    fill_mask: MaskFill = 0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Radial(rng.uniform(self.distort_limit), self.mode, Look.of(self))
