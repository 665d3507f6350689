"""What earlier releases of Albumentations meant by arguments that took more than a new name, one rule each.

Boundaries between releases were found by running them.
"""

from __future__ import annotations

from math import pi, sqrt
from typing import Any

from .errors import short_repr
from .rules import Arguments, Release, Rule, Untranslatable, changed

BORDERS = {"constant": 0, "edge": 1, "symmetric": 2, "wrap": 3, "reflect": 4}
"""NumPy's names of borders as OpenCV counts them."""
_GRID = ("unit_size_min", "unit_size_max", "holes_number_x", "holes_number_y", "shift_x", "shift_y")
MIRRORED = 4
"""OpenCV's BORDER_REFLECT_101, which was the default border of many classes before 2.0."""
DROPS = {"drizzle": 10, "heavy": 30, "torrential": 60}
"""How long the streaks of each kind of rain were, in pixels."""


def is_pair(value: Any) -> bool:
    """True for a list or a tuple."""
    return isinstance(value, (list, tuple))


def even(value: Any) -> list[Any]:
    """A span, or the one that reaches as far to both sides of 0."""
    return list(value) if is_pair(value) else [-value, value]


def always(given: Arguments, release: Release) -> None:
    """``always_apply=True`` overrode p."""
    if given.pop("always_apply", False):
        given["p"] = 1.0


def steady(*names: str, until: Release = (1, 4, 4)) -> Rule:
    """A number meant that very number, and no span from the least one up to it."""

    def act(given: Arguments, release: Release) -> None:
        for name in names:
            value = given.get(name)
            if release < until and isinstance(value, (int, float)):
                given[name] = [value, value]

    return Rule(act)


def up_from_zero(*names: str) -> Rule:
    """A number was the end of a span from 0; releases from 1.4 refused it."""

    def act(given: Arguments, release: Release) -> None:
        for name in names:
            value = given.get(name)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                given[name] = [0.0, value]

    return Rule(act)


@changed()
def mesh_moves(given: Arguments, release: Release) -> None:
    """The standard deviation of a point's move; today's ``scale`` is three of them."""
    scale = given.get("scale")
    if release < (1, 4, 20) and scale is not None:
        given["scale"] = [3 * end for end in scale] if isinstance(scale, (list, tuple)) else 3 * scale


@changed()
def cutoff(given: Arguments, release: Release) -> None:
    """A number was the end of a span that begins or ends at pi / 2."""
    value = given.get("cutoff")
    if isinstance(value, (int, float)):
        given["cutoff"] = sorted((value, pi / 2))


@changed()
def least_kernel(given: Arguments, release: Release) -> None:
    """Where neither kernel nor sigma had a lower end, the least kernel was 3."""
    blur, sigma = given.get("blur_limit"), given.get("sigma_limit", 0)
    low, high = blur if isinstance(blur, (list, tuple)) else (0, blur)
    if release < (2, 0, 2) and high is not None and not low and not (isinstance(sigma, (list, tuple)) and sigma[0]):
        given["blur_limit"] = [3, max(3, high)]


@changed()
def codec(given: Arguments, release: Release) -> None:
    """The codec was a number once."""
    kind = given.get("compression_type")
    if isinstance(kind, int) and not isinstance(kind, bool):
        if kind not in (0, 1):
            raise Untranslatable(f"compression_type must be 0 (JPEG) or 1 (WebP), got {kind}")
        given["compression_type"] = ("jpeg", "webp")[kind]


@changed()
def moved_corners(given: Arguments, release: Release) -> None:
    """Before 1.4.12 an affine map by three random corners came first; a call that names it is of such a release."""
    reach = given.pop("alpha_affine", None)
    if reach is not None:
        given.setdefault("noise_distribution", "uniform")
    elif release < (1, 4, 12):
        reach = 50
    if reach:
        given["alpha_affine"] = reach


