"""Ops that find contrast in the image's own histogram."""

from typing import Annotated, ClassVar, Literal

from ..engine.declare.markers import AtLeast, AtMost
from ..engine.op import Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape
from ..kernels import contrast, dtypes
from .color import ColorOp

MOST_TILES = 256
"""OpenCV keeps a table of 256 bytes for each tile."""
Tiles = Annotated[int, AtLeast(1), AtMost(MOST_TILES)]
Level = Annotated[int, AtLeast(0), AtMost(255)]
StretchMethod = Literal["cdf", "pil"]


@value
class AdaptiveEqualization(ColorOp):
    """Flatten the histogram tile by tile, up to a limit of contrast; of RGB the lightness (L*a*b*), floats as bytes.

    Tables of neighboring tiles are blended in floats, which rounds one level off in a thousand pixels on other CPUs.
    """

    uint8_grade: ClassVar[Grade] = Grade.SAME_ARCH

    clip_limit: float
    tiles: tuple[Tiles, Tiles]

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        return dtypes.through_bytes(
            image, lambda bytes_: contrast.locally_equalized(bytes_, self.clip_limit, self.tiles)
        )


@value
class HistogramStretch(PixelOp):
    """Spread each channel's levels from black to white, evenly (``pil``) or as frequent as each other (``cdf``).

    Floats go by way of bytes.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT

    cutoff: float
    ignore: Level | None
    method: StretchMethod

    def pixels(self, image: Array) -> Array:
        even = self.method == "cdf"
        return dtypes.through_bytes(image, lambda bytes_: contrast.stretched(bytes_, self.cutoff, self.ignore, even))
