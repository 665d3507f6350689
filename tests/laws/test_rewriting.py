"""The law of rewriting: a rewritten plan gives the pixels of the plan as drawn, bit for bit."""

from __future__ import annotations

from itertools import product
from typing import get_args

import numpy as np
import pytest
from catalogue import BUILT, REFERENCES, made
from grades import examples, variants
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from samples import picture, same, striped_mask

import augrepro as A
from augrepro.engine.declare.registry import OPS
from augrepro.engine.op import value
from augrepro.engine.targets.table import TARGETS, Shape
from augrepro.kernels import remap as kernel
from augrepro.ops import rules
from augrepro.ops.by_channel import LinearByChannel
from augrepro.ops.channel_order import BlankChannels, ReorderChannels
from augrepro.ops.color import Gray, GrayMethod, HsvShift, HueRotation, Saturation
from augrepro.ops.curves import InvertAbove, KeepBits, PerChannel, ShiftChannels, ToneCurve
from augrepro.ops.filters import Gaussian
from augrepro.ops.grid import Dihedral, Padding, Window
from augrepro.ops.look import Border, Look, Sampling
from augrepro.ops.mixing_channels import ColorMatrix
from augrepro.ops.normalize import ChannelsFirst, MeanStdNormalize, MinMaxNormalize, Standardize
from augrepro.ops.pointwise import Curves, Gamma, Invert, Linear, PerPixel
from augrepro.ops.remap import Projection, Remap, RemappedWindow, Warp
from augrepro.ops.resize import Resample
from augrepro.ops.rules import rewrite
from augrepro.ops.tone import LinearByMean
from augrepro.ops.weather import Bleach

SIDE = st.integers(1, 19)
LIVELY = settings(max_examples=350, deadline=None)


@st.composite
def crops(draw, shape):
    x_min, y_min = draw(st.integers(0, shape.width - 1)), draw(st.integers(0, shape.height - 1))
    x_max, y_max = draw(st.integers(x_min + 1, shape.width)), draw(st.integers(y_min + 1, shape.height))
    return Window(x_min, y_min, x_max, y_max)


def by_channel(channels, alpha, beta):
    """A line for each channel, no two alike."""
    return LinearByChannel(
        tuple(alpha + 0.1 * i for i in range(channels)), tuple(beta / (i + 1) for i in range(channels))
    )


