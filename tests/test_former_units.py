"""Numbers of Albumentations 1 in the image's own units, of bytes or of floats on [0, 1], keep what they meant."""

import numpy as np
import pytest

import augrepro.compat as A
from augrepro.migrate.effects import other_effects

pytestmark = pytest.mark.filterwarnings("ignore::augrepro.compat.LegacyWarning")
BYTES = np.random.default_rng(1).integers(40, 200, (32, 32, 3), np.uint8)
FLOATS = (BYTES / 255).astype(np.float32)
CALLS = [
    (lambda: A.GaussNoise(var_limit=(0.001, 0.01), p=1), FLOATS, 0.058),
    (lambda: A.GaussNoise(var_limit=0.01, p=1), FLOATS, 0.054),
    (lambda: A.GaussNoise(var_limit=(0.001, 0.01), mean=0.1, p=1), FLOATS, 0.107),
    (lambda: A.GaussNoise(var_limit=(10, 50), p=1), BYTES, 4.3),
    (lambda: A.RGBShift(1, 1, 1, p=1), BYTES, 0.5),
    (lambda: A.RGBShift(3, 3, 3, p=1), BYTES, 1.5),
    (lambda: A.RGBShift(5, (-5, -3), (0.5, 2), p=1), BYTES, 2.5),
    (lambda: A.RGBShift(20, 20, 20, p=1), BYTES, 10.1),
    (lambda: A.RGBShift(0.1, 0.1, 0.1, p=1), FLOATS, 0.051),
    (lambda: A.HueSaturationValue(10, 0.1, 0.1, p=1), FLOATS, 0.048),
    (lambda: A.GaussNoise(var_limit=(0.25, 1.0), p=1), BYTES, 0.71),
    (lambda: A.RGBShift(0.1, 0.1, 0.1, p=1), BYTES, 0.50),
    (lambda: A.HueSaturationValue(10, 0.1, 0.1, p=1), BYTES, 4.64),
    (lambda: A.HueSaturationValue(p=1), BYTES, 15.8),
]
"""A call, an image, and the mean change by 300 such calls in 1.3.1."""


@pytest.mark.parametrize("row", range(len(CALLS)))
def test_a_call_changes_an_image_about_as_much_as_in_the_release(row):
    make, image, there = CALLS[row]
    with A.defaults("1.3"):
        pipeline = A.Compose([make()], seed=2)
    here = np.mean([np.abs(pipeline(image=image)["image"] - image.astype(float)).mean() for _ in range(100)])
    assert 0.66 < here / there < 1.5, (here, there)


def test_the_image_says_which_units_they_are_in():
    noise = A.GaussNoise(var_limit=(0.25, 0.25), p=1)
    with pytest.warns(A.LegacyWarning, match=r"on uint8 images they were levels(.|\n)*std_range=\(0.00196"):
        assert 0.1 < np.std(A.Compose([noise], seed=1)(image=BYTES)["image"] - BYTES.astype(float)) < 0.6
    floats = A.Compose([A.ToFloat(p=1), noise], seed=1)(image=np.full_like(BYTES, 128))["image"]
    assert 0.3 < floats.std() < 0.5  # by then they are floats
    assert noise.std_range == (0.5, 0.5)


def test_numbers_that_show_floats_are_a_look():
    for name, given in (
        ("GaussNoise", {"var_limit": (0.001, 0.01)}),
        ("RGBShift", dict.fromkeys(("r_shift_limit", "g_shift_limit", "b_shift_limit"), 0.1)),
        ("HueSaturationValue", {"sat_shift_limit": 0.1, "val_shift_limit": 0.1}),
    ):
        assert any("float images" in words for words in other_effects(name, given, (1, 3, 1)))
    for name, given in (
        ("GaussNoise", {"var_limit": (10, 50)}),
        ("RGBShift", {"r_shift_limit": 0.1}),
        ("HueSaturationValue", {"sat_shift_limit": 0.1}),
    ):
        assert not any("float images" in words for words in other_effects(name, given, (1, 3, 1)))
