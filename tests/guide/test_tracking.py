"""The guide's "Tracking Applied Augmentations"."""

from __future__ import annotations

import json

import numpy as np
from samples import picture, same

import augrepro as A


def tracked(**more):
    return A.Compose(
        [A.RandomCrop(256, 256), A.HorizontalFlip(p=0.5), A.RandomBrightnessContrast(p=0.5)],
        save_applied_params=True,
        seed=137,
        **more,
    )


PHOTO = picture(300, 320)


def test_the_guides_example_shows_what_was_applied():
    transform = tracked()
    outcomes = set()
    for _ in range(20):
        result = transform(image=PHOTO)
        assert transform.applied_transforms == result["applied_transforms"]
        names = [name for name, _ in transform.applied_transforms]
        outcomes.add(tuple(names))
        assert names[0] == "RandomCrop"
        window = dict(result["applied_transforms"])["RandomCrop"]
        expected = PHOTO[window["y_min"] : window["y_max"], window["x_min"] : window["x_max"]]
        if "HorizontalFlip" in names:
            expected = expected[:, ::-1]
        if "RandomBrightnessContrast" not in names:
            assert np.array_equal(result["image"], expected)
    assert len(outcomes) == 4


def test_the_parameters_are_json():
    transform = tracked()
    for _ in range(5):
        applied = transform(image=PHOTO)["applied_transforms"]
        assert json.loads(json.dumps(applied)) == [list(pair) for pair in applied]


def test_nothing_fired_is_an_empty_list():
    transform = A.Compose([A.HorizontalFlip(p=0.0)], save_applied_params=True)
    assert transform(image=PHOTO)["applied_transforms"] == []
    assert transform.applied_transforms == []


def test_without_the_argument_the_key_is_absent():
    assert "applied_transforms" not in A.Compose([A.HorizontalFlip(p=1.0)])(image=PHOTO)


def test_groups_list_their_leaves_alone():
    transform = A.Compose(
        [
            A.OneOf([A.HorizontalFlip(p=1.0), A.VerticalFlip(p=1.0)], p=1.0),
            A.Sequential([A.RandomGamma(p=1.0), A.Compose([A.InvertImg(p=1.0)])], p=1.0),
        ],
        save_applied_params=True,
        seed=1,
    )
    names = [name for name, _ in transform(image=PHOTO)["applied_transforms"]]
    assert names[0] in ("HorizontalFlip", "VerticalFlip")
    assert names[1:] == ["RandomGamma", "InvertImg"]


def test_two_of_a_class_are_two_entries():
    transform = A.Compose([A.RandomGamma(p=1.0), A.RandomGamma(p=1.0)], save_applied_params=True, seed=1)
    (one, first), (other, second) = transform(image=PHOTO)["applied_transforms"]
    assert one == other == "RandomGamma"
    assert first != second


def test_tracking_changes_no_draw():
    plain = A.Compose([A.RandomCrop(256, 256), A.HorizontalFlip(p=0.5), A.RandomBrightnessContrast(p=0.5)], seed=137)
    transform = tracked()
    for _ in range(5):
        result = transform(image=PHOTO)
        del result["applied_transforms"]
        assert same(result, plain(image=PHOTO))


def test_replay_compose_tracks_too():
    transform = A.ReplayCompose([A.RandomGamma(p=1.0)], save_applied_params=True, seed=1)
    result = transform(image=PHOTO)
    assert [name for name, _ in result["applied_transforms"]] == ["RandomGamma"]
    assert "replay" in result
    assert json.dumps(result["replay"])
