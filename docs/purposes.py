"""What each transform is for: the groups of docs/transforms.md, and the words that people search for.

Every transform stands in one group; ``also`` names transforms of other groups that serve the same purpose.
"""

from __future__ import annotations

from typing import NamedTuple


class Purpose(NamedTuple):
    """A group of the page."""

    title: str
    words: str
    members: tuple[str, ...]
    also: tuple[str, ...] = ()


PURPOSES = (
    Purpose(
        "Geometry: flips and quarter turns",
        "Exact symmetries: no pixel is resampled. Boxes, masks and keypoints follow.",
        ("HorizontalFlip", "VerticalFlip", "Transpose", "RandomRotate90", "D4", "SquareSymmetry"),
        ("CubicSymmetry", "TimeReverse"),
    ),
    Purpose(
        "Geometry: rotate, scale, shift and shear",
        "A camera that is held askew, nearer or farther. Boxes, masks and keypoints follow.",
        ("Affine", "Rotate", "SafeRotate", "ShiftScaleRotate", "Perspective"),
        ("RandomRotate90", "RandomScale", "CropAndPad"),
    ),
    Purpose(
        "Geometry: crops",
        "Cut a window out, at random, in the middle, or where boxes or a mask are (for detection and segmentation).",
        (
            "RandomCrop",
            "CenterCrop",
            "Crop",
            "RandomResizedCrop",
            "RandomSizedCrop",
            "RandomCropFromBorders",
            "CropAndPad",
            "BBoxSafeRandomCrop",
            "RandomSizedBBoxSafeCrop",
            "AtLeastOneBBoxRandomCrop",
            "RandomCropNearBBox",
            "CropNonEmptyMaskIfExists",
        ),
        ("CenterCrop3D", "RandomCrop3D"),
    ),
    Purpose(
        "Geometry: resize and pad",
        "Bring images to the size that a network takes, with or without their aspect ratio (letterbox: LongestMaxSize, "
        "then PadIfNeeded).",
        ("Resize", "LongestMaxSize", "SmallestMaxSize", "RandomScale", "Pad", "PadIfNeeded"),
        ("RandomResizedCrop", "Pad3D", "PadIfNeeded3D", "Downscale"),
    ),
    Purpose(
        "Geometry: bend and warp",
        "Soft tissue, crumpled paper, handwriting, a lens. Boxes, masks and keypoints follow the warp.",
        (
            "ElasticTransform",
            "GridDistortion",
            "GridElasticDeform",
            "PiecewiseAffine",
            "ThinPlateSpline",
            "OpticalDistortion",
        ),
        ("Perspective", "RandomGridShuffle"),
    ),
    Purpose(
        "Occlusion and dropout",
        "Hide parts of the image, so that a network does not rest on one of them (occlusion for a detector: boxes that "
        "are hidden are dropped by `min_area` and `min_visibility`).",
        (
            "CoarseDropout",
            "Erasing",
            "GridDropout",
            "ConstrainedCoarseDropout",
            "MaskDropout",
            "XYMasking",
            "PixelDropout",
            "RandomGridShuffle",
        ),
        ("ChannelDropout", "CoarseDropout3D", "OverlayElements", "RandomShadow", "TimeMasking", "FrequencyMasking"),
    ),
    Purpose(
        "Simulate a camera: blur and focus",
        "Motion, a lens out of focus, glass in front of it.",
        ("Blur", "GaussianBlur", "MedianBlur", "MotionBlur", "Defocus", "ZoomBlur", "GlassBlur", "AdvancedBlur"),
        ("RandomFog", "Downscale", "RingingOvershoot"),
    ),
    Purpose(
        "Simulate a camera: noise",
        "A sensor in the dark, a bad wire, dead pixels.",
        ("GaussNoise", "ISONoise", "ShotNoise", "MultiplicativeNoise", "AdditiveNoise", "SaltAndPepper"),
        ("PixelDropout", "Spatter"),
    ),
    Purpose(
        "Simulate a camera: lens, light and white balance",
        "Exposure, colored light, colored fringes.",
        (
            "RandomBrightnessContrast",
            "RandomGamma",
            "Illumination",
            "PlanckianJitter",
            "ChromaticAberration",
            "PlasmaBrightnessContrast",
        ),
        ("RandomToneCurve", "OpticalDistortion", "RandomSunFlare", "RandomShadow", "ColorJitter"),
    ),
    Purpose(
        "Simulate compression and low resolution",
        "What a video stream, a thumbnail or an upload leaves of an image.",
        ("ImageCompression", "Downscale", "RingingOvershoot", "Posterize", "Superpixels"),
        ("Blur", "ChromaticAberration"),
    ),
    Purpose(
        "Simulate weather and daylight",
        "Rain, snow, fog, mud, sun and shadows on the road.",
        (
            "RandomRain",
            "RandomSnow",
            "RandomFog",
            "RandomSunFlare",
            "RandomShadow",
            "PlasmaShadow",
            "RandomGravel",
            "Spatter",
        ),
        ("RandomBrightnessContrast", "PlanckianJitter", "MotionBlur"),
    ),
    Purpose(
        "Simulate a scanner: documents and text (OCR)",
        "Ink that runs thick or thin, lines written over.",
        ("Morphological", "TextImage"),
        (
            "ToGray",
            "Rotate",
            "Perspective",
            "ElasticTransform",
            "Illumination",
            "PlasmaShadow",
            "SaltAndPepper",
            "ImageCompression",
            "Downscale",
            "InvertImg",
        ),
    ),
    Purpose(
        "Color",
        "Hue, saturation, gray, single channels.",
        (
            "ColorJitter",
            "HueSaturationValue",
            "RGBShift",
            "FancyPCA",
            "ToGray",
            "ToSepia",
            "ChannelShuffle",
            "ChannelDropout",
        ),
        ("PlanckianJitter", "HEStain", "RandomToneCurve", "AdditiveNoise"),
    ),
    Purpose(
        "Contrast, tone and sharpness",
        "Histograms, curves, edges.",
        (
            "CLAHE",
            "Equalize",
            "AutoContrast",
            "RandomToneCurve",
            "Solarize",
            "InvertImg",
            "Sharpen",
            "UnsharpMask",
            "Emboss",
        ),
        ("RandomBrightnessContrast", "RandomGamma", "Posterize", "HistogramMatching"),
    ),
    Purpose(
        "Mix images",
        "Bring other samples into the image, with their boxes, labels, masks and keypoints.",
        ("Mosaic", "OverlayElements"),
        ("FDA", "HistogramMatching"),
    ),
    Purpose(
        "Take over the look of another image (domain adaptation)",
        "Colors or low frequencies of reference images that come with the call.",
        ("HistogramMatching", "FDA", "PixelDistributionAdaptation"),
        ("HEStain",),
    ),
    Purpose(
        "Microscopy and pathology",
        "Stains of tissue.",
        ("HEStain",),
        ("D4", "ElasticTransform", "Defocus", "CLAHE", "ShotNoise", "PixelDistributionAdaptation"),
    ),
    Purpose(
        "MRI, CT and volumes",
        "Crops, pads, holes and turns in three dimensions. Every other transform takes `volume`, `volumes`, `mask3d` "
        "and `masks3d` too, and treats all planes of a volume alike.",
        ("RandomCrop3D", "CenterCrop3D", "Pad3D", "PadIfNeeded3D", "CoarseDropout3D", "CubicSymmetry", "ToTensor3D"),
        ("ElasticTransform", "Affine", "GaussNoise", "RandomGamma", "RandomBrightnessContrast", "GridDistortion"),
    ),
    Purpose(
        "Spectrograms and sound",
        "Images whose x is time and whose y is frequency (SpecAugment).",
        ("TimeMasking", "FrequencyMasking", "TimeReverse"),
        ("XYMasking", "GaussNoise"),
    ),
    Purpose(
        "Numbers, channels and tensors",
        "The last steps before a network, and the first behind a file.",
        ("Normalize", "ToFloat", "FromFloat", "ToRGB", "ToTensorV2"),
        ("ToTensor3D", "ToGray"),
    ),
    Purpose("Nothing", "A step that leaves everything as it is.", ("NoOp",)),
)

