"""Every transform acts as often and as strongly as albumentations 2.0.8's of that name: 300 draws of each, compared."""

import re
import sys
from functools import partial
from pathlib import Path

import albumentations
import numpy as np
import pytest
import strengths
from departures import DEPARTURES

import augrepro

sys.path.insert(0, str(Path(__file__).parents[1]))
from catalogue import BOXES, CATALOGUE, REFERENCES, TEXTS

DRAWS = 300
SIDE, INSIDE = 160, 48
draws = partial(strengths.draws, reference_keys=REFERENCES.keys() - {*TEXTS, *BOXES}, more={**TEXTS, **BOXES})
FURTHER = {
    "ElasticTransform": [
        {"alpha": 50, "sigma": 7},
        {"alpha": 200, "sigma": 10, "noise_distribution": "uniform"},
        {"alpha": 60, "sigma": 6, "approximate": True},
    ],
    "ShiftScaleRotate": [{"scale_limit": 0.5}, {"shift_limit": 0.2, "rotate_limit": 0}],
    "ImageCompression": [{"quality_range": (10, 30)}],
    "Affine": [{"translate_percent": (-0.2, 0.2)}, {"scale": (0.5, 1.5), "balanced_scale": True}, {"shear": (-20, 20)}],
    "Rotate": [{"limit": (15, 15), "crop_border": True}],
    "GaussianBlur": [{"blur_limit": (7, 7), "sigma_limit": 0}, {"blur_limit": (3, 9), "sigma_limit": (1, 2)}],
    "AutoContrast": [{"method": "pil"}, {"cutoff": 3}],
    "Crop": [{"x_min": 9, "y_min": 4, "x_max": 150, "y_max": 80, "pad_if_needed": True}],
    "CropAndPad": [
        {"percent": (-0.2, 0.1), "sample_independently": False, "keep_size": False},
        {"px": ((-9, 9), (1, 4), (0, 7), (-30, -9)), "keep_size": False},
        {"px": ([3, 9, 20], [-4, 1, 3], [0, 7, 1], [1, 2, 3])},
    ],
    "LongestMaxSize": [{"max_size": [20, 60, 90]}],
    "SmallestMaxSize": [{"max_size_hw": (48, 96)}],
    "RandomSizedBBoxSafeCrop": [{"height": 50, "width": 40, "erosion_rate": 0.5}],
    "AtLeastOneBBoxRandomCrop": [{"height": 60, "width": 90, "erosion_factor": 0.7}],
    "CLAHE": [{"clip_limit": (8, 8), "tile_grid_size": (2, 5)}],
    "FancyPCA": [{"alpha": 3}],
    "HEStain": [{"method": "vahadane"}, {"intensity_shift_range": (0.2, 0.6)}],
    "PlanckianJitter": [{"mode": "cied"}, {"temperature_limit": (4000, 12000)}],
    "Posterize": [{"num_bits": (1, 6)}],
    "RGBShift": [{"r_shift_limit": (50, 90), "g_shift_limit": 5, "b_shift_limit": (-90, 10)}],
    "GridElasticDeform": [{"num_grid_xy": (2, 2), "magnitude": 10}],
    "Morphological": [{"scale": 5}],
    "OpticalDistortion": [{"distort_limit": (-0.5, -0.3)}, {"distort_limit": 0.3, "mode": "fisheye"}],
    "Perspective": [{"fit_output": True}],
    "RandomGridShuffle": [{"grid": (2, 2)}],
    "ThinPlateSpline": [{"num_control_points": 3}, {"num_control_points": 6, "scale_range": (0.1, 0.2)}],
    "CoarseDropout": [{"num_holes_range": (3, 6), "hole_height_range": (0.2, 0.4), "hole_width_range": (0.1, 0.3)}],
    "ConstrainedCoarseDropout": [
        {"bbox_labels": [0, 1], "hole_height_range": (0.2, 0.7), "hole_width_range": (0.3, 0.6)},
        {"mask_indices": [1], "num_holes_range": (1, 4), "hole_height_range": (0.1, 0.4), "fill": "random_uniform"},
    ],
    "Erasing": [{"scale": (0.1, 0.14), "ratio": (0.2, 0.5)}, {"fill": "random"}],
    "GridDropout": [
        {"holes_number_xy": (6, 6), "ratio": 0.7, "fill": 120},
        {"unit_size_range": (9, 20), "ratio": 0.3},
        {"random_offset": False, "shift_xy": (3, 5)},
    ],
    "MaskDropout": [{"max_objects": 3}, {"max_objects": 30, "fill": 99}],
    "PixelDropout": [{"dropout_prob": 0.4, "drop_value": None}, {"dropout_prob": 0.2, "mask_drop_value": 3}],
    "XYMasking": [{"num_masks_x": 3, "num_masks_y": (1, 4), "mask_x_length": 20, "mask_y_length": (5, 9)}],
    "GaussNoise": [{"noise_scale_factor": 0.5}, {"per_channel": False}],
    "AdditiveNoise": [
        {"noise_type": kind, "spatial_mode": mode, "approximation": share}
        for kind in ("uniform", "gaussian", "laplace", "beta")
        for mode, share in (("constant", 1.0), ("per_pixel", 1.0), ("shared", 0.5))
    ],
    "Downscale": [{"interpolation_pair": {"downscale": 3, "upscale": 2}, "scale_range": (0.2, 0.9)}],
    "MultiplicativeNoise": [{"elementwise": True}, {"per_channel": True, "multiplier": (0.5, 2)}],
    "Spatter": [{"mode": "mud"}, {"gauss_sigma": (1, 4), "cutout_threshold": (0.6, 0.7), "intensity": (0.2, 0.9)}],
    "ToGray": [{"method": method} for method in ("from_lab", "desaturation", "average", "max", "pca")],
    "Normalize": [{"normalization": kind} for kind in ("image", "image_per_channel", "min_max", "min_max_per_channel")],
    "RandomBrightnessContrast": [{"brightness_limit": 0.8, "ensure_safe_range": True}],
    "RandomRain": [{"rain_type": kind} for kind in ("drizzle", "torrential")],
    "RandomSnow": [{"brightness_coeff": 1.5, "snow_point_range": (0.3, 0.9)}],
    "RandomSunFlare": [{"method": "physics_based", "src_radius": 40}],
    "RandomGravel": [{"gravel_roi": (0, 0, 1, 1), "number_of_patches": 40}],
    "Illumination": [
        {"mode": "gaussian"},
        {"mode": "corner"},
        *({"angle_range": (x, x), "intensity_range": (0.2, 0.2)} for x in (0, 45, 270)),
    ],
    "PlasmaShadow": [{"roughness": 1.0}],
    "PlasmaBrightnessContrast": [{"brightness_range": (0.2, 0.5), "contrast_range": (0, 0)}],
}
CASES = [
    (name, kwargs)
    for name, pair in CATALOGUE.items()
    for kwargs in [*pair, *FURTHER.get(name, [])]
    if hasattr(albumentations, name)
]


