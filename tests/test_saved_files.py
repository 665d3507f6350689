"""Files that Albumentations 1.3.1 to 2.0.8 saved load with the meaning they had; tests/peers runs those releases."""

import io
import json
from itertools import pairwise
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from catalogue import BUILT
from samples import scene

import augrepro as A
from augrepro.engine.declare.releases import BECOMES, DEFAULTS, LATEST, RULES, modern, release_of
from augrepro.pipeline.earlier import INHERITED

SAVED = {path.stem: json.loads(path.read_text()) for path in sorted((Path(__file__).parent / "data/saved").glob("*"))}
MINE = {"mine": A.Lambda(image=lambda image, **_: image, name="mine")}
REFUSED = {
    ("1.3.1", "RandomGamma-2"): "gamma_limit must be two increasing numbers >= 1",
    ("1.3.1", "SomeOf-span"): r"SomeOf\.n must be a whole number <= 10000 \(release 1\.3\.1\), got \[1, 2\]",
    ("1.4.18", "SomeOf-span"): r"SomeOf\.n must be a whole number <= 10000 \(release 1\.4\.18\), got \[1, 2\]",
    ("1.4.24", "GaussNoise-3"): "mean_range must be two increasing numbers >= -1",
}
"""What has no meaning today, or had none there: 1.3.1 and 1.4 cannot run the last four themselves."""
ENTRIES = [(release, entry) for release, file in SAVED.items() for entry in file["entries"]]


def read(saved, release):
    return A.from_dict({"__version__": release, "transform": saved}, nonserializable=MINE)


def of(release, case):
    """The transform that a release saved under the name of a case, loaded."""
    entry = next(entry for entry in SAVED[release]["entries"] if entry["case"] == case)
    return read(entry["saved"], release)


def one(name, release="1.3.1", **given):
    return read({"__class_fullname__": name, **given}, release)


@pytest.mark.parametrize(
    ("release", "entry"), ENTRIES, ids=lambda value: value if isinstance(value, str) else value["case"]
)
def test_every_saved_entry_loads_or_says_why_not(release, entry):
    if entry["case"].startswith("ToTensor"):
        pytest.importorskip("torch")
    why = REFUSED.get((release, entry["case"]))
    if why is None:
        loaded = read(entry["saved"], release)
        assert A.from_dict(A.to_dict(loaded), nonserializable=MINE) == loaded
    else:
        with pytest.raises(A.PlanError, match=why):
            read(entry["saved"], release)


@pytest.mark.parametrize("release", SAVED)
def test_whole_files_load_as_json_and_as_yaml(release, tmp_path):
    pytest.importorskip("yaml")
    file = SAVED[release]
    path = tmp_path / "p.json"
    path.write_text(json.dumps(file["json"]))
    loaded = A.load(path)
    assert loaded == A.load(io.StringIO(file["yaml"]), data_format="yaml")
    assert isinstance(loaded, A.Compose)
    assert loaded.bbox_params == A.BboxParams("coco", label_fields=["tags"])
    assert [type(node) for node in loaded] == [A.HorizontalFlip, A.OneOf]
    image = scene()["image"]
    assert loaded(image=image, bboxes=[(1, 1, 4, 4)], tags=["a"])["tags"] == ["a"]


WHOLE = {
    path.stem: json.loads(path.read_text())
    for path in sorted((Path(__file__).parent / "data/saved_classes").glob("*.json"))
}
"""Every class of a release with its defaults, or with what it needs, as the release saved it."""


@pytest.mark.parametrize("release", WHOLE)
def test_a_file_of_every_class_of_a_release_loads(release):
    pytest.importorskip("torch")
    assert len(WHOLE[release]) > 80
    for saved in WHOLE[release]:
        loaded = read(saved, release)
        assert A.from_dict(A.to_dict(loaded)) == loaded
        assert loaded.p == saved["p"]


def test_fields_of_a_parent_class_say_nothing_beside_its_own():
    saved = {row["__class_fullname__"]: row for row in WHOLE["2.0.8"]}
    for name in INHERITED:
        assert read(saved[name], "2.0.8") == getattr(A, name)()
    shifted = {**saved["RGBShift"], "r_shift_limit": [10.0, 20.0], "g_shift_limit": [-5.0, 5.0]}
    assert read(shifted, "2.0.8") == A.RGBShift((10, 20), 5)
    turned = {**saved["SafeRotate"], "limit": [-30.0, 20.0], "rotate": [-30.0, 20.0], "rotate_method": "ellipse"}
    assert read(turned, "2.0.8") == A.SafeRotate((-30, 20), rotate_method="ellipse")
    with pytest.raises(A.PlanError, match="RGBShift has no argument 'approximations'"):
        read({**saved["RGBShift"], "approximations": 1}, "2.0.8")


