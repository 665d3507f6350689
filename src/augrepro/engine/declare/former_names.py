"""What Albumentations called things in its earlier releases, and what became of them: tables alone, read by errors.

An argument, a method or a class of Albumentations 1 is never taken in silence: the error that refuses it says what it
is now. ``albumentations.py`` beside this file turns the tables into sentences.
"""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, tuple[str, str]]
"""From a former name to the present one (an empty text for what is gone) and how one becomes the other."""

_SHARE = "(sqrt(low) / 255, sqrt(high) / 255) for bytes"
_ENDS = "one pair (lowest, highest)"

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
    "mode": ("border_mode", "a constant of OpenCV, such as cv2.BORDER_REFLECT_101"),
    "pad_mode": ("border_mode", "a constant of OpenCV, such as cv2.BORDER_REFLECT_101"),
    "order": ("interpolation", "a constant of OpenCV, such as cv2.INTER_LINEAR"),
    "label_field": ("label_fields", "a list of names"),
}
"""Of every class that has the present argument."""

CLASS_ARGUMENTS: Mapping[str, Words] = {
    "Affine": {"translate": ("translate_px", "or translate_percent for shares of the image")},
    "BboxParams": {
        "filter_lost_elements": ("", "a box of which nothing is left is always dropped, with its labels"),
    },
    "CoarseDropout": {
        "max_holes": ("num_holes_range", "(min_holes or max_holes, max_holes)"),
        "min_holes": ("num_holes_range", "(min_holes, max_holes)"),
        "max_height": (
            "hole_height_range",
            "(min_height or max_height, max_height)",
        ),
        "min_height": ("hole_height_range", "(min_height, max_height)"),
        "max_width": ("hole_width_range", "(min_width or max_width, max_width)"),
        "min_width": ("hole_width_range", "(min_width, max_width)"),
    },
    "Downscale": {
        "scale_min": ("scale_range", "(scale_min, scale_max)"),
        "scale_max": ("scale_range", "(scale_min, scale_max)"),
        "interpolation": ("interpolation_pair", ""),
    },
    "ElasticTransform": {
        "alpha_affine": ("", "an A.Affine in front of it moves the image as a whole"),
    },
    "GaussNoise": {
        "var_limit": ("std_range", _SHARE),
        "mean": ("mean_range", "(mean / 255, mean / 255) for bytes"),
    },
    "GridDropout": {
        "unit_size_min": ("unit_size_range", "(unit_size_min, unit_size_max)"),
        "unit_size_max": ("unit_size_range", "(unit_size_min, unit_size_max)"),
        "holes_number_x": ("holes_number_xy", "(holes_number_x, holes_number_y)"),
        "holes_number_y": ("holes_number_xy", "(holes_number_x, holes_number_y)"),
        "shift_x": ("shift_xy", "(shift_x, shift_y)"),
        "shift_y": ("shift_xy", "(shift_x, shift_y)"),
    },
    "ImageCompression": {
        "quality_lower": ("quality_range", "(quality_lower, quality_upper), whose defaults were 99 and 100"),
        "quality_upper": ("quality_range", "(quality_lower, quality_upper), whose defaults were 99 and 100"),
    },
    "OpticalDistortion": {"shift_limit": ("", "the center stays where it is")},
    "RandomFog": {
        "fog_coef_lower": ("fog_coef_range", _ENDS),
        "fog_coef_upper": ("fog_coef_range", _ENDS),
    },
    "RandomGamma": {"eps": ("", "nothing is divided by it any more")},
    "RandomRain": {
        "slant_lower": ("slant_range", _ENDS),
        "slant_upper": ("slant_range", _ENDS),
    },
    "RandomShadow": {
        "num_shadows_lower": ("num_shadows_limit", _ENDS),
        "num_shadows_upper": ("num_shadows_limit", _ENDS),
    },
    "RandomSizedCrop": {
        "height": ("size", "(height, width)"),
        "width": ("size", "(height, width)"),
    },
    "RandomSnow": {
        "snow_point_lower": ("snow_point_range", _ENDS),
        "snow_point_upper": ("snow_point_range", _ENDS),
    },
    "RandomSunFlare": {
        "angle_lower": ("angle_range", _ENDS),
        "angle_upper": ("angle_range", _ENDS),
        "num_flare_circles_lower": ("num_flare_circles_range", _ENDS),
        "num_flare_circles_upper": ("num_flare_circles_range", _ENDS),
    },
    "Solarize": {"threshold": ("threshold_range", "shares of white: threshold / 255 for bytes")},
}
"""Of one class; these go before those of every class."""

POSITIONAL: Mapping[str, str] = {
    "CoarseDropout": "max_holes, max_height, max_width: write num_holes_range=, hole_height_range=, hole_width_range=",
    "Downscale": "scale_min, scale_max: write scale_range=(scale_min, scale_max)",
    "ElasticTransform": "alpha, sigma, alpha_affine: write interpolation= by name",
    "GaussNoise": f"var_limit, mean: write std_range={_SHARE}",
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

FUNCTIONS = frozenset(
    ("check_version", "to_tuple", "from_pretrained", "save_pretrained", "functional", "augmentations")
)
"""Other names that projects take from the package."""
