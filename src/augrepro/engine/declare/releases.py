"""The table of what earlier releases of Albumentations called and defaulted otherwise, with the meaning it had there.

One table, a row a class: it is read for pipeline files (``pipeline.earlier``), for calls (``calls`` beside this file),
for the errors that refuse a former argument (``former_names``) and for docs/compat.md. ``modern(name, arguments,
release)`` applies it. The rules are in ``rules``, ``meanings``, ``choices`` and ``imgaug``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt

from .choices import float_shifts, levels, named_color, noise, one_spatter, sides_from_three, threshold
from .errors import short_repr, warn
from .former_names import CONSTANT, Words
from .imgaug import IMGAUG
from .meanings import (
    MIRRORED,
    always,
    bare_affine,
    both_ways,
    codec,
    cutoff,
    eight_by_eight,
    elastic_noise,
    fixed_holes,
    grid_of_holes,
    isotropic,
    least_kernel,
    masks_as_volumes,
    mesh_moves,
    moved_center,
    moved_corners,
    named_border,
    object_fill,
    rain,
    shears,
    some_size,
    steady,
    up_from_zero,
)
from .parts import internal_format, one_by_one, one_label_field, whole_pipeline
from .rules import Arguments, Release, Rule, Untranslatable, dropped, joined, renamed

__all__ = [
    "ALONE_SINCE",
    "BECOMES",
    "CLASS_ARGUMENTS",
    "DEFAULTS",
    "LATEST",
    "RULES",
    "Arguments",
    "Release",
    "Untranslatable",
    "modern",
    "release_of",
]
LATEST: Release = (2, 0, 8)
EVER: Release = (*LATEST, 1)
"""Until the last release known: a reading that today's class does not have."""
ALONE_SINCE: Release = (1, 4, 9)
"""A pipeline that its p skips runs none of its children; before, those with ``always_apply`` ran all the same."""


def jpeg(given: Arguments, release: Release) -> str:
    """JpegCompression is ImageCompression's default."""
    return "ImageCompression"


def one_limit(kept: str, other: str) -> Callable[[Arguments, Release], str]:
    """RandomBrightness and RandomContrast are RandomBrightnessContrast with the other limit 0."""

    def rename(given: Arguments, release: Release) -> str:
        limit = given.pop("limit", 0.2)
        given.update({f"{kept}_limit": limit, f"{other}_limit": [0, 0]})
        return "RandomBrightnessContrast"

    return rename


FILLS = renamed(value="fill", mask_value="fill_mask")
PADS = (renamed(CONSTANT, pad_mode="border_mode"), renamed(pad_cval="fill", pad_cval_mask="fill_mask"))

BECOMES: dict[str, Callable[[Arguments, Release], str | None]] = {
    "Cutout": fixed_holes,
    "JpegCompression": jpeg,
    "RandomBrightness": one_limit("brightness", "contrast"),
    "RandomContrast": one_limit("contrast", "brightness"),
    "ShiftScaleRotate": isotropic,
    **IMGAUG,
}
"""Classes that are another one today, always or in some releases; then the other one's rules follow."""

