"""Ops that make of each pixel a weighted sum of its channels."""

from ..engine.op import PixelOp, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape
from ..kernels import dtypes, matrices
from ..kernels.eigen import MOST_AXES
from .color import ColorOp
from .pointwise import PerPixel

Row = tuple[float, float, float]


@value
class ColorMatrix(ColorOp, PerPixel):
    """RGB times a 3x3 matrix, row by row, clipped; in 1024ths on uint8. A gray image stays as it is."""

    rows: tuple[Row, Row, Row]

    def pixels(self, image: Array) -> Array:
        dtypes.check_unit(image)
        return matrices.mixed(image, self.rows) if self.is_rgb(image) else image


@value
class PrincipalColors(PixelOp):
    """Move every pixel from or towards the mean color along the image's principal axes, one strength for each."""

    strengths: tuple[float, ...]

    def check(self, shape: Shape) -> None:
        if shape.channels > MOST_AXES:
            raise ValueError(f"needs an image of at most {MOST_AXES} channels, got {shape.channels}")
        if len(self.strengths) != shape.channels:
            raise ValueError(
                f"has a strength for each of {len(self.strengths)} channels, got an image of {shape.channels}"
            )

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        dtypes.check_unit(image)
        return matrices.stretched_along_axes(image, self.strengths)
