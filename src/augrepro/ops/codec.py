"""What lossy codecs leave behind."""

from typing import Annotated, ClassVar

from ..engine.declare.markers import AtLeast, AtMost
from ..engine.op import Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape
from ..kernels import codec, dtypes
from ..kernels.codec import Codec


@value
class Compression(PixelOp):
    """Encode and decode; floats go by way of bytes. Three channels are encoded as color, other counts one by one.

    ``rgb`` hands them over as red, green and blue; else the codec takes the first for blue, as Albumentations has it.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT

    codec: Codec
    quality: Annotated[int, AtLeast(1), AtMost(100)]
    rgb: bool = True

    def check(self, shape: Shape) -> None:
        most = codec.MOST[self.codec]
        if max(shape.height, shape.width) > most:
            raise ValueError(
                f"{self.codec} needs an image of at most {most} pixels a side, got a width of {shape.width} and a "
                f"height of {shape.height}"
            )

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        return dtypes.through_bytes(image, lambda bytes_: codec.compressed(bytes_, self.codec, self.quality, self.rgb))
