"""The one table of targets: what a key of the call means."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np

from ..declare.errors import short_repr


class Kind(Enum):
    """What the numbers of a target are, and so which verb of an op they meet."""

    PIXELS = "pixels"
    MASKS = "masks"
    BOXES = "boxes"
    POINTS = "points"


PIXELS: Final = Kind.PIXELS
MASKS: Final = Kind.MASKS
"""The same members by a name that costs a quarter of ``Kind.PIXELS``: every op asks for every target."""


class Target(NamedTuple):
    """A row: its name, its kind, how many axes stand before (height, width), and whether the last of these is depth.

    A target with depth is handled as whole (D, H, W, C) volumes, any other as (H, W, C) slices.
    """

    name: str
    kind: Kind
    lead: int = 0
    depth: bool = False
    any_axes: bool = False
    """True where an array of it may have more axes in front, for transforms of a user's own."""

    @property
    def single(self) -> bool:
        """True for one image, mask or volume, False for a batch of them."""
        return self.lead == (1 if self.depth else 0)


TARGETS: dict[str, Target] = {
    row.name: row
    for row in (
        Target("image", Kind.PIXELS),
        Target("images", Kind.PIXELS, 1),
        Target("mask", Kind.MASKS),
        Target("masks", Kind.MASKS, 1),
        Target("volume", Kind.PIXELS, 1, True),
        Target("volumes", Kind.PIXELS, 2, True),
        Target("mask3d", Kind.MASKS, 1, True),
        Target("masks3d", Kind.MASKS, 2, True),
        Target("bboxes", Kind.BOXES),
        Target("keypoints", Kind.POINTS),
    )
}


class Targets(Enum):
    """Albumentations' names of what a transform acts on, as help says them and tools read them.

    ``images`` count as IMAGE, ``masks`` as MASK, and so on.
    """

    IMAGE = "Image"
    MASK = "Mask"
    BBOXES = "BBoxes"
    KEYPOINTS = "Keypoints"
    VOLUME = "Volume"
    MASK3D = "Mask3D"


ALL_TARGETS = tuple(Targets)

_new = tuple.__new__  # what Shape(...) calls, at half its cost


class Shape(NamedTuple):
    """Height, width and channels of the image at one point of a plan, and its depth where volumes are in the call."""

    height: int
    width: int
    channels: int
    depth: int | None = None

    @staticmethod
    def of(array: Any) -> Shape:
        """The shape of one (H, W, C) image."""
        return shape_from(array.shape)

    def sized(self, height: int, width: int) -> Shape:
        """The same channels and depth at another height and width."""
        return _new(Shape, (height, width, self[2], self[3]))


def has_axes(found: Any) -> bool:
    """True for arrays and tensors; False for what stands for an image and has none, as Pillow's images."""
    return isinstance(getattr(found, "shape", None), tuple)


def shape_made(found: Any, before: Shape) -> Shape:
    """The shape of what code of a user's own made of an image of the shape ``before``.

    A tensor's channels come first, unless height and width, or the count of channels, stand where an array has them;
    what has no axes is of the same shape.
    """
    if isinstance(found, np.ndarray):
        return _new(Shape, (*found.shape[-3:], before.depth))
    if not has_axes(found):
        return before
    axes = tuple(found.shape)
    if len(axes) != 3:
        return before.sized(*axes[-2:])
    last = axes[:2] == before[:2] or (axes[2] == before.channels != axes[0])
    return _new(Shape, (*(axes if last and axes[1:] != before[:2] else (*axes[1:], axes[0])), before.depth))


@lru_cache(maxsize=128)
def shape_from(shape: tuple[int, int, int]) -> Shape:
    return _new(Shape, (*shape, None))


CHANNEL_COUNTS = 1, 3, 4
"""What stands first in nearly every image whose channels come first."""
FLAT = 16
"""No higher image is taken for one that has its channels in front, as the bands of a satellite are."""
PICTURE = 32
"""No picture that is augmented has fewer rows and columns."""
STRIP = 4
"""A picture has so many times as many rows, and columns, as it has channels."""
OBLONG = 2
"""A picture with other counts of channels is at most twice as long as wide; a strip of spectra may be longer."""


