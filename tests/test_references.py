"""Reference images: found under an argument of the call, told apart by a digest, never held by a plan."""

from __future__ import annotations

import copy
import json
import pickle
import re

import numpy as np
import pytest
from samples import picture, same

import augrepro as A
from augrepro.engine.op import Op
from augrepro.engine.others import sample_digest
from augrepro.engine.reference import Images, Reference, digest
from augrepro.kernels.matching import histogram_matched, matching
from augrepro.ops.references import MatchedHistogram

IMAGE = picture(40, 50, seed=1)
DARK, LIGHT = picture(30, 20, seed=2) // 3, 255 - picture(25, 60, seed=3) // 4


def matcher(seed=5, cls=A.Compose, **more):
    return cls([A.HistogramMatching(p=1, **more)], seed=seed)


# --- what happens to a pixel ------------------------------------------------------------------------------------------


def by_definition(image, reference, share):
    """Quantile for quantile in float64, as the textbook has it."""
    out = np.empty(image.shape)
    for i in range(image.shape[2]):
        source, target = (np.bincount(x[..., i].ravel(), minlength=256) for x in (image, reference))
        levels = np.flatnonzero(target)
        wanted = np.interp(np.cumsum(source) / source.sum(), np.cumsum(target)[levels] / target.sum(), levels)
        out[..., i] = share * np.floor(wanted + 1e-9)[image[..., i]] + (1 - share) * image[..., i]
    return out


@pytest.mark.parametrize("channels", [1, 3, 5])
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_histogram_is_the_references(channels, share):
    image, reference = picture(33, 21, channels, seed=1), picture(17, 40, channels, seed=2) // 2
    out = histogram_matched(image, reference, share)
    assert np.abs(out - by_definition(image, reference, share)).max() <= 0.5 + 1e-9
    floats = histogram_matched((image / np.float32(255)), (reference / np.float32(255)), share)
    assert floats.dtype == np.float32
    assert np.abs(floats * 255 - by_definition(image, reference, share)).max() < 1e-3


def test_an_image_matched_with_itself_stays():
    assert (histogram_matched(IMAGE, IMAGE, 1.0) == IMAGE).all()
    flat = np.full((5, 5, 1), 77, np.uint8)
    assert (histogram_matched(picture(9, 9, 1), flat, 1.0) == 77).all()


def test_quantiles_are_whole_numbers_however_many_pixels_there_are():
    source, target = np.zeros(256, np.int64), np.zeros(256, np.int64)
    source[[10, 20]], target[[100, 200]] = 2**40, 2**41
    assert matching(source, target)[[10, 20]].tolist() == [100, 200]


# --- calls, plans and replays -----------------------------------------------------------------------------------------


def test_a_reference_is_chosen_from_the_call():
    out = {digest(matcher(seed)(image=IMAGE, hm_metadata=[DARK, LIGHT])["image"]) for seed in range(12)}
    assert len(out) == 12
    bright = [matcher(s)(image=IMAGE, hm_metadata=[DARK, LIGHT])["image"].mean() > IMAGE.mean() for s in range(12)]
    assert 0 < sum(bright) < 12
    given = [DARK, LIGHT]
    result = matcher()(image=IMAGE, hm_metadata=given)
    assert result["hm_metadata"] is given


def test_a_plan_holds_a_digest_and_no_array():
    plan = matcher().draw_plan(image=IMAGE, hm_metadata=[DARK])
    assert len(plan.to_json()) < 400
    (op,) = plan.ops
    assert op.reference == Reference("hm_metadata", 0, digest(DARK))
    assert plan == A.Plan.from_json(plan.to_json())
    applied = A.Compose([A.HistogramMatching(p=1)], seed=5, save_applied_params=True)(image=IMAGE, hm_metadata=[DARK])
    assert json.loads(json.dumps(applied["applied_transforms"]))[0][1]["reference"]["digest"] == digest(DARK)


