"""What stands behind ``Normalize`` and takes 0 for black is told of when the pipeline is built, and nothing else is."""

from __future__ import annotations

import json
import re
import warnings
from typing import Any

import numpy as np
import pytest
from catalogue import BUILT, REFERENCES, made
from samples import picture

import augrepro as A
from augrepro.engine.declare.errors import RangeWarning

TONE = A.RandomGamma(p=1)
COLOR = A.ColorJitter(p=0.5)
NORM = A.Normalize()


def told(build: Any) -> list[str]:
    """The words of the warnings while something is built."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        build()
    assert all(issubclass(one.category, RangeWarning) for one in found)
    return [str(one.message) for one in found]


WRONG = {
    "right behind": lambda: A.Compose([NORM, TONE]),
    "behind a flip": lambda: A.Compose([NORM, A.HorizontalFlip(), A.Blur(), TONE]),
    "chosen behind": lambda: A.Compose([NORM, A.OneOf([TONE, A.NoOp()])]),
    "behind a choice": lambda: A.Compose([A.OneOf([NORM, A.NoOp()]), TONE]),
    "behind a group": lambda: A.Compose([A.Sequential([A.D4(), NORM]), A.Sequential([A.D4(), TONE])]),
    "sometimes": lambda: A.Compose([A.Normalize(p=0.1), A.RandomGamma(p=0.1)]),
    "shuffled": lambda: A.RandomOrder([TONE, NORM], n=2),
    "some": lambda: A.SomeOf([NORM, TONE], n=(1, 2)),
    "the image's own": lambda: A.Compose([A.Normalize(normalization="image"), TONE]),
    "to -1 and 1": lambda: A.Compose([A.Normalize(mean=0.5, std=0.5), TONE]),
    "one pipeline behind another": lambda: A.Compose([A.Compose([NORM]), A.Compose([TONE])]),
    "added": lambda: A.Compose([NORM]) + TONE,
    "masks read otherwise": lambda: A.Compose([NORM, A.Sequential([A.Rotate(), TONE])], mask_interpolation=1),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_tone_behind_normalize_is_told_once(case):
    (text,) = told(WRONG[case])
    assert re.fullmatch(r"\w+: RandomGamma behind Normalize, whose .* cut off .*; put Normalize behind", text)


def test_several_are_told_in_one_sentence():
    (text,) = told(lambda: A.Compose([NORM, COLOR, A.Rotate(), TONE, A.ColorJitter()]))
    assert text.startswith("Compose: ColorJitter, RandomGamma behind Normalize")


def brought_back(image: Any, **params: Any) -> Any:
    return np.clip(image * 0.25 + 0.5, 0, 1)


class Brighter(A.RandomGamma):
    """A user's own way with tones."""

    def apply(self, img: Any, *args: Any, **params: Any) -> Any:
        return img + 1


RIGHT = {
    "in front": lambda: A.Compose([COLOR, TONE, NORM]),
    "one or the other": lambda: A.Compose([A.OneOf([NORM, TONE])]),
    "either": lambda: A.OneOrOther(NORM, TONE),
    "one of some": lambda: A.SomeOf([NORM, TONE], n=1),
    "within [0, 1]": lambda: A.Compose([A.Normalize(mean=0, std=1), TONE]),
    "each channel within [0, 1]": lambda: A.Compose([A.Normalize((0, 0, 0), (1, 1, 1)), TONE]),
    "its own extremes": lambda: A.Compose([A.Normalize(normalization="min_max_per_channel"), TONE]),
    "brought back": lambda: A.Compose([NORM, A.Lambda(image=brought_back, name="back", p=1), TONE]),
    "brought back in a group": lambda: A.Compose([NORM, A.Sequential([A.Normalize(normalization="min_max"), TONE])]),
    "never": lambda: A.Compose([NORM, A.RandomGamma(p=0)]),
    "never normalized": lambda: A.Compose([A.Normalize(p=0), TONE]),
    "a class of a user's own": lambda: A.Compose([NORM, Brighter()]),
    "moved": lambda: A.Compose([NORM, A.Rotate(), A.CoarseDropout(), A.GaussianBlur()]),
}


@pytest.mark.parametrize("case", RIGHT)
def test_nothing_is_told_of_a_pipeline_that_keeps_what_was_normalized(case):
    assert told(RIGHT[case]) == []


def test_a_file_says_the_same_and_loads():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipeline = A.Compose([NORM, TONE], seed=3)
    text = json.dumps(A.to_dict(pipeline))
    with pytest.warns(RangeWarning, match="RandomGamma behind Normalize"):
        assert A.from_dict(json.loads(text)) == pipeline


@pytest.mark.parametrize("name", sorted({name for name, _, _ in BUILT}))
def test_every_transform_that_clips_is_told_of_and_no_other(name):
    image = picture(24, 32)
    built = {kind: made(name, arguments) for one, kind, arguments in BUILT if one == name}
    words = {kind: told(lambda node=node: A.Compose([NORM, node])) for kind, node in built.items()}
    boxes = A.BboxParams("pascal_voc")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        both = A.Compose([NORM, built["plain"]], seed=1, bbox_params=boxes)
        out = both(image=image, mask=image[..., 0], bboxes=[[1, 2, 20, 20]], **REFERENCES)["image"]
    if out.min() >= 0:
        assert all(words.values())
    if isinstance(built["plain"], A.DualTransform):
        assert not any(words.values())


FLOATS = A.ToFloat()
DARK = {
    "right behind": lambda: A.Compose([FLOATS, NORM]),
    "behind others": lambda: A.Compose([FLOATS, A.Rotate(), TONE, NORM]),
    "behind a group": lambda: A.Compose([A.Sequential([FLOATS]), A.OneOf([NORM, A.NoOp()])]),
    "behind its own extremes": lambda: A.Compose([A.Normalize(normalization="min_max"), NORM]),
}
BRIGHT = {
    "the cure": lambda: A.Compose([FLOATS, A.Normalize(max_pixel_value=1.0)]),
    "its own spread": lambda: A.Compose([FLOATS, A.Normalize(normalization="image")]),
    "bytes again": lambda: A.Compose([FLOATS, TONE, A.FromFloat(), NORM]),
    "still on 255": lambda: A.Compose([A.ToFloat(max_value=1), NORM]),
    "brought back": lambda: A.Compose([FLOATS, A.Lambda(image=brought_back, name="back", p=1), NORM]),
    "never": lambda: A.Compose([A.ToFloat(p=0), NORM]),
}


@pytest.mark.parametrize("case", DARK)
def test_normalize_for_bytes_behind_floats_is_told_once(case):
    (text,) = told(DARK[case])
    assert text.startswith("Compose: Normalize behind ")
    assert text.endswith("give Normalize max_pixel_value=1.0")


@pytest.mark.parametrize("case", BRIGHT)
def test_nothing_is_told_of_normalize_for_what_comes(case):
    assert told(BRIGHT[case]) == []
