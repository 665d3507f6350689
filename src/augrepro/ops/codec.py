"""What lossy codecs leave behind."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ..engine.fields import AtLeast, AtMost
from ..engine.geometry import Array
from ..engine.op import Grade, PixelOp, value
from ..kernels import codec, depth
from ..kernels.codec import Codec


@value
class Compression(PixelOp):
    """Encode and decode; floats go by way of bytes. Only RGB is encoded as colour, other channels one by one."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    codec: Codec
    quality: Annotated[int, AtLeast(1), AtMost(100)]

    def pixels(self, image: Array) -> Array:
        return depth.through_bytes(image, lambda bytes_: codec.compressed(bytes_, self.codec, self.quality))
