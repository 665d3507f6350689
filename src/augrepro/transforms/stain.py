"""Tissue under the microscope."""

from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Probability, RangeFromZero, SignedShareRange
from ..engine.frame import Frame
from ..engine.targets.table import PIXELS
from ..engine.transform import Drawn, ImageOnly
from ..ops.stain import PRESETS, Color, Preset, Restain, estimated

__all__ = ["HEStain"]


class HEStain(ImageOnly, channels={3}):
    """Change how strongly tissue is stained with hematoxylin and eosin (Tellez et al. 2018).

    The image is taken apart into the amounts of the two stains (Ruifrok and Johnston 2001), which are scaled and
    shifted.

    Args:
        method: where the stains' colors come from: ``preset`` and ``random_preset`` are measured ones, ``macenko``
            (Macenko et al. 2009) and ``vahadane`` (after Vahadane et al. 2016) estimate them from the image; one
            without tissue stays as it is
        preset: which, for ``preset``; None for ``standard``
        intensity_scale_range: the factor for the amount of a stain
        intensity_shift_range: what is then added to it
        augment_background: change pixels brighter than 85 percent too
    """

    method: Literal["preset", "random_preset", "vahadane", "macenko"] = "random_preset"
    preset: Preset | None = None
    intensity_scale_range: RangeFromZero = (0.7, 1.3)
    intensity_shift_range: SignedShareRange = (-0.2, 0.2)
    augment_background: bool = False
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        if self.method != "random_preset" or self.preset is None:
            return []
        return [f"preset must be None for 'random_preset', got {self.preset!r}"]

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        scale = rng.uniform(self.intensity_scale_range), rng.uniform(self.intensity_scale_range)
        shift = rng.uniform(self.intensity_shift_range), rng.uniform(self.intensity_shift_range)
        stains = self._stains(rng, frame)
        return None if stains is None else Restain(stains, scale, shift, self.augment_background)

    def _stains(self, rng: Stream, frame: Frame) -> tuple[Color, Color] | None:
        if self.method == "random_preset":
            return PRESETS[rng.choice(tuple(PRESETS))]
        if self.method == "preset":
            return PRESETS[self.preset or "standard"]
        images = frame.arrays(PIXELS)
        return estimated(images[0], self.method) if images else None
