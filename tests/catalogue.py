"""Every transform of the library, built with defaults where it can be and with arguments of its own."""

from __future__ import annotations

from typing import Any

from samples import font_file, picture, striped_mask

import augrepro as A

FONT = font_file()
BETA = {"alpha_range": (0.4, 2.0), "beta_range": (2.0, 3.0), "scale_range": (0.1, 0.4)}
# Two ways to build each: what it needs at least (p=1 is added), and arguments that differ from the defaults.
# All fit an RGB image of 24 x 32.
CATALOGUE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "AdvancedBlur": (
        {},
        {
            "blur_limit": (5, 9),
            "sigma_x_limit": 2.0,
            "sigma_y_limit": (0.5, 3),
            "beta_limit": (0.7, 2),
            "noise_limit": 1.5,
        },
    ),
    "AdditiveNoise": (
        {},
        {"noise_type": "beta", "spatial_mode": "shared", "noise_params": BETA, "approximation": 0.6},
    ),
    "Affine": (
        {"rotate": (-30, 30)},
        {"scale": {"x": (0.8, 1.2), "y": 0.9}, "translate_px": (-4, 4), "fit_output": True},
    ),
    "AtLeastOneBBoxRandomCrop": ({"height": 10, "width": 12}, {"height": 22, "width": 9, "erosion_factor": 0.4}),
    "AutoContrast": ({}, {"cutoff": 5, "ignore": 0, "method": "pil"}),
    "BBoxSafeRandomCrop": ({}, {"erosion_rate": 0.3}),
    "Blur": ({}, {"blur_limit": (4, 10)}),
    "CLAHE": ({}, {"clip_limit": (2, 6), "tile_grid_size": (4, 3)}),
    "CenterCrop": ({"height": 10, "width": 12}, {"height": 40, "width": 12, "pad_if_needed": True, "fill": (1, 2, 3)}),
    "ChannelDropout": ({}, {"channel_drop_range": (1, 2), "fill": 1}),
    "ChannelShuffle": ({}, {}),
    "ChromaticAberration": (
        {},
        {"primary_distortion_limit": 0.3, "secondary_distortion_limit": (0.1, 0.2), "mode": "red_blue"},
    ),
    "CoarseDropout": ({}, {"num_holes_range": (2, 5), "hole_height_range": (2, 6), "fill": 9, "fill_mask": 1}),
    "ColorJitter": ({}, {"brightness": 0.4, "contrast": (0.5, 1.5), "saturation": 0.1, "hue": 0.2}),
    "ConstrainedCoarseDropout": (
        {"mask_indices": [1, 2, 100], "hole_height_range": (0.5, 0.9), "hole_width_range": (0.5, 0.9)},
        {
            "mask_indices": [3, 200],
            "num_holes_range": (2, 3),
            "hole_height_range": (0.6, 0.9),
            "hole_width_range": (0.7, 0.9),
            "fill": 7,
            "fill_mask": 1,
        },
    ),
    "Crop": ({"x_max": 20, "y_max": 20}, {"x_min": 3, "y_min": 5, "x_max": 40, "y_max": 20, "pad_if_needed": True}),
    "CropAndPad": (
        {"px": (-4, 6)},
        {"percent": ((-0.2, 0.1), (-0.1, 0.3), (0.1, 0.2), (0.0, 0.1)), "keep_size": False, "border_mode": 4},
    ),
    "CropNonEmptyMaskIfExists": ({"height": 10, "width": 12}, {"height": 9, "width": 7, "ignore_values": [2]}),
    "D4": ({}, {}),
    "Defocus": ({}, {"radius": 9, "alias_blur": (0.5, 1.0)}),
    "Downscale": ({}, {"scale_range": (0.3, 0.7), "interpolation_pair": {"downscale": 3, "upscale": 1}}),
    "ElasticTransform": ({"alpha": 20, "sigma": 5}, {"alpha": 60, "sigma": 4, "same_dxdy": True, "border_mode": 1}),
    "Emboss": ({}, {"alpha": (0.5, 1.0), "strength": (1, 2)}),
    "Equalize": ({}, {"mode": "pil", "by_channels": False}),
    "Erasing": ({}, {"scale": (0.2, 0.4), "ratio": (0.5, 1.5), "fill": (1, 2, 3), "fill_mask": 2}),
    "FancyPCA": ({}, {"alpha": 0.6}),
    "FrequencyMasking": ({"freq_mask_param": 12}, {"freq_mask_param": 20}),
    "FromFloat": ({}, {"dtype": "uint16", "max_value": 1000.0}),
    "FDA": ({"beta_limit": (0.1, 0.2)}, {"beta_limit": (0.3, 0.5), "metadata_key": "others"}),
    "GaussNoise": ({}, {"std_range": (0.1, 0.2), "mean_range": (-0.1, 0.1), "per_channel": False}),
    "GaussianBlur": ({}, {"blur_limit": (3, 7), "sigma_limit": (0.2, 1.0)}),
    "GlassBlur": ({}, {"sigma": 1.2, "max_delta": 2, "iterations": 1, "mode": "exact"}),
    "GridDropout": (
        {},
        {
            "ratio": 0.4,
            "random_offset": False,
            "holes_number_xy": (5, 4),
            "shift_xy": (2, 1),
            "fill": 9,
            "fill_mask": 1,
        },
    ),
    "GridDistortion": ({}, {"num_steps": 3, "distort_limit": (-0.9, 0.9), "normalized": False, "fill": 5}),
    "GridElasticDeform": (
        {"num_grid_xy": (4, 3), "magnitude": 3},
        {"num_grid_xy": (2, 5), "magnitude": 9, "interpolation": 0},
    ),
    "HEStain": (
        {},
        {"method": "preset", "preset": "light", "intensity_scale_range": (0.5, 0.9), "augment_background": True},
    ),
    "HistogramMatching": ({}, {"blend_ratio": (0.2, 0.9), "metadata_key": "others"}),
    "HorizontalFlip": ({}, {}),
    "HueSaturationValue": ({}, {"hue_shift_limit": 5, "sat_shift_limit": (-3, 9), "val_shift_limit": 40}),
    "ISONoise": ({}, {"color_shift": (0.1, 0.3), "intensity": (0.5, 0.9)}),
    "Illumination": ({}, {"mode": "corner", "intensity_range": (0.1, 0.2), "effect_type": "darken"}),
    "ImageCompression": ({}, {"compression_type": "webp", "quality_range": (20, 60)}),
    "InvertImg": ({}, {}),
    "LongestMaxSize": ({"max_size": 20}, {"max_size_hw": (40, 30), "interpolation": 2, "area_for_downscale": "image"}),
    "MaskDropout": ({}, {"max_objects": (2, 4), "fill": 77, "fill_mask": 2}),
    "MedianBlur": ({}, {"blur_limit": (6, 9)}),
    "Morphological": ({}, {"scale": (4, 5), "operation": "erosion"}),
    "Mosaic": (
        {"target_size": (24, 32), "cell_shape": (24, 32)},
        {
            "grid_yx": (2, 3),
            "target_size": (30, 40),
            "cell_shape": (17, 20),
            "center_range": (0.2, 0.9),
            "fit_mode": "contain",
            "interpolation": 5,
            "fill": (1, 2, 3),
            "fill_mask": 1,
        },
    ),
    "MotionBlur": (
        {},
        {"blur_limit": (9, 15), "allow_shifted": False, "angle_range": (20, 70), "direction_range": (0.5, 1)},
    ),
    "MultiplicativeNoise": ({}, {"multiplier": (0.5, 1.5), "per_channel": True, "elementwise": True}),
    "NoOp": ({}, {}),
    "Normalize": ({}, {"mean": 0.5, "std": (0.2, 0.3, 0.4), "max_pixel_value": 128.0}),
    "OpticalDistortion": ({}, {"distort_limit": (0.3, 0.9), "mode": "fisheye", "border_mode": 2}),
    "OverlayElements": ({}, {"metadata_key": "stickers"}),
    "Pad": ({"padding": 3}, {"padding": (4, 0, 1, 7), "border_mode": 3, "fill_mask": 2}),
    "PadIfNeeded": (
        {"min_height": 40, "min_width": 40},
        {"min_height": None, "pad_height_divisor": 7, "position": "random", "border_mode": 4, "min_width": 33},
    ),
    "Perspective": ({}, {"scale": 0.2, "keep_size": False, "fit_output": True, "border_mode": 1, "fill_mask": 3}),
    "PixelDropout": (
        {},
        {"dropout_prob": 0.3, "per_channel": True, "drop_value": (9, 99, 200), "mask_drop_value": 1},
    ),
    "PiecewiseAffine": ({}, {"scale": 0.3, "nb_rows": (2, 5), "nb_cols": 3, "interpolation": 0}),
    "PlanckianJitter": ({}, {"mode": "cied", "temperature_limit": (5000, 9000), "sampling_method": "gaussian"}),
    "Posterize": ({}, {"num_bits": [(1, 3), (2, 4), (5, 7)]}),
    "RGBShift": ({}, {"r_shift_limit": 50, "g_shift_limit": (10, 30), "b_shift_limit": 0.3}),
    "PixelDistributionAdaptation": ({}, {"transform_type": "standard", "metadata_key": "others"}),
    "PlasmaBrightnessContrast": ({}, {"brightness_range": (0.2, 0.5), "roughness": 0.5, "plasma_size": 64}),
    "PlasmaShadow": ({}, {"shadow_intensity_range": (0.5, 0.9), "roughness": 0.5}),
    "RandomBrightnessContrast": ({}, {"brightness_limit": (0.1, 0.4), "brightness_by_max": False}),
    "RandomCrop": ({"height": 10, "width": 12}, {"height": 30, "width": 12, "pad_if_needed": True, "fill_mask": 2}),
    "RandomCropFromBorders": ({}, {"crop_left": 0.4, "crop_right": 0.6, "crop_top": 0.0, "crop_bottom": 0.9}),
    "RandomCropNearBBox": ({}, {"max_part_shift": (0.1, 0.45), "cropping_bbox_key": "where"}),
    "RandomFog": ({}, {"alpha_coef": 0.2, "fog_coef_range": (0.1, 0.4)}),
    "RandomGamma": ({}, {"gamma_limit": (40, 60)}),
    "RandomGravel": ({}, {"gravel_roi": (0, 0, 1, 0.9), "number_of_patches": 7}),
    "RandomGridShuffle": ({}, {"grid": (4, 5)}),
    "RandomRain": ({}, {"drop_color": (90, 100, 200), "drop_length": 9, "drop_width": 2, "rain_type": "heavy"}),
    "RandomResizedCrop": ({"size": (20, 22)}, {"size": (9, 40), "scale": (0.3, 0.6), "interpolation": 0}),
    "RandomRotate90": ({}, {}),
    "RandomScale": ({}, {"scale_limit": (-0.6, -0.1), "interpolation": 0}),
    "RandomSizedBBoxSafeCrop": (
        {"height": 20, "width": 22},
        {"height": 9, "width": 40, "erosion_rate": 0.3, "interpolation": 0},
    ),
    "RandomSizedCrop": (
        {"min_max_height": (8, 16), "size": (20, 22)},
        {"min_max_height": (5, 40), "size": (9, 40), "w2h_ratio": 1.7},
    ),
    "RandomToneCurve": ({}, {"scale": 0.3, "per_channel": True}),
    "RandomShadow": ({}, {"shadow_roi": (0, 0, 1, 1), "num_shadows_limit": (2, 3), "shadow_dimension": 3}),
    "RandomSnow": ({}, {"method": "texture", "snow_point_range": (0.4, 0.6), "brightness_coeff": 1.5}),
    "RandomSunFlare": ({"src_radius": 20}, {"method": "physics_based", "src_radius": 5, "src_color": (255, 200, 90)}),
    "Resize": ({"height": 20, "width": 40}, {"height": 11, "width": 13, "area_for_downscale": "image"}),
    "RingingOvershoot": ({}, {"blur_limit": (9, 21), "cutoff": (1.0, 2.5)}),
    "Rotate": ({}, {"limit": 20, "border_mode": 2, "rotate_method": "ellipse", "crop_border": True}),
    "SafeRotate": ({}, {"limit": (50, 70), "rotate_method": "ellipse", "border_mode": 1}),
    "Sharpen": ({}, {"alpha": (0.4, 0.8), "method": "gaussian", "kernel_size": 7, "sigma": 1.5}),
    "ShiftScaleRotate": ({}, {"shift_limit": 0.2, "shift_limit_x": 0.3, "fill": 7}),
    "SmallestMaxSize": ({"max_size": 31}, {"max_size": [9, 17, 40], "area_for_downscale": "image_mask"}),
    "Solarize": ({}, {"threshold_range": (0.2, 0.8)}),
    "SquareSymmetry": ({}, {}),
    "ToFloat": ({}, {"max_value": 200.0}),
    "SaltAndPepper": ({}, {"amount": (0.1, 0.8), "salt_vs_pepper": (0.1, 0.3)}),
    "ShotNoise": ({}, {"scale_range": (0.01, 0.02)}),
    "Spatter": ({}, {"mode": "mud", "gauss_sigma": (0.5, 3), "intensity": 0.9, "color": (200, 20, 90)}),
    "Superpixels": ({}, {"p_replace": (0.4, 0.9), "n_segments": 20, "max_size": 16, "interpolation": 0}),
    "TextImage": (
        {"font_path": FONT},
        {"font_path": FONT, "augmentations": ("insertion", "swap", "deletion"), "font_color": (9, 99, 250)},
    ),
    "TimeMasking": ({"time_mask_param": 12}, {"time_mask_param": 25}),
    "TimeReverse": ({}, {}),
    "ThinPlateSpline": ({}, {"scale_range": (0.1, 0.1), "num_control_points": 2, "border_mode": 1}),
    "ToGray": ({}, {"method": "average"}),
    "ToRGB": ({}, {"num_output_channels": 2}),
    "ToSepia": ({}, {}),
    "Transpose": ({}, {}),
    "UnsharpMask": ({}, {"blur_limit": (5, 9), "sigma_limit": 2.0, "alpha": 0.9, "threshold": 3}),
    "VerticalFlip": ({}, {}),
    "XYMasking": (
        {"num_masks_x": (1, 2), "mask_x_length": (2, 6)},
        {
            "num_masks_x": (1, 2),
            "num_masks_y": (1, 3),
            "mask_x_length": (3, 5),
            "mask_y_length": (1, 4),
            "fill": 8,
            "fill_mask": 3,
        },
    ),
    "ZoomBlur": ({}, {"max_factor": 1.5, "step_factor": (0.04, 0.08)}),
}

