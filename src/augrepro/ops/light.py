"""Light and shadow: gains that depend on the place, and layers that hide light."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from ..engine.declare.kinds import MAX_SIDE, Count, Degrees, Edge, Key, MoreThanZero, Rgb, ShareOrZero, SignedShare
from ..engine.declare.markers import AtLeast, AtMost, Filled, MoreThan
from ..engine.declare.narrowed import triple
from ..engine.op import Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape, need_channels
from ..kernels import flare, light, mix
from ..kernels.bands import bands_of_floats
from ..kernels.dtypes import check_unit
from ..kernels.plasma import plasma
from .mix import Blend

Corner = Annotated[int, AtLeast(0), AtMost(3)]
Byte = Annotated[int, AtLeast(0), AtMost(255)]
Place = Annotated[int, AtLeast(-MAX_SIDE), AtMost(MAX_SIDE)]
Polygon = Annotated[tuple[tuple[Edge, Edge], ...], Filled()]
Ghost = tuple[Place, Place, Count, ShareOrZero, Byte, Byte, Byte]


class Lighting(PixelOp):
    """Base: every pixel is multiplied by a gain that depends on its place, and clipped."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    def gain(self, height: int, width: int) -> mix.Gain:
        """The factor of each pixel, float32, for some rows at a time."""
        raise NotImplementedError(f"{type(self).__name__} must define gain(height, width)")

    def pixels(self, image: Array) -> Array:
        check_unit(image)
        return mix.scaled(image, self.gain(*image.shape[:2]))


@value
class LinearLight(Lighting):
    """From 1 - intensity to 1 + intensity along a direction in degrees, 0 to the right and 90 downwards."""

    intensity: SignedShare
    angle: Degrees

    def gain(self, height: int, width: int) -> mix.Gain:
        return light.slope(height, width, self.intensity, self.angle)


@value
class CornerLight(Lighting):
    """1 in a corner (0 top left, then clockwise), 1 + intensity a diagonal away from it."""

    intensity: SignedShare
    corner: Corner

    def gain(self, height: int, width: int) -> mix.Gain:
        return light.from_corner(height, width, self.intensity, self.corner)


@value
class SpotLight(Lighting):
    """1 + intensity at the center (in shares of the image), 1 far away; ``sigma`` is a share of the longer side."""

    intensity: SignedShare
    center: tuple[float, float]
    sigma: Annotated[float, MoreThan(0)]

    def gain(self, height: int, width: int) -> mix.Gain:
        return light.spot(height, width, self.intensity, self.center, self.sigma)


@value
class PlasmaContrast(PixelOp):
    """Add a plasma field times ``brightness``, then move values away from the mean by the field times ``contrast``."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    roughness: MoreThanZero
    brightness: SignedShare
    contrast: SignedShare

    def pixels(self, image: Array) -> Array:
        check_unit(image)
        field = plasma(self.key, *image.shape[:2], self.roughness)
        return light.plasma_contrast(image, field, self.brightness, self.contrast)


class Shade(Blend):
    """Base: what hides a part of the light, a black layer."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    def layer(self, height: int, width: int, channels: int) -> Array:
        return np.zeros(channels)


@value
class PlasmaShade(Shade):
    """A plasma field grown from ``key`` hides light, ``intensity`` of it where the field is highest."""

    key: Key
    roughness: MoreThanZero
    intensity: ShareOrZero

    def alpha(self, height: int, width: int) -> Array:
        return light.plasma_shadow(self.key, height, width, self.roughness, self.intensity)


@value
class Shadows(Shade):
    """Polygons of corners (x, y) in pixels hide light, each the share of it that its intensity says."""

    polygons: tuple[Polygon, ...]
    intensities: tuple[ShareOrZero, ...]

    def check(self, shape: Shape) -> None:
        if len(self.intensities) != len(self.polygons):
            raise ValueError(
                f"intensities must be one for each of the polygons: {len(self.polygons)}, got {len(self.intensities)}"
            )

    def alpha(self, height: int, width: int) -> Array:
        return light.shadows(height, width, self.polygons, self.intensities)

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        return super().pixels(image)


@value
class SunFlare(Blend):
    """A sun and its ``ghosts`` in the lens, (x, y, cube root of the radius, share, red, green, blue) each.

    By "overlay" discs of color lie over the image, the sun in rings over them. By "screen" blurred light is added: what
    is left of the image's darkness is its product with the light's darkness.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT

    x: Place
    y: Place
    radius: Count
    color: Rgb
    ghosts: tuple[Ghost, ...]
    method: Literal["overlay", "screen"]

    def check(self, shape: Shape) -> None:
        need_channels(shape, (3,))

    def scene(self, top: int = 0) -> tuple[flare.Sun, tuple[flare.Ghost, ...]]:
        """The sun and its ghosts as the kernels name them, seen from the row ``top`` on."""
        ghosts = (flare.Ghost(x, y - top, root, share, (r, g, b)) for x, y, root, share, r, g, b in self.ghosts)
        return flare.Sun(self.x, self.y - top, self.radius, triple(self.color)), tuple(ghosts)

    def alpha(self, height: int, width: int) -> Array:
        return flare.halo(height, width, *self.scene())

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        if self.method == "screen":
            return super().pixels(image)
        out = np.empty(image.shape, image.dtype)
        for rows in bands_of_floats(image):
            alpha, layer = flare.overlay(len(image[rows]), image.shape[1], *self.scene(rows.start))
            if layer.any():  # black is 0 in every image
                check_unit(image)
            out[rows] = mix.blended(image[rows], layer, alpha)
        return out
