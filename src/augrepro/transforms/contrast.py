"""Contrast found in the image itself."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Byte, ClipLimit, PercentOfPixels, Probability, Tiles
from ..engine.declare.narrowed import pair
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.contrast import AdaptiveEqualization, HistogramStretch, StretchMethod

__all__ = ["CLAHE", "AutoContrast"]


class CLAHE(ImageOnly, channels={1, 3}):
    """Flatten the histogram of each part of the image, up to a limit of contrast (Zuiderveld 1994).

    Of an RGB image it is the lightness of L*a*b* that changes. Floats are treated as bytes and come back as floats.

    Args:
        clip_limit: how much more frequent than the average a level may count: 1 changes little, 4 a lot
        tile_grid_size: into how many columns and rows the image is cut, each 256 at most
    """

    clip_limit: ClipLimit = 4.0
    tile_grid_size: Tiles = (8, 8)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return AdaptiveEqualization(rng.uniform(self.clip_limit), pair(self.tile_grid_size))


class AutoContrast(ImageOnly):
    """Spread the levels of each channel from black to white.

    Args:
        cutoff: so many percent of the pixels, at each end, become black and white
        ignore: a level that stays as it is and is not counted, a background for example
        method: ``cdf`` makes all levels about as frequent, ``pil`` stretches them evenly
    """

    cutoff: PercentOfPixels = 0
    ignore: Byte | None = None
    method: StretchMethod = "cdf"
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return HistogramStretch.of(self)