def ops(shape, walls=True):
    """Any op that an image of that shape can bear; those that rules know come more often, or alone."""
    unit, border = st.floats(0, 1), st.integers(0, 4)
    tones = st.one_of(
        st.builds(Gamma, st.floats(0.1, 4)),
        st.builds(Linear, st.floats(-2, 3), st.floats(-1, 1)),
        st.builds(Invert),
        st.builds(ToneCurve, unit, unit),
        st.builds(InvertAbove, unit),
        st.builds(KeepBits, st.integers(1, 8)),
        st.builds(lambda gamma: Curves((Gamma(gamma), Invert())), st.floats(0.5, 2)),
    )
    colors = st.one_of(
        st.builds(HsvShift, st.floats(-90, 90), st.floats(-50, 50), st.floats(-50, 50)),
        st.builds(HueRotation, st.floats(-0.5, 0.5)),
        st.builds(Saturation, st.floats(0, 2)),
        st.builds(Bleach, st.floats(0, 1), st.floats(0.1, 4)),
        st.builds(Gray, st.sampled_from(get_args(GrayMethod)), st.sampled_from([1, 3])),
    )
    channelwise = st.one_of(
        st.builds(by_channel, st.just(shape.channels), st.floats(-2, 3), st.floats(-1, 1)),
        st.lists(tones, min_size=shape.channels, max_size=shape.channels).map(lambda curves: PerChannel(tuple(curves))),
        st.tuples(*[st.floats(-90, 90)] * shape.channels).map(ShiftChannels),
        st.permutations(range(shape.channels)).map(lambda order: ReorderChannels(tuple(order))),
        st.builds(BlankChannels, st.tuples(st.integers(0, shape.channels - 1)), st.sampled_from([0, 1])),
    )
    if shape.channels == 3:
        weights = st.tuples(*[st.floats(-1, 1)] * 3)
        colors = st.one_of(colors, st.builds(ColorMatrix, st.tuples(weights, weights, weights)))
    tones = st.one_of(tones, tones, channelwise, *([colors] if shape.channels in (1, 3) else []))
    known = st.one_of(tones, st.builds(Dihedral, st.booleans(), st.booleans(), st.booleans()), crops(shape))
    if not walls:
        return known
    # OpenCV mirrors without the edge only where there is more than an edge.
    modes = st.sampled_from([0, 1, 2] + ([4] if min(shape[:2]) > 4 else []))
    others = st.one_of(
        st.builds(Padding, border, border, border, border, st.builds(Border, modes, unit, unit)),
        st.builds(LinearByMean, st.floats(0.5, 1.5), unit),
        st.builds(Gaussian, st.sampled_from([3, 5]), st.floats(0.3, 2)),
        st.builds(Resample, SIDE, SIDE, st.builds(Sampling, st.sampled_from([0, 1]))),
        st.builds(lambda dx: Warp((0.8, 0.3, dx, -0.3, 0.8, 1), shape.height, shape.width), unit),
        st.builds(lambda dx: Projection((1.1, 0.3, dx, -0.2, 0.8, 1, 0.02, -0.03, 1), 9, shape.width), unit),
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
    fast = rewrite(listed, height, width, image.dtype)
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
    once = rewrite(listed, *image.shape[:2], image.dtype)
    assert rewrite(once, *image.shape[:2], image.dtype) == once
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
        **REFERENCES,
    }

    def run(optimize):
        children = []
        for name, _, arguments in chosen:
            if name in ("Normalize", "FromFloat"):
                continue  # they end the life of an image as [0, 1] or bytes
            if dtype == "float32":  # a fill of 9 does so too
                arguments = {key: value for key, value in arguments.items() if key != "fill"}
            children += [A.PadIfNeeded(64, 64), made(name, arguments, p=0.8)]
        return A.Compose(
            children,
            bbox_params=A.BboxParams("pascal_voc"),
            keypoint_params=A.KeypointParams("xy"),
            seed=seed,
            optimize=optimize,
        )(**sample)

    assert same(run(True), run(False))


def wrong_nest(first, second, shape):
    return (second,)


def wrong_product(first, second, shape):
    both = second.then(first)
    return () if both.is_identity else (both,)


def wrong_pull_back(first, second, shape):
    """The mirror is forgotten."""
    return rules.pull_back(first, second, shape) if first.transpose else (second, first)


def wrong_order(first, second, shape):
    return (Curves((*rules._parts(second), *rules._parts(first))),)


@pytest.fixture
def plant(monkeypatch):
    """Another rule for a pair of classes, and the search that is to find it wrong."""

    def run(pair, rule):
        monkeypatch.setitem(rules.RULES, pair, rule)
        rules.rule_for.cache_clear()
        search = settings(max_examples=3000, deadline=None, database=None, phases=[Phase.generate], derandomize=True)
        with pytest.raises(AssertionError):
            search(given(plans(walls=False))(lambda plan: holds(*plan)))()

    yield run
    monkeypatch.undo()
    rules.rule_for.cache_clear()


@pytest.mark.parametrize(
    ("pair", "rule"),
    [
        ((Window, Window), wrong_nest),
        ((Dihedral, Dihedral), wrong_product),
        ((Dihedral, Window), wrong_pull_back),
        ((rules.Pointwise, rules.Pointwise), wrong_order),
        ((Window, rules.PerPixel), lambda first, second, shape: (first,)),
    ],
    ids=["nest", "product", "pull-back", "order", "lost-op"],
)
def test_a_planted_wrong_rule_is_found(plant, pair, rule):
    plant(pair, rule)


