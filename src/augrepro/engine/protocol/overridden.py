"""Which methods of the protocol a user's code defines anew, and the drawn parameters that they read by name.

Methods stand in a class body, or are put on a class or an instance later. Parameters are those that releases of
Albumentations handed to the methods of the built-in below which a class is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from inspect import Parameter, signature
from operator import attrgetter
from typing import Any

import numpy as np

from ..declare.declared import PACKAGE
from ..op import FORMER_UNITS, FROM_OPS, Op
from ..targets.table import Shape
from .basic import BasicTransform, DualTransform, ImageOnlyTransform, Params, Transform3D

PROTOCOL = frozenset(name for name in vars(BasicTransform) if name.startswith(("apply", "get_params", "update_")))
"""What a subclass of a user's own may override; it is then drawn and run by the protocol."""
METHODS = tuple(sorted({*PROTOCOL, "targets", "targets_as_params"}))
methods_of = attrgetter(*METHODS)
"""The methods that a class has now, in the order of ``METHODS``; told apart by identity in a third of a microsecond."""
_WRITTEN: dict[type, dict[str, Any]] = {}
"""What our classes define in their bodies, noted when a class is made of them."""


def overridden(cls: type) -> frozenset[str]:
    """The methods that are not those of our classes, whoever defined them and when."""
    ours = [_written(base) for base in cls.__mro__ if base.__module__.startswith(PACKAGE)]
    found = zip(METHODS, methods_of(cls), strict=True)
    return frozenset(name for name, method in found if method is not next(own[name] for own in ours if name in own))


def put_on_bases() -> list[str]:
    """Methods that somebody put on our own bases: classes of a user's own below them have them, and built-ins not."""
    bases = (BasicTransform, ImageOnlyTransform, DualTransform, Transform3D)
    return [
        f"{base.__name__}.{name}"
        for base in bases
        for name, method in _WRITTEN.get(base, {}).items()
        if vars(base).get(name) is not method
    ]


def _written(cls: type) -> dict[str, Any]:
    if cls not in _WRITTEN:
        _WRITTEN[cls] = {name: vars(cls)[name] for name in METHODS if name in vars(cls)}
    return _WRITTEN[cls]


_NAMED = Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY
_ONE_BY_ONE = "apply_to_bbox", "apply_to_keypoint"
NO_HOLES: Params = {"holes": np.zeros((0, 4), np.int64)}
NO_PADS: Params = dict.fromkeys(("pad_top", "pad_bottom", "pad_left", "pad_right"), 0)
NO_MOVE: Params = {"angle": 0.0, "scale": 1.0, "dx": 0.0, "dy": 0.0, "matrix": np.eye(3)}
SHIFTS: Params = {
    **dict.fromkeys(("r_shift", "g_shift", "b_shift"), 0.0),
    "shift": np.zeros(3),
    "noise_map": np.zeros(3),
}
UNCHANGED: dict[str, Params] = {
    "Blur": {"ksize": 1, "kernel": 1},
    "ColorJitter": {"brightness": 1.0, "contrast": 1.0, "saturation": 1.0, "hue": 0.0, "order": [0, 1, 2, 3]},
    "HueSaturationValue": dict.fromkeys(("hue_shift", "sat_shift", "val_shift"), 0.0),
    "MedianBlur": {"ksize": 1, "kernel": 1},
    "RGBShift": SHIFTS,
    "RandomBrightnessContrast": {"alpha": 1.0, "beta": 0.0},
    "RandomGamma": {"gamma": 1.0},
    "RandomRotate90": {"factor": 0},
    **dict.fromkeys(("Pad", "PadIfNeeded"), NO_PADS),
    **dict.fromkeys(("Rotate", "SafeRotate", "ShiftScaleRotate"), NO_MOVE),
    **dict.fromkeys(("CoarseDropout", "ConstrainedCoarseDropout", "Erasing", "GridDropout", "XYMasking"), NO_HOLES),
    **dict.fromkeys(("FrequencyMasking", "TimeMasking"), NO_HOLES),
}
"""What a class drew where it has no op, since nothing is to change."""


def built_in(cls: type) -> type:
    """The class of ours that a class is or derives from."""
    return next(base for base in cls.__mro__ if base.__module__.startswith(PACKAGE))


