"""Arguments as earlier releases of Albumentations took them, turned into today's, with the meaning they had there.

One table, a row a class, read for files by ``pipeline.earlier`` and fit for calls: ``modern(name, arguments, release)``
knows nothing of files. A rule changes the arguments in place; what has no equal today raises ``Untranslatable``.
Boundaries between releases were found by running them.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

from .errors import short_repr, warn

Release = tuple[int, ...]
Arguments = dict[str, Any]
Rule = Callable[[Arguments, Release], None]
LATEST: Release = (2, 0, 8)
MIRRORED = 4
"""OpenCV's BORDER_REFLECT_101, which was the default border of many classes before 2.0."""


class Untranslatable(ValueError):
    """An argument whose earlier meaning no transform of today has."""


def renamed(**names: str) -> Rule:
    """Arguments under another name: ``old="new"``; None stood for the default."""

    def rule(given: Arguments, release: Release) -> None:
        for old, new in names.items():
            value = given.pop(old, None)
            if value is not None:
                given.setdefault(new, value)

    return rule


def dropped(*names: str) -> Rule:
    """Arguments that changed nothing."""

    def rule(given: Arguments, release: Release) -> None:
        for name in names:
            given.pop(name, None)

    return rule


def joined(new: str, low: str, high: str, ends: tuple[Any, Any] | None = None) -> Rule:
    """Two arguments as one span; a missing end is that of ``ends``, or where there are none the other one."""

    def rule(given: Arguments, release: Release) -> None:
        pair = [given.pop(name, None) for name in (low, high)]
        if pair == [None, None]:
            return
        default = ends or (pair[1], pair[0])
        given.setdefault(new, [end if end is not None else other for end, other in zip(pair, default, strict=True)])

    return rule


def always(given: Arguments, release: Release) -> None:
    """``always_apply=True`` overrode p."""
    if given.pop("always_apply", False):
        given["p"] = 1.0


def noise(given: Arguments, release: Release) -> None:
    """Variance and mean were in levels of a byte; the standard deviation is now drawn, as a share of white."""
    variance, mean = given.pop("var_limit", None), given.pop("mean", None)
    if variance is not None:
        ends = variance if isinstance(variance, (list, tuple)) else (0, variance)
        if any(end < 0 for end in ends):
            raise Untranslatable(f"var_limit must be >= 0, got {short_repr(variance)}")
        given.setdefault("std_range", [sqrt(end) / 255 for end in ends])
    if mean is not None:
        given.setdefault("mean_range", [mean / 255, mean / 255])


def codec(given: Arguments, release: Release) -> None:
    """The codec was a number once."""
    kind = given.get("compression_type")
    if isinstance(kind, int) and not isinstance(kind, bool):
        if kind not in (0, 1):
            raise Untranslatable(f"compression_type must be 0 (JPEG) or 1 (WebP), got {kind}")
        given["compression_type"] = ("jpeg", "webp")[kind]


def random_corners(given: Arguments, release: Release) -> None:
    """Before 1.4.12 an affine map by three random corners came first."""
    if given.pop("alpha_affine", 50 if release < (1, 4, 12) else 0) and release < (1, 4, 12):
        raise Untranslatable(
            "alpha_affine moved three corners at random before the elastic field, which no transform does now: set it "
            "to 0 to load the field alone, and add an Affine in front of it"
        )


def elastic_noise(given: Arguments, release: Release) -> None:
    """The noise before the blur: even on [-1, 1] first; later normal, and not divided by its largest value."""
    if release[:3] == (1, 4, 21):
        raise Untranslatable("release 1.4.21 drew noise of mean -1, which shifts the whole image by alpha pixels")
    if release < (1, 4, 22):
        given.setdefault("noise_distribution", "uniform")
    elif release < (2, 0, 3) and given.get("noise_distribution", "gaussian") == "gaussian":
        # blurred even noise of the same standard deviation has the same distribution as blurred normal noise
        given.update(noise_distribution="uniform", alpha=given.get("alpha", 1) * sqrt(3))


def shears(given: Arguments, release: Release) -> None:
    """The x axis leaned the other way before 1.4.20, the y axis too from 1.4.15 on."""
    shear = given.get("shear")
    axes = ("x",) if release < (1, 4, 15) else ("x", "y")
    if shear is None or release >= (1, 4, 20):
        return
    both = shear if isinstance(shear, dict) else {"x": shear, "y": shear}
    given["shear"] = {axis: opposite(span) if axis in axes else span for axis, span in both.items()}


def opposite(span: Any) -> Any:
    """The span of the negative numbers."""
    return [-end for end in reversed(span)] if isinstance(span, (list, tuple)) else -span


def bare_affine(given: Arguments, release: Release) -> None:
    """Without any argument it was not idle before 1.4.22; None stood for the default."""
    moves = ("scale", "translate_percent", "translate_px", "rotate", "shear")
    if release < (1, 4, 22) and all(given.get(name) is None for name in moves):
        given.update(scale=[0.9, 1.1], translate_percent=[-0.1, 0.1], rotate=[-15, 15])
        given["shear"] = {"x": [-10, 10], "y": [-10, 10]}
    for name in ("scale", "rotate", "shear"):
        if given.get(name, 0) is None:
            del given[name]


