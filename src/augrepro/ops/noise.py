"""Noise that is added to intensities."""

from math import sqrt
from typing import Annotated, Any, ClassVar

import numpy as np

from ..engine.declare.kinds import Key, Share, ShareOrZero
from ..engine.declare.markers import AtLeast, AtMost, MoreThan
from ..engine.op import Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..kernels import beta, bits, dtypes, noise

Signed = Annotated[float, AtLeast(-1), AtMost(1)]
BetaShape = Annotated[float, MoreThan(0), AtMost(1000)]


class KeyedNoise(PixelOp):
    """Base: to each value one of 65,536 deviates is added, picked by the words grown from ``key``, and the sum clipped.

    ``mean`` and ``std`` are shares of white. ``shared``: the channels of a pixel get the same; ``coarse``: the share of
    rows and columns for which noise is drawn, linearly blended between them.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    mean: Signed
    std: ShareOrZero
    shared: bool
    coarse: Share

    def quantiles(self) -> Array:
        """The 65,536 deviates, of mean 0 and in units of ``std``."""
        raise NotImplementedError(f"{type(self).__name__} must define quantiles()")

    def pixels(self, image: Array) -> Array:
        dtypes.check_unit(image)
        return noise.added(image, self.key, self._spread(image))

    def _spread(self, image: Array) -> noise.Spread:
        white = 255.0 if image.dtype == np.uint8 else 1.0
        return noise.Spread(self.quantiles(), self.mean * white, self.std * white, self.shared, self.coarse)

    def shown(self, image: Array | None) -> dict[str, Any]:
        """The fields, and the noise that the image gets, before what is too dark or bright is cut off."""
        if image is None:
            return super().shown(image)
        return {**super().shown(image), "noise_map": noise.noise_of(image, self.key, self._spread(image))}


@value
class GaussianNoise(KeyedNoise):
    """Add normal noise of ``mean`` and ``std`` (shares of white) grown from a key of 32 hex digits, and clip.

    A deviate is one of 65,536 quantiles, so |z| is at most 4.33.
    """

    key: Key
    mean: Signed
    std: ShareOrZero
    shared: bool = False
    coarse: Share = 1.0

    def quantiles(self) -> Array:
        return bits.normal()


@value
class UniformNoise(KeyedNoise):
    """Add noise even between two ends, of which ``mean`` is the middle and ``std`` the distance over sqrt(12)."""

    key: Key
    mean: Signed
    std: ShareOrZero
    shared: bool = False
    coarse: Share = 1.0

    def quantiles(self) -> Array:
        return bits.uniform() * sqrt(3.0)


@value
class LaplaceNoise(KeyedNoise):
    """Add Laplace noise of ``mean`` and ``std``, which is sqrt(2) times the scale; heavier tails than the normal."""

    key: Key
    mean: Signed
    std: ShareOrZero
    shared: bool = False
    coarse: Share = 1.0

    def quantiles(self) -> Array:
        return bits.laplace() / sqrt(2.0)


@value
class BetaNoise(KeyedNoise):
    """Add noise of a beta distribution that was moved and scaled to ``mean`` and ``std``."""

    key: Key
    mean: Signed
    std: ShareOrZero
    shared: bool = False
    coarse: Share = 1.0
    alpha: BetaShape = 1.0
    beta: BetaShape = 1.0

    def quantiles(self) -> Array:
        return beta.beta(self.alpha, self.beta)
