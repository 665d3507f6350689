"""In which order Albumentations 1.3.1 took arguments by place, and how a call that means today's order is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .imgaug import IMGAUG_PLACES
from .meanings import is_pair
from .parse import is_number
from .rules import Release

PLACES: dict[str, str] = {
    "AdvancedBlur": "blur_limit sigmaX_limit sigmaY_limit rotate_limit beta_limit noise_limit always_apply p",
    "Affine": (
        "scale translate_percent translate_px rotate shear interpolation mask_interpolation cval cval_mask "
        "mode fit_output keep_ratio rotate_method always_apply p"
    ),
    "BBoxSafeRandomCrop": "erosion_rate always_apply p",
    "Blur": "blur_limit always_apply p",
    "CLAHE": "clip_limit tile_grid_size always_apply p",
    "CenterCrop": "height width always_apply p",
    "ChannelDropout": "channel_drop_range fill_value always_apply p",
    "ChannelShuffle": "always_apply p",
    "CoarseDropout": (
        "max_holes max_height max_width min_holes min_height min_width fill_value mask_fill_value always_apply p"
    ),
    "ColorJitter": "brightness contrast saturation hue always_apply p",
    "Crop": "x_min y_min x_max y_max always_apply p",
    "CropAndPad": (
        "px percent pad_mode pad_cval pad_cval_mask keep_size sample_independently interpolation always_apply p"
    ),
    "CropNonEmptyMaskIfExists": "height width ignore_values ignore_channels always_apply p",
    "Cutout": "num_holes max_h_size max_w_size fill_value always_apply p",
    "Defocus": "radius alias_blur always_apply p",
    "Downscale": "scale_min scale_max interpolation always_apply p",
    "ElasticTransform": (
        "alpha sigma alpha_affine interpolation border_mode value mask_value always_apply approximate same_dxdy p"
    ),
    "Emboss": "alpha strength always_apply p",
    "Equalize": "mode by_channels mask mask_params always_apply p",
    "FDA": "reference_images beta_limit read_fn always_apply p",
    "FancyPCA": "alpha always_apply p",
    "Flip": "always_apply p",
    "FromFloat": "dtype max_value always_apply p",
    "GaussNoise": "var_limit mean per_channel always_apply p",
    "GaussianBlur": "blur_limit sigma_limit always_apply p",
    "GlassBlur": "sigma max_delta iterations always_apply mode p",
    "GridDistortion": "num_steps distort_limit interpolation border_mode value mask_value normalized always_apply p",
    "GridDropout": (
        "ratio unit_size_min unit_size_max holes_number_x holes_number_y shift_x shift_y random_offset "
        "fill_value mask_fill_value always_apply p"
    ),
    "HistogramMatching": "reference_images blend_ratio read_fn always_apply p",
    "HorizontalFlip": "always_apply p",
    "HueSaturationValue": "hue_shift_limit sat_shift_limit val_shift_limit always_apply p",
    "ISONoise": "color_shift intensity always_apply p",
    "ImageCompression": "quality_lower quality_upper compression_type always_apply p",
    "InvertImg": "always_apply p",
    "JpegCompression": "quality_lower quality_upper always_apply p",
    "Lambda": "image mask keypoint bbox name always_apply p",
    "LongestMaxSize": "max_size interpolation always_apply p",
    "MaskDropout": "max_objects image_fill_value mask_fill_value always_apply p",
    "MedianBlur": "blur_limit always_apply p",
    "MotionBlur": "blur_limit allow_shifted always_apply p",
    "MultiplicativeNoise": "multiplier per_channel elementwise always_apply p",
    "NoOp": "always_apply p",
    "Normalize": "mean std max_pixel_value always_apply p",
    "OpticalDistortion": "distort_limit shift_limit interpolation border_mode value mask_value always_apply p",
    "PadIfNeeded": (
        "min_height min_width pad_height_divisor pad_width_divisor position border_mode value mask_value always_apply p"
    ),
    "Perspective": "scale keep_size pad_mode pad_val mask_pad_val fit_output interpolation always_apply p",
    "PiecewiseAffine": (
        "scale nb_rows nb_cols interpolation mask_interpolation cval cval_mask mode absolute_scale "
        "always_apply keypoints_threshold p"
    ),
    "PixelDistributionAdaptation": "reference_images blend_ratio read_fn transform_type always_apply p",
    "PixelDropout": "dropout_prob per_channel drop_value mask_drop_value always_apply p",
    "Posterize": "num_bits always_apply p",
    "RGBShift": "r_shift_limit g_shift_limit b_shift_limit always_apply p",
    "RandomBrightness": "limit always_apply p",
    "RandomBrightnessContrast": "brightness_limit contrast_limit brightness_by_max always_apply p",
    "RandomContrast": "limit always_apply p",
    "RandomCrop": "height width always_apply p",
    "RandomCropFromBorders": "crop_left crop_right crop_top crop_bottom always_apply p",
    "RandomCropNearBBox": "max_part_shift cropping_box_key always_apply p",
    "RandomFog": "fog_coef_lower fog_coef_upper alpha_coef always_apply p",
    "RandomGamma": "gamma_limit eps always_apply p",
    "RandomGravel": "gravel_roi number_of_patches always_apply p",
    "RandomGridShuffle": "grid always_apply p",
    "RandomRain": (
        "slant_lower slant_upper drop_length drop_width drop_color blur_value brightness_coefficient "
        "rain_type always_apply p"
    ),
    "RandomResizedCrop": "height width scale ratio interpolation always_apply p",
    "RandomRotate90": "always_apply p",
    "RandomScale": "scale_limit interpolation always_apply p",
    "RandomShadow": "shadow_roi num_shadows_lower num_shadows_upper shadow_dimension always_apply p",
    "RandomSizedBBoxSafeCrop": "height width erosion_rate interpolation always_apply p",
    "RandomSizedCrop": "min_max_height height width w2h_ratio interpolation always_apply p",
    "RandomSnow": "snow_point_lower snow_point_upper brightness_coeff always_apply p",
    "RandomSunFlare": (
        "flare_roi angle_lower angle_upper num_flare_circles_lower num_flare_circles_upper src_radius "
        "src_color always_apply p"
    ),
    "RandomToneCurve": "scale always_apply p",
    "Resize": "height width interpolation always_apply p",
    "RingingOvershoot": "blur_limit cutoff always_apply p",
    "Rotate": "limit interpolation border_mode value mask_value rotate_method crop_border always_apply p",
    "SafeRotate": "limit interpolation border_mode value mask_value always_apply p",
    "Sharpen": "alpha lightness always_apply p",
    "ShiftScaleRotate": (
        "shift_limit scale_limit rotate_limit interpolation border_mode value mask_value shift_limit_x "
        "shift_limit_y rotate_method always_apply p"
    ),
    "SmallestMaxSize": "max_size interpolation always_apply p",
    "Solarize": "threshold always_apply p",
    "Spatter": "mean std gauss_sigma cutout_threshold intensity mode color always_apply p",
    "Superpixels": "p_replace n_segments max_size interpolation always_apply p",
    "ToFloat": "max_value always_apply p",
    "ToGray": "always_apply p",
    "ToRGB": "always_apply p",
    "ToSepia": "always_apply p",
    "Transpose": "always_apply p",
    "UnsharpMask": "blur_limit sigma_limit alpha threshold always_apply p",
    "VerticalFlip": "always_apply p",
    "ZoomBlur": "max_factor step_factor always_apply p",
    **{name: f"{places} always_apply p".strip() for name, places in IMGAUG_PLACES.items()},
}
"""The arguments of each class of 1.3.1 in their order."""


def _pair_at(*places: int) -> Callable[[Sequence[Any]], bool]:
    return lambda args: any(len(args) > place and is_pair(args[place]) for place in places)


def _type_at(place: int, kind: type) -> Callable[[Sequence[Any]], bool]:
    return lambda args: len(args) > place and isinstance(args[place], kind)


TODAYS: dict[str, Callable[[Sequence[Any]], bool]] = {
    "CoarseDropout": _pair_at(0, 1, 2),
    "CropAndPad": _type_at(2, bool),
    "Downscale": _pair_at(0),
    "GaussNoise": lambda args: is_pair(args[0]) and all(end <= 1 for end in args[0]),
    "GridDropout": _type_at(1, bool),
    "ImageCompression": _type_at(0, str),
    "LongestMaxSize": lambda args: len(args) > 1 and (args[0] is None or args[1] is None or is_pair(args[1])),
    "Perspective": _type_at(2, bool),
    "RandomFog": _pair_at(1),
    "RandomRain": _pair_at(0),
    "RandomResizedCrop": _pair_at(0),
    "RandomShadow": _pair_at(1),
    "RandomSizedCrop": _pair_at(1),
    "RandomSnow": lambda args: _pair_at(1)(args) or args[0] > 1,
    "RandomSunFlare": lambda args: len(args) > 1 and args[1] > 1,
    "Rotate": _type_at(3, str),
    "SafeRotate": _type_at(3, str),
    "SmallestMaxSize": lambda args: len(args) > 1 and (args[0] is None or args[1] is None or is_pair(args[1])),
    "Solarize": lambda args: is_pair(args[0]) and all(end <= 1 for end in args[0]),
}
"""Classes whose first arguments changed: what tells by their values that a call has them in today's order."""


