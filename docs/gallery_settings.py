"""What the gallery shows of each transform: arguments of a weak and of a strong setting, beside the defaults.

Transforms of 256 x 256 photographs; those that are not listed have one strength, that of their defaults.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import ImageFont
from skimage import data
from skimage.data import shepp_logan_phantom

Picture = np.ndarray[Any, np.dtype[Any]]


def whole(found: Picture) -> Picture:
    """A photograph at 256 x 256."""
    return cv2.resize(found, (256, 256), interpolation=cv2.INTER_AREA)


def coins() -> Picture:
    """Some of the coins: bright things apart from each other, as masks have them."""
    found: Picture = data.coins()[20:220, 10:210]
    return found


def coin_mask(image: Picture) -> Picture:
    """1 where a coin lies."""
    gray = cv2.GaussianBlur(image[..., 0], (7, 7), 0)
    found: Picture = cv2.morphologyEx((gray > 125).astype(np.uint8), cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    return found


def spectrogram() -> Picture:
    """A sweep with its overtones, time from left to right."""
    rows, columns = np.mgrid[0:256, 0:256] / 256
    lines = [np.exp(-(((1 - rows - k * (0.06 + 0.2 * columns**2)) * 60) ** 2)) / k for k in range(1, 5)]
    beat = 0.6 + 0.4 * np.cos(columns * 40)
    return np.rint(30 + 220 * np.clip(sum(lines) * beat, 0, 1)).astype(np.uint8)


PHOTOGRAPHS: dict[str, Callable[[], Picture]] = {
    "HEStain": data.immunohistochemistry,
    **dict.fromkeys(["CLAHE", "RandomFog", "RandomRain", "RandomSnow", "RandomSunFlare"], data.rocket),
    **dict.fromkeys(["Illumination", "Morphological", "PlasmaShadow", "TextImage"], data.page),
    **dict.fromkeys(["ConstrainedCoarseDropout", "CropNonEmptyMaskIfExists", "MaskDropout"], coins),
    **dict.fromkeys(["FrequencyMasking", "TimeMasking", "TimeReverse"], spectrogram),
    "RandomShadow": data.brick,
    "RandomGravel": data.grass,
}
"""The photograph that shows a transform best, where that is not the usual one."""
MASKS: dict[str, Callable[[Picture], Picture]] = dict.fromkeys(
    ["ConstrainedCoarseDropout", "CropNonEmptyMaskIfExists", "MaskDropout"], coin_mask
)
"""How the mask beside the photograph is found, where one is looked at."""
BOXES = [(88, 8, 150, 88), (66, 178, 106, 218)]
"""The face and the badge, in pixels."""
BOXED = frozenset(("AtLeastOneBBoxRandomCrop", "BBoxSafeRandomCrop", "RandomCropNearBBox", "RandomSizedBBoxSafeCrop"))
"""Transforms that look at boxes: the pictures show them."""


def font_file() -> str:
    """Where the font that Pillow brings along lies for TextImage to read."""
    path = Path(tempfile.mkdtemp(prefix="augrepro-gallery-")) / "font.ttf"
    path.write_bytes(ImageFont.load_default(12).font_bytes)
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    return str(path)


def reference() -> Picture:
    """The photograph whose colors or frequencies the reference transforms take over."""
    found: Picture = data.coffee()[:256, :256]
    return found


_OTHERS = [reference()]
CALLS: dict[str, dict[str, Any]] = {
    "FDA": {"fda_metadata": _OTHERS},
    "HistogramMatching": {"hm_metadata": _OTHERS},
    "PixelDistributionAdaptation": {"pda_metadata": _OTHERS},
    "RandomCropNearBBox": {"cropping_bbox": BOXES[0]},
    "Mosaic": {"mosaic_metadata": [{"image": whole(found())} for found in (data.coffee, data.chelsea, data.rocket)]},
    "OverlayElements": {"overlay_metadata": {"image": cv2.resize(data.coffee()[60:300, 150:420], (90, 80))}},
    "TextImage": {"textimage_metadata": {"bbox": (0.05, 0.66, 0.9, 0.8), "text": "new words"}},
}
"""Arguments of a call beside the image."""
FONT = font_file()
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
        {"mask_indices": [1], "hole_height_range": (0.2, 0.3), "hole_width_range": (0.2, 0.3)},
        {
            "mask_indices": [1],
            "num_holes_range": (2, 3),
            "hole_height_range": (0.5, 0.7),
            "hole_width_range": (0.5, 0.7),
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
    "FancyPCA": ({"alpha": 0.1}, {"alpha": 3.0}),
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
    "Illumination": ({"intensity_range": (0.05, 0.1)}, {"intensity_range": (0.2, 0.2), "mode": "corner"}),
    "ImageCompression": ({"quality_range": (60, 70)}, {"quality_range": (3, 6)}),
    "LongestMaxSize": ({"max_size": 200}, {"max_size": 80}),
    "MaskDropout": ({"max_objects": (1, 1)}, {"max_objects": (6, 6), "fill": "inpaint_telea"}),
    "MedianBlur": ({"blur_limit": (3, 3)}, {"blur_limit": (11, 15)}),
    "Morphological": ({"scale": (1, 2)}, {"scale": (3, 4), "operation": "erosion"}),
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
    "PlasmaBrightnessContrast": (
        {},
        {"brightness_range": (-0.8, 0.8), "contrast_range": (-0.8, 0.8), "roughness": 0.5},
    ),
    "PlasmaShadow": (
        {},
        {"shadow_intensity_range": (0.8, 1.0), "roughness": 0.5},
    ),
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
    "RandomGravel": ({}, {"number_of_patches": 30, "gravel_roi": (0, 0, 1, 1)}),
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
    "RandomSnow": ({"snow_point_range": (0.05, 0.1)}, {"snow_point_range": (0.4, 0.5), "method": "texture"}),
    "RandomSunFlare": ({"src_radius": 80, "method": "physics_based"}, {}),
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
    "TextImage": (
        {"font_path": FONT},
        {"font_path": FONT, "font_size_fraction_range": (0.85, 0.9), "font_color": (200, 0, 0)},
    ),
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

VOLUMES: dict[str, dict[str, Any]] = {
    "CenterCrop3D": {"size": (6, 48, 64)},
    "CoarseDropout3D": {
        "num_holes_range": (3, 3),
        "hole_depth_range": (0.3, 0.5),
        "hole_height_range": (0.3, 0.4),
        "hole_width_range": (0.3, 0.4),
        "fill": 128,
    },
    "CubicSymmetry": {},
    "Pad3D": {"padding": (2, 4, 8), "fill": 128},
    "PadIfNeeded3D": {"min_zyx": (14, 110, 110), "fill": 128},
    "RandomCrop3D": {"size": (6, 48, 64)},
}
"""Arguments of the transforms of whole volumes, which are shown on a phantom of a head."""


def phantom() -> Picture:
    """A volume of 10 planes of 96 x 96 voxels: the phantom of a head, narrower from plane to plane."""
    found = np.rint(shepp_logan_phantom() * 255).astype(np.uint8)
    planes = [cv2.resize(found, (side, side), interpolation=cv2.INTER_AREA) for side in range(96, 36, -6)]
    rest = [96 - len(plane) for plane in planes]
    return np.stack([np.pad(x, ((r // 2, r - r // 2),) * 2) for x, r in zip(planes, rest, strict=True)])