RULES: dict[str, tuple[Rule, ...]] = {
    "AdvancedBlur": (renamed(sigmaX_limit="sigma_x_limit", sigmaY_limit="sigma_y_limit"), sides_from_three),
    "Affine": (
        renamed(cval="fill", cval_mask="fill_mask"),
        renamed(CONSTANT, mode="border_mode"),
        FILLS,
        bare_affine,
        shears,
    ),
    "BboxParams": (
        one_label_field,
        dropped("a box of which nothing is left is always dropped, with its labels", "filter_lost_elements"),
    ),
    "Blur": (sides_from_three,),
    "CenterCrop": PADS,
    "CenterCrop3D": (dropped("volumes are padded on both sides", "pad_position"),),
    "ChannelDropout": (renamed(fill_value="fill"),),
    "CoarseDropout": (
        renamed(fill_value="fill", mask_fill_value="fill_mask"),
        eight_by_eight,
        joined("num_holes_range", "min_holes", "max_holes", how="(min_holes or max_holes, max_holes)"),
        joined("hole_height_range", "min_height", "max_height", how="(min_height or max_height, max_height)"),
        joined("hole_width_range", "min_width", "max_width", how="(min_width or max_width, max_width)"),
    ),
    "CoarseDropout3D": (masks_as_volumes,),
    "Compose": (whole_pipeline,),
    "Crop": PADS,
    "CropAndPad": PADS,
    "Downscale": (joined("scale_range", "scale_min", "scale_max", (0.25, 0.25)), both_ways),
    "ElasticTransform": (FILLS, moved_corners, elastic_noise),
    "Emboss": (up_from_zero("alpha", "strength"),),
    "GaussNoise": (noise,),
    "GaussianBlur": (least_kernel,),
    "GridDistortion": (FILLS,),
    "GridDropout": (renamed(fill_value="fill", mask_fill_value="fill_mask"), grid_of_holes),
    "HueSaturationValue": (float_shifts,),
    "ImageCompression": (joined("quality_range", "quality_lower", "quality_upper", (99, 100)), codec),
    "KeypointParams": (one_label_field, internal_format),
    "Lambda": (one_by_one,),
    "LongestMaxSize": (some_size,),
    "MaskDropout": (object_fill,),
    "MedianBlur": (sides_from_three,),
    "MotionBlur": (sides_from_three,),
    "MultiplicativeNoise": (steady("multiplier", until=EVER),),
    "OpticalDistortion": (FILLS, moved_center),
    "PadIfNeeded": (FILLS, dropped("the size and divisors say it all", "padding")),
    "Perspective": (
        renamed(CONSTANT, pad_mode="border_mode"),
        renamed(pad_val="fill", mask_pad_val="fill_mask", pad_val_mask="fill_mask"),
    ),
    "PiecewiseAffine": (renamed(cval="fill", cval_mask="fill_mask"), named_border, steady("scale"), mesh_moves),
    "RGBShift": (levels,),
    "RandomCrop": PADS,
    "RandomCrop3D": (dropped("volumes are padded on both sides", "pad_position"),),
    "RandomCropNearBBox": (renamed(cropping_box_key="cropping_bbox_key"), steady("max_part_shift")),
    "RandomFog": (joined("fog_coef_range", "fog_coef_lower", "fog_coef_upper", (0.3, 1)),),
    "RandomGamma": (dropped("nothing is divided by it any more", "eps"),),
    "RandomRain": (joined("slant_range", "slant_lower", "slant_upper", (-10, 10)), rain),
    "RandomResizedCrop": (joined("size", "height", "width"),),
    "RandomShadow": (joined("num_shadows_limit", "num_shadows_lower", "num_shadows_upper", (1, 2)),),
    "RandomSizedCrop": (joined("size", "height", "width"),),
    "RandomSnow": (joined("snow_point_range", "snow_point_lower", "snow_point_upper", (0.1, 0.3)),),
    "RandomSunFlare": (
        joined("angle_range", "angle_lower", "angle_upper", (0, 1)),
        joined("num_flare_circles_range", "num_flare_circles_lower", "num_flare_circles_upper", (6, 10)),
    ),
    "RingingOvershoot": (cutoff, sides_from_three),
    "Rotate": (FILLS,),
    "SafeRotate": (FILLS,),
    "Sharpen": (up_from_zero("alpha", "lightness"),),
    "ShiftScaleRotate": (FILLS,),
    "SmallestMaxSize": (some_size,),
    "Solarize": (threshold,),
    "Spatter": (
        one_spatter,
        steady("mean", "std", "gauss_sigma", "cutout_threshold", "intensity"),
    ),
    "Superpixels": (steady("p_replace", "n_segments"),),
    "TextImage": (named_color,),
    "UnsharpMask": (sides_from_three,),
    "XYMasking": (renamed(fill_value="fill", mask_fill_value="fill_mask"),),
    "ZoomBlur": (steady("step_factor"),),
}

