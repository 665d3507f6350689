"""The law of rewriting: a rewritten plan gives the pixels of the plan as drawn, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
from catalogue import BUILT, made
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from samples import picture, same, striped_mask

import augrepro as A
from augrepro.engine.targets.table import TARGETS, Shape
from augrepro.ops import rules
from augrepro.ops.filters import Gaussian
from augrepro.ops.grid import Dihedral, Pad, Window
from augrepro.ops.look import Border, Sampling
from augrepro.ops.normalize import ChannelsFirst, MeanStdNormalize, MinMaxNormalize, Standardize
from augrepro.ops.pointwise import Curves, Gamma, Invert, Linear
from augrepro.ops.remap import Warp
from augrepro.ops.resize import Resample
from augrepro.ops.rules import rewrite
from augrepro.ops.tone import LinearByMean

SIDE = st.integers(1, 19)
LIVELY = settings(max_examples=350, deadline=None)


@st.composite
def crops(draw, shape):
    x_min, y_min = draw(st.integers(0, shape.width - 1)), draw(st.integers(0, shape.height - 1))
    x_max, y_max = draw(st.integers(x_min + 1, shape.width)), draw(st.integers(y_min + 1, shape.height))
    return Window(x_min, y_min, x_max, y_max)


def ops(shape, walls=True):
    """Any op that an image of that shape can bear; those that rules know come more often, or alone."""
    unit, border = st.floats(0, 1), st.integers(0, 4)
    tones = st.one_of(
        st.builds(Gamma, st.floats(0.1, 4)),
        st.builds(Linear, st.floats(-2, 3), st.floats(-1, 1)),
        st.builds(Invert),
        st.builds(lambda gamma: Curves((Gamma(gamma), Invert())), st.floats(0.5, 2)),
    )
    known = st.one_of(tones, st.builds(Dihedral, st.booleans(), st.booleans(), st.booleans()), crops(shape))
    if not walls:
        return known
    # OpenCV mirrors without the edge only where there is more than an edge.
    modes = st.sampled_from([0, 1, 2] + ([4] if min(shape[:2]) > 4 else []))
    others = st.one_of(
        st.builds(Pad, border, border, border, border, st.builds(Border, modes, unit, unit)),
        st.builds(LinearByMean, st.floats(0.5, 1.5), unit),
        st.builds(Gaussian, st.sampled_from([3, 5]), st.floats(0.3, 2)),
        st.builds(Resample, SIDE, SIDE, st.builds(Sampling, st.sampled_from([0, 1]))),
        st.builds(lambda dx: Warp((0.8, 0.3, dx, -0.3, 0.8, 1), shape.height, shape.width), unit),
    )
    return st.one_of(known, known, known, others)


@st.composite
def plans(draw, walls=True):
    """An image and a list of ops that fits it; sometimes normalized and laid out in planes at the end."""
    shape = first = Shape(draw(SIDE), draw(SIDE), draw(st.sampled_from([1, 3, 5])))
    dtype = draw(st.sampled_from(["uint8", "float32"]))
    listed = []
    for _ in range(draw(st.integers(0 if walls else 3, 8))):
        op = draw(ops(shape, walls))
        listed.append(op)
        shape = op.after(shape)
    ends = [(), (Standardize((0.4,), (0.3,), 255.0),), (MinMaxNormalize(True),), (MeanStdNormalize(False),)]
    listed += draw(st.sampled_from(ends))
    listed += [ChannelsFirst()] * draw(st.booleans())
    return picture(*first[:3], dtype), listed


def applied(listed, array, target="image"):
    stack = [array]
    for op in listed:
        stack = op.stack(TARGETS[target], stack)
    return np.ascontiguousarray(stack[0])


def holds(image, listed):
    height, width, _ = image.shape
    before = image.copy()
    fast = rewrite(listed, height, width)
    assert same(applied(fast, image), applied(listed, image)), fast
    if not any(isinstance(op, ChannelsFirst) for op in listed):
        mask = striped_mask(height, width)[..., None]
        assert same(applied(fast, mask, "mask"), applied(listed, mask, "mask")), fast
    assert same(image, before)


@LIVELY
@given(plans())
def test_a_rewritten_plan_gives_the_same_bits(plan):
    holds(*plan)


@settings(LIVELY, max_examples=120)
@given(plans())
def test_rewriting_again_changes_nothing(plan):
    image, listed = plan
    once = rewrite(listed, *image.shape[:2])
    assert rewrite(once, *image.shape[:2]) == once
    assert len(once) <= len(listed)


@settings(LIVELY, max_examples=60)
@given(
    st.lists(st.sampled_from(BUILT), min_size=2, max_size=6),
    st.integers(0, 2**32),
    st.sampled_from(["uint8", "float32"]),
)
def test_pipelines_of_every_transform_are_the_same_optimised_or_not(chosen, seed, dtype):
    """Through Compose, with a mask and boxes riding along; sizes that do not fit a crop are padded first."""
    sample = {
        "image": picture(64, 66, dtype=dtype),
        "mask": striped_mask(64, 66),
        "bboxes": [[4, 3, 40, 38], [8, 6, 30, 62]],
        "keypoints": [[5, 4], [28, 60]],
    }

    def run(optimize):
        children = []
        for name, _, arguments in chosen:
            if name == "Normalize":
                continue  # it ends the life of an image as [0, 1] or bytes
            children += [A.PadIfNeeded(64, 64), made(name, arguments, p=0.8)]
        return A.Compose(
            children,
            bbox_params=A.BboxParams("pascal_voc"),
            keypoint_params=A.KeypointParams("xy"),
            seed=seed,
            optimize=optimize,
        )(**sample)

    assert same(run(True), run(False))


def wrong_nest(first, second):
    return (second,)


def wrong_product(first, second):
    both = second.then(first)
    return () if both.is_identity else (both,)


def wrong_order(first, second):
    return (Curves((*rules._parts(second), *rules._parts(first))),)


@pytest.mark.parametrize(
    ("pair", "rule"),
    [
        ((Window, Window), wrong_nest),
        ((Dihedral, Dihedral), wrong_product),
        ((rules.Pointwise, rules.Pointwise), wrong_order),
        ((Window, rules.Pointwise), lambda first, second: (first,)),
    ],
    ids=["nest", "product", "order", "lost-curve"],
)
def test_a_planted_wrong_rule_is_found(monkeypatch, pair, rule):
    monkeypatch.setitem(rules.RULES, pair, rule)
    search = settings(max_examples=1500, deadline=None, database=None, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        search(given(plans(walls=False))(lambda plan: holds(*plan)))()


def test_a_planted_wrong_pull_back_is_found(monkeypatch):
    right = rules.pull_back

    def wrong(first, second, shape):
        return right(first, second, shape) if first.transpose else (second, first)  # the mirror is forgotten

    monkeypatch.setattr(rules, "pull_back", wrong)
    search = settings(max_examples=1500, deadline=None, database=None, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        search(given(plans(walls=False))(lambda plan: holds(*plan)))()


def test_rewriting_does_what_it_is_for():
    """Crops come first, turns melt into one, curves into one table."""
    listed = [
        Gamma(0.5),
        Dihedral(True, False, False),
        Invert(),
        Dihedral(False, True, False),
        Linear(1.1, 0.0),
        Window(2, 3, 9, 8),
    ]
    fast = rewrite(listed, 16, 12)
    assert [type(op) for op in fast] == [Window, Dihedral, Curves]
    assert len(fast[2].ops) == 3
    assert rewrite([Dihedral(True, False, True), Dihedral(True, True, False)], 5, 7) in (
        [],
        [Dihedral(False, True, True)],
    )
    assert rewrite([Dihedral(False, True, False)] * 2, 5, 7) == []
