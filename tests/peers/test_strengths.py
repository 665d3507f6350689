"""Every transform acts as often and as strongly as albumentations 2.0.8's of that name: 300 draws of each, compared."""

import re
import sys
from functools import partial
from pathlib import Path

import albumentations
import numpy as np
import pytest
import strengths

import augrepro

sys.path.insert(0, str(Path(__file__).parents[1]))
from catalogue import BOXES, CATALOGUE, REFERENCES, TEXTS

DRAWS = 300
SIDE, INSIDE = 160, 48
draws = partial(strengths.draws, reference_keys=REFERENCES.keys() - {*TEXTS, *BOXES}, more={**TEXTS, **BOXES})
FURTHER = {
    "ElasticTransform": [{"alpha": 50, "sigma": 7}, {"alpha": 200, "sigma": 10, "noise_distribution": "uniform"}],
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
DEPARTURES: tuple[tuple[str, str, tuple[str, ...], dict[str, tuple[float, float]]], ...] = (
    (
        "AutoContrast-cutoff,ignore",
        "ignore=0 is a level; 2.0.8 leaves the channel of that number alone, and white out of the histogram",
        ("mean", "contrast", "change", "detail"),
        {"mean": (0.98, 1.06), "contrast": (1.0, 1.08), "change": (1.28, 1.37), "detail": (1.0, 1.07)},
    ),
    (
        "AutoContrast-method",
        "the photograph has black and white already; 2.0.8 does not see the white",
        ("fired", "change"),
        {},
    ),
    (
        "FromFloat",
        "bytes count as shares of 255; 2.0.8 multiplies them as they are",
        ("fired", "mean", "contrast", "change", "detail"),
        {"mean": (0.0091, 1.18), "contrast": (0.013, 1.06), "detail": (0.017, 0.85)},
    ),
    (
        "ISONoise-color_shift,intensity",
        "color_shift is a share of the circle, as documented; 2.0.8 takes it for degrees, which nobody sees",
        ("change", "detail: mean", "detail: ranks", "detail: reach"),
        {"change": (1.46, 1.56), "detail": (1.11, 1.19)},
    ),
    (
        "AdditiveNoise-noise_type,spatial_mode,approximation[12]$",
        "noise on bytes is rounded; 2.0.8 cuts it towards 0, half a level weaker",
        ("change", "detail: ranks"),
        {"change": (1.0, 1.1), "detail": (0.98, 1.05)},
    ),
    (
        "AdditiveNoise-noise_type,spatial_mode,approximation3$",
        "2.0.8 seeds OpenCV's generator with small numbers, and the first normal deviates behind those are nearly 0",
        ("contrast: spread", "change"),
        {"contrast": (2.67, 2.84), "change": (1.41, 1.51)},
    ),
    (
        "Superpixels",
        "superpixels follow edges, as SLIC's do, and their mean is nearer to the image; those of 2.0.8 are squares",
        ("change",),
        {"change": (0.52, 0.56)},
    ),
    (
        "AtLeastOneBBoxRandomCrop-height,width,erosion_factor0",
        "the share that is asked for shows whole; 2.0.8 cuts the start towards 0 and shows up to a pixel less of it",
        ("mean: reach", "contrast: reach"),
        {"mean": (0.93, 0.99), "contrast": (1.02, 1.1)},
    ),
    (
        "GridDistortion$",
        "2.0.8 blurs at a limit of 0, too: it looks at a pixel less of each cell and shows its last one twice",
        ("detail: reach",),
        {"detail": (0.96, 1.03)},
    ),
    (
        "OpticalDistortion-distort_limit$",
        "boxes follow the lens to a fraction of a pixel; 2.0.8 looks for whole pixels in a drawn mask",
        ("box area: ranks", "box area: reach"),
        {"box area": (0.98, 1.05)},
    ),
    (
        "Perspective$",
        "2.0.8 enlarges the quadrilateral twice, and what it then cuts off at the right and bottom is gone",
        ("points kept", "shift", "displacement", "change: reach", "detail: reach"),
        {"points kept": (0.2, 1.09), "displacement": (0.65, 0.7), "change": (0.85, 0.91), "detail": (0.99, 1.06)},
    ),
    (
        "OpticalDistortion|ThinPlateSpline",
        "2.0.8 looks for keypoints in a drawn mask and takes the top of what it finds",
        ("shift", "displacement"),
        {"displacement": (0.1, 0.84)},
    ),
    (
        "OpticalDistortion(-distort_limit)?$",
        "2.0.8 shifts the image by half a pixel, also where k is 0, which blurs",
        ("change", "detail"),
        {"change": (0.43, 0.59), "detail": (0.39, 1.12)},
    ),
    ("SafeRotate", "the center stays; 2.0.8 moves it by half a pixel", ("shift",), {}),
    (
        "GridElasticDeform",
        "cells are bent, and agree along their sides; 2.0.8 tears the image between them and at the border",
        ("mean", "contrast", "change", "detail", "mask zeros", "displacement", "box area"),
        {
            "mean": (0.98, 1.09),
            "contrast": (0.93, 1.0),
            "change": (0.72, 0.89),
            "detail": (0.95, 1.02),
            "mask zeros": (0.16, 1.01),
            "displacement": (0.68, 0.84),
            "box area": (0.88, 1.0),
        },
    ),
    (
        "PiecewiseAffine",
        "triangles move by the scale; 2.0.8 pulls the image into a bubble about every point, whatever the scale",
        ("mean", "contrast", "change", "detail", "mask zeros", "points kept", "shift", "displacement", "box area"),
        {
            "mean": (0.16, 1.07),
            "contrast": (0.95, 1.02),
            "change": (0.25, 3.9),
            "detail": (0.25, 1.04),
            "mask zeros": (0.2, 0.97),
            "displacement": (0.077, 0.37),
            "box area": (0.17, 0.88),
        },
    ),
    (
        "Morphological",
        "each box grows by itself; 2.0.8 dilates across the list of boxes too, and joins them",
        ("box area",),
        {"box area": (0.028, 32.94)},
    ),
    (
        "Affine.*fit_output",
        "the output just holds the image; 2.0.8 adds one or two pixels",
        ("height", "mean", "contrast", "mask zeros", "shift", "displacement: reach"),
        {
            "height": (0.94, 1.01),
            "mean": (1.0, 1.07),
            "contrast": (0.93, 1.0),
            "mask zeros": (0.88, 0.94),
            "displacement": (1.0, 1.07),
        },
    ),
    (
        "Rotate.*crop_border",
        "the rectangle lies inside the turned image; 2.0.8 rounds outwards at the top and left",
        ("height", "shift", "displacement"),
        {"height": (0.95, 1.02), "displacement": (1.04, 1.11)},
    ),
    (
        "ElasticTransform",
        "the field is as strong at the border as inside (2.0.8 repeats the noise of the edge: stronger "
        "there), and keypoints follow it (2.0.8 looks for them in a drawn mask, a pixel off even if "
        "nothing moves); how far the pixels inside move is compared below",
        ("mean", "contrast", "change", "mask zeros", "box area", "shift", "displacement"),
        {
            "mean": (1.0, 1.08),
            "contrast": (0.94, 1.01),
            "change": (0.81, 0.97),
            "mask zeros": (0.54, 1.02),
            "box area": (0.52, 1.01),
            "displacement": (0.31, 0.92),
        },
    ),
    (
        "CoarseDropout-num_holes_range,hole_height_range,fill,fill_mask",
        "a side in pixels beside one as a share: 2.0.8 takes the share for pixels and cuts nothing",
        ("fired", "mean", "contrast", "change", "detail", "mask zeros", "points kept"),
        {
            "mean": (0.95, 1.01),
            "contrast": (0.98, 1.05),
            "detail": (0.96, 1.03),
            "mask zeros": (0.94, 1.01),
            "points kept": (0.94, 1.01),
        },
    ),
    (
        "Equalize-mode,by_channels",
        "mode 'pil' is Pillow's formula; 2.0.8 counts a level's own pixels as below it",
        ("mean: mean", "mean: ranks", "contrast: mean", "contrast: ranks", "change: mean", "change: ranks"),
        {"mean": (0.95, 1.02), "contrast": (0.98, 1.05), "change": (0.89, 0.96)},
    ),
    (
        "Defocus-radius,alias_blur",
        "the weights sum to 1; 2.0.8 counts the rim of a disk of 7 pixels or more twice, which brightens",
        ("mean",),
        {"mean": (0.96, 1.03)},
    ),
    (
        "Sharpen-alpha,method,kernel_size,sigma",
        "2.0.8 takes the blur away in bytes that wrap around below 0",
        ("mean", "contrast", "change", "detail"),
        {"mean": (0.025, 0.73), "contrast": (1.22, 1.3), "change": (0.13, 0.18), "detail": (0.44, 0.8)},
    ),
    (
        "(Time|Frequency)Masking",
        "one stripe is cut in every call; 2.0.8 cuts none in every second call",
        ("fired", "mean", "contrast", "change", "detail", "mask zeros"),
        {
            "fired": (0.34, 2.02),
            "mean": (0.91, 1.01),
            "contrast": (0.98, 1.07),
            "change": (1.76, 2.2),
            "detail": (0.92, 1.0),
            "mask zeros": (1.01, 1.13),
        },
    ),
    (
        "GridDropout-ratio,random_offset,holes_number_xy",
        "the first number counts cells along x, as documented; 2.0.8 takes it for rows",
        ("mean", "change", "detail", "mask zeros", "points kept"),
        {
            "mean": (0.93, 1.0),
            "change": (1.23, 1.32),
            "detail": (1.06, 1.13),
            "mask zeros": (1.0, 1.07),
            "points kept": (1.0, 1.42),
        },
    ),
    (
        "FDA",
        "amplitudes are swapped for a frequency and its negative alike; 2.0.8 takes one more negative "
        "than positive ones, for the narrowest band without the mean",
        ("detail: mean", "detail: ranks"),
        {"detail": (0.98, 1.05)},
    ),
    (
        "Illumination$",
        "linear light goes from 1 - intensity to 1 + intensity at every angle; 2.0.8 lets it darken or "
        "brighten the whole image at those that are no multiple of 45 degrees",
        (
            "mean: spread",
            "mean: reach",
            "contrast: spread",
            "contrast: reach",
            "change",
            "detail: spread",
            "detail: reach",
        ),
        {"mean": (0.045, 1.04), "contrast": (0.072, 1.04), "change": (0.26, 0.32), "detail": (0.031, 1.05)},
    ),
    (
        "Illumination-mode,intensity_range,effect_type",
        "'darken' makes corners darker; in 2.0.8 brighter",
        ("mean", "contrast", "detail"),
        {"mean": (0.83, 0.89), "contrast": (0.83, 0.89), "detail": (0.83, 0.89)},
    ),
    (
        "PixelDistributionAdaptation",
        "2.0.8 cuts an image on [0, 1] to whole bytes and blends with black",
        ("mean", "contrast", "change", "detail"),
        {"mean": (0.4, 1.87), "contrast": (0.23, 1.85), "change": (0.4, 0.52), "detail": (0.21, 1.85)},
    ),
    (
        "PlasmaBrightnessContrast(-brightness_range,roughness,plasma_size)?$",
        "brightness and contrast below 0 act, and whites stay white under more contrast; 2.0.8 clips in between",
        ("mean", "contrast", "detail"),
        {"mean": (0.94, 1.0), "contrast": (0.94, 2.02), "detail": (1.71, 1.83)},
    ),
    (
        "RandomGravel",
        "every patch has a stone, and what no stone covers stays; 2.0.8 moves all pixels to HLS and back",
        ("change",),
        {"change": (0.54, 0.84)},
    ),
    (
        "RandomSnow-method",
        "texture adds white and keeps hues; 2.0.8 adds snow to hue and saturation too, and bright pixels turn dark",
        ("mean", "contrast", "change", "detail"),
        {"mean": (0.27, 1.6), "contrast": (0.82, 0.88), "change": (0.29, 0.75), "detail": (0.57, 0.62)},
    ),
    (
        "RandomSunFlare-method,src_radius,src_color",
        "rounded to the nearest byte; 2.0.8 cuts off, which is half a level of a change by three",
        ("change",),
        {"change": (1.09, 1.17)},
    ),
    (
        "GaussianBlur-blur_limit,sigma_limit1",
        "2.0.8 divides by a sigma of 0, and OpenCV 5 turns that into black",
        ("mean", "contrast", "change", "detail"),
        {"change": (0.11, 0.13)},
    ),
)
"""(cases, reason, starts of the complaints that it excuses, how many times as large ours are: from, to).

docs/differences.md gives the reasons, too.
"""


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
    kwargs = {name: value for name, value in kwargs.items() if name in ("alpha", "sigma", "noise_distribution")}
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
    ("mean: reach", "RandomBrightnessContrast", {"brightness_limit": 0.2}, {"brightness_limit": 0.3}),
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
