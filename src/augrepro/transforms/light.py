"""Light that falls on the scene or into the lens, and what keeps it away."""

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    Corners,
    FullTurn,
    GlowRange,
    GlowSize,
    MoreThanZero,
    Pixels,
    Probability,
    Radius,
    Region,
    Rgb,
    ShapeRange,
    ShareRange,
    SignedShareRange,
)
from ..engine.declare.narrowed import triple
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.light import (
    CornerLight,
    Ghost,
    LinearLight,
    PlasmaContrast,
    PlasmaShade,
    Shadows,
    SpotLight,
    SunFlare,
)

__all__ = ["Illumination", "PlasmaBrightnessContrast", "PlasmaShadow", "RandomShadow", "RandomSunFlare"]

FINE = 1 << 24
METHODS: dict[str, Literal["overlay", "screen"]] = {"overlay": "overlay", "physics_based": "screen"}


class Illumination(ImageOnly):
    """Multiply the image by a gain that changes smoothly from place to place.

    Args:
        mode: "linear" goes evenly from 1 - intensity to 1 + intensity along a direction, "corner" evenly with the
            distance from a random corner, "gaussian" is a spot of light or shade
        intensity_range: by how much the gain differs from 1
        effect_type: "brighten" makes the spot, or what is far from the corner, brighter, "darken" darker, "both"
            either; "linear" light falls along the angle or against it
        angle_range: the direction of "linear" light in degrees: 0 to the right, 90 downwards
        center_range: where the spot may be, in shares of the image's width and height
        sigma_range: the spot's standard deviation as a share of the longer side
    """

    mode: Literal["linear", "corner", "gaussian"] = "linear"
    intensity_range: GlowRange = (0.01, 0.2)
    effect_type: Literal["brighten", "darken", "both"] = "both"
    angle_range: FullTurn = (0, 360)
    center_range: ShareRange = (0.1, 0.9)
    sigma_range: GlowSize = (0.2, 1.0)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        intensity, brighter = rng.uniform(self.intensity_range), rng.bernoulli(0.5)
        if self.effect_type == "darken" or (self.effect_type == "both" and not brighter):
            intensity = -intensity
        if self.mode == "linear":
            return LinearLight(intensity, rng.uniform(self.angle_range))
        if self.mode == "corner":
            return CornerLight(intensity, rng.integer(0, 3))
        center = rng.uniform(self.center_range), rng.uniform(self.center_range)
        return SpotLight(intensity, center, rng.uniform(self.sigma_range))


class PlasmaBrightnessContrast(ImageOnly):
    """Change brightness and contrast by amounts that differ from place to place, as a fractal field has it.

    Args:
        brightness_range: what is added where the field is highest, as a share of white
        contrast_range: by how much differences from the mean grow where the field is highest
        plasma_size: changes nothing; the field has the image's size
        roughness: how much louder each finer level of the field is than the one before: below 1 clouds, 3 grain
    """

    brightness_range: SignedShareRange = (-0.3, 0.3)
    contrast_range: SignedShareRange = (-0.3, 0.3)
    plasma_size: Pixels = 256
    roughness: MoreThanZero = 3.0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        brightness, contrast = rng.uniform(self.brightness_range), rng.uniform(self.contrast_range)
        return PlasmaContrast(rng.field_key(), self.roughness, brightness, contrast)


class PlasmaShadow(ImageOnly):
    """Darken the image by amounts that differ from place to place, as a fractal field has it.

    Args:
        shadow_intensity_range: the share of the light that is gone where the field is highest
        plasma_size: changes nothing; the field has the image's size
        roughness: how much louder each finer level of the field is than the one before: below 1 clouds, 3 grain
    """

    shadow_intensity_range: ShareRange = (0.3, 0.7)
    plasma_size: Pixels = 256
    roughness: MoreThanZero = 3.0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return PlasmaShade(rng.field_key(), self.roughness, rng.uniform(self.shadow_intensity_range))


