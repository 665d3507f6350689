"""Code that reads what Albumentations recorded, or asks a built-in what it asked there, finds what it looks for."""

import json
import pickle

import numpy as np
import pytest
from samples import picture

import augrepro as A
from augrepro.engine.declare.registry import OPS
from augrepro.ops.former_params import DERIVED, RENAMED

IMAGE = picture(24, 32)


def test_a_replay_record_says_what_was_applied():
    steps = [A.HorizontalFlip(p=1), A.OneOf([A.RandomCrop(8, 9), A.NoOp(p=0)], p=1), A.RandomGamma(p=0)]
    pipeline = A.ReplayCompose(steps, seed=4)
    record = json.loads(json.dumps(pipeline(image=IMAGE)["replay"]))
    flip, one_of, gamma = record["transforms"]
    assert (flip["__class_fullname__"], flip["applied"], flip["params"]["shape"]) == (
        "HorizontalFlip",
        True,
        [24, 32, 3],
    )
    assert (gamma["applied"], gamma["params"]) == (False, None)
    assert one_of["applied"] is True
    crop = one_of["transforms"][0]
    x_min, y_min, x_max, y_max = crop["params"]["crop_coords"]
    assert (x_max - x_min, y_max - y_min) == (9, 8)
    assert record["__class_fullname__"] == "ReplayCompose"
    again = A.ReplayCompose.replay(record, image=IMAGE)["image"]
    np.testing.assert_array_equal(again, IMAGE[:, ::-1][y_min:y_max, x_min:x_max])


def edits_of_a_record():
    record = A.ReplayCompose([A.HorizontalFlip(p=1), A.RandomCrop(8, 9)], seed=4)(image=IMAGE)["replay"]
    yield "one row less", {**record, "transforms": record["transforms"][:1]}
    yield "one row twice", {**record, "transforms": [*record["transforms"], record["transforms"][0]]}
    yield "not applied", {**record, "transforms": [{**row, "applied": False} for row in record["transforms"]]}
    other = {**record["transforms"][1]["params"], "crop_coords": [0, 0, 9, 8]}
    yield (
        "other values",
        {**record, "transforms": [record["transforms"][0], {**record["transforms"][1], "params": other}]},
    )
    yield "one step less", {**record, "steps": record["steps"][:1]}


@pytest.mark.parametrize("record", [pytest.param(each, id=what) for what, each in edits_of_a_record()])
def test_an_edited_replay_record_is_refused_and_without_its_rows_it_runs(record):
    with pytest.raises(A.PlanError, match="'transforms' must say what the plan of the record does"):
        A.ReplayCompose.replay(record, image=IMAGE)
    del record["transforms"]
    assert A.ReplayCompose.replay(record, image=IMAGE)["image"].shape[2] == 3


def test_a_replay_record_of_albumentations_is_refused_by_its_name():
    record = {"__class_fullname__": "ReplayCompose", "params": None, "transforms": [], "applied": True}
    with pytest.raises(A.PlanError, match="no plan, as those of Albumentations' ReplayCompose"):
        A.ReplayCompose.replay(record, image=IMAGE)


def test_a_warp_is_said_as_matrix_and_as_angle_scale_and_shift():
    step = A.ShiftScaleRotate((0.25, 0.25), (0, 0), (30, 30), p=1)
    ((name, params),) = A.Compose([step], save_applied_params=True)(image=IMAGE)["applied_transforms"]
    assert name == "ShiftScaleRotate"
    found = [params[key] for key in ("angle", "scale", "dx", "dy")]
    np.testing.assert_allclose(found, [30, 1, 0.25, 0.25], atol=1e-9)
    center = np.array(params["matrix"]) @ [15.5, 11.5, 1]
    np.testing.assert_allclose(center, [15.5 + 8, 11.5 + 6, 1], atol=1e-9)


def test_applied_crops_and_pads_have_their_coordinates():
    pipeline = A.Compose([A.CenterCrop(8, 40, pad_if_needed=True)], save_applied_params=True)
    ((_, params),) = pipeline(image=IMAGE)["applied_transforms"]
    assert params["crop_coords"] == [0, 8, 40, 16]
    assert params["pad_params"] == {"pad_top": 0, "pad_bottom": 0, "pad_left": 4, "pad_right": 4}


