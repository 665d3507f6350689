"""Weather between the camera and the scene."""

from typing import Annotated, ClassVar

from ..engine.declare.kinds import MAX_DROPS, Count, Edge, Key, MoreThanZero, Rgb, Share, ShareOrZero
from ..engine.declare.markers import AtLeast, AtMost
from ..engine.op import Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape, need_channels
from ..kernels import lightness, rain, snow, weather
from ..kernels.dtypes import check_unit
from .color import ColorOp
from .mix import Blend
from .pointwise import Dtype, PerPixel

Patch = tuple[Edge, Edge, Edge, Edge]
LARGEST_PATCH = 10**8
"""Pixels of a patch of gravel; a hundredth of them get a stone, one at a time."""


@value
class Fog(Blend):
    """Puffs of white, grown from ``key``, each hiding ``opacity`` of what it covers; the denser, the larger."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    density: Share
    opacity: ShareOrZero

    def alpha(self, height: int, width: int) -> Array:
        return weather.fog(self.key, height, width, self.density, self.opacity)


@value
class Rain(PixelOp):
    """``drops`` blurred streaks at places grown from ``key`` are added, then the image is darkened to ``brightness``.

    A streak is ``length`` pixels high, slants by ``slant`` pixels, and is ``width`` pixels thick.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    drops: Annotated[int, AtLeast(0), AtMost(MAX_DROPS)]
    slant: Annotated[float, AtLeast(-20), AtMost(20)]
    length: Count
    width: Count
    color: Rgb
    blur: Count
    brightness: Share

    def check(self, shape: Shape) -> None:
        need_channels(shape, (3,))

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        check_unit(image)
        fall = self.slant, self.length
        layer = rain.streaks(self.key, image.shape[:2], self.drops, fall, self.width, self.color)
        return rain.rained(image, layer, self.blur, self.brightness)


@value
class Bleach(ColorOp, PerPixel):
    """Pixels whose lightness (of HLS) is below ``threshold`` have it multiplied by ``factor``, up to white."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    threshold: Annotated[float, AtLeast(0)]
    factor: MoreThanZero

    def alike(self, dtype: Dtype) -> bool:
        """Single operations on each value: always."""
        return True

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        return lightness.bleached(image, self.threshold, self.factor)


@value
class Snow(ColorOp):
    """A soft layer of snow and white sparkles, grown from ``key``, on an image brighter by both numbers' product."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    amount: ShareOrZero
    brightness: MoreThanZero

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        return snow.snowed(image, self.key, self.amount, self.brightness)


@value
class Gravel(ColorOp):
    """Small squares, sown from ``key`` in patches (x, y, width, height), get lightnesses of their own."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    patches: tuple[Patch, ...]

    def check(self, shape: Shape) -> None:
        super().check(shape)
        for patch in self.patches:
            if patch[2] * patch[3] > LARGEST_PATCH:
                raise ValueError(
                    f"patches must have at most {LARGEST_PATCH} pixels each, got x, y, width, height {patch}"
                )

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        return lightness.graveled(image, self.key, self.patches)
