"""What may happen: declarations of chance, one class for each of Albumentations' names, imported when asked for."""

from typing import TYPE_CHECKING

from ..engine.declare.registry import TRANSFORMS, homes_of
from ..engine.declare.submodules import getter

if TYPE_CHECKING:
    from .additive import *
    from .affine import *
    from .blurs import *
    from .box_crops import *
    from .channels import *
    from .collage import *
    from .color import *
    from .color_casts import *
    from .contrast import *
    from .conversion import *
    from .crop_and_pad import *
    from .crops import *
    from .curves import *
    from .custom import *
    from .distortions import *
    from .dropout import *
    from .filters import *
    from .flips import *
    from .grain import *
    from .guided_crops import *
    from .guided_dropout import *
    from .lens import *
    from .light import *
    from .meshes import *
    from .mixing import *
    from .morphology import *
    from .noise import *
    from .normalize import *
    from .pads import *
    from .perspective import *
    from .quality import *
    from .resized_crops import *
    from .resizes import *
    from .sharpening import *
    from .spectrogram import *
    from .stain import *
    from .text import *
    from .texture import *
    from .tiles import *
    from .tone import *
    from .volume import *
    from .weather import *

FAMILIES = {
    "additive": ("AdditiveNoise",),
    "affine": ("Affine", "Rotate", "SafeRotate", "ShiftScaleRotate"),
    "blurs": ("AdvancedBlur", "Defocus", "GlassBlur", "MedianBlur", "MotionBlur", "ZoomBlur"),
    "box_crops": ("AtLeastOneBBoxRandomCrop", "RandomCropNearBBox", "RandomSizedBBoxSafeCrop"),
    "channels": ("ChannelDropout", "ChannelShuffle", "RGBShift", "ToRGB"),
    "collage": ("Mosaic", "OverlayElements"),
    "color": ("ColorJitter", "Equalize", "HueSaturationValue", "ToGray"),
    "color_casts": ("FancyPCA", "PlanckianJitter", "ToSepia"),
    "contrast": ("CLAHE", "AutoContrast"),
    "conversion": ("FromFloat", "ToFloat"),
    "crop_and_pad": ("CropAndPad",),
    "crops": ("CenterCrop", "Crop", "RandomCrop", "RandomCropFromBorders"),
    "curves": ("Posterize", "RandomToneCurve", "Solarize"),
    "custom": ("Lambda",),
    "distortions": ("ElasticTransform", "GridDistortion", "OpticalDistortion"),
    "dropout": ("CoarseDropout", "Erasing", "GridDropout", "PixelDropout", "XYMasking"),
    "filters": ("Blur", "GaussianBlur"),
    "flips": ("D4", "HorizontalFlip", "NoOp", "RandomRotate90", "SquareSymmetry", "Transpose", "VerticalFlip"),
    "grain": ("ISONoise", "MultiplicativeNoise", "SaltAndPepper", "ShotNoise"),
    "guided_crops": ("BBoxSafeRandomCrop", "CropNonEmptyMaskIfExists"),
    "guided_dropout": ("ConstrainedCoarseDropout", "MaskDropout"),
    "lens": ("ChromaticAberration",),
    "light": ("Illumination", "PlasmaBrightnessContrast", "PlasmaShadow", "RandomShadow", "RandomSunFlare"),
    "meshes": ("GridElasticDeform", "PiecewiseAffine", "ThinPlateSpline"),
    "mixing": ("FDA", "HistogramMatching", "PixelDistributionAdaptation"),
    "morphology": ("Morphological",),
    "noise": ("GaussNoise",),
    "normalize": ("Normalize",),
    "pads": ("Pad", "PadIfNeeded"),
    "perspective": ("Perspective",),
    "quality": ("Downscale", "ImageCompression"),
    "resized_crops": ("RandomResizedCrop", "RandomSizedCrop"),
    "resizes": ("LongestMaxSize", "RandomScale", "Resize", "SmallestMaxSize"),
    "sharpening": ("Emboss", "RingingOvershoot", "Sharpen", "UnsharpMask"),
    "spectrogram": ("FrequencyMasking", "TimeMasking", "TimeReverse"),
    "stain": ("HEStain",),
    "text": ("TextImage",),
    "texture": ("Spatter", "Superpixels"),
    "tiles": ("RandomGridShuffle",),
    "tone": ("InvertImg", "RandomBrightnessContrast", "RandomGamma"),
    "volume": ("CenterCrop3D", "CoarseDropout3D", "CubicSymmetry", "Pad3D", "PadIfNeeded3D", "RandomCrop3D"),
    "weather": ("RandomFog", "RandomGravel", "RandomRain", "RandomSnow"),
}
"""The classes of each module: few programs use more than a few, and all of them take long to import."""

HOMES = homes_of(__name__, FAMILIES)
TRANSFORMS.come_from(HOMES)

if not TYPE_CHECKING:
    __all__ = [*HOMES]
    __getattr__ = getter(__name__, __all__, FAMILIES, HOMES)