def pipeline(library, name, kwargs, **more):
    node = getattr(library, name)(**kwargs, **more)
    if targets_of(name) == strengths.PIXELS:
        return library.Compose([node], seed=137)
    return library.Compose(
        [node],
        bbox_params=library.BboxParams("pascal_voc", label_fields=["tags"]),
        keypoint_params=library.KeypointParams("xy", label_fields=["ids"]),
        seed=137,
    )


def targets_of(name):
    """All that 2.0.8 can handle: under OverlayElements neither boxes nor keypoints."""
    return strengths.PIXELS if name == "OverlayElements" else strengths.ALL


def identity(case):
    """The transform and the names of its arguments, numbered where a case before has the same."""
    name, kwargs = case
    alike = [i for i, (other, given) in enumerate(CASES) if other == name and list(given) == list(kwargs)]
    place = alike.index(CASES.index(case))
    return (f"{name}-{','.join(kwargs)}" if kwargs else name) + (str(place) if len(alike) > 1 else "")


@pytest.mark.parametrize("case", CASES, ids=identity)
def test_it_acts_as_strongly(case):
    name, kwargs = case
    needs_p = {"p": 1.0} if kwargs else {}
    ours, theirs = (
        draws(pipeline(library, name, kwargs, **needs_p), DRAWS, targets=targets_of(name))
        for library in (augrepro, albumentations)
    )
    assert strengths.unexplained(ours, theirs, excuses(case)) == []


def excuses(case):
    """The departures on purpose that a case has: the complaints that each explains, and by which factors."""
    rows = [(starts, factors) for known, _, starts, factors in DEPARTURES if re.match(known, identity(case))]
    return [("|".join(map(re.escape, starts)), factors) for starts, factors in rows]


def test_an_excuse_holds_for_its_figure_its_statistic_and_its_factor_alone():
    case = next(case for case in CASES if identity(case).startswith("ISONoise-"))
    one = np.linspace(10, 20, 100)
    assert strengths.unexplained({"change": 1.5 * one}, {"change": one}, excuses(case)) == []
    for name, factor in (("change", 2.5), ("change", 1.2), ("change", 0.5), ("contrast", 1.5), ("mean", 1.5)):
        assert strengths.unexplained({name: factor * one}, {name: one}, excuses(case))