def isotropic(given: Arguments, release: Release) -> str | None:
    """Before 1.4.4 one factor scaled both axes, as Affine does with ``keep_ratio``."""
    scale = given.get("scale_limit", 0.1)
    low, high = scale if isinstance(scale, (list, tuple)) else (-scale, scale)
    if release >= (1, 4, 4) or low == high:
        return None
    both = given.pop("shift_limit", 0.0625)
    shifts = {axis: given.pop(f"shift_limit_{axis}", None) for axis in ("x", "y")}
    spans = {axis: both if shift is None else shift for axis, shift in shifts.items()}
    given["translate_percent"] = {
        axis: list(span) if isinstance(span, (list, tuple)) else [-span, span] for axis, span in spans.items()
    }
    turn = given.pop("rotate_limit", 45)
    given["rotate"] = turn if isinstance(turn, (list, tuple)) else [-turn, turn]
    given.pop("scale_limit", None)
    given.update(scale=[1 + low, 1 + high], keep_ratio=True)
    given.setdefault("border_mode", MIRRORED)
    return "Affine"


def fixed_holes(given: Arguments, release: Release) -> str:
    """Cutout cut holes of one size and number."""
    count, height, width = given.pop("num_holes", 8), given.pop("max_h_size", 8), given.pop("max_w_size", 8)
    given["fill"] = given.pop("fill_value", 0)
    given.update(num_holes_range=[count] * 2, hole_height_range=[height] * 2, hole_width_range=[width] * 2)
    return "CoarseDropout"


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
PADS = renamed(pad_mode="border_mode", pad_cval="fill", pad_cval_mask="fill_mask")

BECOMES: dict[str, Callable[[Arguments, Release], str | None]] = {
    "ShiftScaleRotate": isotropic,
    "Cutout": fixed_holes,
    "JpegCompression": jpeg,
    "RandomBrightness": one_limit("brightness", "contrast"),
    "RandomContrast": one_limit("contrast", "brightness"),
}
"""Classes that are another one today, always or in some releases; then the other one's rules follow."""

RULES: dict[str, tuple[Rule, ...]] = {
    "Affine": (renamed(cval="fill", cval_mask="fill_mask", mode="border_mode"), FILLS, bare_affine, shears),
    "CenterCrop": (PADS,),
    "CenterCrop3D": (dropped("pad_position"),),
    "CoarseDropout": (
        renamed(fill_value="fill", mask_fill_value="fill_mask"),
        joined("num_holes_range", "min_holes", "max_holes"),
        joined("hole_height_range", "min_height", "max_height"),
        joined("hole_width_range", "min_width", "max_width"),
    ),
    "Crop": (PADS,),
    "CropAndPad": (PADS,),
    "ElasticTransform": (FILLS, random_corners, elastic_noise),
    "GaussNoise": (noise,),
    "GridDistortion": (FILLS,),
    "ImageCompression": (joined("quality_range", "quality_lower", "quality_upper", (99, 100)), codec),
    "PadIfNeeded": (FILLS, dropped("padding")),
    "Perspective": (renamed(pad_mode="border_mode", pad_val="fill", mask_pad_val="fill_mask"),),
    "RandomCrop": (PADS,),
    "RandomCrop3D": (dropped("pad_position"),),
    "RandomFog": (joined("fog_coef_range", "fog_coef_lower", "fog_coef_upper", (0.3, 1)),),
    "RandomGamma": (dropped("eps"),),
    "RandomSizedCrop": (joined("size", "height", "width"),),
    "Rotate": (FILLS,),
    "ShiftScaleRotate": (FILLS,),
}

DEFAULTS: tuple[tuple[Release, str, Arguments], ...] = (
    ((1, 4, 4), "ColorJitter", {"hue": 0.2, "brightness": 0.2, "contrast": 0.2, "saturation": 0.2}),
    ((1, 4, 6), "CoarseDropout", {"num_holes_range": [8, 8]}),
    ((1, 4, 15), "ColorJitter", {"brightness": [0.8, 1], "contrast": [0.8, 1], "saturation": [0.8, 1]}),
    ((1, 4, 18), "GridDistortion", {"normalized": False}),
    ((1, 4, 19), "SomeOf", {"replace": True}),
    ((1, 4, 22), "ElasticTransform", {"border_mode": MIRRORED}),
    ((1, 4, 22), "GaussNoise", {"std_range": [sqrt(10) / 255, sqrt(50) / 255]}),
    ((1, 4, 22), "GridDistortion", {"border_mode": MIRRORED}),
    ((2, 0, 0), "CoarseDropout", {"num_holes_range": [1, 1], "hole_height_range": [8, 8], "hole_width_range": [8, 8]}),
    ((2, 0, 0), "PadIfNeeded", {"border_mode": MIRRORED}),
    ((2, 0, 0), "RandomRotate90", {"p": 0.5}),
    ((2, 0, 0), "Rotate", {"border_mode": MIRRORED}),
    ((2, 0, 0), "ShiftScaleRotate", {"border_mode": MIRRORED}),
    ((2, 0, 2), "GaussianBlur", {"blur_limit": [3, 7], "sigma_limit": 0}),
)
"""(before this release, of this class, these were the defaults), in today's arguments; the first that holds wins."""


def release_of(text: object) -> Release:
    """The three numbers of a version; the latest release's where it says none."""
    numbers = [part for part in str(text).split(".")[:3] if part.isdecimal() and len(part) < 10]
    found = tuple(map(int, numbers)) if numbers and isinstance(text, str) else LATEST
    if found[:2] > LATEST[:2]:
        warn(f"a file of release {short_repr(text)} is read as one of {'.'.join(map(str, LATEST))}, the last known")
    return found


def modern(name: str, given: Arguments, release: Release) -> tuple[str, Arguments]:
    """Today's class and arguments for what that class meant with these arguments in that release.

    Arguments that are not there get the defaults of that release. Names that no release knew are left alone.
    """
    given = dict(given)
    always(given, release)
    if name in BECOMES:
        name = BECOMES[name](given, release) or name
    for rule in RULES.get(name, ()):
        rule(given, release)
    for until, cls, values in DEFAULTS:
        if cls == name and release < until:
            given = {**values, **given}
    return name, given
