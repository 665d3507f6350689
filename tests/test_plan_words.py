"""Plans in words, and what differs between two of them."""

import itertools
import re

import numpy as np
import pytest

import augrepro as A
from augrepro.engine.targets.table import Shape
from augrepro.ops.grid import SYMMETRIES, Dihedral
from augrepro.ops.remap import Warp

IMAGE = np.zeros((100, 120, 3), np.uint8)


def drawn(*transforms, seed=137, image=IMAGE):
    return A.Compose([*transforms], seed=seed).draw_plan(image=image)


@pytest.mark.parametrize(
    ("transform", "words"),
    [
        (A.Rotate((12.3, 12.3), p=1, border_mode=4), "Rotate: 12.3 degrees counterclockwise, border mode reflect_101"),
        (A.Rotate((-30, -30), p=1), "Rotate: 30 degrees clockwise"),
        (A.HorizontalFlip(p=1), "HorizontalFlip: mirrored left to right"),
        (A.Crop(10, 20, 60, 80, p=1), "Crop: x 10 to 60, y 20 to 80"),
        (A.Resize(50, 40, p=1), "Resize: to 40 x 50 pixels"),
        (A.Resize(50, 40, interpolation=2, p=1), "Resize: to 40 x 50 pixels, interpolation cubic"),
        (A.Affine(scale=(2, 2), p=1), "Affine: scale 2"),
        (A.Affine(translate_px={"x": (5, 5), "y": (-3, -3)}, p=1), "Affine: shift (5.0, -3.0) pixels"),
        (A.InvertImg(p=1), "InvertImg: Invert"),
        (A.RandomGamma((80, 80), p=1), "RandomGamma: gamma 0.8"),
        (A.CoarseDropout((9, 9), p=1), "CoarseDropout: 9 regions"),
        (A.GaussNoise(std_range=(0.25, 0.25), p=1), "GaussNoise: mean 0, std 0.25"),
        (
            A.RandomResizedCrop((32, 32), scale=(1, 1), ratio=(1, 1), p=1),
            r"RandomResizedCrop: crop x \d+ to \d+, y 0 to 100; resized to 32 x 32 pixels",
        ),
        (A.MotionBlur(7, angle_range=(30, 30), p=1), r"MotionBlur: size \d, angle 30 degrees, .*"),
        (A.ColorJitter(p=1), r"ColorJitter: \w+ .*\d; \w+ .*\d; .*"),
        (A.Lambda(image=lambda image, **params: image, p=1), "Lambda: code of its own"),
        (A.Blur(name="soft", p=1), "soft: size [357]"),
        (A.NoOp(), "nothing was drawn"),
    ],
)
def test_a_step_in_words(transform, words):
    text = str(drawn(transform))
    assert text == words or re.fullmatch(words, text)


def test_of_a_step_that_tells_nothing_it_is_said_whether_it_ran():
    image = np.zeros((4, 4, 3), np.uint8)
    ran, did_not = (
        A.Compose([A.Lambda(image=lambda image, **params: image, name="Bright", p=p)], seed=1).draw_plan(image=image)
        for p in (1, 0)
    )
    assert A.plan_changes(did_not, ran, before="snapshot has") == ["Bright ran, snapshot has no run of it"]
    assert A.plan_changes(ran, did_not, before="snapshot has") == ["Bright did not run, snapshot has a run of it"]


def test_the_words_of_symmetries_are_numpys():
    image = np.arange(6, dtype=np.uint8).reshape(2, 3)
    turns = {
        "left as it is": image,
        "mirrored left to right": np.fliplr(image),
        "mirrored top to bottom": np.flipud(image),
        "turned by 180 degrees": np.rot90(image, 2),
        "transposed": image.T,
        "turned by 90 degrees clockwise": np.rot90(image, -1),
        "turned by 90 degrees counterclockwise": np.rot90(image),
        "transposed about the other diagonal": np.rot90(image, 2).T,
    }
    for flags in itertools.product((False, True), repeat=3):
        got = Dihedral(*flags).pixels(image[..., None])[..., 0]
        assert np.array_equal(got, turns[SYMMETRIES[flags]]), flags


def test_the_parts_of_a_matrix_make_the_matrix_again():
    forward = (0.9, 0.4, 3.0, -0.2, 1.3, -7.0)
    facts = Warp(forward, 80, 90).facts(Shape(100, 120, 3))
    angle, (sx, sy), shear = (facts[name].value for name in ("angle", "scale", "shear"))
    turn = np.radians(-angle)
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    linear = turned @ np.diag([sx, sy]) @ np.array([[1, np.tan(np.radians(shear)) * sy / sx], [0, 1]])
    assert np.allclose(linear, [forward[:2], forward[3:5]])
    center = np.array([60.0, 50.0])
    assert np.allclose(facts["shift"].value, linear @ center + [3.0, -7.0] - [45.0, 40.0])
    assert facts["size"].words == "to 90 x 80 pixels"


def test_a_plan_is_printed_in_words_and_its_repr_is_short():
    plan = drawn(*[A.RandomGamma(p=1) for _ in range(20)], A.CoarseDropout((50, 60), p=1))
    assert len(str(plan).splitlines()) == 21
    assert repr(plan).startswith("<Plan of 21 steps for (100, 120, 3): RandomGamma#0, RandomGamma#1")
    assert len(repr(plan)) < 200


