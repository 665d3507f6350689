"""Every registered transform on every kind of input that the library admits: a result, or one clear error.

``python every_input.py SEED COUNT`` runs so many random cases and prints what is wrong with any of them. It is a
program of its own since a hang inside OpenCV cannot be interrupted; the last line it printed names the case.
"""

from __future__ import annotations

import itertools
import random
import re
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from catalogue import BUILT, BUILT_VOLUMETRIC, FONT, TEXTS

import augrepro as A
import augrepro.pytorch
from augrepro.engine.declare.registry import TRANSFORMS
from augrepro.engine.targets.table import TARGETS
from augrepro.engine.transform import Transform

SIZES = [*itertools.product(range(1, 6), repeat=2), (1, 9), (9, 1), (1, 40), (24, 32)]
CHANNELS = 1, 2, 3, 4, 5, 7, 129
DTYPES = "uint8", "float32"
MASKS = "uint8", "bool", "uint16", "int16", "int32", "float32"
NOISES = "uniform", "gaussian", "laplace", "beta"
SMALL = {"height": 3, "width": 2}
MORE: list[tuple[str, dict[str, Any]]] = [
    ("ToTensorV2", {}),
    ("ToTensor3D", {}),
    *(("PixelDropout", {"drop_value": None, "per_channel": each, "mask_drop_value": 1}) for each in (True, False)),
    *(("MaskDropout", {"fill": fill}) for fill in ("inpaint_telea", "inpaint_ns")),
    *(
        ("GridDropout", {"unit_size_range": (2, 9), "fill": fill, "ratio": 1})
        for fill in ("random", "random_uniform", "inpaint_telea")
    ),
    ("GridDropout", {"holes_number_xy": (9999, 3), "random_offset": False, "shift_xy": (50, 0)}),
    ("XYMasking", {"num_masks_x": (3, 3), "num_masks_y": 4, "mask_x_length": 99, "mask_y_length": (1, 99)}),
    ("Erasing", {"scale": (0, 5), "ratio": (0.01, 100), "fill": "random"}),
    ("ConstrainedCoarseDropout", {"mask_indices": [1, 2], "hole_height_range": (1, 1), "hole_width_range": (1, 1)}),
    ("ConstrainedCoarseDropout", {"bbox_labels": ["a"], "num_holes_range": (3, 3), "fill": "random_uniform"}),
    ("CoarseDropout3D", {"num_holes_range": (0, 9), "fill": 1, "fill_mask": 1}),
    *(("CoarseDropout", {"fill": fill, "fill_mask": 1}) for fill in ("random", "random_uniform", (1, 2, 3))),
    *(("CoarseDropout", {"fill": fill}) for fill in ("inpaint_telea", "inpaint_ns")),
    *(("ToGray", {"method": m, "num_output_channels": n}) for m in ("average", "pca", "from_lab") for n in (1, 4, 129)),
    *(("Normalize", {"normalization": n}) for n in ("image", "image_per_channel", "min_max", "min_max_per_channel")),
    *(("Equalize", {"mode": mode, "by_channels": each}) for mode in ("cv", "pil") for each in (True, False)),
    *(("GaussNoise", {"noise_scale_factor": s, "per_channel": each}) for s in (0.1, 1) for each in (True, False)),
    *(
        ("AdditiveNoise", {"noise_type": t, "spatial_mode": m})
        for t in NOISES
        for m in ("constant", "per_pixel", "shared")
    ),
    *(("AdditiveNoise", {"noise_type": t, "spatial_mode": "shared", "approximation": 0}) for t in NOISES),
    *(
        ("Downscale", {"scale_range": (0, 1), "interpolation_pair": {"downscale": i, "upscale": 6 - i}})
        for i in range(7)
    ),
    *(("MultiplicativeNoise", {"per_channel": each, "elementwise": not each}) for each in (True, False)),
    *(("SaltAndPepper", {"amount": (share, share)}) for share in (0, 0.4, 1)),
    *(("ShotNoise", {"scale_range": (scale, scale)}) for scale in (0, 1e-9, 0.01, 5)),
    *(
        ("Superpixels", {"p_replace": (1, 1), "n_segments": (n, n), "max_size": most})
        for n in (1, 900)
        for most in (3, None)
    ),
    *(("Spatter", {"mode": mode, "gauss_sigma": (s, s)}) for mode in ("rain", "mud") for s in (0, 9)),
    ("TextImage", {"font_path": FONT, "clear_bg": True, "font_color": (7,)}),
    *(("Illumination", {"mode": mode}) for mode in ("linear", "corner", "gaussian")),
    *(("PixelDistributionAdaptation", {"transform_type": way}) for way in ("pca", "standard", "minmax")),
    *(("RandomSnow", {"method": method}) for method in ("bleach", "texture")),
    *(("RandomSunFlare", {"method": method}) for method in ("overlay", "physics_based")),
    ("RandomRain", {"blur_value": 40, "drop_width": 9, "drop_length": 300, "rain_type": "torrential"}),
    ("RandomShadow", {"shadow_roi": (0.5, 0.5, 0.501, 0.501), "shadow_dimension": 3}),
    *(("GaussianBlur", {"blur_limit": (side, side)}) for side in (3, 31)),
    *(("PadIfNeeded", {"min_height": 9, "min_width": 11, "border_mode": border}) for border in range(5)),
    *(("RandomCrop", {**SMALL, "pad_if_needed": True, "border_mode": border}) for border in range(5)),
    *((name, SMALL) for name in ("RandomCrop", "CenterCrop", "CropNonEmptyMaskIfExists", "AtLeastOneBBoxRandomCrop")),
    *(("CropAndPad", {"px": (-9, 9), "keep_size": keep, "border_mode": b}) for keep in (True, False) for b in range(5)),
    *((name, {"max_size": size}) for name in ("LongestMaxSize", "SmallestMaxSize") for size in (1, 9)),
    ("RandomScale", {"scale_limit": (-0.99, 3)}),
    ("RandomCropFromBorders", {"crop_left": 1, "crop_right": 0, "crop_top": 0.5, "crop_bottom": 0.5}),
    ("Crop", {"x_min": 2, "y_min": 1, "x_max": 9, "y_max": 3, "pad_if_needed": True}),
]
FOREIGN_WORDS = ("reshape", "broadcast", "zip(", "opencv", "could not", "index", "axis", "-215", "operand", "attribute")