DEFAULTS: tuple[tuple[Release, str, Arguments], ...] = (
    ((1, 4, 4), "ColorJitter", {"hue": 0.2, "brightness": 0.2, "contrast": 0.2, "saturation": 0.2}),
    ((1, 4, 4), "RandomCropNearBBox", {"max_part_shift": [0.3, 0.3]}),
    ((1, 4, 4), "Superpixels", {"p_replace": [0.1, 0.1]}),
    ((1, 4, 6), "CoarseDropout", {"num_holes_range": [8, 8]}),
    ((1, 4, 15), "ColorJitter", {"brightness": [0.8, 1], "contrast": [0.8, 1], "saturation": [0.8, 1]}),
    ((1, 4, 15), "FromFloat", {"dtype": "uint16"}),
    ((1, 4, 18), "GridDistortion", {"normalized": False}),
    ((1, 4, 18), "GridDropout", {"random_offset": False}),
    ((1, 4, 19), "SomeOf", {"replace": True}),
    ((1, 4, 20), "PiecewiseAffine", {"scale": [0.09, 0.15]}),
    ((1, 4, 22), "ElasticTransform", {"border_mode": MIRRORED}),
    ((1, 4, 22), "GaussNoise", {"std_range": [sqrt(10) / 255, sqrt(50) / 255]}),
    ((1, 4, 22), "GridDistortion", {"border_mode": MIRRORED}),
    ((1, 4, 22), "OpticalDistortion", {"border_mode": MIRRORED}),
    ((2, 0, 0), "CoarseDropout", {"num_holes_range": [1, 1], "hole_height_range": [8, 8], "hole_width_range": [8, 8]}),
    ((2, 0, 0), "PadIfNeeded", {"border_mode": MIRRORED}),
    ((2, 0, 0), "RandomRotate90", {"p": 0.5}),
    ((2, 0, 0), "Rotate", {"border_mode": MIRRORED}),
    ((2, 0, 0), "SafeRotate", {"border_mode": MIRRORED}),
    ((2, 0, 0), "ShiftScaleRotate", {"border_mode": MIRRORED}),
    ((2, 0, 2), "GaussianBlur", {"blur_limit": [3, 7], "sigma_limit": 0}),
)
"""(before this release, of this class, these were the defaults), in today's arguments; the first that holds wins."""

CLASS_ARGUMENTS: Mapping[str, Words] = {
    name: {old: how for rule in rules for old, how in rule.words.items()} for name, rules in RULES.items()
}
"""What former arguments of one class are now; these go before those of every class, in ``former_names``."""


def release_of(text: object) -> Release:
    """The three numbers of a version; the latest release's where it says none."""
    numbers = [part for part in str(text).split(".")[:3] if part.isdecimal() and len(part) < 10]
    found = tuple(map(int, numbers)) if numbers and isinstance(text, str) else LATEST
    if found[:2] > LATEST[:2]:
        warn(f"a file of release {short_repr(text)} is read as one of {'.'.join(map(str, LATEST))}, the last known")
    return found


def modern(name: str, given: Arguments, release: Release, on_bytes: bool = False) -> tuple[str, Arguments]:
    """Today's class and arguments for what that class meant with these arguments in that release.

    Arguments that are not there get the defaults of that release. Names that no release knew are left alone. Numbers
    that look like those of float images are read so, or with ``on_bytes`` as what they were for images of bytes.
    """
    given = dict(given)
    always(given, release)
    if name in BECOMES:
        name = BECOMES[name](given, release) or name
    for rule in RULES.get(name, ()):
        rule(given, release, on_bytes)
    for until, cls, values in DEFAULTS:
        if cls == name and release < until:
            given = {**values, **given}
    return name, given