@pytest.mark.parametrize(
    "given", [[DARK, LIGHT], (DARK, LIGHT), np.stack([DARK, 255 - DARK])], ids=["list", "tuple", "array"]
)
def test_a_replay_with_the_same_images_gives_the_same_bits(given):
    expected = matcher()(image=IMAGE, hm_metadata=given)["image"]
    plan = A.Plan.from_json(matcher().draw_plan(image=IMAGE, hm_metadata=given).to_json())
    assert same(A.Compose([]).apply_plan(plan, image=IMAGE, hm_metadata=[x.copy() for x in given])["image"], expected)
    record = matcher(cls=A.ReplayCompose)(image=IMAGE, hm_metadata=given)["replay"]
    again = A.ReplayCompose.replay(json.loads(json.dumps(record)), image=IMAGE, hm_metadata=given)
    assert same(again["image"], expected)


REFUSED = {
    "no images": ({}, "needs the reference image that it was drawn with: pass hm_metadata=.* beside the image$"),
    "another image": (
        {"hm_metadata": [LIGHT]},
        r"hm_metadata\[0\] that it was drawn with, of digest \w{8}, got another",
    ),
    "the same in another dtype": ({"hm_metadata": [(DARK / 255).astype(np.float32)]}, "got another one"),
    "the same in another shape": ({"hm_metadata": [DARK[:, :, :1].copy()]}, "got another one"),
    "none": ({"hm_metadata": []}, "hm_metadata must hold at least one image"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_replay_refuses(case):
    data, message = REFUSED[case]
    plan = matcher().draw_plan(image=IMAGE, hm_metadata=[DARK])
    with pytest.raises(ValueError, match=f"^Compose/HistogramMatching#0:? .*{message}"):
        A.Compose([]).apply_plan(plan, image=IMAGE, **data)


CALLS = {
    "nothing": ({}, ValueError, r"needs reference images: pass hm_metadata=\[image, ...\] beside the image"),
    "an empty list": ({"hm_metadata": []}, ValueError, "hm_metadata must hold at least one image"),
    "one array": ({"hm_metadata": DARK}, TypeError, "hm_metadata must be a list of images"),
    "no arrays": (
        {"hm_metadata": ["cat.png"]},
        TypeError,
        r"hm_metadata\[0\] must be a NumPy array, got str: 'cat.png'",
    ),
    "another dtype": ({"hm_metadata": [DARK.astype(int)]}, TypeError, r"hm_metadata\[0\] must be uint8 or float32"),
    "other axes": ({"hm_metadata": [DARK.ravel()]}, ValueError, r"hm_metadata\[0\] must have the axes"),
    "other channels": ({"hm_metadata": [DARK[..., 0]]}, ValueError, "needs a reference image of 3 channels, .* got 1"),
}


@pytest.mark.parametrize("case", CALLS)
def test_a_call_names_what_is_wrong_with(case):
    data, error, message = CALLS[case]
    with pytest.raises(error, match=f"^Compose/HistogramMatching#0:? {message}"):
        matcher()(image=IMAGE, **data)


def test_every_slice_of_every_image_target_is_matched_and_masks_stay():
    mask = picture(40, 50, None)
    volume = np.stack([IMAGE, 255 - IMAGE])
    out = matcher(blend_ratio=(1, 1))(volume=volume, mask3d=np.stack([mask, mask]), hm_metadata=[DARK])
    assert same(out["volume"], np.stack([histogram_matched(x, DARK, 1.0) for x in volume]))
    assert same(out["mask3d"], np.stack([mask, mask]))
    gray = matcher(blend_ratio=(1, 1))(image=IMAGE[..., 0].copy(), hm_metadata=[DARK[..., 0]])["image"]
    assert same(gray, histogram_matched(IMAGE[..., :1], DARK[..., :1], 1.0)[..., 0])


def test_references_are_a_wall_for_rewriting():
    steps = [A.RandomGamma(p=1), A.HistogramMatching(p=1), A.RandomGamma(p=1), A.HorizontalFlip(p=1)]
    runs = [A.Compose(steps, seed=3, optimize=o)(image=picture(64, 64), hm_metadata=[DARK]) for o in (True, False)]
    assert same(runs[0]["image"], runs[1]["image"])


def test_on_some_channels_and_in_groups():
    nested = A.Compose([A.OneOf([A.SelectiveChannelTransform([A.HistogramMatching(p=1)], (0, 2))], p=1)], seed=1)
    data = {"image": IMAGE, "hm_metadata": [DARK[..., :2].copy()]}
    plan = A.Plan.from_json(copy.deepcopy(nested).draw_plan(**data).to_json())
    out = nested(**data)["image"]
    assert (out[..., 1] == IMAGE[..., 1]).all()
    assert (out[..., 0] != IMAGE[..., 0]).any()
    assert same(A.Compose([]).apply_plan(plan, **data)["image"], out)


def test_a_broken_reference_in_a_plan_is_refused():
    good = {"key": "hm_metadata", "index": 0, "digest": "0" * 32}
    for bad in ({"digest": "xyz"}, {"index": -1}, {"index": True}, {"key": 3}, {"more": 1}):
        with pytest.raises(A.PlanError, match="reference"):
            Op.from_dict({"op": "MatchedHistogram", "reference": {**good, **bad}, "share": 0.5})
    op = Op.from_dict({"op": "MatchedHistogram", "reference": good, "share": 0.5})
    assert op == MatchedHistogram(Reference(**good), 0.5)
    with pytest.raises(ValueError, match="which only a call or a replay can find"):
        op.pixels(IMAGE)


# --- images given to the constructor ----------------------------------------------------------------------------------


def test_images_given_to_the_constructor_serve_calls_and_replays():
    held = matcher(reference_images=[DARK, LIGHT])
    plan = A.Plan.from_json(matcher(reference_images=[DARK, LIGHT]).draw_plan(image=IMAGE).to_json())
    expected = matcher()(image=IMAGE, hm_metadata=[DARK, LIGHT])["image"]
    assert same(held(image=IMAGE)["image"], expected)
    assert same(held.apply_plan(plan, image=IMAGE)["image"], expected)
    assert same(A.Compose([]).apply_plan(plan, image=IMAGE, hm_metadata=[DARK, LIGHT])["image"], expected)
    with pytest.raises(ValueError, match="needs the reference image that it was drawn with"):
        A.Compose([]).apply_plan(plan, image=IMAGE)
    with pytest.raises(ValueError, match="needs the reference image that it was drawn with"):
        matcher(reference_images=[255 - DARK]).apply_plan(plan, image=IMAGE)


def test_a_call_that_brings_images_is_asked_first():
    held = matcher(reference_images=[LIGHT])
    assert same(held(image=IMAGE, hm_metadata=[DARK])["image"], matcher()(image=IMAGE, hm_metadata=[DARK])["image"])


def test_read_fn_makes_images_of_anything_once():
    read = []
    made = A.HistogramMatching(["dark"], read_fn=lambda name: (read.append(name), DARK)[1], p=1)
    assert read == ["dark"]
    assert same(A.Compose([made], seed=5)(image=IMAGE)["image"], matcher(reference_images=[DARK])(image=IMAGE)["image"])
    assert read == ["dark"]
    with pytest.raises(TypeError, match=r"HistogramMatching.reference_images\[0\] must be a NumPy array, got str"):
        A.HistogramMatching(["dark.png"])
    with pytest.raises(TypeError, match=r"HistogramMatching\.read_fn must be None or a function, got 3"):
        A.HistogramMatching([DARK], read_fn=3)


def test_it_is_a_value_that_pickles_and_is_saved_where_it_holds_no_images(tmp_path):
    held, free = A.HistogramMatching([DARK], p=0.7), A.HistogramMatching(metadata_key="others")
    assert held == A.HistogramMatching([DARK.copy()], p=0.7) != A.HistogramMatching([LIGHT], p=0.7)
    assert pickle.loads(pickle.dumps(held)) == copy.deepcopy(held) == held == held.replaced()
    assert "<1 image: " in repr(held)
    with pytest.raises(NotImplementedError, match="cannot be saved in a pipeline file; pass them with each call"):
        A.to_dict(held)
    A.save(A.Compose([free], seed=1), tmp_path / "p.json")
    assert A.load(tmp_path / "p.json").transforms == [free]
    with pytest.raises(ValueError, match=r"HistogramMatching\.metadata_key must be none of image, .*, got 'mask'"):
        A.HistogramMatching(metadata_key="mask")


def test_digests_tell_dtype_shape_and_pixels_apart():
    assert digest(DARK) == digest(np.asfortranarray(DARK)) == digest(DARK.copy())
    assert len({digest(x) for x in (DARK, DARK[:-1], DARK.reshape(20, 30, 3), DARK.view(np.int8), LIGHT)}) == 5
    assert digest(np.float32([[1.5]])) == digest(np.array([[1.5]], ">f4"))
    assert len(Images.of([DARK, LIGHT], "x")) == 2


class Halved(A.HistogramMatching):
    def apply(self, img, **params):
        return super().apply(img, **params) // 2


def test_a_subclass_of_your_own_finds_its_references_too():
    A.register("tests.Halved")(Halved)
    plan = A.Compose([Halved(p=1)], seed=5).draw_plan(image=IMAGE, hm_metadata=[DARK])
    out = A.Compose([Halved(p=1)], seed=5)(image=IMAGE, hm_metadata=[DARK])["image"]
    again = A.Compose([]).apply_plan(A.Plan.from_json(plan.to_json()), image=IMAGE, hm_metadata=[DARK])["image"]
    assert same(again, out)
    assert len(plan.to_json()) < 1000
    assert out.max() < 128


# --- further arguments of a call reach a custom transform -------------------------------------------------------------


class Labeled(A.ImageOnlyTransform):
    """Writes the label of the call into the image."""

    seen = None

    @property
    def targets_as_params(self):
        return ["hlabel"]

    def get_params_dependent_on_data(self, params, data):
        type(self).seen = dict(data)
        return {"value": data["hlabel"]}

    def apply(self, img, value, **params):
        return np.full_like(img, value)


def test_an_argument_that_is_no_target_reaches_a_custom_transform_and_comes_back():
    label = {"anything": object()}
    boxes = A.BboxParams("pascal_voc", label_fields=["labels"])
    pipeline = A.Compose([A.Sequential([Labeled(p=1)], p=1)], bbox_params=boxes)
    out = pipeline(image=IMAGE, hlabel=5, other=label, bboxes=[[1, 2, 3, 4]], labels=["cat"])
    assert (out["image"] == 5).all()
    assert out["hlabel"] == 5
    assert out["other"] is label
    assert set(Labeled.seen) == {"image", "bboxes", "hlabel", "other"}, "label fields ride along with their boxes"
    with pytest.raises(ValueError, match=r"^Compose/Labeled#0 needs hlabel beside image$"):
        A.Compose([Labeled(p=1)])(image=IMAGE)


def test_strict_knows_what_the_transforms_look_up_and_nothing_else():
    strict = A.Compose([Labeled(p=1), A.OneOf([A.HistogramMatching(p=1)])], strict=True)
    assert {"hlabel", "hm_metadata"} <= strict.available_keys
    assert (strict(image=IMAGE, hlabel=9, hm_metadata=[DARK])["hlabel"]) == 9
    with pytest.raises(ValueError, match=r"unknown argument 'hlable' under strict=True; did you mean 'hlabel'"):
        strict(image=IMAGE, hlable=9)
    with pytest.raises(ValueError, match="unknown argument 'hlabel' under strict=True"):
        A.Compose([A.NoOp()], strict=True)(image=IMAGE, hlabel=9)
    copied = pickle.loads(pickle.dumps(A.Compose([A.HistogramMatching(p=1)], strict=True, seed=1)))
    assert copied(image=IMAGE, hm_metadata=[DARK])["image"].shape == IMAGE.shape


REFERRING = {
    "HistogramMatching": {"blend_ratio": (1, 1)},
    "FDA": {"beta_limit": (0.2, 0.2)},
    "PixelDistributionAdaptation": {"blend_ratio": (1, 1)},
}


@pytest.mark.parametrize("name", REFERRING)
def test_images_that_were_changed_in_place_are_others(name):
    held = picture(40, 50, seed=8)
    before, other = held.copy(), picture(40, 50, seed=9) // 2
    pipe = A.Compose([getattr(A, name)(reference_images=[held, DARK], p=1, **REFERRING[name])], seed=2)
    plans = {plan.steps[0].op.reference.index: plan for plan in (pipe.draw_plan(image=IMAGE) for _ in range(12))}
    wanted = pipe.apply_plan(plans[0], image=IMAGE)["image"]
    text = repr(pipe)
    held[...] = other
    with pytest.raises(ValueError, match=r"drawn with, of digest [0-9a-f]{8}, and its transform holds others: pass"):
        pipe.apply_plan(plans[0], image=IMAGE)
    pipe.apply_plan(plans[1], image=IMAGE)
    assert repr(pipe) != text
    now = next(plan for plan in (pipe.draw_plan(image=IMAGE) for _ in range(12)) if plan.ops[0].reference.index == 0)
    assert now.ops[0].reference.digest == digest(other)
    held[...] = before
    assert (pipe.apply_plan(plans[0], image=IMAGE)["image"] == wanted).all()


def test_a_replay_names_the_image_that_was_used_whatever_happens_to_it_afterwards():
    held = DARK.copy()
    out = matcher(cls=A.ReplayCompose, reference_images=[held])(image=IMAGE)
    held[...] = 0
    with pytest.raises(ValueError, match="needs the reference image"):
        A.ReplayCompose.replay(out["replay"], image=IMAGE, hm_metadata=[held])
    assert same(A.ReplayCompose.replay(out["replay"], image=IMAGE, hm_metadata=[DARK])["image"], out["image"])


MIXING = {
    "mosaic_metadata": lambda: A.Mosaic(p=1, target_size=(48, 48), cell_shape=(32, 32)),
    "overlay_metadata": lambda: A.OverlayElements(p=1),
}


@pytest.mark.parametrize("key", MIXING)
def test_a_plan_names_the_samples_that_were_used_whatever_happens_to_them_afterwards(key):
    sample = {"image": picture(16, 16, seed=4)}
    plan = A.Compose([MIXING[key](), MIXING[key]()], seed=3).draw_plan(image=IMAGE, **{key: [sample]})
    wanted = sample_digest(sample)
    sample["image"][...] = 0
    assert re.findall('"digest":"([0-9a-f]+)"', plan.to_json()) == [wanted] * 2


class Bringing:
    """No transform of ours, so that a pipeline calls it; it makes the reference images of the call."""

    available_keys = frozenset({"image"})

    def set_random_seed(self, seed):
        pass

    def __call__(self, **data):
        return {**data, "hm_metadata": [LIGHT]}


def test_references_that_a_called_object_makes_count_from_there_on():
    match = A.HistogramMatching(p=1, blend_ratio=(1, 1))
    out = A.Compose([match, Bringing(), match], seed=1)(image=IMAGE, hm_metadata=[DARK])["image"]
    assert abs(out.mean() - LIGHT.mean()) < 3 < abs(out.mean() - DARK.mean())


def test_a_call_that_keeps_no_plan_takes_no_digest(monkeypatch):
    taken = []
    monkeypatch.setattr("augrepro.engine.reference.digest", lambda image: taken.append(1) or digest(image))
    pipe = matcher(reference_images=[DARK, LIGHT])
    pipe(image=IMAGE)
    pipe(image=IMAGE, hm_metadata=[DARK, LIGHT])
    assert not taken
    pipe.apply_plan(pipe.draw_plan(image=IMAGE), image=IMAGE)
    assert len(taken) == 2


def test_a_replay_takes_the_digest_of_one_image(monkeypatch):
    pipe = matcher(reference_images=[picture(9, 9, seed=i) for i in range(20)])
    plans = [pipe.draw_plan(image=IMAGE) for _ in range(3)]
    taken = []
    monkeypatch.setattr("augrepro.engine.reference.digest", lambda image: taken.append(1) or digest(image))
    for plan in plans:
        pipe.apply_plan(plan, image=IMAGE)
    assert len(taken) == 3
