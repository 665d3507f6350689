"""Ops that change an image's dtype; masks keep theirs."""

from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from ..engine.declare.forms import DtypeName
from ..engine.declare.kinds import Divisor
from ..engine.declare.markers import Stored
from ..engine.op import ALL_DTYPES, Grade, value
from ..engine.targets.geometry import Array
from ..kernels import conversion
from ..kernels.bands import bands_of_floats
from .pointwise import Dtype, PerPixel

WholeDtype = Literal["uint8", "uint16", "uint32"]
AnyWholeDtype = Annotated[WholeDtype | type[np.generic] | np.dtype[Any], Stored(WholeDtype), DtypeName()]


class Conversion(PerPixel):
    """Base: single operations on each value, exact and alike everywhere."""

    dtypes: ClassVar[frozenset[Any]] = ALL_DTYPES | {np.dtype("uint32")}
    float_grade: ClassVar[Grade] = Grade.EXACT
    retypes: ClassVar[bool] = True

    def alike(self, dtype: Dtype) -> bool:
        """One operation a value."""
        return True


@value
class WholeToFloat(Conversion):
    """Whole numbers over ``max_value``, or over their dtype's largest, as float32; floats as float32 as they are."""

    max_value: Divisor | None

    def pixels(self, image: Array) -> Array:
        return image if image.dtype == np.float32 else conversion.to_float(image, self.max_value)


@value
class FloatToWhole(Conversion):
    """Floats times ``max_value``, or ``dtype``'s largest, rounded half to even and clipped.

    Whole numbers count as shares of their dtype's largest.
    """

    dtype: WholeDtype
    max_value: Divisor | None

    def pixels(self, image: Array) -> Array:
        if image.dtype.kind == "f":
            return conversion.from_float(image, self.dtype, self.max_value)

        out = np.empty(image.shape, self.dtype)
        for rows in bands_of_floats(image):
            band = conversion.to_float(image[rows], None)
            conversion.from_float(band, self.dtype, self.max_value, out[rows])
        return out
