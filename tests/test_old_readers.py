"""Code that reads what Albumentations recorded, or asks a built-in what it asked there, finds what it looks for."""

import json
import pickle

import numpy as np
import pytest
from samples import picture

import augrepro as A

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