def settings() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each transform of the catalogue with every interpolation and border that it has, and further arguments."""
    yield from MORE
    for name, kind, arguments in BUILT + BUILT_VOLUMETRIC:
        declared = TRANSFORMS[name].declared
        axes = {axis: range(5) for axis in ("interpolation", "border_mode") if axis in declared}
        if kind == "own" or not axes:
            yield name, arguments
            continue
        for values in itertools.product(*axes.values()):
            chosen = dict(zip(axes, values, strict=True))
            if "mask_interpolation" in declared:
                chosen["mask_interpolation"] = chosen["interpolation"]
            yield name, {**arguments, **chosen}


SETTINGS = list(settings())


def sample(rng: np.random.Generator, dtype: str, channels: int, size: tuple[int, int]) -> dict[str, Any]:
    """One of six ways to fill the targets."""
    pixels = rng.integers(0, 256, (*size, channels)).astype(np.uint8)
    image = pixels if dtype == "uint8" else pixels / np.float32(255)
    mask = rng.integers(0, 3, size).astype(MASKS[rng.integers(len(MASKS))])
    deep = np.repeat(mask[..., None], channels, 2)
    height, width = size
    other = {key: [image[:2]] for key in ("fda_metadata", "hm_metadata", "pda_metadata")}
    other = {"cropping_bbox": (0, 0, width, height), "where": (width - 1, 0, width, 9), **other}
    mixed = {"image": pixels[:2], "mask": np.uint8(mask[:2] > 1)}
    other |= {"mosaic_metadata": [mixed], "overlay_metadata": {**mixed, "mask_id": 1}, "stickers": [mixed]}
    other = {**TEXTS, **other, "others": [pixels[:, :1], np.float32(pixels[:1, ::-1] / 255)]}
    boxes = {"bboxes": np.array([[0, 0, width, height], [0, 0, width / 2, height / 2]]), "labels": ["a", "b"], **other}
    around = {**boxes, "keypoints": [(0, 0, 10.0, 1.0), (width - 1, height - 1, 3.0, 2.0)]}
    return [
        {"image": image, **around},
        {"image": image[..., 0].copy() if channels == 1 else image, "mask": mask, **around},
        {"images": np.stack([image, image[::-1]]), "masks": [mask, mask], **around},
        {"volume": np.stack([image, image]), "mask3d": np.stack([mask, mask]), **other},
        {"mask": deep, **other},
        {"images": [image, image], "mask": deep, **other},
    ][int(rng.integers(6))]


def complaint(seed: int) -> str | None:
    """What is wrong with the case of that number; None where it gives a result or a clear error."""
    name, arguments = random.Random(seed).choice(SETTINGS)
    rng = np.random.default_rng(seed)
    dtype, channels = DTYPES[rng.integers(2)], CHANNELS[rng.integers(len(CHANNELS))]
    data = sample(rng, dtype, channels, SIZES[rng.integers(len(SIZES))])
    params: dict[str, Any] = {}
    if "bboxes" in data:
        params["bbox_params"] = A.BboxParams("pascal_voc", label_fields=["labels"])
        params["keypoint_params"] = A.KeypointParams("xyas")
    steps = [A.HorizontalFlip(p=1), TRANSFORMS[name](**arguments, p=1)][seed % 2 :]
    shapes = {target: np.shape(data[target]) for target in data if target in TARGETS}
    case = f"case {seed}: {name}({arguments}) on {dtype} {shapes}"
    try:
        A.Compose(steps, seed=seed, **params)(**data)
    except (ValueError, TypeError) as error:
        text = str(error)
        if not re.match(rf"Compose/{name}#0(:| needs) ", text):
            return f"{case}: the error does not name the step: {text}"
        if error.__cause__ is not None or any(word in text.lower() for word in FOREIGN_WORDS):
            return f"{case}: the error is not ours: {text} ({error.__cause__})"
    except Exception as error:
        return f"{case}: {type(error).__name__}: {error}"
    return None


def covered() -> set[str]:
    """The declared transforms that a case may choose."""
    return {name for name, _ in SETTINGS}


def registered() -> set[str]:
    """The declared transforms of the library."""
    return {name for name, cls in TRANSFORMS.items() if issubclass(cls, Transform) and "." not in name}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    start, count = map(int, sys.argv[1:3])
    for number in range(start, start + count):
        print(f"running {number}", flush=True)
        wrong = complaint(number)
        if wrong:
            print(f"WRONG {wrong}", flush=True)