def test_an_empty_object_stood_for_no_boxes_and_no_keypoints():
    for name in ("Compose", "ReplayCompose"):
        pipeline = one(name, "0.5.2", transforms=[], bbox_params={}, keypoint_params={})
        assert (pipeline.bbox_params, pipeline.keypoint_params) == (None, None)


def test_choices_and_colors_by_name():
    mud = one("Spatter", mode=["mud"], color={"mud": [1, 2, 3]})
    assert (mud.mode, mud.color) == ("mud", (1, 2, 3))
    assert one("Spatter", mode=["rain"], color={"rain": [238, 238, 175], "mud": [20, 42, 63]}).color == (238, 238, 175)
    with pytest.raises(A.PlanError, match=r"Spatter\.mode had several choices.*set mode to 'rain' in the file"):
        one("Spatter", mode=["rain", "mud"])
    assert modern("TextImage", {"font_color": "black"}, (1, 4, 18))[1]["font_color"] == (0, 0, 0)
    with pytest.raises(ValueError, match="font_color='teal' names a color"):
        modern("TextImage", {"font_color": "teal"}, (1, 4, 18))


LEVELS = 255
PINNED = {
    ("1.3.1", "Affine-4"): A.Affine(rotate=(-20, 20), fill=90, fill_mask=2, p=0.7, translate_px=0),
    ("1.3.1", "Affine-5"): A.Affine(rotate=(-20, 20), border_mode=4, interpolation=2, translate_px=0),
    ("1.3.1", "Affine-2"): A.Affine((0.8, 1.2), (-0.1, 0.2), shear={"x": -10, "y": 10}),
    ("1.3.1", "Affine-10"): A.Affine(rotate=(-20, 20), p=1.0, translate_px=0),
    ("1.3.1", "CoarseDropout-0"): A.CoarseDropout((8, 8), (8, 8), (8, 8)),
    ("1.3.1", "CoarseDropout-2"): A.CoarseDropout((2, 4), (0.1, 0.2), (0.1, 0.3), fill=(10, 20, 30), fill_mask=1),
    ("1.3.1", "ColorJitter-0"): A.ColorJitter(0.2, 0.2, 0.2, 0.2),
    ("1.3.1", "ElasticTransform-0"): A.ElasticTransform(noise_distribution="uniform", border_mode=4, alpha_affine=50),
    ("1.3.1", "ElasticTransform-1"): A.ElasticTransform(20, 5, noise_distribution="uniform", border_mode=4),
    ("1.3.1", "ElasticTransform-3"): A.ElasticTransform(
        60, 4, same_dxdy=True, noise_distribution="uniform", border_mode=0, fill=90, fill_mask=2
    ),
    ("1.3.1", "GaussNoise-0"): A.GaussNoise((sqrt(10) / LEVELS, sqrt(50) / LEVELS)),
    ("1.3.1", "GaussNoise-2"): A.GaussNoise((0, 10 / LEVELS), (5 / LEVELS, 5 / LEVELS), per_channel=False),
    ("1.3.1", "GaussNoise-3"): A.GaussNoise((20 / LEVELS, 30 / LEVELS), (-10 / LEVELS, -10 / LEVELS), p=1),
    ("1.3.1", "GaussianBlur-0"): A.GaussianBlur((3, 7), 0),
    ("1.3.1", "GridDistortion-1"): A.GridDistortion(3, 0.5, normalized=False, border_mode=0, fill=90, fill_mask=2),
    ("1.3.1", "ImageCompression-1"): A.ImageCompression("jpeg", (30, 60)),
    ("1.3.1", "ImageCompression-2"): A.ImageCompression("webp", (20, 40)),
    ("1.3.1", "PadIfNeeded-0"): A.PadIfNeeded(border_mode=4),
    ("1.3.1", "PadIfNeeded-2"): A.PadIfNeeded(120, 150, border_mode=0, fill=90, fill_mask=2),
    ("1.3.1", "Perspective-2"): A.Perspective((0.05, 0.2), fill=90, fill_mask=2),
    ("1.3.1", "RandomFog-1"): A.RandomFog(0.1, (0.2, 0.6)),
    ("1.3.1", "RandomGamma-1"): A.RandomGamma((40, 60)),
    ("1.3.1", "RandomResizedCrop-2"): A.RandomResizedCrop((9, 40), (0.3, 0.6), (0.5, 2), 0),
    ("1.3.1", "RandomRotate90-0"): A.RandomRotate90(p=0.5),
    ("1.3.1", "Rotate-1"): A.Rotate(20, border_mode=0, fill=90, fill_mask=2),
    ("1.3.1", "ShiftScaleRotate-2"): A.Affine(
        (0.5, 1.5), {"x": (-0.1, 0.1), "y": (-0.1, 0.1)}, rotate=(0, 0), keep_ratio=True
    ),
    ("1.3.1", "VerticalFlip-1"): A.VerticalFlip(p=1),
    ("1.4.18", "Affine-2"): A.Affine((0.8, 1.2), (-0.1, 0.2), shear={"x": -10, "y": -10}),
    ("1.4.18", "ElasticTransform-0"): A.ElasticTransform(noise_distribution="uniform", border_mode=4),
    ("1.4.18", "Perspective-2"): A.Perspective((0.05, 0.2), fill=90, fill_mask=2),
    ("1.4.18", "ShiftScaleRotate-1"): A.ShiftScaleRotate(
        0.2, (0.9 - 1, 1.1 - 1), shift_limit_x=0.3, shift_limit_y=0.2, border_mode=0, fill=90, fill_mask=2
    ).replaced(shift_limit=(-0.0625, 0.0625)),
    ("1.4.24", "CenterCrop-1"): A.CenterCrop(40, 12, True, border_mode=4, fill=7, fill_mask=2),
    ("1.4.24", "ElasticTransform-0"): A.ElasticTransform(sqrt(3), noise_distribution="uniform"),
    ("1.4.24", "ElasticTransform-6"): A.ElasticTransform(60, 6, noise_distribution="uniform"),
    ("1.4.24", "GaussianBlur-0"): A.GaussianBlur((3, 7), 0),
    ("2.0.8", "PadIfNeeded-5"): A.PadIfNeeded(120, 150, position="top_left", fill=90, fill_mask=2),
    ("2.0.8", "RandomCrop3D-1"): A.RandomCrop3D((8, 40, 7), True, 3, 1),
}