class RandomShadow(ImageOnly):
    """Darken what lies in random polygons, which may cross themselves.

    Args:
        shadow_roi: where corners may lie: the least x and y and the largest x and y, in shares of the image's width and
            height
        num_shadows_limit: how many polygons
        shadow_dimension: how many corners each has
        shadow_intensity_range: the share of the light that a polygon takes away
    """

    shadow_roi: Region = (0, 0.5, 1, 1)
    num_shadows_limit: ShapeRange = (1, 2)
    shadow_dimension: Corners = 5
    shadow_intensity_range: ShareRange = (0.5, 0.5)
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        return crossed("shadow_roi", self.shadow_roi)

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        left, top, right, bottom = in_pixels(self.shadow_roi, frame)
        polygons = tuple(
            tuple(
                (rng.integer(left, max(right - 1, left)), rng.integer(top, max(bottom - 1, top)))
                for _ in range(self.shadow_dimension)
            )
            for _ in range(rng.integer_in(self.num_shadows_limit))
        )
        return Shadows(polygons, tuple(rng.uniform(self.shadow_intensity_range) for _ in polygons))


class RandomSunFlare(ImageOnly, channels={3}):
    """Let the sun shine into the lens: a bright disc that fades outwards, and reflections along a line through it.

    Args:
        flare_roi: where the sun may stand: the least x and y and the largest x and y, in shares of the image's width
            and height
        src_radius: how far the sun reaches, in pixels
        src_color: the sun's color in bytes, red, green, blue; reflections have it or a darker one
        angle_range: the direction of the line of reflections as a share of the full circle, 0 to the right
        num_flare_circles_range: how many reflections
        method: "overlay" lays discs over the image, "physics_based" adds blurred light with four spikes
    """

    flare_roi: Region = (0, 0, 1, 0.5)
    src_radius: Radius = 400
    src_color: Rgb = (255, 255, 255)
    angle_range: ShareRange = (0, 1)
    num_flare_circles_range: ShapeRange = (6, 10)
    method: Literal["overlay", "physics_based"] = "overlay"
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        return crossed("flare_roi", self.flare_roi)

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width = frame.shape[:2]
        angle = 2 * pi * rng.uniform(self.angle_range)
        x_min, y_min, x_max, y_max = self.flare_roi
        x, y = int(width * rng.uniform((x_min, x_max))), int(height * rng.uniform((y_min, y_max)))
        along = round(cos(angle) * FINE) / FINE, round(sin(angle) * FINE) / FINE
        step = max(1, int((height * height + width * width) ** 0.5 * 0.01))
        count = rng.integer_in(self.num_flare_circles_range)
        ghosts = tuple(self._ghost(rng, (x, y), along, range(-x, width - x, step), height) for _ in range(count))
        return SunFlare(x, y, self.src_radius, triple(self.src_color), ghosts, METHODS[self.method])

    def _ghost(
        self, rng: Stream, sun: tuple[int, int], along: tuple[float, float], places: range, height: int
    ) -> Ghost:
        share, far = rng.uniform((0.05, 0.2)), places[rng.integer(0, len(places) - 1)]
        root = rng.integer(1, max(2, int(height * 0.01)))
        darker = int(max(self.src_color) * 0.2)
        red, green, blue = (rng.integer(max(level - darker, 0), level) for level in self.src_color)
        return int(sun[0] + far * along[0]), int(sun[1] + far * along[1]), root, share, red, green, blue


def crossed(name: str, region: Sequence[float]) -> list[str]:
    """The complaint about a region without area or whose ends are the wrong way round; no complaint about another."""
    x_min, y_min, x_max, y_max = region
    if x_min < x_max and y_min < y_max:
        return []
    return [f"{name} must be x_min < x_max and y_min < y_max of (x_min, y_min, x_max, y_max), got {region}"]


def in_pixels(region: Sequence[float], frame: Frame) -> tuple[int, int, int, int]:
    """The region's x_min, y_min, x_max, y_max in whole pixels, rounded down."""
    height, width = frame.shape[:2]
    x_min, y_min, x_max, y_max = region
    return int(x_min * width), int(y_min * height), int(x_max * width), int(y_max * height)
