"""Elastic deformation."""

from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import AtLeastOne, AtLeastZero, BorderMode, Fill, Interpolation, Probability
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.distortions import Elastic
from ..ops.look import Look

__all__ = ["ElasticTransform"]


class ElasticTransform(Dual):
    """Move pixels by a smooth random field: white noise blurred by a Gaussian (Simard, Steinkraus and Platt 2003).

    Args:
        alpha: the factor of the blurred noise, which then counts in pixels
        sigma: the standard deviation of the Gaussian in pixels
        approximate: accepted for compatibility; the field is always grown on a coarse grid
        same_dxdy: move along both axes alike
        noise_distribution: the noise before the blur: N(0, 1), or even on [-1, 1]
        keypoint_remapping_method: accepted for compatibility; keypoints always follow the field itself
    """

    alpha: AtLeastZero = 1
    sigma: AtLeastOne = 50
    interpolation: Interpolation = 1
    approximate: bool = False
    same_dxdy: bool = False
    mask_interpolation: Interpolation = 0
    noise_distribution: Literal["gaussian", "uniform"] = "gaussian"
    keypoint_remapping_method: Literal["direct", "mask"] = "mask"
    border_mode: BorderMode = 0
    fill: Fill = 0
    fill_mask: Fill = 0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        look = Look.of(self)
        return Elastic(rng.field_key(), self.alpha, self.sigma, self.noise_distribution, self.same_dxdy, look)