def by_place(name: str, args: Sequence[Any], today: Sequence[str], release: Release) -> dict[str, Any] | None:
    """The names of arguments given by place; None where there are too many for any order.

    Where the order changed, 1.3.1's goes before today's, unless a value fits today's alone: no pair of numbers was
    ever a height. A number in the place of ``always_apply`` is p, except before 1.4, which took it for True.
    """
    order = PLACES.get(name, "").split()
    if release >= (1, 4) and (not order or len(args) > len(order) or _is_todays(name, args)):
        order = [*today]
    order = order or [*today]
    if release >= (1, 4) and "always_apply" in order:
        place = order.index("always_apply")
        if len(args) > place and not isinstance(args[place], bool):
            if not is_number(args[place]) or not _is_p(args[place], today[place : place + 1]):
                order = [*today]
            else:
                order = [*order[:place], "p", "always_apply"]
    return dict(zip(order, args, strict=False)) if len(args) <= len(order) else None


def _is_todays(name: str, args: Sequence[Any]) -> bool:
    try:
        return bool(args) and name in TODAYS and TODAYS[name](args)
    except TypeError:
        return False


def _is_p(value: float, today: Sequence[str]) -> bool:
    """True for a number that stands where p is today, or that can be nothing else."""
    return [*today] == ["p"] or 0 < value < 1