def test_a_transform_learns_further_targets():
    flip = A.HorizontalFlip(p=1)
    flip.add_targets({"image2": "image"})
    assert "image2" in flip.available_keys
    for pipeline in (flip, pickle.loads(pickle.dumps(flip)), A.Compose([flip]), A.Compose([A.OneOf([flip], p=1)])):
        np.testing.assert_array_equal(pipeline(image=IMAGE, image2=IMAGE // 2)["image2"], IMAGE[:, ::-1] // 2)
    assert A.HorizontalFlip.added_targets == {}
    with pytest.raises(ValueError, match="'image3' must name a known target, got 'picture'"):
        flip.add_targets({"image3": "picture"})


def test_what_projects_ask_of_built_ins():
    assert A.Rotate(30, p=0.2).get_base_init_args() == {"p": 0.2}
    pipeline = A.Compose([], A.BboxParams("coco"), additional_targets={"boxes2": "bboxes"})
    assert pipeline.processors["bboxes"].params.format == "coco"
    assert pipeline.processors["bboxes"].data_fields == ("bboxes", "boxes2")
    assert "keypoints" not in pipeline.processors


NAMES = {
    "Blur": (A.Blur(p=1), {"kernel": "size"}),
    "MedianBlur": (A.MedianBlur(p=1), {"kernel": "size"}),
    "UnsharpMask": (A.UnsharpMask(p=1), {"ksize": "size"}),
    "Defocus": (A.Defocus(p=1), {"alias_blur": "blur"}),
    "HueSaturationValue": (
        A.HueSaturationValue(p=1),
        {"hue_shift": "hue", "sat_shift": "saturation", "val_shift": "value"},
    ),
    "Posterize": (A.Posterize(p=1), {"num_bits": "bits"}),
    "ChannelShuffle": (A.ChannelShuffle(p=1, name="a"), {"channels_shuffled": "order"}),
    "ChannelDropout": (A.ChannelDropout(p=1), {"channels_to_drop": "channels"}),
    "CoarseDropout": (A.CoarseDropout(p=1), {"holes": "regions"}),
    "RandomRain": (A.RandomRain(p=1), {"drop_length": "length"}),
    "RandomToneCurve": (A.RandomToneCurve(p=1), {"low_y": "low", "high_y": "high"}),
    "FancyPCA": (A.FancyPCA(p=1), {"alpha_vector": "strengths"}),
    "HEStain": (A.HEStain(p=1), {"stain_matrix": "stains", "scale_factors": "scale", "shift_values": "shift"}),
    "PlasmaBrightnessContrast": (
        A.PlasmaBrightnessContrast(p=1),
        {"brightness_factor": "brightness", "contrast_factor": "contrast"},
    ),
}


@pytest.mark.parametrize("kind", NAMES)
def test_what_was_applied_has_albumentations_names_beside_the_fields(kind):
    step, names = NAMES[kind]
    ((_, params),) = A.Compose([step], save_applied_params=True, seed=2)(image=IMAGE)["applied_transforms"]
    assert {name: params[name] for name in names} == {name: params[field] for name, field in names.items()}
    json.dumps(params)


def test_names_that_are_computed_from_several_fields():
    def applied(step):
        return A.Compose([step], save_applied_params=True, seed=2)(image=IMAGE)["applied_transforms"][0][1]

    assert applied(A.ImageCompression(p=1))["image_type"] == ".jpg"
    assert applied(A.ImageCompression("webp", p=1))["image_type"] == ".webp"
    lens = applied(A.ChromaticAberration(p=1))
    assert [lens["primary_distortion_red"], lens["secondary_distortion_red"]] == lens["red"]
    assert [lens["primary_distortion_blue"], lens["secondary_distortion_blue"]] == lens["blue"]


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize(
    "settings",
    [{}, {"per_channel": True}, {"noise_scale_factor": 0.5}, {"per_channel": True, "noise_scale_factor": 0.5}],
)
def test_noise_that_is_drawn_by_hand_is_the_noise_that_is_added(settings, dtype):
    image = IMAGE if dtype == "uint8" else (IMAGE / 255).astype(np.float32)
    noise = A.GaussNoise(p=1, **settings)
    params = noise.get_params_dependent_on_data({"shape": image.shape}, {"image": image})
    white = 255 if dtype == "uint8" else np.float32(1)
    wanted = np.clip(image + params["noise_map"], 0, white).astype(dtype)
    np.testing.assert_array_equal(noise.apply(image, **params), wanted)
    assert params["noise_map"].shape == image.shape


def test_parameters_that_are_drawn_by_hand_lie_in_their_ranges():
    rain = A.RandomRain(slant_range=(5, 10), p=1)
    slants = {rain.get_params_dependent_on_data({}, {"image": IMAGE})["slant"] for _ in range(9)}
    assert len(slants) > 1
    assert all(5 <= slant <= 10 for slant in slants)


@pytest.mark.parametrize("name", RENAMED)
def test_names_of_records_stand_for_fields_that_ops_have(name):
    assert name not in DERIVED
    assert {*RENAMED[name].values()} <= {*OPS[name].fields}


@pytest.mark.parametrize("name", DERIVED)
def test_parameters_computed_for_records_belong_to_ops_there_are(name):
    assert name in OPS
