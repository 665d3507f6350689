"""What lossy codecs leave behind."""

from typing import Annotated, ClassVar

from ..engine.declare.markers import AtLeast, AtMost
from ..engine.op import Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..kernels import codec, dtypes
from ..kernels.codec import Codec


@value
class Compression(PixelOp):
    """Encode and decode; floats go by way of bytes. Only RGB is encoded as color, other channels one by one."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    codec: Codec
    quality: Annotated[int, AtLeast(1), AtMost(100)]

    def pixels(self, image: Array) -> Array:
        return dtypes.through_bytes(image, lambda bytes_: codec.compressed(bytes_, self.codec, self.quality))
