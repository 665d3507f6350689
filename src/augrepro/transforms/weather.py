"""Weather: what hides a part of the scene."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Probability, ShareOrZero, ShareRange
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.filters import Gaussian
from ..ops.weather import Fog

__all__ = ["RandomFog"]


class RandomFog(ImageOnly):
    """Lay many small puffs of white over the image, most of them about its center, and blur it a little.

    Args:
        alpha_coef: the share of a pixel that one puff hides where the fog is densest
        fog_coef_range: the density, from 0 for no fog to 1
    """

    alpha_coef: ShareOrZero = 0.08
    fog_coef_range: ShareRange = (0.3, 1)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        density, key = rng.uniform(self.fog_coef_range), rng.field_key()
        side = max(3, min(frame.shape[:2]) // 30) | 1
        blur = Gaussian(side, max(0.3 * ((side - 1) / 2 - 1) + 0.8, 0.85))  # what OpenCV takes where no sigma is given
        return (Fog(key, density, self.alpha_coef * density), blur) if density > 0 else blur