@lru_cache(maxsize=128)
def plain_shape(shape: tuple[int, ...]) -> Shape | None:
    """The shape of an (H, W, C) image of which there is nothing to be said; None for any other array's."""
    if len(shape) != 3 or 0 in shape:
        return None
    found = shape_from(shape)
    return None if channels_first(found) else found


def channels_first(shape: Shape) -> bool:
    """True for an image that is a few pixels high and has as many channels as a picture has columns."""
    first, *sides = shape[:3]
    if first > FLAT or min(sides) < max(PICTURE, STRIP * first):
        return False
    return first in CHANNEL_COUNTS or max(sides) <= OBLONG * min(sides)


def channels_first_words(shape: Shape) -> str:
    """What is said of an image whose channels seem to come first."""
    return (
        f"an image of shape {tuple(shape[:3])} looks like (C, H, W); channels come last here: "
        f"image.transpose(1, 2, 0), or .permute(1, 2, 0).numpy() of a tensor"
    )


def channels_first_hint(shape: Shape) -> str:
    """The same behind an error, where fewer signs are enough; or nothing."""
    likely = channels_first(shape) or (shape.height in CHANNEL_COUNTS and shape.channels not in CHANNEL_COUNTS)
    return f" ({channels_first_words(shape)})" if likely else ""


MOST_BYTES = 2**30
GROWTH = 4
"""A step may not make a larger image than that, unless the call brought one of a quarter of the size."""


def need_room(shape: Shape, first: Shape, itemsize: int) -> None:
    """ValueError where an image of that shape would hold more bytes than a step may make of the first one."""
    most = max(MOST_BYTES, GROWTH * values_in(first) * itemsize)
    if values_in(shape) * itemsize > most:
        sides = "height, width, channels" if shape.depth is None else "height, width, channels, depth"
        found = tuple(shape[:3]) if shape.depth is None else tuple(shape)
        raise ValueError(
            f"at most {most} bytes may come out of a step, got an image of shape {found} ({sides}) with {itemsize} "
            f"bytes a value"
        )


def values_in(shape: Shape) -> int:
    """How many values an image or volume of that shape holds."""
    return shape.height * shape.width * shape.channels * (shape.depth or 1)


def need_channels(shape: Shape, counts: Collection[int], cure: str = "") -> None:
    """ValueError where an image of that shape has another count of channels than one of these, and what would help."""
    if shape.channels not in counts:
        *most, last = sorted(counts)
        wanted = f"{', '.join(map(str, most))} or {last}" if most else str(last)
        wanted += " channel" if wanted == "1" else " channels"
        raise ValueError(f"needs an image of {wanted}, got {shape.channels}{channels_first_hint(shape) or cure}")


def need_one_each(name: str, values: object, shape: Shape) -> None:
    """ValueError where a tuple has neither one value nor one for each channel of an image of that shape."""
    if isinstance(values, tuple) and len(values) not in (1, shape.channels):
        raise ValueError(
            f"{name} must have one value or one for each of the {shape.channels} channels, got {short_repr(values)}"
        )


def need_one_or_equal(name: str, values: object, shape: Shape) -> None:
    """The same, where equal values stand for any count of channels."""
    if not (isinstance(values, tuple) and len({*values}) == 1):
        need_one_each(name, values, shape)


def need_fill(fill: object, shape: Shape) -> None:
    """The same of a fill; of several values, a gray image takes the first."""
    if shape.channels != 1:
        need_one_or_equal("fill", fill, shape)


def is_flat(target: Target, value: Any) -> bool:
    """True where the array that a call gave for a target has no channel axis."""
    if isinstance(value, (list, tuple)):
        return bool(value) and is_flat(target._replace(lead=target.lead - 1), value[0])
    return bool(value.ndim == target.lead + 2)
