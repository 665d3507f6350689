"""The guide's "Common Use Cases": training experiments, debugging, A/B tests."""

from __future__ import annotations

import numpy as np
import pytest
from children import varied
from samples import digest, picture, sequence

import augrepro as A

PHOTO = picture(300, 320)


def create_train_transform(seed=None):
    """The guide's function, word for word."""
    return A.Compose(
        [
            A.RandomResizedCrop(height=224, width=224, scale=(0.8, 1.0)),
            A.HorizontalFlip(p=0.5),
            A.ColorJitter(brightness=0.2, contrast=0.2, saturation=0.2, hue=0.1, p=0.8),
            A.GaussNoise(p=0.2),
            A.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225]),
        ],
        seed=seed,
    )


def test_reproducible_training_experiments():
    one = sequence(create_train_transform(seed=137), 5, PHOTO)
    assert one == sequence(create_train_transform(seed=137), 5, PHOTO)
    assert len(set(one)) == 5
    out = create_train_transform(seed=137)(image=PHOTO)["image"]
    assert out.shape == (224, 224, 3)
    assert out.dtype == np.float32


def test_production_without_a_seed_differs_each_run():
    one, other = sequence(create_train_transform(), 3, PHOTO), sequence(create_train_transform(seed=None), 3, PHOTO)
    assert not set(one) & set(other)


def test_random_resized_crop_takes_height_and_width_or_size():
    assert (
        A.RandomResizedCrop(height=20, width=30) == A.RandomResizedCrop(size=(20, 30)) == A.RandomResizedCrop((20, 30))
    )
    for wrong in ({"height": 20}, {"height": 20, "width": 30, "size": (20, 30)}):
        with pytest.raises(TypeError, match="either size="):
            A.RandomResizedCrop(**wrong)


def debug_transform():
    return A.Compose(
        [
            A.RandomCrop(height=256, width=256),
            A.ShiftScaleRotate(shift_limit=0.1, scale_limit=0.2, rotate_limit=30, p=1.0),
        ],
        seed=137,
    )


def test_debug_mode_same_augmentations_every_run():
    assert sequence(debug_transform(), 3, PHOTO) == sequence(debug_transform(), 3, PHOTO)


def test_debug_calls_still_differ_as_the_general_rule_says():
    """Here the guide contradicts itself; ``frozen()`` is the way to what its debugging loop wants."""
    assert len(set(sequence(debug_transform(), 3, PHOTO))) == 3


def test_frozen_repeats_one_draw():
    transform = debug_transform()
    sequence(transform, 2, PHOTO)
    frozen = transform.frozen()
    seen = sequence(frozen, 3, PHOTO)
    assert len(set(seen)) == 1
    assert seen[:1] == sequence(transform, 1, PHOTO), "the repeated draw is the transform's next one"


def test_frozen_leaves_the_original_running():
    transform = varied()
    frozen = transform.frozen()
    sequence(frozen, 4)
    assert sequence(transform, 6) == sequence(varied(), 6)


def test_frozen_bare_and_unseeded_transforms_repeat_too():
    for transform in (A.RandomGamma((20, 300), p=1.0), varied(None)):
        assert len(set(sequence(transform.frozen(), 4))) == 1
        assert len(set(sequence(transform, 4))) == 4


def test_frozen_with_given_generators_does_not_move_them():
    rng, py_random = np.random.default_rng(5), __import__("random").Random(5)
    transform = varied()
    transform.set_random_state(rng, py_random)
    before = rng.bit_generator.state, py_random.getstate()
    assert len(set(sequence(transform.frozen(), 3))) == 1
    assert (rng.bit_generator.state, py_random.getstate()) == before


def fired(transform, calls=200, key=lambda name: name):
    """Which of the transforms acted, call by call."""
    image = np.full((16, 16, 3), 90, np.uint8)
    return [[key(name) for name, _ in transform(image=image)["applied_transforms"]] for _ in range(calls)]


def test_ab_strategies_share_the_probability_draws_of_what_they_share():
    a = A.Compose([A.Transpose(p=0.5), A.RandomBrightnessContrast(p=0.3)], seed=100, save_applied_params=True)
    b = A.Compose(
        [A.RandomGamma(p=0.7), A.Transpose(p=0.5), A.InvertImg(p=0.4), A.RandomBrightnessContrast(p=0.3)],
        seed=100,
        save_applied_params=True,
    )
    shared = {"Transpose", "RandomBrightnessContrast"}
    of_a, of_b = fired(a), [[name for name in names if name in shared] for names in fired(b)]
    assert of_a == of_b
    assert len({tuple(names) for names in of_a}) == 4, "all four outcomes occur, so the comparison says something"


def test_ab_strategies_share_the_parameters_of_what_they_share():
    a = A.Compose([A.RandomGamma((20, 300), p=0.5)], seed=100, save_applied_params=True)
    b = A.Compose([A.D4(), A.RandomGamma((20, 300), p=0.5), A.RandomCrop(9, 9)], seed=100, save_applied_params=True)
    for _ in range(30):
        of_a = a(image=picture())["applied_transforms"]
        of_b = [pair for pair in b(image=picture())["applied_transforms"] if pair[0] == "RandomGamma"]
        assert of_a == of_b


def test_ab_strategies_of_different_classes_are_paired_by_name():
    """The guide's example; ``name=`` says which transform stands for which."""
    a = A.Compose(
        [A.RandomRotate90(p=0.5, name="turn"), A.RandomBrightnessContrast(p=0.3, name="tone")],
        seed=100,
        save_applied_params=True,
    )
    b = A.Compose(
        [A.HorizontalFlip(p=0.5, name="turn"), A.ColorJitter(p=0.3, name="tone")], seed=100, save_applied_params=True
    )
    of_b = fired(b)
    assert fired(a) == of_b
    assert len({tuple(names) for names in of_b}) == 4


def test_ab_a_lower_probability_fires_in_a_subset_of_the_calls():
    def calls(p):
        transform = A.Compose([A.HorizontalFlip(p=p)], seed=100, save_applied_params=True)
        return {i for i, names in enumerate(fired(transform)) if names}

    assert calls(0.2) < calls(0.5) < calls(0.9)


def test_siblings_of_one_class_are_independent():
    transform = A.Compose([A.HorizontalFlip(p=0.5), A.HorizontalFlip(p=0.5)], seed=100, save_applied_params=True)
    counts = [len(names) for names in fired(transform, 400)]
    assert 140 < counts.count(1) < 260


def test_digest_of_the_debug_picture_is_not_the_input():
    assert digest(debug_transform()(image=PHOTO)["image"]) != digest(PHOTO)