@lru_cache(maxsize=256)
def _names(method: Any) -> tuple[frozenset[str], frozenset[str]]:
    """The parameters that a method takes by name, and the texts in it that may be keys of its ``**params``."""
    try:
        rows = list(signature(method).parameters.values())
    except (TypeError, ValueError):  # what Python knows no signature of
        return frozenset(), frozenset()
    by_key: tuple[Any, ...] = ()
    if any(row.kind is Parameter.VAR_KEYWORD for row in rows):
        by_key = getattr(getattr(method, "__code__", None), "co_consts", ())
    return (
        frozenset(row.name for row in rows[1:] if row.kind in _NAMED),
        frozenset(text for text in by_key if isinstance(text, str)),
    )


def read_by(transform: Any, customized: frozenset[str]) -> dict[str, frozenset[str]]:
    """The names that releases draw for the class and a user's methods take by name, method by method; under "" those
    that they may read from ``**params``."""
    cls = type(transform)
    known = PARAMETERS.get(built_in(cls).__name__, frozenset())
    found: dict[str, frozenset[str]] = {"": frozenset()}
    for name in (*sorted(customized), *_ONE_BY_ONE) if known else ():
        method = getattr(transform, name, None) if name.startswith("apply") else None
        method = getattr(method, "__func__", method)
        if method is not None:
            taken, mentioned = _names(method)
            found[name] = taken & known
            found[""] |= mentioned & known
    return found


def values_of(transform: Any, ops: Sequence[Op], named: Params, shape: Shape, dtype: Any) -> Params:
    """Every value by the releases' names, in their units: those of 2.0.8, or of 1.3.1 under ``use_defaults("1.3")``."""
    name = built_in(type(transform)).__name__
    values = {**UNCHANGED.get(name, {}), **named}
    for read in FROM_OPS:
        values.update(read(ops, shape, dtype))
    if isinstance(size := getattr(transform, "max_size", None), int):
        values["max_size"] = size
    if transform.of_former_release:
        for change in FORMER_UNITS:
            values = change(values, dtype)
    elif name in ("SafeRotate", "ShiftScaleRotate") and isinstance(values.get("scale"), float):
        values["scale"] = {"x": values["scale"], "y": values["scale"]}
    return values


def check_all_there(transform: Any, reads: dict[str, frozenset[str]], params: Params) -> None:
    """TypeError for a parameter with a default that the releases draw and that nobody drew: the default would act."""
    for method, names in reads.items():
        if method and (missing := sorted(names - params.keys())):
            cls = type(transform).__name__
            base = built_in(type(transform)).__name__
            raise TypeError(
                f"{cls}.{method} needs {', '.join(missing)}, which nobody drew: {base} here draws other "
                f"parameters than there (drawn: {', '.join(sorted(params))}), and the default would stand for "
                f"every draw; return it from get_params or get_params_dependent_on_data, or name it otherwise"
            )