@value
class ByPlace(PerPixel):
    """Adds a bit in the last columns of a row, as code for what fills no register does."""

    def pixels(self, image):
        out = image.copy()
        out[:, out.shape[1] // 8 * 8 :] += 1
        return out


del OPS["ByPlace"]


def moved(op, image, seed):
    """The op before a window and a turn, which begin anywhere, and the same rewritten."""
    rng = np.random.default_rng(seed)
    height, width, _ = image.shape
    x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
    window = Window(x, y, int(rng.integers(x, width)) + 1, int(rng.integers(y, height)) + 1)
    listed = [op, Dihedral(*map(bool, rng.integers(0, 2, 3))), op, window] if seed % 2 else [op, window]
    if seed % 2 and listed[1].transpose:
        listed[1] = Dihedral(False, listed[1].flip_x, listed[1].flip_y)
    return listed, rewrite(listed, height, width, image.dtype)


PER_PIXEL = [
    op for example in examples() if isinstance(example, PerPixel) for op in sorted(variants(example), key=repr)
]


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize("op", PER_PIXEL, ids=[f"{type(op).__name__}-{i}" for i, op in enumerate(PER_PIXEL)])
def test_what_is_alike_at_every_place_may_come_after_a_window_and_a_turn(op, dtype):
    """Random windows at odd offsets; an op of which the kernel is not alike stays where it is."""
    for seed in range(40):
        image = picture(3 + seed % 7, 9 + 5 * seed, 3, dtype, seed)
        listed, fast = moved(op, image, seed)
        assert op.alike(image.dtype) == (type(fast[0]) in (Window, Dihedral) or fast[0] != op)
        assert same(applied(fast, image), applied(listed, image)), (op, listed)


def test_an_op_that_is_not_alike_and_says_so_wrongly_is_found():
    with pytest.raises(AssertionError):
        test_what_is_alike_at_every_place_may_come_after_a_window_and_a_turn(ByPlace(), "uint8")


def test_per_pixel_ops_are_walls_where_the_dtype_is_not_known_or_changes():
    window, shift = Window(1, 1, 5, 5), HsvShift(3.0, 4.0, 5.0)
    assert rewrite([shift, window], 8, 8, np.dtype("uint8")) == [window, shift]
    assert rewrite([shift, window], 8, 8, np.dtype("float32")) == [shift, window]
    assert rewrite([shift, window], 8, 8) == [shift, window]
    normal = Standardize((0.4,), (0.3,), 255.0)
    assert rewrite([normal, shift, window], 8, 8, np.dtype("uint8")) == [normal, shift, window]
    assert rewrite([Gray("pca", 3), window], 8, 8, np.dtype("uint8")) == [Gray("pca", 3), window]
    assert rewrite([Gray("max", 3), window], 8, 8) == [window, Gray("max", 3)]


WAYS_OF_READING = (
    *((way, dtype, 0) for way in (0, 1, 2) for dtype in ("float32", "uint8")),
    *((3, "uint8", 0), (4, "float32", 0), (1, "uint8", 1)),
)
"""Interpolations of images and of masks."""
REMAPS = [op for op in examples() if isinstance(op, Remap)]


@pytest.mark.parametrize("op", REMAPS, ids=[type(op).__name__ for op in REMAPS])
def test_of_a_warp_that_a_crop_follows_only_the_window_is_computed(op, monkeypatch):
    """Windows at any place, every border and way of reading, maps of many bands; in whole rows where places matter."""
    monkeypatch.setattr(kernel, "PIXELS", 200)
    rng = np.random.default_rng(3)
    for channels, border_mode in product((1, 3, 7), range(5)):
        for interpolation, dtype, reads_mask in WAYS_OF_READING:
            look = Look(interpolation, reads_mask, border_mode, 1.0, 2.0)
            warp = type(op)(**{**{name: getattr(op, name) for name in op.fields}, "look": look})
            image, mask = picture(24, 32, channels, dtype), striped_mask(24, 32)[..., None]
            height, width = warp.after(Shape(24, 32, channels))[:2]
            x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
            first = Window(x // 2, y // 2, width, height)
            second = Window(
                x - x // 2, y - y // 2, x - x // 2 + 1 + (width - x) // 3, y - y // 2 + 1 + (height - y) // 3
            )
            listed = [warp, first, second]
            fast = rewrite(listed, 24, 32, image.dtype)
            assert len(fast) == 1
            assert same(applied(fast, image), applied(listed, image)), fast
            assert same(applied(fast, mask, "mask"), applied(listed, mask, "mask")), fast


def test_a_window_of_a_warp_moves_boxes_and_keypoints_as_both_do():
    given = {"image": picture(24, 32), "bboxes": [[4, 3, 28, 20]], "keypoints": [[15, 12]]}
    warp, window = Warp((0.9, 0.2, 2.0, -0.2, 0.9, 3.0), 24, 32), Window(3, 4, 27, 22)
    run = A.Compose([], bbox_params=A.BboxParams("pascal_voc"), keypoint_params=A.KeypointParams("xy"))

    def replayed(*listed):
        steps = [{"path": "x", **op.to_dict()} for op in listed]
        return run.apply_plan({"plan": 3, "shape": [24, 32, 3], "key": "", "steps": steps}, **given)

    assert same(replayed(RemappedWindow(warp, window)), replayed(warp, window))


def wrong_window(first, second, shape):
    return (RemappedWindow(first, Window(second.x_min, 0, second.x_max, second.y_max - second.y_min)),)


def test_a_wrong_window_of_a_warp_is_found(monkeypatch):
    monkeypatch.setitem(rules.RULES, (Remap, Window), wrong_window)
    rules.rule_for.cache_clear()
    with pytest.raises(AssertionError):
        test_of_a_warp_that_a_crop_follows_only_the_window_is_computed(REMAPS[0], monkeypatch)
    monkeypatch.undo()
    rules.rule_for.cache_clear()


def test_the_rule_of_the_nearest_class_serves():
    class Bright(Gamma):
        pass

    assert rules.rule_for(Bright, Invert) is rules.fuse_curves
    assert rules.rule_for(Bright, Window) is rules.swap
    assert rules.rule_for(HsvShift, Dihedral) is rules.swap
    assert rules.rule_for(HsvShift, Gamma) is None
    assert rules.rule_for(Window, Gamma) is None
    assert rules.rule_for(MinMaxNormalize, ChannelsFirst) is rules.merge_planes


def test_a_rule_for_a_class_wins_over_one_for_its_base(monkeypatch):
    def own(first, second, shape):
        return ()

    monkeypatch.setitem(rules.RULES, (Gamma, Window), own)
    rules.rule_for.cache_clear()
    try:
        assert rules.rule_for(Gamma, Window) is own
        assert rules.rule_for(Invert, Window) is rules.swap
    finally:
        monkeypatch.undo()
        rules.rule_for.cache_clear()


def test_the_dtype_of_all_images_reaches_the_rules():
    """A crop comes before a shift of the hue on bytes, and behind it where one of the images has floats."""
    seen = []

    def spy(ops, height, width, dtype):
        seen.append(dtype)
        return ops

    run = A.Compose([A.HueSaturationValue(p=1), A.CenterCrop(50, 50, p=1)], additional_targets={"other": "image"})
    object.__setattr__(run, "_rewrite", spy)
    byte, real = picture(64, 64), picture(64, 64, dtype="float32")
    run(image=byte, other=byte, mask=striped_mask(64, 64))
    run(image=real)
    run(image=byte, other=real)
    assert seen == [np.dtype("uint8"), np.dtype("float32"), None]


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
