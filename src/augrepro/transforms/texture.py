"""What gives an image another texture: superpixels, drops and mud on the lens."""

from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import BlurSigma, Color, CountUpFromOne, Pixels, Probability, Resampling, ShareUpFromZero
from ..engine.declare.narrowed import color
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.texture import MeanSegments, MudSpatter, RainSpatter

__all__ = ["Spatter", "Superpixels"]

WATER, EARTH = (238.0, 238.0, 175.0), (20.0, 42.0, 63.0)
WEAKER = 0.9
COMPACTNESS = 140.0
"""On photographs, images change as much as by Albumentations 2, where color weighs next to nothing beside place."""


class Spatter(ImageOnly, channels={3}):
    """Lay drops of rain or splashes of mud over an RGB image (Hendrycks and Dietterich 2019).

    Args:
        mean: the mean of the noise whose peaks are liquid
        std: the standard deviation of that noise, before the blur
        gauss_sigma: the standard deviation of the noise's Gaussian blur in pixels: the larger, the larger the drops
        cutout_threshold: the noise from which on there is liquid
        intensity: how much light the brightest drop adds, or how much the thickest mud hides
        mode: drops of ``rain`` or ``mud``
        color: the liquid's red, green and blue from 0 to 255; None takes a pale yellow for rain and a dark blue for mud
    """

    mean: ShareUpFromZero = (0.65, 0.65)
    std: ShareUpFromZero = (0.3, 0.3)
    gauss_sigma: BlurSigma = (2, 2)
    cutout_threshold: ShareUpFromZero = (0.68, 0.68)
    intensity: ShareUpFromZero = (0.6, 0.6)
    mode: Literal["rain", "mud"] = "rain"
    color: Color | None = None
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        mean, std = rng.uniform(self.mean), rng.uniform(self.std)
        threshold, sigma = rng.uniform(self.cutout_threshold), rng.uniform(self.gauss_sigma)
        intensity = rng.uniform(self.intensity)
        if self.mode == "mud":
            return MudSpatter(rng.field_key(), mean, std, sigma, threshold, intensity, color(self.color or EARTH))
        light = intensity * WEAKER
        return RainSpatter(rng.field_key(), mean, std, sigma, threshold, light, color(self.color or WATER))


class Superpixels(ImageOnly, any_range=True):
    """Cut the image into superpixels, regions of like color (SLIC, Achanta et al. 2012), and average some of them.

    They are compact: nearly squares, whose sides give way to strong edges.

    Args:
        p_replace: how likely each superpixel is to get its mean color
        n_segments: about how many superpixels there are
        max_size: a larger image is shrunk to this many pixels a side for it and enlarged again, which blurs all of it;
            None keeps the size, and takes its time
    """

    p_replace: ShareUpFromZero = (0, 0.1)
    n_segments: CountUpFromOne = (100, 100)
    max_size: Pixels | None = 128
    interpolation: Resampling = 1
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        count, share = rng.integer_in(self.n_segments), rng.uniform(self.p_replace)
        return MeanSegments(rng.field_key(), share, count, self.max_size, self.interpolation, COMPACTNESS)
