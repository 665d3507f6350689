"""Weather between the camera and the scene."""

from typing import ClassVar

from ..engine.declare.kinds import Key, Share, ShareOrZero
from ..engine.op import Grade, value
from ..engine.targets.geometry import Array
from ..kernels import weather
from .mix import Blend


@value
class Fog(Blend):
    """Puffs of white, grown from ``key``, each hiding ``opacity`` of what it covers; the denser, the larger."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    density: Share
    opacity: ShareOrZero

    def alpha(self, height: int, width: int) -> Array:
        return weather.fog(self.key, height, width, self.density, self.opacity)