@changed()
def elastic_noise(given: Arguments, release: Release) -> None:
    """The noise before the blur: even on [-1, 1] first; later normal, and not divided by its largest value."""
    if release[:3] == (1, 4, 21):
        raise Untranslatable(
            "alpha shifted the whole image by as many pixels in release 1.4.21, whose noise had the mean -1: "
            'write the arguments of today, or "__version__": "1.4.20", which did not'
        )
    if release < (1, 4, 22):
        given.setdefault("noise_distribution", "uniform")
    elif release < (2, 0, 3) and given.get("noise_distribution", "gaussian") == "gaussian":
        # blurred even noise of the same standard deviation has the same distribution as blurred normal noise
        given.update(noise_distribution="uniform", alpha=given.get("alpha", 1) * sqrt(3))


@changed()
def shears(given: Arguments, release: Release) -> None:
    """The x axis leaned the other way before 1.4.20, the y axis too from 1.4.15 on."""
    shear = given.get("shear")
    axes = ("x",) if release < (1, 4, 15) else ("x", "y")
    if shear is None or release >= (1, 4, 20):
        return
    both = shear if isinstance(shear, dict) else {"x": shear, "y": shear}
    given["shear"] = {axis: _opposite(span) if axis in axes else span for axis, span in both.items()}


def _opposite(span: Any) -> Any:
    """The span of the negative numbers."""
    return [-end for end in reversed(span)] if is_pair(span) else -span


@changed()
def bare_affine(given: Arguments, release: Release) -> None:
    """Without any argument it was not idle before 1.4.22; None stood for the default."""
    moves = ("scale", "translate_percent", "translate_px", "rotate", "shear")
    if release < (1, 4, 22) and all(given.get(name) is None for name in moves):
        given.update(scale=[0.9, 1.1], translate_percent=[-0.1, 0.1], rotate=[-15, 15])
        given["shear"] = {"x": [-10, 10], "y": [-10, 10]}
    for name in ("scale", "rotate", "shear"):
        if given.get(name, 0) is None:
            del given[name]


@changed(interpolation=("interpolation_pair", "{'downscale': interpolation, 'upscale': interpolation}"))
def both_ways(given: Arguments, release: Release) -> None:
    """One interpolation for both ways, or an object or dict that names two."""
    way = given.pop("interpolation", None)
    if way is not None:
        names = ("downscale", "upscale")
        pair = way if isinstance(way, dict) else {name: getattr(way, name, way) for name in names}
        given.setdefault("interpolation_pair", {name: pair.get(name, 0) for name in names})


@changed(shift_limit=("", "the center stays where it is"))
def moved_center(given: Arguments, release: Release) -> None:
    """The center of the lens moved by whole pixels, rounded to the even one, so by none up to a limit of a half."""
    limit = given.pop("shift_limit", None)
    if limit is not None and max(map(abs, even(limit))) > 0.5:
        raise Untranslatable(
            f"shift_limit moved the center of the lens by up to {short_repr(limit)} pixels, as no transform does now",
            shift_limit=0,
        )


@changed(
    mode=("border_mode", "'constant' is 0, 'edge' 1, 'symmetric' 2, 'wrap' 3, 'reflect' 4"),
    keypoints_threshold=("", "keypoints are moved exactly"),
)
def named_border(given: Arguments, release: Release) -> None:
    """The border was named as NumPy does."""
    given.pop("keypoints_threshold", None)
    mode = given.pop("mode", None)
    if mode is not None:
        if mode not in BORDERS and not isinstance(mode, int):
            raise Untranslatable(f"mode must be one of {', '.join(BORDERS)}, got {short_repr(mode)}")
        given.setdefault("border_mode", BORDERS.get(mode, mode))


@changed()
def some_size(given: Arguments, release: Release) -> None:
    """There was a size where none was given, which is an error today."""
    if given.get("max_size") is None and given.get("max_size_hw") is None:
        given["max_size"] = 1024


@changed()
def eight_by_eight(given: Arguments, release: Release) -> None:
    """Number, height and width of the holes were 8 each where only the others were given."""
    names = ("holes", "height", "width")
    if any(given.get(f"{end}_{name}") is not None for end in ("min", "max") for name in names):
        for name, today in zip(names, ("num_holes_range", "hole_height_range", "hole_width_range"), strict=True):
            if given.get(f"max_{name}") is None and today not in given:
                given[f"max_{name}"] = 8


