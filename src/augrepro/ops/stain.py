"""Ops on stained tissue, and the colors of stains."""

from typing import Literal

from ..engine.op import value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape, need_channels
from ..kernels import dtypes, stain, stain_estimates
from .pointwise import PerPixel

Color = tuple[float, float, float]
Pair = tuple[float, float]
Preset = Literal["ruifrok", "macenko", "standard", "high_contrast", "h_heavy", "e_heavy", "dark", "light"]
PRESETS: dict[str, tuple[Color, Color]] = {
    "ruifrok": ((0.644211, 0.716556, 0.266844), (0.092789, 0.954111, 0.283111)),
    "macenko": ((0.5626, 0.7201, 0.4062), (0.2159, 0.8012, 0.5581)),
    "standard": ((0.65, 0.70, 0.29), (0.07, 0.99, 0.11)),
    "high_contrast": ((0.55, 0.88, 0.11), (0.12, 0.86, 0.49)),
    "h_heavy": ((0.75, 0.61, 0.32), (0.04, 0.93, 0.36)),
    "e_heavy": ((0.60, 0.75, 0.28), (0.17, 0.95, 0.25)),
    "dark": ((0.78, 0.55, 0.28), (0.09, 0.97, 0.21)),
    "light": ((0.57, 0.71, 0.38), (0.15, 0.89, 0.42)),
}
"""How much red, green and blue hematoxylin and eosin absorb, by Albumentations' names."""


def estimated(image: Array, method: str) -> tuple[Color, Color] | None:
    """The two stains of an RGB image by ``macenko`` or ``vahadane``; None where it shows no tissue."""
    estimate = stain_estimates.macenko if method == "macenko" else stain_estimates.vahadane
    return estimate(dtypes.as_bytes(image))


@value
class Restain(PerPixel):
    """Take RGB apart into the amounts of two stains, scale and shift the amounts, and put it together again."""

    stains: tuple[Color, Color]
    scale: Pair
    shift: Pair
    background: bool

    def check(self, shape: Shape) -> None:
        need_channels(shape, (3,))

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        dtypes.check_unit(image)
        return stain.restained(image, self.stains, self.scale, self.shift, self.background)
