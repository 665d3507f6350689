"""The names of Albumentations 2.0.8, so that one which is missing here is called missing and not misspelled."""

from __future__ import annotations

from collections.abc import Iterable

from .errors import nearest

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
    """``': it is a transform of Albumentations ...'`` where it is one, else the nearest known name, or nothing."""
    if isinstance(name, str) and name in NAMES:
        return ": it is a transform of Albumentations that augrepro does not have yet"
    return nearest(name, known)
