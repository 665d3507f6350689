"""Weather: what hides a part of the scene."""

from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    Count,
    MoreThanZero,
    Probability,
    Region,
    Rgb,
    Share,
    ShareOrZero,
    ShareRange,
    SlantRange,
)
from ..engine.declare.narrowed import triple
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.filters import Gaussian
from ..ops.weather import Bleach, Fog, Gravel, Patch, Rain, Snow
from .light import crossed, in_pixels

__all__ = ["RandomFog", "RandomGravel", "RandomRain", "RandomSnow"]

DROPS = {"drizzle": 0.25, "default": 1 / 3, "heavy": 1.0, "torrential": 2.0}
"""Drops for each row of the image."""


class RandomFog(ImageOnly):
    """Lay many small puffs of white over the image, most of them about its center, and blur it a little.

    The blur depends on the image's size alone, not on the density: thin fog softens as much as thick.

    Args:
        alpha_coef: the share of a pixel that one puff hides where the fog is densest
        fog_coef_range: the density, from 0 for no fog to 1
    """

    alpha_coef: ShareOrZero = 0.08
    fog_coef_range: ShareRange = (0.3, 1)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        density, key = rng.uniform(self.fog_coef_range), rng.field_key()
        side = max(3, min(frame.shape[:2]) // 30) | 1
        blur = Gaussian(side, max(0.3 * ((side - 1) / 2 - 1) + 0.8, 0.85))  # what OpenCV takes where no sigma is given
        return (Fog(key, density, self.alpha_coef * density), blur) if density > 0 else blur


class RandomGravel(ImageOnly, channels={1, 3}):
    """Strew small squares over a few patches: each has a random lightness, and the hue of what it covers.

    Args:
        gravel_roi: where patches may lie: the least x and y and the largest x and y, in shares of the image's width and
            height
        number_of_patches: how many patches, each a tenth to a fifth of the region wide and high
    """

    gravel_roi: Region = (0.1, 0.4, 0.9, 0.9)
    number_of_patches: Count = 2
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        return crossed("gravel_roi", self.gravel_roi)

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        left, top, right, bottom = in_pixels(self.gravel_roi, frame)
        wide, high = right - left, bottom - top

        def patch() -> Patch:
            width, height = rng.integer(wide // 10, wide // 5), rng.integer(high // 10, high // 5)
            return rng.integer(left, right - width), rng.integer(top, bottom - height), width, height

        return Gravel(rng.field_key(), tuple(patch() for _ in range(self.number_of_patches)))


class RandomRain(ImageOnly, channels={3}):
    """Add slanted, blurred streaks to the image and darken it.

    Args:
        slant_range: how far a streak slants to the right, in pixels
        drop_length: how high a streak is, in pixels; None for an eighth of the image's height
        drop_width: how thick it is, in pixels
        drop_color: its color in bytes, red, green, blue
        blur_value: the side of the square that streaks are averaged over, in pixels
        brightness_coefficient: the share of the brightness that stays
        rain_type: how many streaks: "drizzle" a quarter of the image's rows, "default" a third, "heavy" as many,
            "torrential" twice as many
    """

    slant_range: SlantRange = (-10, 10)
    drop_length: Count | None = None
    drop_width: Count = 1
    drop_color: Rgb = (200, 200, 200)
    blur_value: Count = 7
    brightness_coefficient: Share = 0.7
    rain_type: Literal["drizzle", "heavy", "torrential", "default"] = "default"
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        drops = int(frame.shape.height * DROPS[self.rain_type])
        length = self.drop_length or max(1, frame.shape.height // 8)
        slant, key, color = rng.uniform(self.slant_range), rng.field_key(), triple(self.drop_color)
        rain = Rain(key, drops, slant, length, self.drop_width, color, self.blur_value, self.brightness_coefficient)
        return rain if drops else None


class RandomSnow(ImageOnly, channels={1, 3}):
    """Whiten what is dark, or let snow lie on the scene.

    Args:
        brightness_coeff: by what lightness is multiplied where there is snow
        snow_point_range: how much snow: "bleach" whitens what is darker than 1/3 and half of it, "texture" takes it as
            the strength of the layer
        method: "bleach" multiplies the lightness of dark pixels, "texture" adds a soft layer of snow, densest at the
            upper edge, and sparkles
    """

    brightness_coeff: MoreThanZero = 2.5
    snow_point_range: ShareRange = (0.1, 0.3)
    method: Literal["bleach", "texture"] = "bleach"
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        amount = rng.uniform(self.snow_point_range)
        if self.method == "bleach":
            return Bleach(1 / 3 + amount / 2, self.brightness_coeff)
        return Snow(rng.field_key(), amount, self.brightness_coeff)