def field_lengths(library, count=DRAWS, **kwargs):
    """How far pixels well inside move, read off an image that tells its own places: mean and largest of each draw."""
    pipe = library.Compose([library.ElasticTransform(p=1.0, **kwargs)], seed=137)
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32) / SIDE
    places, inside = np.stack([x, y, np.zeros_like(x)], -1), slice(INSIDE, -INSIDE)
    moved = [(pipe(image=places)["image"] - places)[inside, inside, :2] * SIDE for _ in range(count)]
    lengths = [np.hypot(each[..., 0], each[..., 1]) for each in moved]
    return {"mean": np.array([one.mean() for one in lengths]), "largest": np.array([one.max() for one in lengths])}


ELASTIC = [kwargs for name, kwargs in CASES if name == "ElasticTransform"]


@pytest.mark.parametrize("kwargs", [kwargs for kwargs in ELASTIC if kwargs], ids=str)
def test_elastic_moves_pixels_inside_as_far(kwargs):
    held = ("alpha", "sigma", "noise_distribution", "approximate")
    kwargs = {name: value for name, value in kwargs.items() if name in held}
    ours, theirs = (field_lengths(library, **kwargs) for library in (augrepro, albumentations))
    found = strengths.disagreements(ours, theirs)
    assert [text for text in found if not text.startswith("largest")] == []
    assert 0.9 < ours["largest"].mean() / theirs["largest"].mean() < 1.02  # a coarse grid has lower peaks


@pytest.mark.parametrize("alpha", [18, 22])
def test_a_stronger_or_weaker_elastic_is_seen(alpha):
    one, two = (field_lengths(augrepro, alpha=each, sigma=5) for each in (20, alpha))
    assert any(text.startswith("mean: mean") for text in strengths.disagreements(one, two))


PLANTED = [
    ("displacement", "Rotate", {"limit": 20}, {"limit": 25}),
    ("displacement: mean", "Rotate", {"limit": (20, 30)}, {"limit": (25, 37)}),
    ("change: mean", "GaussNoise", {"std_range": (0.04, 0.08)}, {"std_range": (0.05, 0.1)}),
    ("mean: spread", "RandomBrightnessContrast", {"brightness_limit": 0.2}, {"brightness_limit": 0.3}),
    ("mean: reach", "RandomBrightnessContrast", {"brightness_limit": (0, 0.2)}, {"brightness_limit": (0, 0.3)}),
    ("contrast: ranks", "RandomBrightnessContrast", {"contrast_limit": (0, 0.1)}, {"contrast_limit": (0.1, 0.2)}),
    ("box area: reach", "Affine", {"scale": (0.8, 1.0)}, {"scale": (0.75, 1.0)}),
    ("box area: mean", "Affine", {"scale": (0.7, 0.9)}, {"scale": (0.8, 1.0)}),
    ("mask zeros", "CoarseDropout", {"fill_mask": 9}, {"fill_mask": 9, "num_holes_range": (4, 5)}),
    ("points kept", "CenterCrop", {"height": 90, "width": 90}, {"height": 80, "width": 70}),
    ("detail: mean", "GaussianBlur", {"sigma_limit": (0.5, 1)}, {"sigma_limit": (0.7, 1.4)}),
    ("fired: mean", "D4", {"p": 0.4}, {"p": 0.65}),
    ("fired: mean", "HorizontalFlip", {"p": 0.4}, {"p": 0.65}),
]
"""(what is to be seen, of which transform, as it was and as it is): each change of the statistics has to see all."""


@pytest.mark.parametrize(("what", "name", "was", "now"), PLANTED, ids=lambda x: x if isinstance(x, str) else "")
def test_a_planted_change_is_seen(what, name, was, now):
    one, two = (draws(pipeline(augrepro, name, {"p": 1.0, **kwargs}), DRAWS) for kwargs in (was, now))
    assert any(text.startswith(what) for text in strengths.disagreements(one, two))


def test_chance_alone_is_not():
    one = draws(pipeline(augrepro, "Affine", {"rotate": (-30, 30)}, p=1.0), DRAWS)
    other = augrepro.Compose(
        pipeline(augrepro, "Affine", {"rotate": (-30, 30)}, p=1.0).transforms,
        seed=5,
        bbox_params=augrepro.BboxParams("pascal_voc", label_fields=["tags"]),
        keypoint_params=augrepro.KeypointParams("xy", label_fields=["ids"]),
    )
    assert strengths.disagreements(one, draws(other, DRAWS)) == []