# The same for transforms of whole volumes; all fit a volume of 5 planes of 24 x 32.
VOLUMETRIC: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "CenterCrop3D": ({"size": (3, 10, 12)}, {"size": (8, 40, 7), "pad_if_needed": True, "fill": (1, 2, 3)}),
    "CoarseDropout3D": (
        {},
        {
            "num_holes_range": (2, 4),
            "hole_depth_range": (0.2, 0.6),
            "hole_height_range": (0.1, 0.9),
            "hole_width_range": (0.2, 0.3),
            "fill": (9, 8, 7),
            "fill_mask": 1,
        },
    ),
    "CubicSymmetry": ({}, {}),
    "Pad3D": ({"padding": 2}, {"padding": (0, 1, 2, 0, 3, 0), "fill": 9, "fill_mask": 1}),
    "PadIfNeeded3D": ({"min_zyx": (9, 30, 20)}, {"pad_divisor_zyx": (4, 7, 9), "position": "random", "fill": 3}),
    "RandomCrop3D": ({"size": (3, 10, 12)}, {"size": (8, 40, 7), "pad_if_needed": True, "fill_mask": 2}),
}

TEXTS = {
    "textimage_metadata": [
        {"bbox": (0.1, 0.1, 0.9, 0.5), "text": "the quick brown fox"},
        {"bbox": (0.0, 0.4, 1.0, 1.0), "text": "jumps over dogs"},
    ]
}
BOXES = {"cropping_bbox": (5, 4, 21, 18), "where": [9, 2, 30, 20]}
OTHERS = {
    "mosaic_metadata": [
        {
            "image": picture(20, 30, seed=9),
            "mask": striped_mask(20, 30),
            "bboxes": [[2.0, 3.0, 25.0, 18.0]],
            "keypoints": [[4.0, 15.0, 20.0, 3.0]],
            "labels": ["cow"],
            "names": ["horn"],
        },
        {"image": picture(11, 8, seed=10), "mask": striped_mask(11, 8).astype("int64")},
    ],
    "overlay_metadata": [
        {"image": picture(5, 7, seed=11), "mask": striped_mask(5, 7, 2), "mask_id": 3},
        {
            "image": picture(9, 10, seed=12),
            "bbox": (0.5, 0.5, 1.0, 0.9),
            "bboxes": [[1.0, 1.0, 9.0, 8.0]],
            "keypoints": [[4.0, 4.0, 20.0, 3.0]],
            "labels": ["logo"],
            "names": ["dot"],
        },
    ],
}
OTHERS["stickers"] = OTHERS["overlay_metadata"][1:]
REFERENCES = {
    **OTHERS,
    "fda_metadata": [picture(30, 20, seed=8)],
    "hm_metadata": [picture(9, 7, seed=5) // 2, picture(5, 5, dtype="float32", seed=6)],
    "others": (picture(3, 40, seed=7),),
    **TEXTS,
    **BOXES,
    "pda_metadata": [picture(9, 7, seed=5) // 2],
}
"""What a call must bring beside its targets for the transforms that read reference images, texts or boxes."""


def _built(catalogue: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (name, kind, arguments)
        for name, pair in catalogue.items()
        for kind, arguments in zip(("plain", "own"), pair, strict=True)
    ]


BUILT = _built(CATALOGUE)
BUILT_VOLUMETRIC = _built(VOLUMETRIC)


def made(name: str, arguments: dict[str, Any], p: float = 1.0) -> Any:
    """The transform of that name; arguments of ``BUILT``."""
    return getattr(A, name)(**arguments, p=p)


def everything(p: float = 1.0) -> list[Any]:
    """All transforms that take an image, in their plain form."""
    return [made(name, plain, p) for name, (plain, _) in CATALOGUE.items()]