@changed(
    unit_size_min=("unit_size_range", "(unit_size_min, unit_size_max)"),
    unit_size_max=("unit_size_range", "(unit_size_min, unit_size_max)"),
    holes_number_x=("holes_number_xy", "(holes_number_x, holes_number_y)"),
    holes_number_y=("holes_number_xy", "(holes_number_x, holes_number_y)"),
    shift_x=("shift_xy", "(shift_x, shift_y)"),
    shift_y=("shift_xy", "(shift_x, shift_y)"),
)
def grid_of_holes(given: Arguments, release: Release) -> None:
    """Sizes and numbers stood one by one; a size needed both ends, and went before the numbers; one number sufficed."""
    named = any(given.get(name) is not None for name in _GRID)
    sizes = [given.pop(name, None) for name in ("unit_size_min", "unit_size_max")]
    counts = [given.pop(name, None) for name in ("holes_number_x", "holes_number_y")]
    shifts = [given.pop(name, None) or 0 for name in ("shift_x", "shift_y")]
    if all(sizes):
        given.setdefault("unit_size_range", sizes)
    elif counts != [None, None]:
        given.setdefault("holes_number_xy", counts)
    if any(shifts):
        given.setdefault("shift_xy", shifts)
    if named:
        given.setdefault("random_offset", False)


@changed()
def rain(given: Arguments, release: Release) -> None:
    """None was the common kind of rain, and each other kind had a length of its own."""
    kind = given.get("rain_type")
    if kind is None:
        given.pop("rain_type", None)
    if release < (2, 0, 3):
        given["drop_length"] = DROPS.get(str(kind), given.get("drop_length", 20))


@changed(image_fill_value=("fill", ""), mask_fill_value=("fill_mask", ""))
def object_fill(given: Arguments, release: Release) -> None:
    """Holes were continued from their rim by one way only."""
    for old, new in (("image_fill_value", "fill"), ("mask_fill_value", "fill_mask")):
        value = given.pop(old, None)
        if value is not None:
            given.setdefault(new, "inpaint_ns" if value == "inpaint" else value)


@changed()
def masks_as_volumes(given: Arguments, release: Release) -> None:
    """Masks of volumes got the fill of the volume, whatever ``fill_mask`` said."""
    fill = given.get("fill", 0)
    if given.get("fill_mask") is None and isinstance(fill, (int, float)):
        given["fill_mask"] = fill


def isotropic(given: Arguments, release: Release) -> str | None:
    """Before 1.4.4 one factor scaled both axes, as Affine does with ``keep_ratio``."""
    scale = given.get("scale_limit", 0.1)
    low, high = even(scale)
    if release >= (1, 4, 4) or low == high:
        return None
    both = given.pop("shift_limit", 0.0625)
    shifts = {axis: given.pop(f"shift_limit_{axis}", None) for axis in ("x", "y")}
    given["translate_percent"] = {axis: even(both if shift is None else shift) for axis, shift in shifts.items()}
    given["rotate"] = even(given.pop("rotate_limit", 45))
    given.pop("scale_limit", None)
    given.update(scale=[1 + low, 1 + high], keep_ratio=True)
    given.setdefault("border_mode", MIRRORED)
    return "Affine"


def fixed_holes(given: Arguments, release: Release) -> str:
    """Cutout cut holes of one size and number about points anywhere in the image."""
    count, height, width = given.pop("num_holes", 8), given.pop("max_h_size", 8), given.pop("max_w_size", 8)
    for name, number in (("num_holes", count), ("max_h_size", height), ("max_w_size", width)):
        if type(number) is int and number <= 0:
            raise Untranslatable(f"{name} must be a whole number >= 1, got {number}: it cuts nothing, as NoOp")
    given["fill"] = given.pop("fill_value", 0)
    given.update(num_holes_range=[count] * 2, hole_height_range=[height] * 2, hole_width_range=[width] * 2)
    given["overhang"] = True
    return "CoarseDropout"