@pytest.mark.parametrize(("release", "case"), PINNED, ids="-".join)
def test_arguments_are_todays(release, case):
    assert of(release, case) == PINNED[release, case]


class TestMissingArguments:
    """A file written by hand may leave arguments out: they get the defaults of its release."""

    def test_they_are_those_of_the_release(self):
        assert one("PadIfNeeded").border_mode == one("Rotate", "1.4.24").border_mode == 4
        assert one("Rotate", "2.0.0").border_mode == 0
        assert one("GaussNoise").std_range == (sqrt(10) / 255, sqrt(50) / 255)
        assert one("ColorJitter", "1.4.8") == A.ColorJitter((0.8, 1), (0.8, 1), (0.8, 1), (-0.5, 0.5))
        assert one("ColorJitter").hue == (-0.2, 0.2)
        assert one("Affine", "1.4.18").rotate == (-15, 15)
        assert one("ShiftScaleRotate").border_mode == 4
        assert one("ImageCompression", quality_lower=30).quality_range == (30, 100)
        assert one("GaussianBlur", "2.0.0") == A.GaussianBlur((3, 7), 0)

    def test_sizes_and_borders_are_written_otherwise_now(self):
        assert one("RandomSizedCrop", min_max_height=[5, 9], height=7, width=8).size == (7, 8)
        crop = one("CropAndPad", px=[3, 4], pad_mode=1, pad_cval=9, pad_cval_mask=2)
        assert (crop.px, crop.border_mode, crop.fill, crop.fill_mask) == ((3, 4), 1, 9, 2)

    def test_without_a_version_they_are_todays(self):
        data = {"transform": {"__class_fullname__": "Rotate", "p": 0.5}}
        assert A.from_dict(data) == A.Rotate()

    def test_each_row_names_arguments_that_there_are(self):
        for _, name, values in DEFAULTS:
            known = A.Rotate(20).declared if name == "SomeOf" else getattr(A, name).declared
            assert name == "SomeOf" or values.keys() <= known.keys(), name
        assert all(hasattr(A, name) for name in RULES)

    def test_rows_of_one_class_stand_in_order(self):
        assert all(earlier[0] <= later[0] for earlier, later in pairwise(DEFAULTS))


