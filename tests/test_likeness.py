"""A wrong name is told the one that is meant: by spelling, and by the words that tell names apart."""

import pytest

import augrepro as A
from augrepro.engine.declare.albumentations import not_here
from augrepro.engine.declare.likeness import closest, meant_by

FORMER = "Albumentations has removed it; its successor is"


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("ShiftScaleRotat", "; did you mean 'ShiftScaleRotate'?"),
        ("GaussianBlurr", "; did you mean 'GaussianBlur'?"),
        ("ToTensorV", "; did you mean 'ToTensorV2'?"),
        ("HorizontalFlp", "; did you mean 'HorizontalFlip'?"),
        ("RandomHorizontalFlip", "; did you mean 'HorizontalFlip'?"),
        ("RandomAffine", "; did you mean 'Affine'?"),
        ("RandomRotation", "; did you mean 'Rotate'?"),
        ("ToGrayscale", "; did you mean 'ToGray'?"),
        ("horizontalflip", "; did you mean 'HorizontalFlip'?"),
        ("random_crop", "; did you mean 'RandomCrop'?"),
        ("RandomFlipp", f"; did you mean 'Flip'? {FORMER} HorizontalFlip, VerticalFlip or D4; augrepro.compat has it"),
        ("RandomContrastt", f"'RandomContrast'? {FORMER} RandomBrightnessContrast; augrepro.compat has it"),
        ("Cutoutt", f"; did you mean 'Cutout'? {FORMER} CoarseDropout; augrepro.compat has it"),
    ],
)
def test_a_class_that_is_not_there_is_answered_by_the_one_that_is_meant(wrong, hint):
    assert hint in not_here(wrong, [*A.__all__, *A.LATER])


@pytest.mark.parametrize("wrong", ["RandomErase", "Translate", "Shear", "xyz", "", "_", "x" * 5000])
def test_nothing_is_said_where_only_common_letters_or_a_common_word_agree(wrong):
    assert meant_by(wrong, [*A.__all__, *A.LATER]) == ""


@pytest.mark.parametrize(
    ("cls", "wrong", "meant"),
    [
        (A.RandomBrightnessContrast, "brightness", "brightness_limit"),
        (A.RandomBrightnessContrast, "contrst_limit", "contrast_limit"),
        (A.RandomBrightnessContrast, "limit_contrast", "contrast_limit"),
        (A.GaussNoise, "std_rnge", "std_range"),
        (A.Affine, "scal", "scale"),
        (A.Affine, "rotation", "rotate"),
    ],
)
def test_so_is_an_argument(cls, wrong, meant):
    with pytest.raises(TypeError, match=f"did you mean {meant!r}"):
        cls(**{wrong: 1})


def test_of_very_many_names_the_spelling_is_compared_alone():
    files = [f"{number:05}.png" for number in range(600)]
    assert meant_by("00599.pngg", files) == closest("00599.pngg", files) == "00599.png"