ALSO_CALLED = {
    "AdditiveNoise": "uniform, Laplace, beta noise",
    "Affine": "RandomAffine (torchvision, kornia), translate, zoom",
    "AutoContrast": "RandomAutocontrast (torchvision)",
    "Blur": "box blur, mean filter",
    "CLAHE": "adaptive histogram equalization",
    "ChannelDropout": "drop a channel",
    "ChannelShuffle": "RandomChannelPermutation (torchvision), swap channels",
    "ChromaticAberration": "color fringes",
    "CoarseDropout": "Cutout, occlusion, hide patches, random holes",
    "CoarseDropout3D": "Cutout in 3-D",
    "ColorJitter": "RandomColorJitter, color augmentation",
    "ConstrainedCoarseDropout": "occlusion of objects, Cutout inside boxes",
    "CropAndPad": "zoom in and out",
    "CubicSymmetry": "turns and flips of a cube",
    "D4": "dihedral group, all eight symmetries of the square",
    "Defocus": "out of focus, bokeh, lens blur",
    "Downscale": "pixelate, low resolution",
    "ElasticTransform": "elastic deformation (Simard), RandomElasticDeformation",
    "Equalize": "histogram equalization, RandomEqualize (torchvision)",
    "Erasing": "RandomErasing (torchvision, kornia)",
    "FDA": "Fourier domain adaptation",
    "FancyPCA": "AlexNet color augmentation, PCA lighting",
    "FromFloat": "float to uint8, ConvertImageDtype (torchvision)",
    "GaussNoise": "Gaussian noise, RandomGaussianNoise (kornia)",
    "GridDropout": "GridMask, Hide-and-Seek",
    "HEStain": "stain augmentation, hematoxylin and eosin, Macenko, Vahadane",
    "HorizontalFlip": "RandomHorizontalFlip (torchvision), mirror, fliplr",
    "HueSaturationValue": "HSV",
    "ISONoise": "camera sensor noise",
    "ImageCompression": "JPEG, WebP artifacts",
    "InvertImg": "RandomInvert (torchvision), negative",
    "LongestMaxSize": "letterbox, resize the longer side",
    "MaskDropout": "remove objects, object erasing",
    "Morphological": "erosion, dilation",
    "Mosaic": "YOLO mosaic, four images in one",
    "MultiplicativeNoise": "speckle",
    "Normalize": "standardize, ImageNet mean and std, z-score, min-max",
    "OpticalDistortion": "barrel, pincushion, fisheye",
    "OverlayElements": "copy-paste, paste objects, watermark",
    "PadIfNeeded": "letterbox, pad to size, pad to a multiple",
    "Perspective": "RandomPerspective (torchvision), four-point, homography",
    "PixelDropout": "dead pixels",
    "PlanckianJitter": "color temperature, white balance",
    "Posterize": "RandomPosterize (torchvision), fewer bits",
    "RandomBrightnessContrast": "RandomBrightness, RandomContrast, exposure",
    "RandomGridShuffle": "jigsaw, patch shuffle",
    "RandomResizedCrop": "Inception crop",
    "RandomRotate90": "rot90",
    "RandomSizedBBoxSafeCrop": "crop for detection (SSD)",
    "Resize": "rescale",
    "RingingOvershoot": "sinc filter (Real-ESRGAN), Gibbs",
    "Rotate": "RandomRotation (torchvision)",
    "SaltAndPepper": "impulse noise",
    "ShotNoise": "Poisson noise, photon noise",
    "SmallestMaxSize": "Resize(int) (torchvision), resize the shorter side",
    "Solarize": "RandomSolarize (torchvision)",
    "Superpixels": "SLIC, cartoon",
    "TextImage": "write text, watermark, OCR",
    "ThinPlateSpline": "TPS, RandomThinPlateSpline (kornia)",
    "TimeMasking": "SpecAugment",
    "FrequencyMasking": "SpecAugment",
    "ToGray": "RandomGrayscale, Grayscale (torchvision)",
    "ToTensorV2": "ToTensor, ToImage (torchvision)",
    "UnsharpMask": "sharpen",
    "VerticalFlip": "RandomVerticalFlip (torchvision), flipud",
    "ZoomBlur": "radial blur",
}
"""Other names, and words for the same thing, that a reader may search the page for."""


def faults(names: set[str], purposes: tuple[Purpose, ...] = PURPOSES) -> list[str]:
    """What is wrong with the groups: transforms in none or in several, names of nothing, words for nothing."""
    placed = [name for purpose in purposes for name in purpose.members]
    found = [f"{name} is in no group" for name in sorted(names - {*placed})]
    found += [f"{name} is in {placed.count(name)} groups" for name in sorted({*placed}) if placed.count(name) > 1]
    named = {*placed, *ALSO_CALLED, *(name for purpose in purposes for name in purpose.also)}
    found += [f"{name} is no transform" for name in sorted(named - names)]
    return found + [
        f"{purpose.title}: {name} is named twice"
        for purpose in purposes
        for name in sorted({*purpose.also} & {*purpose.members})
    ]
