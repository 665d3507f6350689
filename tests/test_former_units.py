"""Numbers of Albumentations 1 in the image's own units, of bytes or of floats on [0, 1], keep what they meant."""

import copy
import pickle

import numpy as np
import pytest

import augrepro
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


BY_THE_IMAGE = {
    "shifts of colors": lambda: A.HueSaturationValue(0.2, 0.2, 0.2, p=1),
    "shifts of one": lambda: A.HueSaturationValue(1, 1, 1, p=1),
    "shifts of channels": lambda: A.RGBShift(0.1, 0.1, 0.1, p=1),
    "noise": lambda: A.GaussNoise(var_limit=(0.1, 0.9), p=1),
    "in groups": lambda: A.OneOrOther(A.Flip(p=1), A.HueSaturationValue(0.2, 0.2, 0.2, p=1)),
    "a fill of two values": lambda: A.Rotate(45, border_mode=0, value=(9, 2), p=1),
    "a fill beyond bytes": lambda: A.PadIfNeeded(40, 40, border_mode=0, value=(300, -3, 2), p=1),
    "a fill of a scale": lambda: A.ShiftScaleRotate(border_mode=0, value=(9, 2), p=1),
}
"""Calls whose arguments mean what they mean when an image is there."""


def as_file(suffix):
    def trip(pipeline, folder):
        A.save(pipeline, folder / f"pipeline.{suffix}")
        return augrepro.load(folder / f"pipeline.{suffix}")

    return trip


TRIPS = {
    "json": as_file("json"),
    "yaml": as_file("yaml"),
    "dict": lambda pipeline, folder: augrepro.from_dict(augrepro.to_dict(pipeline)),
    "repr": lambda pipeline, folder: eval(repr(pipeline), dict(vars(augrepro))),
    "pickle": lambda pipeline, folder: pickle.loads(pickle.dumps(pipeline)),
    "deep copy": lambda pipeline, folder: copy.deepcopy(pipeline),
}


@pytest.mark.parametrize("trip", TRIPS)
@pytest.mark.parametrize("case", BY_THE_IMAGE)
def test_what_reads_by_the_image_reads_so_after_a_round_trip(case, trip, tmp_path):
    with A.defaults("1.3"):
        pipeline = A.Compose([BY_THE_IMAGE[case]()], seed=5)
    again = TRIPS[trip](pipeline, tmp_path)
    assert again == pipeline
    for image in (BYTES, FLOATS, BYTES[..., :1]) if "shifts" not in case else (BYTES, FLOATS):
        for number in range(2):
            here, there = (each(image=image, sample_key=number)["image"].astype(float) for each in (pipeline, again))
            assert (here == there).all(), (image.dtype, np.abs(here - there).mean())


def test_how_numbers_are_read_tells_transforms_apart():
    read = A.HueSaturationValue(0.2, 0.2, 0.2, p=1)
    plain = augrepro.HueSaturationValue((-0.1, 0.1), (-51, 51), (-51, 51), p=1)
    assert read.read_as is None  # 2.0.8 read it alike for both
    with A.defaults("1.3"):
        read = A.HueSaturationValue(0.2, 0.2, 0.2, p=1)
    assert read.read_as == "1.3.1"
    assert read != plain
    assert "read_as='1.3.1'" in repr(read)


@pytest.mark.parametrize("release", [3, "", "new", "1", "1.3.1.2.3", True])
def test_a_release_that_is_none_is_refused(release):
    with pytest.raises(ValueError, match=r"HueSaturationValue\.read_as must be a release of Albumentations"):
        augrepro.HueSaturationValue(read_as=release)


def test_what_depends_on_no_image_is_not_read_as_of_a_release():
    with pytest.raises(TypeError, match="Blur has no argument 'read_as'"):
        augrepro.Blur(read_as="1.3.1")


def test_a_class_of_a_users_own_reads_by_the_image():
    class Mine(A.HueSaturationValue):
        pass

    with A.defaults("1.3"):
        here, mine = A.HueSaturationValue(0.2, 0.2, 0.2, p=1), Mine(0.2, 0.2, 0.2, p=1)
    change = [
        np.abs(A.Compose([each], seed=1)(image=BYTES)["image"] - BYTES.astype(float)).mean() for each in (here, mine)
    ]
    assert max(change) < 2


