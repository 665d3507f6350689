"""Elastic deformation."""

from __future__ import annotations

from typing import Annotated, Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import AtLeast, BorderMode, Fill, Interpolation, Probability
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.distortions import Elastic


class ElasticTransform(Dual):
    """Move pixels by a smooth random field: white noise blurred by a Gaussian of ``sigma`` pixels, times ``alpha``.

    ``noise_distribution`` draws the noise from N(0, 1) or evenly from [-1, 1]; ``same_dxdy`` moves along both axes
    alike. The field is always grown on a coarse grid, so ``approximate`` changes nothing, and keypoints always follow
    the field itself, whatever ``keypoint_remapping_method`` says.
    """

    alpha: Annotated[float, AtLeast(0)] = 1
    sigma: Annotated[float, AtLeast(1)] = 50
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
        return Elastic(
            rng.field_key(),
            self.alpha,
            self.sigma,
            self.noise_distribution,
            self.same_dxdy,
            self.interpolation,
            self.mask_interpolation,
            self.border_mode,
            self.fill,
            self.fill_mask,
        )
