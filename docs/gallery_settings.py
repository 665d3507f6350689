"""What the gallery shows of each transform: arguments of a weak and of a strong setting, beside the defaults.

Transforms of 256 x 256 photographs; those that are not listed have one strength, that of their defaults.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from skimage import data

PHOTOGRAPHS = {"HEStain": data.immunohistochemistry, "CLAHE": data.rocket, "TextImage": data.page}
"""The photograph that shows a transform best, where that is not the usual one."""


def reference() -> np.ndarray[Any, np.dtype[Any]]:
    """The photograph whose colors or frequencies the reference transforms take over."""
    found: np.ndarray[Any, np.dtype[Any]] = data.coffee()[:256, :256]
    return found


_OTHERS = [reference()]
CALLS: dict[str, dict[str, Any]] = {
    "FDA": {"fda_metadata": _OTHERS},
    "HistogramMatching": {"hm_metadata": _OTHERS},
    "PixelDistributionAdaptation": {"pda_metadata": _OTHERS},
    "RandomCropNearBBox": {"cropping_bbox": (70, 40, 200, 180)},
    "Mosaic": {
        "mosaic_metadata": [{"image": found()[:256, :256]} for found in (data.coffee, data.chelsea, data.rocket)]
    },
    "OverlayElements": {"overlay_metadata": {"image": data.coffee()[100:220, 150:280]}},
}
"""Arguments of a call beside the image."""
_CELLS = {"target_size": (256, 256), "cell_shape": (256, 256)}
_SIZE = {"height": 160, "width": 200}
_NARROW = {"height": 80, "width": 60}

WEAK_AND_STRONG: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "AdditiveNoise": (
        {"noise_type": "uniform", "spatial_mode": "constant", "noise_params": {"ranges": [(-0.1, 0.1)]}},
        {
            "noise_type": "gaussian",
            "spatial_mode": "per_pixel",
            "noise_params": {"mean_range": (0, 0), "std_range": (0.2, 0.2)},
        },
    ),
    "AdvancedBlur": ({}, {"blur_limit": (9, 15), "sigma_x_limit": (2, 5), "sigma_y_limit": (0.2, 1)}),
    "Affine": (
        {"rotate": (-5, 5), "scale": (0.95, 1.05)},
        {"rotate": (-40, 40), "scale": (0.6, 1.4), "shear": (-20, 20)},
    ),
    "AtLeastOneBBoxRandomCrop": (_SIZE, _NARROW),
    "AutoContrast": ({"cutoff": 0}, {"cutoff": 20}),
    "BBoxSafeRandomCrop": ({"erosion_rate": 0.2}, {"erosion_rate": 0.9}),
    "Blur": ({"blur_limit": (3, 3)}, {"blur_limit": (11, 15)}),
    "CLAHE": ({"clip_limit": (1, 2)}, {"clip_limit": (8, 12)}),
    "CenterCrop": (_SIZE, _NARROW),
    "ChannelDropout": ({}, {"channel_drop_range": (2, 2)}),
    "ChromaticAberration": ({}, {"primary_distortion_limit": (0.1, 0.2), "secondary_distortion_limit": (0.1, 0.3)}),
    "CoarseDropout": (
        {},
        {"num_holes_range": (10, 20), "hole_height_range": (0.1, 0.2), "hole_width_range": (0.1, 0.2)},
    ),
    "ColorJitter": ({"hue": (-0.05, 0.05)}, {"brightness": (0.4, 1.6), "contrast": (0.4, 1.6), "saturation": (0, 2)}),
    "ConstrainedCoarseDropout": (
        {"mask_indices": [1], "hole_height_range": (0.1, 0.2), "hole_width_range": (0.1, 0.2)},
        {
            "mask_indices": [1],
            "num_holes_range": (3, 5),
            "hole_height_range": (0.3, 0.5),
            "hole_width_range": (0.3, 0.5),
            "fill": "random_uniform",
        },
    ),
    "Crop": ({"x_max": 200, "y_max": 200}, {"x_min": 80, "y_min": 40, "x_max": 180, "y_max": 120}),
    "CropAndPad": ({"percent": (-0.1, 0.1)}, {"percent": (-0.4, 0.4)}),
    "CropNonEmptyMaskIfExists": (_SIZE, _NARROW),
    "Defocus": ({"radius": (3, 4)}, {"radius": (10, 14)}),
    "Downscale": ({"scale_range": (0.5, 0.7)}, {"scale_range": (0.08, 0.12)}),
    "ElasticTransform": ({"alpha": 50, "sigma": 8}, {"alpha": 300, "sigma": 8}),
    "Emboss": ({"alpha": (0.2, 0.3)}, {"alpha": (0.9, 1), "strength": (1.5, 2)}),
    "Equalize": ({"by_channels": False}, {"by_channels": True}),
    "Erasing": ({"scale": (0.02, 0.05)}, {"scale": (0.2, 0.33), "fill": "random"}),
    "FDA": ({"beta_limit": (0.01, 0.02)}, {"beta_limit": (0.2, 0.3)}),
    "FancyPCA": ({"alpha": 0.1}, {"alpha": 1.0}),
    "FrequencyMasking": ({"freq_mask_param": 20}, {"freq_mask_param": 120}),
    "GaussNoise": ({"std_range": (0.02, 0.05)}, {"std_range": (0.3, 0.4)}),
    "GaussianBlur": ({"sigma_limit": (0.5, 1)}, {"sigma_limit": (4, 6)}),
    "GlassBlur": ({"sigma": 0.4, "max_delta": 1}, {"sigma": 1.0, "max_delta": 8}),
    "GridDistortion": ({"distort_limit": (-0.1, 0.1)}, {"distort_limit": (-0.8, 0.8)}),
    "GridDropout": ({"ratio": 0.3}, {"ratio": 0.7, "unit_size_range": (30, 50), "fill": "random_uniform"}),
    "GridElasticDeform": ({"num_grid_xy": (4, 4), "magnitude": 8}, {"num_grid_xy": (5, 5), "magnitude": 30}),
    "HEStain": ({"intensity_scale_range": (0.95, 1.05), "intensity_shift_range": (-0.02, 0.02)}, {}),
    "HistogramMatching": ({"blend_ratio": (0.2, 0.3)}, {"blend_ratio": (1.0, 1.0)}),
    "HueSaturationValue": (
        {"hue_shift_limit": 5, "sat_shift_limit": 5},
        {"hue_shift_limit": 90, "sat_shift_limit": 80},
    ),
    "ISONoise": ({}, {"color_shift": (0.1, 0.2), "intensity": (0.8, 1.0)}),
    "Illumination": ({"intensity_range": (0.05, 0.1)}, {"intensity_range": (0.2, 0.2), "mode": "gaussian"}),
    "ImageCompression": ({"quality_range": (60, 70)}, {"quality_range": (3, 6)}),
    "LongestMaxSize": ({"max_size": 200}, {"max_size": 80}),
    "MaskDropout": ({"max_objects": (1, 1)}, {"max_objects": (99, 99)}),
    "MedianBlur": ({"blur_limit": (3, 3)}, {"blur_limit": (11, 15)}),
    "Morphological": ({}, {"scale": (6, 8), "operation": "erosion"}),
    "Mosaic": ({**_CELLS, "center_range": (0.1, 0.2)}, {**_CELLS, "center_range": (0.45, 0.55)}),
    "MotionBlur": ({"blur_limit": (5, 5)}, {"blur_limit": (21, 25)}),
    "MultiplicativeNoise": ({}, {"multiplier": (0.4, 1.6), "elementwise": True, "per_channel": True}),
    "OpticalDistortion": ({}, {"distort_limit": (0.6, 1.0)}),
    "Pad": ({"padding": 16}, {"padding": (90, 20), "border_mode": 2}),
    "PadIfNeeded": ({"min_height": 300, "min_width": 300}, {"min_height": 400, "min_width": 500, "border_mode": 2}),
    "Perspective": ({"scale": (0.02, 0.05)}, {"scale": (0.2, 0.3)}),
    "PixelDropout": ({}, {"dropout_prob": 0.3, "per_channel": True}),
    "PiecewiseAffine": ({}, {"scale": (0.15, 0.2)}),
    "PixelDistributionAdaptation": ({"blend_ratio": (0.25, 0.3)}, {"blend_ratio": (1.0, 1.0)}),
    "PlanckianJitter": ({"temperature_limit": (5500, 7500)}, {"temperature_limit": (3000, 15000)}),
    "PlasmaBrightnessContrast": ({}, {"brightness_range": (-0.8, 0.8), "contrast_range": (-0.8, 0.8)}),
    "PlasmaShadow": ({}, {"shadow_intensity_range": (0.8, 1.0), "roughness": 1.5}),
    "Posterize": ({"num_bits": (5, 5)}, {"num_bits": (1, 2)}),
    "RGBShift": ({}, {"r_shift_limit": 90, "g_shift_limit": 90, "b_shift_limit": 90}),
    "RandomBrightnessContrast": ({}, {"brightness_limit": (-0.6, 0.6), "contrast_limit": (-0.6, 0.6)}),
    "RandomCrop": (_SIZE, _NARROW),
    "RandomCropFromBorders": (
        {},
        {"crop_left": 0.5, "crop_right": 0.4, "crop_top": 0.5, "crop_bottom": 0.4},
    ),
    "RandomCropNearBBox": ({}, {"max_part_shift": (0.4, 0.8)}),
    "RandomFog": ({"fog_coef_range": (0.1, 0.2)}, {"fog_coef_range": (0.9, 1.0)}),
    "RandomGamma": ({}, {"gamma_limit": (30, 300)}),
    "RandomGravel": ({}, {"number_of_patches": 8}),
    "RandomGridShuffle": ({"grid": (2, 2)}, {"grid": (6, 6)}),
    "RandomRain": ({"rain_type": "drizzle"}, {"rain_type": "torrential", "brightness_coefficient": 0.5}),
    "RandomResizedCrop": ({"size": (200, 200), "scale": (0.8, 1)}, {"size": (200, 120), "scale": (0.05, 0.2)}),
    "RandomScale": ({}, {"scale_limit": (-0.7, -0.5)}),
    "RandomShadow": ({}, {"num_shadows_limit": (3, 4), "shadow_intensity_range": (0.8, 0.9)}),
    "RandomSizedBBoxSafeCrop": (
        {"height": 200, "width": 200, "erosion_rate": 0.2},
        {"height": 200, "width": 120, "erosion_rate": 0.9},
    ),
    "RandomSizedCrop": (
        {"min_max_height": (180, 240), "size": (200, 200)},
        {"min_max_height": (40, 90), "size": (200, 120)},
    ),
    "RandomSnow": ({}, {"snow_point_range": (0.4, 0.5), "method": "texture"}),
    "RandomSunFlare": ({"src_radius": 80}, {"src_radius": 200, "method": "physics_based"}),
    "RandomToneCurve": ({"scale": 0.1}, {"scale": 0.6, "per_channel": True}),
    "Resize": ({"height": 200, "width": 200}, {"height": 60, "width": 200}),
    "RingingOvershoot": ({}, {"blur_limit": (25, 31), "cutoff": (0.5, 0.8)}),
    "Rotate": ({"limit": (-5, 5)}, {"limit": (-90, 90)}),
    "SafeRotate": ({"limit": (-10, 10)}, {"limit": (40, 80)}),
    "SaltAndPepper": ({}, {"amount": (0.2, 0.4)}),
    "Sharpen": ({"alpha": (0.1, 0.2)}, {"alpha": (0.9, 1.0)}),
    "ShiftScaleRotate": ({"rotate_limit": 5}, {"shift_limit": 0.3, "scale_limit": 0.5, "rotate_limit": 90}),
    "ShotNoise": ({"scale_range": (0.05, 0.1)}, {"scale_range": (0.5, 0.8)}),
    "SmallestMaxSize": ({"max_size": 200}, {"max_size": 60}),
    "Solarize": ({"threshold_range": (0.9, 0.9)}, {"threshold_range": (0.2, 0.3)}),
    "Spatter": ({"mode": "rain"}, {"mode": "mud", "cutout_threshold": (0.6, 0.6)}),
    "Superpixels": ({"p_replace": (0.1, 0.1), "n_segments": (200, 200)}, {"p_replace": (1, 1), "n_segments": (60, 60)}),
    "TimeMasking": ({"time_mask_param": 20}, {"time_mask_param": 120}),
    "ThinPlateSpline": ({"scale_range": (0.05, 0.1)}, {"scale_range": (0.4, 0.5)}),
    "ToGray": ({"method": "weighted_average"}, {"method": "max"}),
    "UnsharpMask": ({}, {"alpha": (0.9, 1.0), "blur_limit": (11, 15), "threshold": 0}),
    "XYMasking": (
        {"num_masks_x": (1, 1), "num_masks_y": (1, 1), "mask_x_length": 20, "mask_y_length": 20},
        {"num_masks_x": (4, 6), "num_masks_y": (4, 6), "mask_x_length": (10, 30), "mask_y_length": (10, 30)},
    ),
    "ZoomBlur": ({"max_factor": (1.05, 1.06)}, {"max_factor": (1.3, 1.31)}),
}