@augrepro.register("former_units.Scaled")
class Scaled(A.ShiftScaleRotate):
    pass


@augrepro.register("former_units.Lit")
class Lit(A.RandomBrightnessContrast):
    def apply(self, img, alpha=1.0, beta=0.0, **params):
        return np.clip(img * alpha + beta, 0, 255).astype(img.dtype)


@augrepro.register("former_units.Shifted")
class Shifted(A.HueSaturationValue):
    pass


@pytest.mark.parametrize("cls", [Scaled, Lit, Shifted])
def test_a_class_of_a_users_own_is_loaded_as_it_was_or_refused(cls):
    with A.defaults("1.3"):
        given = (0.2, 0.2, 0.2) if cls is Shifted else ()
        pipeline = A.Compose([cls(*given, p=1)], seed=5)
        again = augrepro.from_dict(augrepro.to_dict(pipeline))
    for number in range(3):
        here, there = (each(image=BYTES, sample_key=number)["image"] for each in (pipeline, again))
        assert (here == there).all()
    saved = augrepro.to_dict(pipeline)
    if "read_as" not in saved["transform"]["transforms"][0]:
        with pytest.raises(
            augrepro.PlanError, match=r"those of 2\.0\.8 hold here: load it within augrepro\.compat\.defaults"
        ):
            augrepro.from_dict(saved)


def test_a_file_of_the_release_reads_by_the_image():
    shifts = {f"{name}_shift_limit": [-0.2, 0.2] for name in ("hue", "sat", "val")}
    leaf = {"__class_fullname__": "HueSaturationValue", "always_apply": False, "p": 1.0, **shifts}
    pipeline = augrepro.from_dict(
        {"__version__": "1.3.1", "transform": {"__class_fullname__": "Compose", "p": 1.0, "transforms": [leaf]}}
    )
    pipeline.set_random_seed(1)
    assert np.abs(pipeline(image=BYTES)["image"] - BYTES.astype(float)).mean() < 2
    assert np.abs(pipeline(image=FLOATS)["image"] - FLOATS).mean() > 0.02


@pytest.mark.parametrize(
    ("call", "floats", "on_bytes"),
    [
        (
            "HueSaturationValue(0.2, 0.2, 0.2)",
            "(hue_shift_limit=(-0.1, 0.1), sat_shift_limit=(-51.0, 51.0), val_shift_limit=(-51.0, 51.0))",
            "(hue_shift_limit=0.2, sat_shift_limit=0.2, val_shift_limit=0.2)",
        ),
        (
            "RGBShift(0.1, 0.1, 0.1)",
            "(r_shift_limit=0.1, g_shift_limit=0.1, b_shift_limit=0.1)",
            "(r_shift_limit=(-1.1, -0.9), g_shift_limit=(-1.1, -0.9), b_shift_limit=(-1.1, -0.9))",
        ),
        (
            "GaussNoise(var_limit=(0.25, 1))",
            "(std_range=(0.5, 1.0))",
            "(std_range=(0.00196078431372549, 0.00392156862745098))",
        ),
    ],
)
def test_the_warning_has_both_readings(call, floats, on_bytes):
    name = call.partition("(")[0]
    with A.defaults("1.3"), pytest.warns(A.LegacyWarning) as caught:
        eval(f"A.{call}", {"A": A})
    lines = str(caught[0].message).splitlines()
    assert lines[0].endswith("on float images today it is")
    assert lines[1] == f"    A.{name}{floats}"
    assert "uint8" in lines[2]
    assert lines[3] == f"    A.{name}{on_bytes}"


def test_a_number_in_the_place_of_a_flag_is_said():
    with (
        A.defaults("1.3"),
        pytest.warns(A.LegacyWarning, match=r"0\.5 stood in the place of always_apply: write p=0\.5"),
    ):
        assert A.HorizontalFlip(0.5).p == 1
    with A.defaults("1.3"), pytest.warns(A.LegacyWarning) as caught:
        assert A.HorizontalFlip(True).p == 1
    assert "in the place of" not in str(caught[0].message)


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
