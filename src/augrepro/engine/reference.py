"""Images that an op reads beside the one it changes: named by a call's argument, told apart by a digest.

A plan never holds an array. It holds ``Reference(key, index, digest)``: the argument of the call under which the
images stood (``hm_metadata=[...]``), the place of the image among them, and what its pixels were. A replay finds the
image under the same argument, or in the transform that was given images when it was built, and refuses any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any, NoReturn, Self

import numpy as np

from .declare.errors import PlanError, short_repr
from .declare.parse import PARSERS
from .targets.geometry import Array

DTYPES = frozenset(map(np.dtype, ("uint8", "float32")))
SHOWN = 8
FAR_FROM_UNIT = 8.0
"""No float image on [0, 1] holds such a value, whatever was done to it; one in bytes does."""


class Named:
    """What a call brought, by an op's word: the argument, its place there, and the digest of what was in it.

    The digest of what was just drawn is taken when it is asked for: a call that keeps no plan needs none.
    """

    __slots__ = ("_digest", "_item", "index", "key")

    def __init__(self, key: str, index: int, digest: str = "", item: Any = None) -> None:
        self.key = key
        self.index = index
        self._digest = digest
        self._item = item

    @staticmethod
    def digest_of(item: Any) -> str:
        """32 hex digits that name what is in an item."""
        raise NotImplementedError

    @property
    def digest(self) -> str:
        """32 hex digits that name what was in the item."""
        self.settle()
        return self._digest

    def settle(self) -> None:
        """Take the digest, and hold the item no more."""
        if self._item is not None:
            self._digest, self._item = self.digest_of(self._item), None

    @property
    def where(self) -> str:
        """The item as errors name it."""
        return f"{self.key}[{self.index}]"

    def means(self, item: Any) -> bool:
        """True where the item is this one, and holds what it held."""
        return self._item is item or self.digest == self.digest_of(item)

    def to_dict(self) -> dict[str, Any]:
        """The reference as JSON has it."""
        return {"key": self.key, "index": self.index, "digest": self.digest}

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """The reference that ``to_dict`` described; PlanError where it is none."""
        return data if isinstance(data, cls) else cls(*read_reference(data))

    def _told(self) -> tuple[str, int, str]:
        return self.key, self.index, self.digest

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    def __repr__(self) -> str:
        return f"{type(self).__name__}(key={self.key!r}, index={self.index}, digest={self.digest!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._told()


class Reference(Named):
    """An image that a call brought, or that its transform holds."""

    __slots__ = ()

    @staticmethod
    def digest_of(item: Array) -> str:
        return digest(item)


def read_reference(data: object) -> tuple[str, int, str]:
    """Key, index and digest of a reference that a plan holds; PlanError where it is none."""
    if not isinstance(data, dict) or set(data) != {"key", "index", "digest"}:
        raise PlanError(f"a reference is an object with the keys key, index, digest, got {short_repr(data)}")
    key, index, found = data["key"], data["index"], data["digest"]
    if not isinstance(key, str) or type(index) is not int or index < 0:
        raise PlanError(f"a reference has a text as key and a whole number >= 0 as index, got {short_repr(data)}")
    if not isinstance(found, str) or len(found) != 32 or set(found) - set("0123456789abcdef"):
        raise PlanError(f"a reference's digest must be 32 hex digits, got {short_repr(found)}")
    return key, index, found


PARSERS[Reference] = Reference.from_dict


def digest(image: Array) -> str:
    """32 hex digits that name an image's dtype, shape and pixels."""
    little = np.ascontiguousarray(image, image.dtype.newbyteorder("<"))
    head = f"{image.dtype.name}{image.shape}".encode()
    return hashlib.blake2b(little.data, digest_size=16, key=hashlib.blake2b(head, digest_size=32).digest()).hexdigest()


class Images:
    """Reference images: (H, W, C) arrays, whose digests are those of what is in them when they are asked for."""

    def __init__(self, arrays: Iterable[Array]) -> None:
        self.arrays = tuple(arrays)

    @classmethod
    def of(cls, value: Any, name: str) -> Images:
        """The images in a list, a tuple or an array of one more axis; TypeError or ValueError where there are none."""
        if isinstance(value, cls):
            return value
        many = isinstance(value, np.ndarray) and value.ndim == 4
        if not many and (not isinstance(value, Sequence) or isinstance(value, (str, bytes))):
            raise TypeError(f"{name} must be a list of images, got {short_repr(value)}")
        if not len(value):
            raise ValueError(f"{name} must hold at least one image, got {short_repr(value)}")
        return cls(_image(item, f"{name}[{i}]") for i, item in enumerate(value))

    def __len__(self) -> int:
        return len(self.arrays)

    def refer(self, key: str, index: int) -> Reference:
        """A reference to one of the images, which stand under that argument."""
        return Reference(key, index, item=self.arrays[index])

    def find(self, wanted: Reference) -> Array | None:
        """The image that a reference means, wherever it stands; where it stood is looked at first."""
        first = self.arrays[wanted.index : wanted.index + 1]
        return next((array for array in (*first, *self.arrays) if wanted.means(array)), None)

    def _digests_of_all(self) -> list[str]:
        return [digest(array) for array in self.arrays]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Images) and self._digests_of_all() == other._digests_of_all()

    def __hash__(self) -> int:
        return hash(tuple(self._digests_of_all()))

    def __repr__(self) -> str:
        digests = ", ".join(found[:SHOWN] for found in self._digests_of_all())
        return f"<{len(self)} image{'' if len(self) == 1 else 's'}: {digests}>"

    def to_dict(self) -> NoReturn:
        """NotImplementedError: a file holds no arrays."""
        raise NotImplementedError(
            "reference images given to the constructor cannot be saved in a pipeline file; pass them with each call"
        )


def _image(value: Any, name: str) -> Array:
    if not isinstance(value, np.ndarray):
        raise TypeError(f"{name} must be a NumPy array, got {type(value).__name__}: {short_repr(value)}")
    if value.dtype not in DTYPES:
        raise TypeError(f"{name} must be uint8 or float32, got {value.dtype}")
    if value.ndim not in (2, 3) or not value.size:
        raise ValueError(f"{name} must have the axes (H, W) or (H, W, C), got shape {value.shape}")
    if value.dtype.kind == "f":
        low, high = float(value.min()), float(value.max())
        if not isfinite(high - low):  # NaN goes through min and max
            raise ValueError(f"{name} must hold no NaN and no infinity")
        if max(high, -low) > FAR_FROM_UNIT:
            raise ValueError(
                f"{name} must be on [0, 1], as float images are, got values from {low:g} to {high:g}: divide them by "
                f"their white, 255 for what was uint8"
            )
    return value if value.ndim == 3 else value[..., None]