PARAMETERS: dict[str, frozenset[str]] = {
    cls: frozenset(names.split())
    for cls, names in {
        "AdditiveNoise": "noise_map",
        "AdvancedBlur": "kernel",
        "Affine": "bbox_matrix matrix output_shape scale",
        "AtLeastOneBBoxRandomCrop": "crop_coords",
        "BBoxSafeRandomCrop": "crop_coords crop_height crop_width h_start w_start",
        "Blur": "kernel ksize",
        "CLAHE": "clip_limit",
        "CenterCrop": "crop_coords",
        "CenterCrop3D": "crop_coords pad_params",
        "ChannelDropout": "channels_to_drop",
        "ChannelShuffle": "channels_shuffled",
        "ChromaticAberration": (
            "primary_distortion_blue primary_distortion_red secondary_distortion_blue secondary_distortion_red"
        ),
        "CoarseDropout": "holes seed",
        "CoarseDropout3D": "holes",
        "ColorJitter": "brightness contrast hue order saturation",
        "ConstrainedCoarseDropout": "holes seed",
        "Crop": "crop_coords",
        "CropAndPad": "crop_params pad_params result_cols result_rows result_shape",
        "CropNonEmptyMaskIfExists": "crop_coords x_max x_min y_max y_min",
        "CubicSymmetry": "index",
        "Cutout": "holes",
        "D4": "group_element",
        "Defocus": "alias_blur radius",
        "Downscale": "scale",
        "ElasticTransform": "map_x map_y random_state",
        "Emboss": "emboss_matrix",
        "Erasing": "holes seed",
        "FDA": "beta target_image",
        "FancyPCA": "alpha alpha_vector",
        "Flip": "d",
        "FrequencyMasking": "holes seed",
        "GaussNoise": "gauss noise_map",
        "GaussianBlur": "kernel ksize sigma",
        "GlassBlur": "dxy",
        "GridDistortion": "map_x map_y stepsx stepsy",
        "GridDropout": "holes seed",
        "GridElasticDeform": "generated_mesh",
        "HEStain": "scale_factors shift_values stain_matrix",
        "HistogramMatching": "blend_ratio reference_image",
        "HueSaturationValue": "hue_shift sat_shift val_shift",
        "ISONoise": "color_shift intensity random_seed random_state",
        "ImageCompression": "image_type quality",
        "JpegCompression": "image_type quality",
        "LongestMaxSize": "max_size scale",
        "MaskDropout": "dropout_mask",
        "MedianBlur": "kernel ksize",
        "Morphological": "kernel",
        "Mosaic": "processed_cells target_mask_shape target_shape",
        "MotionBlur": "kernel",
        "MultiplicativeNoise": "multiplier",
        "OpticalDistortion": "dx dy k map_x map_y",
        "OverlayElements": "overlay_data",
        "Pad": "pad_bottom pad_left pad_right pad_top",
        "Pad3D": "padding",
        "PadIfNeeded": "pad_bottom pad_left pad_right pad_top",
        "PadIfNeeded3D": "padding",
        "Perspective": "matrix matrix_bbox max_height max_width",
        "PiecewiseAffine": "map_x map_y matrix",
        "PixelDistributionAdaptation": "blend_ratio reference_image",
        "PixelDropout": "drop_mask drop_value drop_values mask_drop_mask mask_drop_values",
        "PlanckianJitter": "temperature",
        "PlasmaBrightnessContrast": "brightness_factor contrast_factor plasma_pattern",
        "PlasmaShadow": "intensity plasma_pattern",
        "Posterize": "num_bits",
        "RGBShift": "b_shift g_shift noise_map r_shift shift",
        "RandomBrightness": "alpha beta",
        "RandomBrightnessContrast": "alpha beta",
        "RandomContrast": "alpha beta",
        "RandomCrop": "crop_coords h_start w_start",
        "RandomCrop3D": "crop_coords pad_params",
        "RandomCropFromBorders": "crop_coords x_max x_min y_max y_min",
        "RandomCropNearBBox": "crop_coords x_max x_min y_max y_min",
        "RandomFog": "fog_coef haze_list intensity particle_positions radiuses random_state",
        "RandomGamma": "gamma",
        "RandomGravel": "gravels_infos",
        "RandomGridShuffle": "mapping tiles",
        "RandomRain": "drop_length rain_drops slant",
        "RandomResizedCrop": "crop_coords crop_height crop_width h_start w_start",
        "RandomRotate90": "factor",
        "RandomScale": "scale",
        "RandomShadow": "intensities vertices_list",
        "RandomSizedBBoxSafeCrop": "crop_coords crop_height crop_width h_start w_start",
        "RandomSizedCrop": "crop_coords crop_height crop_width h_start w_start",
        "RandomSnow": "snow_point snow_texture sparkle_mask",
        "RandomSunFlare": "circles flare_center flare_center_x flare_center_y",
        "RandomToneCurve": "high_y low_y",
        "RingingOvershoot": "kernel",
        "Rotate": "angle bbox_matrix matrix x_max x_min y_max y_min",
        "SafeRotate": "angle bbox_matrix matrix output_shape scale scale_x scale_y",
        "SaltAndPepper": "pepper_mask salt_mask",
        "Sharpen": "alpha sharpening_matrix",
        "ShiftScaleRotate": "angle bbox_matrix dx dy matrix output_shape scale",
        "ShotNoise": "random_seed scale",
        "SmallestMaxSize": "max_size scale",
        "Solarize": "threshold",
        "Spatter": "drops mode mud non_mud",
        "SquareSymmetry": "group_element",
        "Superpixels": "n_segments replace_samples",
        "TemplateTransform": "img_weight template template_weight",
        "TextImage": "overlay_data",
        "ThinPlateSpline": "map_x map_y",
        "TimeMasking": "holes seed",
        "UnsharpMask": "alpha ksize sigma",
        "XYMasking": "holes seed",
        "ZoomBlur": "zoom_factors",
    }.items()
}
"""What releases 1.3.1 to 2.0.8 draw and hand to ``apply`` methods, class by class.

Arguments that are settings, such as fill values, are not here.
"""