@pytest.mark.parametrize(("name", "kind", "given"), BUILT)
def test_the_latest_release_needs_no_translation(name, kind, given):
    saved = A.to_dict(getattr(A, name)(**given))["transform"]
    arguments = {key: value for key, value in saved.items() if key != "__class_fullname__"}
    assert modern(name, arguments, LATEST) == (name, arguments)


def test_our_own_files_are_not_translated():
    own = A.to_dict(A.Compose([A.SomeOf([A.HorizontalFlip(p=0.2), A.NoOp(p=0.9)], n=2), A.Sequential([A.D4()], p=0.3)]))
    assert A.to_dict(A.from_dict(own)) == own


class TestRetiredClasses:
    def test_they_become_what_they_did(self):
        assert one("JpegCompression", quality_lower=20, quality_upper=30) == A.ImageCompression("jpeg", (20, 30))
        assert one("RandomContrast", limit=[0.1, 0.3]) == A.RandomBrightnessContrast((0, 0), (0.1, 0.3))
        assert one("RandomBrightness", limit=0.1, p=1) == A.RandomBrightnessContrast(0.1, (0, 0), p=1)
        cut = one("Cutout", num_holes=3, max_h_size=4, max_w_size=5, fill_value=9)
        assert cut == A.CoarseDropout((3, 3), (4, 4), (5, 5), fill=9, overhang=True)
        both = A.Sequential([A.HorizontalFlip(p=1), A.VerticalFlip(p=1)], p=1)
        assert one("Flip", p=0.7) == A.OneOf([A.HorizontalFlip(p=1), A.VerticalFlip(p=1), both], p=0.7)
        sharp = one("IAASharpen", "1.1.0", alpha=0.5, always_apply=True)
        assert sharp == A.Sharpen((0, 0.5), p=1)
        moved = one("IAAAffine", "1.1.0", rotate=[-5, 5], order=0, cval=7, mode="edge")
        assert moved == A.Affine(rotate=(-5, 5), interpolation=0, border_mode=1, fill=7)
        retired = {"Cutout", "JpegCompression", "RandomBrightness", "RandomContrast"}
        assert {name for name in BECOMES if not name.startswith("IAA")} <= {*RULES, *retired}

    def test_full_paths_of_the_first_releases(self):
        flip = {"__class_fullname__": "albumentations.augmentations.transforms.HorizontalFlip", "always_apply": True}
        group = {"__class_fullname__": "albumentations.core.composition.Compose", "transforms": [flip]}
        assert read(group, "0.4.6") == A.Compose([A.HorizontalFlip(p=1)])

    @pytest.mark.parametrize("name", ["TemplateTransform", "acme.NeverRegistered"])
    def test_what_is_not_here_is_named(self, name):
        with pytest.raises(A.PlanError, match=f"unknown class '{name}'"):
            one(name)


FLIP, TURN = {"__class_fullname__": "HorizontalFlip", "p": 0.2}, {"__class_fullname__": "VerticalFlip", "p": 0.6}


def group(name, children, release="1.3.1", **given):
    return one(name, release, transforms=children, **given)


