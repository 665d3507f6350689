"""Noise that depends on what it meets: random factors, high ISO settings, photons, lost pixels."""

from typing import Annotated, ClassVar

from ..engine.declare.kinds import AtLeastZero, Key, MoreThanZero, ShareOrZero
from ..engine.declare.markers import AtLeast
from ..engine.op import Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape, need_channels
from ..kernels import dtypes, grain, impulse, shot

Factors = Annotated[tuple[float, float], AtLeast(0)]


class Grain(PixelOp):
    """Base: noise grown from ``key`` by whole numbers and single float32 operations, so exact on floats too."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key

    def noised(self, image: Array) -> Array:
        """The image with the noise; floats are on [0, 1]."""
        raise NotImplementedError(f"{type(self).__name__} must define noised(image)")

    def pixels(self, image: Array) -> Array:
        dtypes.check_unit(image)
        return self.noised(image)


@value
class RandomFactors(Grain):
    """Multiply each value by a factor, even between the two of ``factors``; ``shared`` by all channels of a pixel."""

    key: Key
    factors: Factors
    shared: bool = False

    def noised(self, image: Array) -> Array:
        return grain.multiplied(image, self.key, *self.factors, self.shared)

    def multiplier(self, shape: tuple[int, ...]) -> Array:
        """The factors of the values of an (H, W) or (H, W, C) image of that shape."""
        return grain.factors((*shape, 1)[:3], self.key, *self.factors, self.shared).reshape(shape)


def multiplied(image: Array, multiplier: float | Array) -> Array:
    """An (H, W) or (H, W, C) image times a number, or times an array that fits it, and clipped."""
    if image.dtype not in PixelOp.dtypes:
        raise TypeError(f"needs images of uint8 or float32, got {image.dtype}")
    dtypes.check_unit(image)
    return grain.times(image, multiplier)


@value
class Impulses(Grain):
    """Turn a share ``amount`` of the pixels white or black in all channels, a share ``salt`` of them white."""

    key: Key
    amount: ShareOrZero
    salt: ShareOrZero

    def noised(self, image: Array) -> Array:
        return impulse.impulses(image, self.key, self.amount, self.salt)


@value
class Photons(Grain):
    """Count each value's photons, of which ``scale`` is one's share of white light, with Poisson noise."""

    key: Key
    scale: MoreThanZero

    def noised(self, image: Array) -> Array:
        return shot.shot(image, self.key, self.scale)


@value
class IsoGrain(Grain):
    """Lift the lightness of an RGB image by Poisson noise, and turn its hue by normal noise (shares of the circle)."""

    key: Key
    color_shift: AtLeastZero
    intensity: AtLeastZero

    def check(self, shape: Shape) -> None:
        need_channels(shape, (3,))

    def noised(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        return grain.iso(image, self.key, self.color_shift, self.intensity)
