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
ELSEWHERE: Mapping[str, str] = {
    "CutMix": _MIXING,
    "Cutmix": _MIXING,
    "GaussianNoise": "; it is GaussNoise here",
    "Grayscale": "; it is ToGray here",
    "MixUp": _MIXING,
    "Mixup": _MIXING,
    "RandomErasing": "; it is Erasing here",
    "RandomGrayscale": "; it is ToGray here",
}
"""What other libraries call what is here under a name that is not like theirs, or is not here."""

FUNCTIONS = frozenset(
    ("check_version", "to_tuple", "from_pretrained", "save_pretrained", "functional", "augmentations")
)
"""Other names that projects take from the package."""