class TestGroups:
    def test_children_of_one_weight_always_ran(self):
        alike = [FLIP, {**TURN, "p": 0.2}]
        sure = [A.HorizontalFlip(p=1), A.VerticalFlip(p=1)]
        assert group("SomeOf", alike, n=2, replace=False) == A.RandomOrder(sure, 2)
        assert group("SomeOf", alike, "1.4.18", n=2, replace=False) == A.SomeOf(sure, 2)
        assert group("SomeOf", alike, "2.0.8", n=2) == A.SomeOf([A.HorizontalFlip(p=0.2), A.VerticalFlip(p=0.2)], 2)
        assert group("SomeOf", alike, n=1) == A.RandomOrder(sure, 1, replace=True)

    @pytest.mark.parametrize(("release", "replace"), [("1.3.1", True), ("1.3.1", False), ("1.4.24", True)])
    def test_children_of_several_weights_are_drawn_by_them(self, release, replace):
        children = [FLIP, TURN, {"__class_fullname__": "InvertImg", "p": 0.2}]
        loaded = group("SomeOf", children, release, n=2, replace=replace, p=1)
        rng = np.random.default_rng(0)
        drawn = [rng.choice(3, 2, replace=replace, p=[0.2, 0.6, 0.2]).tolist() for _ in range(20_000)]
        seen = [tuple(row if release == "1.3.1" else sorted(row)) for row in drawn]
        names = {"HorizontalFlip": 0, "VerticalFlip": 1, "InvertImg": 2}
        found = {tuple(names[type(leaf).__name__] for leaf in option): option.p for option in loaded}
        assert sum(found.values()) == pytest.approx(1)
        assert {key: seen.count(key) / 20_000 for key in set(seen)} == pytest.approx(found, abs=0.015)
        assert all(leaf.p == 1 for option in loaded for leaf in option)

    def test_the_probability_of_a_sequential_was_a_weight(self):
        inner = {"__class_fullname__": "Sequential", "p": 0.4, "transforms": [FLIP, TURN]}
        assert group("Compose", [inner])[0].p == group("Sequential", [FLIP], p=0.1).p == 1
        assert group("Compose", [inner], "1.4.18")[0].p == 0.4
        chosen = group("OneOf", [inner, FLIP])[0]
        assert (chosen.p, chosen[0].p, chosen[1].p) == (0.4, 1, 0.6)
        assert group("OneOf", [inner, FLIP], "1.4.18")[0][0].p == 0.2

    def test_always_apply_is_no_weight(self):
        loaded = group("OneOf", [{**FLIP, "always_apply": True}, TURN])
        assert [node.p for node in loaded] == [0.2, 0.6]

    def test_always_apply_ran_where_the_pipeline_did_not(self):
        loaded = group("Compose", [TURN, {**FLIP, "always_apply": True}], p=0.5)
        sure = A.HorizontalFlip(p=1)
        whole = A.Sequential([A.VerticalFlip(p=0.6), sure], p=1)
        assert loaded == A.Compose([A.OneOrOther(whole, A.Sequential([sure], p=1), p=0.5)])
        assert group("Compose", [{**FLIP, "always_apply": True}], p=1) == A.Compose([sure])

    def test_too_many_outcomes_are_refused(self):
        children = [{**FLIP, "p": 0.1 + i / 20} for i in range(9)]
        with pytest.raises(
            A.PlanError, match=r"SomeOf drew 5 of 9 children in proportion to their p in release 1\.3\.1"
        ):
            group("SomeOf", children, n=5, replace=False)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("GaussNoise", {"var_limit": "loud"}),
        ("GaussNoise", {"var_limit": -3}),
        ("GaussNoise", {"mean": [1, 2]}),
        ("ImageCompression", {"compression_type": 7}),
        ("ShiftScaleRotate", {"scale_limit": "a"}),
        ("Affine", {"shear": {"x": "a"}}),
        ("SomeOf", {"transforms": [FLIP, TURN], "n": 10**12}),
        ("SomeOf", {"transforms": [FLIP, {**TURN, "p": "often"}], "n": 2}),
        ("SomeOf", {"transforms": [{**FLIP, "p": -1}, TURN], "n": 2}),
        ("Compose", {"transforms": [{**FLIP, "always_apply": True}], "p": "x"}),
        ("Compose", {"transforms": 3}),
        ("Rotate", {"value": 3, "limit": None}),
    ],
)
def test_what_no_release_wrote_is_one_clear_error(name, given):
    with pytest.raises(A.PlanError, match=rf"pipeline.*{name}"):
        one(name, **given)


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("1.3.1", (1, 3, 1)),
        ("2.0.0rc1", (2, 0)),
        ("1.4.18.post1", (1, 4, 18)),
        ("x", LATEST),
        (None, LATEST),
        (7, LATEST),
    ],
)
def test_release_of(text, release):
    assert release_of(text) == release


def test_a_file_without_p_gets_todays_default_and_says_so():
    tree = {
        "__class_fullname__": "Compose",
        "transforms": [
            {"__class_fullname__": "Resize", "height": 8, "width": 9},
            {"__class_fullname__": "HorizontalFlip"},
        ],
    }
    with pytest.warns(UserWarning, match="Transform .* has no 'p' parameter in the file") as told:
        resize, flip = A.from_dict({"transform": tree}).transforms
    assert (resize.p, flip.p, len(told)) == (1.0, 0.5, 2)
