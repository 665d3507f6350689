"""What Albumentations called things in its earlier releases, and what became of them: tables alone, read by errors.

An argument, a method or a class of Albumentations 1 is never taken in silence: the error that refuses it says what it
is now. ``albumentations.py`` beside this file turns the tables into sentences.
"""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, tuple[str, str]]
"""From a former name to the present one (an empty text for what is gone) and how one becomes the other."""
CONSTANT = "a constant of OpenCV, such as cv2.BORDER_REFLECT_101"

ARGUMENTS: Words = {
    "always_apply": ("p", "p = 1.0 if always_apply else p"),
    "value": ("fill", ""),
    "fill_value": ("fill", ""),
    "image_fill_value": ("fill", ""),
    "cval": ("fill", ""),
    "pad_cval": ("fill", ""),
    "pad_val": ("fill", ""),
    "mask_value": ("fill_mask", ""),
    "mask_fill_value": ("fill_mask", ""),
    "cval_mask": ("fill_mask", ""),
    "pad_cval_mask": ("fill_mask", ""),
    "mask_pad_val": ("fill_mask", ""),
    "pad_val_mask": ("fill_mask", ""),
    "mode": ("border_mode", CONSTANT),
    "pad_mode": ("border_mode", CONSTANT),
    "order": ("interpolation", "a constant of OpenCV, such as cv2.INTER_LINEAR"),
    "label_field": ("label_fields", "a list of names"),
}
"""Of every class that has the present argument; those of one class are ``CLASS_ARGUMENTS`` in ``releases``."""

POSITIONAL: Mapping[str, str] = {
    "CoarseDropout": "max_holes, max_height, max_width: write num_holes_range=, hole_height_range=, hole_width_range=",
    "Downscale": "scale_min, scale_max: write scale_range=(scale_min, scale_max)",
    "ElasticTransform": "alpha, sigma, alpha_affine: write interpolation= by name",
    "GaussNoise": "var_limit, mean: write std_range=(sqrt(low) / 255, sqrt(high) / 255) for bytes",
    "ImageCompression": "quality_lower, quality_upper: write quality_range=(quality_lower, quality_upper)",
    "RandomResizedCrop": "height, width: write size=(height, width)",
    "RandomSizedCrop": "min_max_height, height, width: write size=(height, width)",
    "Solarize": "threshold: write threshold_range=, shares of white",
}
"""What stood first in Albumentations 1, where that is another thing now."""

METHODS: Mapping[str, str] = {
    "get_params_dependent_on_targets": "define get_params_dependent_on_data(self, params, data)",
    "update_params": "define update_transform_params(self, params, data)",
    "apply_to_bbox": "define apply_to_bboxes(self, bboxes, **params), which gets all boxes as one (N, 4 or more) array",
    "apply_to_keypoint": (
        "define apply_to_keypoints(self, keypoints, **params), which gets all keypoints as one (N, 5 or more) array"
    ),
    "apply_with_params": "define apply and its kin, which are called one by one",
    "should_apply": "give p, or draw in get_params",
}
"""Methods of custom transforms that nothing calls any more."""

STILL_CALLED = frozenset(("apply_to_bbox", "apply_to_keypoint", "get_params_dependent_on_targets", "update_params"))
"""Those of them that the bases of ``augrepro.compat`` call."""

CLASSES: Mapping[str, str] = {
    "BasicIAATransform": "",
    "Cutout": "CoarseDropout",
    "DualIAATransform": "",
    "Flip": "HorizontalFlip, VerticalFlip or D4",
    "IAAAdditiveGaussianNoise": "GaussNoise",
    "IAAAffine": "Affine",
    "IAACropAndPad": "CropAndPad",
    "IAAEmboss": "Emboss",
    "IAAFliplr": "HorizontalFlip",
    "IAAFlipud": "VerticalFlip",
    "IAAPerspective": "Perspective",
    "IAAPiecewiseAffine": "PiecewiseAffine",
    "IAASharpen": "Sharpen",
    "IAASuperpixels": "Superpixels",
    "ImageOnlyIAATransform": "",
    "JpegCompression": "ImageCompression",
    "MixUp": "",
    "RandomBrightness": "RandomBrightnessContrast",
    "RandomContrast": "RandomBrightnessContrast",
    "TemplateTransform": "",
    "ToTensor": "ToTensorV2",
}
"""Classes that Albumentations has removed, and what took their place there (an empty text: nothing)."""

_MIXING = (
    "; it mixes images of a batch: mix batches in the training loop, as torchvision.transforms.v2 does, or take Mosaic "
    "or OverlayElements, which mix within a sample"
)
_POLICY = (
    "; it is a policy of other libraries: write out what it chooses from, A.SomeOf([A.Rotate(p=1), A.Solarize(p=1), "
    "...], n=2)"
)
_WINDOWS = "; it makes several images of one: call a pipeline with A.Crop for each window"
_TENSORS = "; A.ToTensorV2 makes the tensor, and A.ToFloat or A.Normalize the floats"
_BOXES = "; A.BboxParams in Compose names the format of boxes, and clips or drops those outside"


def _is(name: str) -> str:
    return f"; it is {name} here"


