"""Refusals of numbers say what to write: a pair the other way round, and shares where bytes or percents were given."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

import augrepro as A
from augrepro.engine.declare.declared import Declared
from augrepro.engine.declare.help import said

CLASSES = [cls for name in sorted(A.__all__) if isinstance(cls := getattr(A, name), type) and issubclass(cls, Declared)]
FIELDS = [(cls, field) for cls in CLASSES for field in cls.declared]
PAIRS = {f"{cls.__name__}.{field}": (cls, field) for cls, field in FIELDS if isinstance(cls.defaults.get(field), tuple)}


def refused(cls: Any, field: str, value: object) -> str:
    """The sentence that refuses a value of one field, or an empty text."""
    return "".join(cls._refused_alone({field: value}))


def proposed(sentence: str) -> Any:
    """What the sentence says to write."""
    (found,) = re.findall(r": write (.*?)(?:, the smaller number first)?$", sentence)
    return ast.literal_eval(found)


def turned() -> Iterator[tuple[Any, str, Any]]:
    for cls, field in PAIRS.values():
        low, high = cls.defaults[field] if len(cls.defaults[field]) == 2 else (0, 0)
        if isinstance(low, (int, float)) and low < high:
            yield cls, field, (high, low)


def test_a_pair_the_other_way_round_is_proposed_in_order():
    seen = 0
    for cls, field, value in turned():
        sentence = refused(cls, field, value)
        if sentence:
            seen += 1
            assert sentence.endswith(f", got {value}: write {value[::-1]}, the smaller number first")
            assert not refused(cls, field, proposed(sentence))
    assert seen > 40


SHARES = {
    "GaussNoise.std_range": ((10, 50), "a share of white, divide by 255", (0.0392, 0.196)),
    "GaussNoise.mean_range": ([20, -20], "a share of white, divide by 255", [-0.0784, 0.0784]),
    "Solarize.threshold_range": ((128, 128), "a share of white, divide by 255", (0.502, 0.502)),
    "PixelDropout.dropout_prob": (5, "a probability from 0 to 1", 0.05),
    "Superpixels.p_replace": ((10, 50), "a probability from 0 to 1", (0.1, 0.5)),
    "SaltAndPepper.amount": ((1, 6), "a share from 0 to 1, divide percent by 100", (0.01, 0.06)),
    "BboxParams.min_visibility": (30, "a share from 0 to 1, divide percent by 100", 0.3),
    "CoarseDropout3D.hole_height_range": ((8, 16), "divide pixels by the side or percent by 100", None),
    "RandomCropFromBorders.crop_left": (10, "divide pixels by the side or percent by 100", None),
    "RandomShadow.shadow_roi": ((0, 50, 100, 100), "divide pixels by the side or percent by 100", None),
}


@pytest.mark.parametrize("where", SHARES)
def test_a_share_says_what_to_divide_by(where):
    cls, field = getattr(A, where.partition(".")[0]), where.partition(".")[2]
    value, words, instead = SHARES[where]
    sentence = refused(cls, field, value)
    assert words in sentence
    assert sentence.endswith(words) if instead is None else proposed(sentence) == instead


def test_every_probability_and_every_share_of_white_has_the_words():
    white = 0
    for cls, field in FIELDS:
        if field == "p":
            assert refused(cls, "p", 50).endswith("got 50: a probability from 0 to 1: write 0.5")
        elif "as a share of white" in said(cls, field) and (sentence := refused(cls, field, (100, 200))):
            white += 1
            assert "a share of white, divide by 255: write (0.392, 0.784)" in sentence
    assert white >= 3
    for made in (
        lambda: A.Compose([], p=50),
        lambda: A.OneOf([A.NoOp()], p=50),
        lambda: A.NoOp(p=0).__setattr__("p", 50),
    ):
        with pytest.raises(ValueError, match=r"got 50: a probability from 0 to 1: write 0\.5$"):
            made()


@pytest.mark.parametrize(
    ("where", "value", "end"),
    [
        ("GaussNoise.p", -1, "got -1"),
        ("GaussNoise.p", 500, "got 500: a probability from 0 to 1"),
        ("GaussNoise.std_range", (300, 400), "got (300, 400): a share of white, divide by 255"),
        ("GaussNoise.std_range", (0.1, 0.2, 0.3), "got (0.1, 0.2, 0.3)"),
        ("GaussNoise.std_range", (-0.2, -0.1), "got (-0.2, -0.1)"),
        ("RandomFog.fog_coef_range", (3, 5), "got (3, 5)"),
        ("Rotate.limit", ("a", "b"), "got ('a', 'b')"),
        ("Affine.scale", {"x": (1.2, 0.8), "y": 1}, "write {'x': (0.8, 1.2), 'y': 1}, the smaller number first"),
        ("Posterize.num_bits", [(5, 2), (3, 3)], "write [(2, 5), (3, 3)], the smaller number first"),
    ],
)
def test_what_is_proposed_would_be_accepted_and_nothing_else_is(where, value, end):
    cls, _, field = where.partition(".")
    assert refused(getattr(A, cls), field, value).endswith(end)
