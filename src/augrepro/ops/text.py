"""Text written into an image."""

from typing import Annotated, ClassVar

from ..engine.declare.kinds import Key
from ..engine.declare.markers import AtLeast, AtMost, Filled
from ..engine.op import Grade, PixelOp, Value, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape, need_channels
from ..kernels import dtypes, erase, text
from ..kernels.text import MOST_CHARACTERS as MOST_CHARACTERS
from ..kernels.text import font_digest as font_digest
from ..kernels.text import need_pillow as need_pillow

RADIUS = 3


@value
class TextBox(Value):
    """A text in letters of ``size`` pixels, at the upper left corner of a box (x_min, y_min, x_max, y_max)."""

    box: tuple[int, int, int, int]
    text: str
    size: Annotated[int, AtLeast(1)]


@value
class WrittenText(PixelOp):
    """Write texts in a font file, in one color; ``cleared`` boxes are first continued from their rims (Telea 2004).

    Letters are drawn by Pillow, so their edges depend on its release. A replay wants the same font, by ``digest``.
    """

    uint8_grade: ClassVar[Grade] = Grade.SAME_BUILD

    font: str
    digest: Key
    boxes_of_text: tuple[TextBox, ...]
    color: Annotated[tuple[float, ...], Filled(), AtLeast(0), AtMost(255)]
    cleared: bool = False

    def check(self, shape: Shape) -> None:
        if self.cleared:
            need_channels(shape, (1, 3))

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        dtypes.check_unit(image)
        height, width, channels = image.shape
        if self.cleared:
            region = erase.covered(tuple(item.box for item in self.boxes_of_text), height, width)
            image = erase.inpainted(image, region, "inpaint_telea", RADIUS)
        color = ink(self.color, channels)
        for item in self.boxes_of_text:
            x, y = item.box[:2]
            shares = text.covered(self.font, self.digest, height, width, x, y, item.text, item.size)
            image = text.inked(image, shares, color)
        return image


def ink(color: tuple[float, ...], channels: int) -> tuple[float, ...]:
    """One value a channel: gray gets the mean of red, green and blue, and what a color lacks is black."""
    if len(color) == 1:
        return color * channels
    if channels == 1:
        return (float(int(sum(color[:3]) / len(color[:3]))),)
    return (*color[:channels], *[0.0] * (channels - len(color)))