ELSEWHERE: Mapping[str, str] = {
    "AdditiveGaussianNoise": _is("GaussNoise"),
    "AugMix": _POLICY,
    "AugmentationSequential": _is("Compose"),
    "AutoAugment": _POLICY,
    "ClampBoundingBoxes": _BOXES,
    "ConvertBoundingBoxFormat": _BOXES,
    "ConvertImageDtype": _is("ToFloat or FromFloat"),
    "CutMix": _MIXING,
    "Cutmix": _MIXING,
    "FiveCrop": _WINDOWS,
    "Fliplr": _is("HorizontalFlip"),
    "Flipud": _is("VerticalFlip"),
    "GaussianNoise": _is("GaussNoise"),
    "Grayscale": _is("ToGray"),
    "Identity": _is("NoOp"),
    "JPEG": _is("ImageCompression"),
    "LinearContrast": _is("RandomBrightnessContrast"),
    "MixUp": _MIXING,
    "Mixup": _MIXING,
    "Multiply": _is("MultiplicativeNoise"),
    "PILToTensor": _TENSORS,
    "RandAugment": _POLICY,
    "RandomAdjustSharpness": _is("Sharpen"),
    "RandomApply": _is("Sequential([...], p=p)"),
    "RandomAutocontrast": _is("AutoContrast"),
    "RandomBoxBlur": _is("Blur"),
    "RandomChannelPermutation": _is("ChannelShuffle"),
    "RandomChoice": _is("OneOf"),
    "RandomCutMixV2": _MIXING,
    "RandomErasing": _is("Erasing"),
    "RandomFisheye": _is('OpticalDistortion(mode="fisheye")'),
    "RandomGrayscale": _is("ToGray"),
    "RandomInvert": _is("InvertImg"),
    "RandomIoUCrop": _is("BBoxSafeRandomCrop or AtLeastOneBBoxRandomCrop"),
    "RandomJPEG": _is("ImageCompression"),
    "RandomJigsaw": _is("RandomGridShuffle"),
    "RandomMixUpV2": _MIXING,
    "RandomPhotometricDistort": _is("ColorJitter, with ChannelShuffle"),
    "RandomPlasmaBrightness": _is("PlasmaBrightnessContrast"),
    "RandomPlasmaContrast": _is("PlasmaBrightnessContrast"),
    "RandomShear": _is("Affine(shear=)"),
    "RandomShortestSize": _is("SmallestMaxSize"),
    "RandomTranslate": _is("Affine(translate_percent=)"),
    "RandomZoomOut": _is("Affine(scale=) below 1"),
    "SanitizeBoundingBoxes": _BOXES,
    "ScaleJitter": _is("RandomScale"),
    "Sometimes": _is("Sequential([...], p=p)"),
    "TenCrop": _WINDOWS,
    "ToDtype": _is("ToFloat or FromFloat"),
    "ToImage": "; images are NumPy arrays of (H, W, C) here: np.asarray(image) makes one",
    "ToPILImage": "; images are NumPy arrays of (H, W, C) here: PIL.Image.fromarray(image) makes one",
    "ToPureTensor": _TENSORS,
    "TrivialAugment": _POLICY,
    "TrivialAugmentWide": _POLICY,
}
"""What other libraries call what is here under a name that is not like theirs, or is not here."""

FUNCTIONS = frozenset(
    ("check_version", "to_tuple", "from_pretrained", "save_pretrained", "functional", "augmentations")
)
"""Other names that projects take from the package."""


def _draws(transform: str) -> str:
    return f'A.{transform}(..., p=1)(image=img)["image"] draws its numbers and does it'


_AFFINE, _PIECEWISE, _SAFE, _PERSPECTIVE = (
    f"a pipeline with A.{name}, BboxParams and KeypointParams moves images, boxes and keypoints alike"
    for name in ("Affine", "PiecewiseAffine", "SafeRotate", "Perspective")
)
_PADDED = "a pipeline with A.CropAndPad, BboxParams and KeypointParams moves images, boxes and keypoints alike"
_MAPS = "keypoints move by the map itself here, and need no images of distances"

CURES: Mapping[str, str] = {
    "adapt_pixel_distribution": _draws("PixelDistributionAdaptation"),
    "add_fog": _draws("RandomFog"),
    "add_gravel": _draws("RandomGravel"),
    "add_rain": _draws("RandomRain"),
    "add_shadow": _draws("RandomShadow"),
    "add_snow": _draws("RandomSnow"),
    "add_sun_flare": _draws("RandomSunFlare"),
    "apply_histogram": _draws("HistogramMatching"),
    "bbox_affine": _AFFINE,
    "bbox_piecewise_affine": _PIECEWISE,
    "bbox_safe_rotate": _SAFE,
    "convolve": "cv2.filter2D(img, -1, kernel) does it",
    "crop_and_pad": _PADDED,
    "crop_and_pad_bbox": _PADDED,
    "crop_and_pad_keypoint": _PADDED,
    "fancy_pca": _draws("FancyPCA"),
    "fourier_domain_adaptation": _draws("FDA"),
    "from_distance_maps": _MAPS,
    "get_opencv_dtype_from_numpy": "write cv2.CV_8U for uint8, cv2.CV_16U for uint16, cv2.CV_32F for float32",
    "glass_blur": _draws("GlassBlur"),
    "iso_noise": _draws("ISONoise"),
    "keypoint_affine": _AFFINE,
    "keypoint_piecewise_affine": _PIECEWISE,
    "keypoint_safe_rotate": _SAFE,
    "perspective": _PERSPECTIVE,
    "perspective_bbox": _PERSPECTIVE,
    "perspective_keypoint": _PERSPECTIVE,
    "piecewise_affine": _PIECEWISE,
    "rotation2DMatrixToEulerAngles": "np.arctan2(-matrix[1, 0], matrix[0, 0]) is it",
    "safe_rotate": _SAFE,
    "superpixels": _draws("Superpixels"),
    "to_distance_maps": _MAPS,
    "warp_affine": _AFFINE,
}
"""Functions that Albumentations 1 had and ``augrepro`` has not, and what to write in their place."""
