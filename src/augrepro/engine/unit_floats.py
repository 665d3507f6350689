"""What a transform takes for white, and a word where floats on [0, 1] meet a value that is meant for bytes.

An earlier release may say how arguments are read that depend on it: ``read_as="1.3.1"``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .declare.errors import RangeWarning, short_repr, warn
from .frame import Frame
from .targets.geometry import Array
from .targets.table import PIXELS


class KnowsWhite:
    """Base of what may take white for 1 or for 255, and may leave it at either."""

    _for_bytes = ""
    """What is said of the first image of floats on [0, 1] that comes, where a value is meant for bytes."""

    def leaves_unit(self) -> bool | None:
        """True where float images lie beyond [0, 1] afterwards, False where within it, None where as before."""
        return None

    def whitens_to_one(self) -> bool | None:
        """True where white is 1 in the floats that come out, False where that is not known, None where as before."""
        return None

    def takes_bytes(self) -> bool:
        """True where white is taken for 255 or more, in float images too."""
        return False

    def meant_for_bytes(self) -> str:
        """A sentence on a field whose value is beyond the white of floats on [0, 1]; an empty text where none is."""
        fill = getattr(self, "fill", 0)
        used = getattr(self, "border_mode", 0) == 0 and getattr(self, "pad_if_needed", True)
        if not used or not beyond_unit(fill):
            return ""
        return f"fill={fill!r} lies beyond a float image on [0, 1], whose white is 1.0: give 1.0 in place of 255"


class ReadAs:
    """Base of what may read arguments that depend on the image as a release of Albumentations read them."""

    read_as: str | None = None
    """That release, None where they are read as today's."""

    def _read_by(self, kwargs: dict[str, Any]) -> None:
        """Take ``read_as`` out of the arguments, where the class reads any so; ValueError for no release."""
        if "read_as" not in kwargs:
            return
        from .read_as import is_release, kind_of, twin  # with the tables of former releases, which few programs need

        if kind_of(type(self)) is None:
            return
        release = kwargs.pop("read_as")
        if release is not None and not is_release(release):
            raise ValueError(
                f"{type(self).__name__}.read_as must be a release of Albumentations such as '1.3.1', or None, got "
                f"{short_repr(release)}"
            )
        if release is not None:
            self.__dict__.update(read_as=release, _fit=twin, _asks=True)

    def _identity(self) -> dict[str, Any]:
        fields: dict[str, Any] = super()._identity()  # type: ignore[misc]  # of Declared, which comes behind this
        if self.read_as is None:
            return fields
        from .read_as import by_dtype  # see above

        return {**fields, "read_as": self.read_as} if by_dtype(type(self)) else fields

    def _arguments(self) -> dict[str, Any]:
        fields = self._identity()
        return fields if self.read_as is None else {**fields, "read_as": self.read_as}


def beyond_unit(value: object) -> bool:
    """Whether a number, or one of several, is more than the white of floats."""
    if isinstance(value, tuple):
        return any(map(beyond_unit, value))
    return isinstance(value, (int, float)) and value > 1


def tell_of_bytes(words: str, frame: Frame) -> bool:
    """Warn where the images are floats on [0, 1]; False where there were no floats to look at.

    Their values are looked at here, which a transform asks for once: a user's floats may go up to 255 as well.
    """
    images = [array for target, arrays in frame.stacks.values() if target.kind is PIXELS for array in arrays]
    if not any(map(_is_float, images)) and not any(op.retypes for op in frame.ops):
        return False
    floats = [array for array in frame.arrays(PIXELS) if _is_float(array)]
    if floats and all(_on_unit(array) for array in floats) and any(array.any() for array in floats):
        warn(words, RangeWarning)
    return True


def _is_float(array: Any) -> bool:
    return isinstance(array, np.ndarray) and array.dtype.kind == "f"


def _on_unit(array: Array) -> bool:
    return bool(array.max() <= 1 and array.min() >= 0)
