"""The names of Albumentations 2.0.8 and before, so that what is missing here is called so and not misspelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .errors import nearest, short_repr
from .former_names import ARGUMENTS, CLASS_ARGUMENTS, CLASSES, FUNCTIONS, METHODS, POSITIONAL

NAMES = frozenset(
    """
    AdditiveNoise AdvancedBlur Affine AtLeastOneBBoxRandomCrop AutoContrast BBoxSafeRandomCrop Blur CLAHE
    CenterCrop CenterCrop3D ChannelDropout ChannelShuffle ChromaticAberration CoarseDropout CoarseDropout3D
    ColorJitter Compose ConstrainedCoarseDropout Crop CropAndPad CropNonEmptyMaskIfExists CubicSymmetry D4
    Defocus Downscale ElasticTransform Emboss Equalize Erasing FDA FancyPCA FrequencyMasking FromFloat
    GaussNoise GaussianBlur GlassBlur GridDistortion GridDropout GridElasticDeform HEStain HistogramMatching
    HorizontalFlip HueSaturationValue ISONoise Illumination ImageCompression InvertImg Lambda LongestMaxSize
    MaskDropout MedianBlur Morphological Mosaic MotionBlur MultiplicativeNoise NoOp Normalize OneOf OneOrOther
    OpticalDistortion OverlayElements Pad Pad3D PadIfNeeded PadIfNeeded3D Perspective PiecewiseAffine
    PixelDistributionAdaptation PixelDropout PlanckianJitter PlasmaBrightnessContrast PlasmaShadow Posterize
    RGBShift RandomBrightnessContrast RandomCrop RandomCrop3D RandomCropFromBorders RandomCropNearBBox
    RandomFog RandomGamma RandomGravel RandomGridShuffle RandomOrder RandomRain RandomResizedCrop
    RandomRotate90 RandomScale RandomShadow RandomSizedBBoxSafeCrop RandomSizedCrop RandomSnow RandomSunFlare
    RandomToneCurve ReplayCompose Resize RingingOvershoot Rotate SafeRotate SaltAndPepper
    SelectiveChannelTransform Sequential Sharpen ShiftScaleRotate ShotNoise SmallestMaxSize Solarize SomeOf
    Spatter SquareSymmetry Superpixels TextImage ThinPlateSpline TimeMasking TimeReverse ToFloat ToGray ToRGB
    ToSepia ToTensor3D ToTensorV2 Transpose UnsharpMask VerticalFlip XYMasking ZoomBlur
    """.split()  # noqa: SIM905 - one name a line would fill three screens
)
"""Its transforms and pipelines."""


def not_here(name: object, known: Iterable[str]) -> str:
    """What is known of a name that is missing: Albumentations' own, one that it removed, or the nearest known one."""
    if not isinstance(name, str):
        return nearest(name, known)
    known = [*known]
    if name in NAMES and name not in known:
        return ": it is a transform of Albumentations that augrepro does not have yet"
    if name in CLASSES:
        return f": Albumentations has removed it{_instead(CLASSES[name], known)}"
    if name in FUNCTIONS:
        return ": Albumentations has it and augrepro does not"
    return nearest(name, known)


def _instead(successor: str, known: list[str]) -> str:
    if not successor:
        return ""
    missing = successor in NAMES and successor not in known
    return f"; its successor is {successor}{', which augrepro does not have yet' if missing else ''}"


def unknown_argument(cls: type, name: str, known: Iterable[str]) -> str:
    """The sentence that refuses an argument: what Albumentations 1 called so is now, else the nearest one."""
    known = [*known]
    for base in cls.__mro__:
        if name in CLASS_ARGUMENTS.get(base.__name__, ()):
            return f"{cls.__name__} has no argument {short_repr(name)}{_now(*CLASS_ARGUMENTS[base.__name__][name])}"
    successor, how = ARGUMENTS.get(name, ("", ""))
    if successor in known:
        return f"{cls.__name__} has no argument {short_repr(name)}{_now(successor, how)}"
    return f"{cls.__name__} has no argument {short_repr(name)}{nearest(name, known)}"


def _now(successor: str, how: str) -> str:
    if not successor:
        return f": it is gone since Albumentations 2 ({how})"
    aside = f": {successor} = {how}" if how.startswith("(") else f" ({how})" if how else ""
    return f": it is {successor!r} since Albumentations 2{aside}"


def positional_hint(cls: type, args: Sequence[Any]) -> str:
    """What stood at these places in Albumentations 1, where arguments by position were refused; or nothing."""
    for base in cls.__mro__:
        if args and base.__name__ in POSITIONAL:
            return f"\n(Albumentations 1 had first {POSITIONAL[base.__name__]})"
    if "p" in getattr(cls, "declared", ("p",)) and any(isinstance(arg, bool) for arg in args):
        return "\n(Albumentations 1 had always_apply in front of p: give p= by name, p = 1.0 if always_apply else p)"
    return ""


def check_methods(cls: type) -> None:
    """TypeError for a custom transform with a method of Albumentations 1, which nothing would call."""
    for name, cure in METHODS.items():
        if name in vars(cls):
            raise TypeError(f"{cls.__name__}.{name} is never called, as in Albumentations 2: {cure}")