def test_words_beside_the_pipeline_say_what_was_not_drawn():
    pipe = A.Compose(
        [
            A.HorizontalFlip(p=0),
            A.OneOf([A.Blur(p=1), A.GaussianBlur(p=0)], p=1),
            A.SomeOf([A.RandomGamma(p=1), A.InvertImg(p=1)], n=2, p=0),
            A.Sequential([A.Transpose(p=1), A.Solarize(p=0)], p=1),
            A.RandomOrder([A.ToGray(p=1), A.VerticalFlip(p=1)], n=2, p=1),
        ],
        seed=3,
    )
    lines = A.plan_words(pipe.draw_plan(image=IMAGE).to_json(), pipe)
    assert lines[0] == "HorizontalFlip: not drawn (p=0)"
    assert lines[1].startswith("Blur: size")
    assert lines[2:5] == ["SomeOf: not drawn (p=0)", "Transpose: transposed", "Solarize: not drawn (p=0)"]
    assert sorted(lines[5:]) == [
        "ToGray: method weighted_average, channels 3",
        "VerticalFlip: mirrored top to bottom",
    ]
    with pytest.raises(TypeError, match="plan_words: transform must be a transform or a pipeline, got 3"):
        A.plan_words(drawn(), 3)


def test_a_broken_range_is_told_by_transform_and_parameter():
    good, broken = (drawn(A.HorizontalFlip(p=1), A.Rotate(span, p=1), A.Blur(p=1)) for span in ((10, 10), (-4, -4)))
    assert A.plan_changes(good, broken, before="snapshot has") == [
        "Rotate.angle drew 4 degrees clockwise, snapshot has 10 degrees counterclockwise"
    ]
    assert A.plan_changes(good, good) == []


def test_another_key_is_no_word_of_a_plan_and_is_a_change():
    noises = [drawn(A.GaussNoise(std_range=(0.25, 0.25), p=1), seed=seed) for seed in (1, 2)]
    assert str(noises[0]) == str(noises[1])
    assert re.fullmatch(r"GaussNoise.key drew [0-9a-f]{8}, before [0-9a-f]{8}", A.plan_changes(*noises)[-1])


def test_what_two_plans_do_not_share():
    one = drawn(A.HorizontalFlip(p=1), A.RandomGamma((90, 90), p=1))
    other = drawn(A.RandomGamma((90, 90), p=1), A.Transpose(p=1))
    assert A.plan_changes(one.to_json(), other.to_dict()) == [
        "Transpose drew transposed, before nothing",
        "HorizontalFlip drew nothing, before mirrored left to right",
    ]
    swapped = A.plan_changes(drawn(A.InvertImg(p=1), A.ToGray(p=1)), drawn(A.ToGray(p=1), A.InvertImg(p=1)))
    assert swapped == ["in the order ToGray, InvertImg, before InvertImg, ToGray"]


def test_another_seed_and_another_size_are_said_first():
    one, other = drawn(A.RandomCrop(50, 60)), drawn(A.RandomCrop(50, 60), seed=5, image=IMAGE[:90])
    lines = A.plan_changes(one, other)
    assert lines[0] == "the sample is 90 x 120 x 3, before 100 x 120 x 3"
    assert re.match(r"drawn from key \w{8}, before \w{8} \(another seed, number of the call or sample key\)", lines[1])
    assert all(line.startswith("RandomCrop.") for line in lines[2:])


def test_of_two_alike_the_place_is_told():
    pair = [drawn(A.Rotate((5, 5), p=1), A.OneOf([A.Rotate((end, end), p=1)], p=1)) for end in (10, 11)]
    assert A.plan_changes(*pair) == [
        "OneOf#0/Rotate#0.angle drew 11 degrees counterclockwise, before 10 degrees counterclockwise"
    ]


def test_differences_that_rounding_hides_and_long_lists():
    (line,) = A.plan_changes(*(drawn(A.Rotate((end, end), p=1)) for end in (10, 10.0000001)))
    assert line.startswith("Rotate.forward drew [0.98480")
    (line,) = A.plan_changes(
        *({**drawn(A.CoarseDropout((9, 9), p=1)).to_dict(), "key": ""} for _ in range(1)),
        _with_other_region(drawn(A.CoarseDropout((9, 9), p=1)).to_dict()),
    )
    assert re.fullmatch(
        r"CoarseDropout.regions\[3\] drew \(0, 0, 7, 7\), before \(.*\) \(1 of 9 entries differ\)", line
    )


def _with_other_region(plan):
    plan["steps"][0]["regions"][3] = [0, 0, 7, 7]
    return plan


def test_a_plan_that_fits_no_image_is_told_all_the_same():
    data = drawn(A.Crop(10, 20, 60, 80, p=1), A.Transpose(p=1)).to_dict()
    data["shape"] = [5, 5, 3]
    assert str(A.Plan.from_dict(data)).splitlines()[0] == "Crop: x 10 to 60, y 20 to 80"
