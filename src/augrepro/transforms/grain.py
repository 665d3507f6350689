"""Noise that depends on the intensity it meets, and lost pixels."""

from typing import Any

import numpy as np

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Probability, RangeFromZero, ShareRange, Shares
from ..engine.declare.narrowed import pair
from ..engine.frame import Frame
from ..engine.op import Op
from ..engine.protocol.basic import Params
from ..engine.targets.geometry import Array
from ..engine.transform import Drawn, ImageOnly, as_ops
from ..ops.by_channel import LinearByChannel
from ..ops.grain import Impulses, IsoGrain, Photons, RandomFactors, multiplied
from ..ops.pointwise import Linear

__all__ = ["ISONoise", "MultiplicativeNoise", "SaltAndPepper", "ShotNoise"]


class ISONoise(ImageOnly, channels={3}):
    """Speckle the lightness of an RGB image and let its hue stray, as a camera does at a high ISO setting.

    Args:
        color_shift: how far the hue strays, as a share of the full circle: its standard deviation at intensity 1
        intensity: how many speckles there are, and how much of the lightness that a pixel lacks one of them adds
    """

    color_shift: ShareRange = (0.01, 0.05)
    intensity: RangeFromZero = (0.1, 0.5)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        color_shift, intensity = rng.uniform(self.color_shift), rng.uniform(self.intensity)
        return IsoGrain(rng.field_key(), color_shift, intensity)


class MultiplicativeNoise(ImageOnly):
    """Multiply the image by a random factor: one for all, one for each channel, one for each pixel, or for both.

    Args:
        multiplier: the least and the largest factor
        per_channel: draw for each channel; else all channels of a pixel get the same
        elementwise: draw for each pixel
    """

    multiplier: RangeFromZero = (0.9, 1.1)
    per_channel: bool = False
    elementwise: bool = False
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        if self.elementwise:
            low, high = pair(self.multiplier)
            return RandomFactors(rng.field_key(), (low, high), not self.per_channel)
        count = frame.shape.channels if self.per_channel else 1
        factors = tuple(rng.uniform(self.multiplier) for _ in range(count))
        return LinearByChannel(factors, (0.0,)) if count > 1 else Linear(factors[0], 0.0)

    def drawn_by_hand(self, rng: Stream, frame: Frame, image: Array | None) -> tuple[tuple[Op, ...], Params]:
        ops = as_ops(self.draw(rng, frame))
        if len(ops) == 1 and isinstance(ops[0], RandomFactors):
            return ops, {} if image is None else {"multiplier": ops[0].multiplier(image.shape)}
        if len(ops) != 1 or not isinstance(ops[0], (Linear, LinearByChannel)):
            return ops, {}
        factors = ops[0].alphas if isinstance(ops[0], LinearByChannel) else (ops[0].alpha,)
        channels = image.shape[2] if image is not None and image.ndim == 3 else 1
        return ops, {"multiplier": factors[0] if channels == 1 else np.full(channels, factors)}

    def apply(self, img: Array, *args: Any, **params: Any) -> Array:
        """The image after the ops in ``params``; or by hand, without ops, times a ``multiplier`` that fits it."""
        if len(args) == 1 or ("multiplier" in params and "ops" not in params):
            return multiplied(img, *args or (params["multiplier"],))
        return super().apply(img, *args, **params)


class SaltAndPepper(ImageOnly):
    """Turn random pixels white (salt) or black (pepper) in all channels.

    Args:
        amount: the share of pixels that is lost
        salt_vs_pepper: the share of these that is white
    """

    amount: Shares = (0.01, 0.06)
    salt_vs_pepper: Shares = (0.4, 0.6)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        amount, salt = rng.uniform(self.amount), rng.uniform(self.salt_vs_pepper)
        return Impulses(rng.field_key(), amount, salt)


class ShotNoise(ImageOnly):
    """Replace the light of each value by a count of photons, which is Poisson noise about it.

    Light is intensity to the power 2.2; the counts go back by the same curve.

    Args:
        scale_range: the share of white light that one photon has: the larger, the fewer photons and the more noise
    """

    scale_range: RangeFromZero = (0.1, 0.3)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        scale = rng.uniform(self.scale_range)
        return Photons(rng.field_key(), scale) if scale > 0 else None
