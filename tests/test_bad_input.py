"""Bad input gets one clear error - class or target, expected and value - and changes nothing."""

from __future__ import annotations

import json

import numpy as np
import pytest

import augrepro as A

IMAGE = np.arange(16 * 12 * 3, dtype=np.uint8).reshape(16, 12, 3)
BOXES = A.BboxParams("pascal_voc", label_fields=["labels"])


def pipeline(**arguments):
    return A.Compose([A.HorizontalFlip(p=1), A.RandomGamma(p=1)], bbox_params=BOXES, seed=137, **arguments)


NAN = np.full((4, 4), np.nan, np.float32)
CALLS = {
    "a wrong dtype": ({"image": IMAGE.astype(np.int64)}, TypeError, "image must be uint8, uint16, float32 or float64, got int64"),
    "a mask of a wrong dtype": ({"image": IMAGE, "mask": IMAGE[..., 0].astype(complex)}, TypeError, "mask must be .*got complex"),
    "no array": ({"image": "cat.png"}, TypeError, "image must be a NumPy array, got str: 'cat.png'"),
    "one axis": ({"image": IMAGE.ravel()}, ValueError, r"image must have the axes \(H, W\) or \(H, W, C\), got shape \(576,\)"),
    "five axes": ({"images": IMAGE[None, None]}, ValueError, "images must have the axes"),
    "an empty image": ({"image": IMAGE[:0]}, ValueError, r"image must not be empty, got shape \(0, 12, 3\)"),
    "a mask of another size": ({"image": IMAGE, "mask": IMAGE[:8, :, 0]}, ValueError, r"mask must have the height and width of the image, \(16, 12\), got \(8, 12\)"),
    "NaN": ({"image": NAN}, ValueError, "image must hold no NaN and no infinity, got 16 of them"),
    "a box outside": ({"image": IMAGE, "bboxes": [[0, 0, 99, 5]], "labels": [1]}, ValueError, r"bboxes\[0\] must be a box inside the image .*99.*in pascal_voc format: x_max is 87 px beyond the image"),
    "an inverted box": ({"image": IMAGE, "bboxes": [[5, 5, 2, 9]], "labels": [1]}, ValueError, r"bboxes\[0\] must be .* x_min < x_max"),
    "labels of another length": ({"image": IMAGE, "bboxes": [[1, 1, 5, 5]], "labels": [1, 2]}, ValueError, "labels must have one label for each of bboxes: 1, got 2"),
    "a label field that is missing": ({"image": IMAGE, "bboxes": [[1, 1, 5, 5]]}, ValueError, "label_fields names 'labels'"),
    "keypoints without params": ({"image": IMAGE, "keypoints": [[1, 1]]}, ValueError, "keypoint_params"),
    "no target at all": ({"imgae": IMAGE}, ValueError, "needs an image.*did you mean 'image'"),
    "None for an image": ({"image": None}, ValueError, "needs an image.*got image=None: was the file read"),
    "no images": ({"images": []}, ValueError, r"needs an image.*got images=\[\]$"),
}  # fmt: skip


@pytest.mark.parametrize("case", CALLS)
def test_a_call_with(case):
    data, error, message = CALLS[case]
    transform, twin = pipeline(), pipeline()
    before = IMAGE.copy()
    with pytest.raises(error, match=message):
        transform(**data)
    assert (before == IMAGE).all()
    assert (transform(image=IMAGE)["image"] == twin(image=IMAGE)["image"]).all(), "the sequence moved"


def test_an_unknown_target_under_strict_names_the_nearest():
    with pytest.raises(ValueError, match="unknown argument 'maks' under strict=True; did you mean 'mask"):
        pipeline(strict=True)(image=IMAGE, maks=IMAGE[..., 0])


BOXES_AND_POINTS = [
    ({"bbox_params": A.BboxParams("pascal_voc")}, "bboxes", [[0, 0, 5, 5], [7, 1, 12, 9]], "BboxParams"),
    ({"keypoint_params": A.KeypointParams("xy")}, "keypoints", [[2, 2], [11, 3]], "KeypointParams"),
]


@pytest.mark.parametrize(("params", "name", "rows", "cls"), BOXES_AND_POINTS)
def test_labels_that_no_field_names_under_strict(params, name, rows, cls):
    whole = A.Compose([A.HorizontalFlip(p=1)], strict=True, **params)
    crop = A.Compose([A.Crop(0, 0, 6, 16, p=1)], strict=True, **params)
    for labels in ([1, 2], np.array([1, 2]), "cat", 3, [1, 2, 3], None):
        assert whole(image=IMAGE, labels=labels, **{name: rows})["labels"] is labels
        assert whole(image=IMAGE, labels=labels)["labels"] is labels
        if np.shape(labels) != (2,):
            assert crop(image=IMAGE, labels=labels, **{name: rows})["labels"] is labels
            continue
        with pytest.raises(
            ValueError, match=rf"each of 2 {name}, of which 1 come back.*A\.{cls}\(\.\.\., label_fields"
        ):
            crop(image=IMAGE, labels=labels, **{name: rows})


def test_a_target_that_is_none_passes():
    data = {"mask": None, "masks": None, "mask3d": None, "bboxes": None, "keypoints": None, "depth": None}
    transform = pipeline(strict=True, keypoint_params=A.KeypointParams("xy"), additional_targets={"depth": "mask"})
    out = transform(image=IMAGE, labels=None, **data)
    assert {name: out[name] for name in data} == data
    assert A.HorizontalFlip(p=1)(image=IMAGE, mask=None)["mask"] is None


def test_positional_data_says_what_to_do():
    with pytest.raises(KeyError, match="by keyword"):
        pipeline()(IMAGE)


BUILDS = {
    "an unknown argument": (lambda: A.RandomGamma(gama_limit=3), TypeError, "RandomGamma has no argument 'gama_limit'; did you mean 'gamma_limit'"),
    "a decreasing span": (lambda: A.RandomGamma((120, 80)), ValueError, r"RandomGamma.gamma_limit must be two increasing numbers >= 1.*got \(120, 80\)"),
    "two bad fields": (lambda: A.RandomGamma((9, 8), p=2), ValueError, r"(?s)gamma_limit must.*RandomGamma.p must be a number >= 0 and <= 1, got 2"),
    "a missing size": (lambda: A.RandomCrop(3), TypeError, "RandomCrop needs width"),
    "a class for an instance": (lambda: A.Compose([A.HorizontalFlip]), TypeError, r"did you mean HorizontalFlip\(\)"),
    "a seed of True": (lambda: A.Compose([], seed=True), TypeError, "Compose.seed must be None or a whole number"),
    "a seed of 1.5": (lambda: A.Compose([], seed=1.5), TypeError, "got 1.5"),
    "a seed of text": (lambda: A.Compose([], seed="a"), TypeError, "got 'a'"),
    "a negative seed": (lambda: A.Compose([], seed=-1), ValueError, "got -1"),
    "a box format": (lambda: A.BboxParams("pascal"), ValueError, "did you mean 'pascal_voc'"),
    "a hidden target": (lambda: A.Compose([], additional_targets={"image": "mask"}), ValueError, "'image' is a target already"),
    "an unknown target": (lambda: A.Compose([], additional_targets={"x": "imag"}), ValueError, "must be one of image"),
    "targets that are no dict": (lambda: A.Compose([], additional_targets=["x"]), TypeError, r"additional_targets must be None or a dict.*got \['x'\]"),
    "a target's name that is no text": (lambda: A.Compose([], additional_targets={1: "image"}), TypeError, "a name must be a text, got 1"),
    "a flag that is no flag": (lambda: A.Compose([], strict="yes"), ValueError, "Compose.strict must be True or False, got 'yes'"),
    "a log that is no flag": (lambda: A.Compose([], save_applied_params=3), ValueError, "save_applied_params must be True or False"),
    "a check that is no flag": (lambda: A.Compose([], is_check_shapes=None), ValueError, "is_check_shapes must be True or False"),
    "a mask interpolation": (lambda: A.Compose([], mask_interpolation=99), ValueError, "Compose.mask_interpolation must be one of 0, .*or None, got 99"),
    "a group's name": (lambda: A.OneOf([], name="a/b"), ValueError, "OneOf.name must be a text without / and #, of printable characters, got 'a/b'"),
    "a replace that is no flag": (lambda: A.SomeOf([], replace="x"), ValueError, "SomeOf.replace must be True or False"),
    "half a channel": (lambda: A.SelectiveChannelTransform([], channels=(0.5,)), ValueError, r"channels must be one or more distinct whole numbers >= 0 and <= 10000, got \(0.5,\)"),
    "a channel twice": (lambda: A.SelectiveChannelTransform([], channels=(1, 1)), ValueError, "channels must be one or more distinct"),
    "a box rule of text": (lambda: A.BboxParams("coco", min_width="a"), ValueError, "BboxParams.min_width must be a number >= 0, got 'a'"),
    "a ratio below one": (lambda: A.BboxParams("coco", max_accept_ratio=0.5), ValueError, "max_accept_ratio must be a number >= 1 or None, got 0.5"),
    "a box flag": (lambda: A.BboxParams("coco", clip="yes"), ValueError, "BboxParams.clip must be True or False, got 'yes'"),
    "label fields that are none": (lambda: A.BboxParams("coco", label_fields=5), ValueError, "BboxParams.label_fields must be None or a list of names, got 5"),
    "a keypoint flag": (lambda: A.KeypointParams("xy", remove_invisible="x"), ValueError, "KeypointParams.remove_invisible must be True or False"),
    "a keypoint format": (lambda: A.KeypointParams("xyq"), ValueError, "KeypointParams.format must be one of .*did you mean 'xy'"),
    "an unknown class": (lambda: A.RandomCropp(3, 3), AttributeError, "did you mean 'RandomCrop'"),
}  # fmt: skip


@pytest.mark.parametrize("case", BUILDS)
def test_building_with(case):
    build, error, message = BUILDS[case]
    with pytest.raises(error, match=message):
        build()


def test_numpy_seeds_are_welcome():
    one, two = A.Compose([A.RandomGamma(p=1)], seed=np.int64(7)), A.Compose([A.RandomGamma(p=1)], seed=7)
    assert (one(image=IMAGE)["image"] == two(image=IMAGE)["image"]).all()


GOOD = A.to_dict(pipeline())
PLAN = pipeline().draw_plan(image=IMAGE).to_dict()


def deep(levels):
    return "[" * levels + "]" * levels


FILES = {
    "truncated": (json.dumps(GOOD)[:-9], "not JSON, line 1"),
    "oversized": (" " * (5 * 2**20), "more than the 4194304"),
    "deeply nested": (deep(60), "nested deeper than 40"),
    "very deeply nested": (deep(200_000), "nested deeper than 40"),
    "of an unknown version": (json.dumps({**GOOD, "format": 9}), "format 9"),
    "naming an unknown class": (json.dumps(GOOD).replace("RandomGamma", "RandomGamm"), "unknown class 'RandomGamm'; did you mean 'RandomGamma'"),
    "naming a module": (json.dumps(GOOD).replace('"RandomGamma"', '"os.system"'), "unknown class 'os.system'"),
    "with a bad value": (json.dumps(GOOD).replace("[80.0, 120.0]", "[3, 1]"), "RandomGamma.gamma_limit must be"),
    "of another shape": ("[1, 2]", "'transform' object"),
    "with targets that are no dict": (json.dumps(GOOD).replace('"additional_targets": {}', '"additional_targets": [1]'), "additional_targets must be None or a dict"),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_pipeline_file(case, tmp_path):
    text, message = FILES[case]
    path = tmp_path / "pipeline.json"
    path.write_text(text)
    with pytest.raises(A.PlanError, match=message):
        A.load(path)
    assert path.read_text() == text


PLANS = {
    "truncated": (json.dumps(PLAN)[:-4], "not JSON"),
    "oversized": ("1" * (5 * 2**20), "more than the 4194304"),
    "deeply nested": (deep(60), "nested deeper than 40"),
    "of an unknown version": (json.dumps({**PLAN, "plan": 4}), "plan format 4"),
    "naming an unknown op": (json.dumps(PLAN).replace('"Dihedral"', '"Dihedrol"'), "step 0: unknown op 'Dihedrol'; did you mean 'Dihedral'"),
    "with an unknown field": (json.dumps(PLAN).replace('"flip_x"', '"flip_z"'), "Dihedral has no field 'flip_z'; did you mean"),
    "with a value of another type": (json.dumps(PLAN).replace('"flip_x": true', '"flip_x": 3'), "Dihedral.flip_x must be True or False, got 3"),
    "with a number of 5000 digits": ('{"plan":' + "1" * 5000 + "}", "more digits than Python reads"),
    "without steps": (json.dumps({**PLAN, "steps": None}), "steps must be a list"),
}  # fmt: skip


@pytest.mark.parametrize("case", PLANS)
def test_a_plan_file(case, tmp_path):
    text, message = PLANS[case]
    path = tmp_path / "plan.json"
    path.write_text(text)
    with pytest.raises(A.PlanError, match=message):
        A.Plan.load(path)


OPS = {
    "a window outside": ({"op": "Window", "x_min": -5, "y_min": 0, "x_max": 3, "y_max": 3}, r"step 0: Window.x_min must be a whole number >= 0 and <= 2147483647, got -5"),
    "a border of less than nothing": ({"op": "Padding", "top": -1, "bottom": 0, "left": 0, "right": 0, "border": {}}, "Padding.top must be"),
    "no height": ({"op": "Resample", "height": 0, "width": 3, "sampling": {}}, "Resample.height must be a whole number >= 1"),
    "a border in a value of its own": ({"op": "Padding", "top": 0, "bottom": 0, "left": 0, "right": 0, "border": {"border_mode": 9}}, r"step 0: Padding.border: Border.border_mode must be one of 0, 1, 2, 3, 4, got 9"),
    "a value of its own that is none": ({"op": "Resample", "height": 3, "width": 3, "sampling": 1}, "Resample.sampling: Sampling must be an object with interpolation, mask_interpolation, area_for_downscale, got 1"),
    "a curve that is none": ({"op": "Curves", "ops": [{"op": "Gamma", "gamma": 2}, {"op": "Gaussian", "size": 3, "sigma": 1}]}, "Curves.ops must be values, each Pointwise, got"),
    "planes of what is no normalization": ({"op": "NormalizedChannelsFirst", "normalization": {"op": "Invert"}}, "NormalizedChannelsFirst.normalization must be"),
    "an even kernel": ({"op": "Gaussian", "size": 4, "sigma": 1.0}, "Gaussian.size must be an odd whole number >= 1 and <= 1023, got 4"),
    "no channel": ({"op": "Gray", "method": "max", "channels": 0}, "Gray.channels must be"),
    "a key of two digits": ({"op": "GaussianNoise", "key": "zz", "mean": 0, "std": 1, "shared": False, "coarse": 1}, "GaussianNoise.key must be a text of 32 hex digits, got 'zz'"),
    "a quality of 1000": ({"op": "Compression", "codec": "jpeg", "quality": 1000}, "Compression.quality must be .*<= 100, got 1000"),
    "a hole outside": ({"op": "Erase", "regions": [[-1, 0, 2, 2]], "fill": 0, "fill_mask": None, "key": "0" * 32}, "Erase.regions must be"),
}  # fmt: skip


@pytest.mark.parametrize("case", OPS)
def test_a_plan_with(case):
    op, message = OPS[case]
    with pytest.raises(A.PlanError, match=message):
        A.Plan.from_dict({**PLAN, "steps": [{"path": "Compose", **op}]})


def test_a_tensor_is_shown_on_one_line():
    torch = pytest.importorskip("torch")
    with pytest.raises(TypeError, match="image must be a NumPy array, got Tensor: tensor") as caught:
        pipeline()(image=torch.zeros(4, 4, 3))
    assert "\n" not in str(caught.value)


def test_yaml_aliases_are_refused(tmp_path):
    path = tmp_path / "bomb.yaml"
    path.write_text("a: &a [1, 2]\nb: [*a, *a]\n")
    with pytest.raises(A.PlanError, match="aliases"):
        A.load(path)


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "pipeline.json"
    A.save(pipeline(), path)
    before = path.read_text()
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        A.save(A.Compose([]), path)
    assert path.read_text() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("value", [np.nan, -np.nan, np.inf, -np.inf], ids=["nan", "-nan", "inf", "-inf"])
@pytest.mark.parametrize("others", [0.5, -0.5])
def test_one_value_that_is_no_finite_number_is_found(value, others, dtype):
    given = np.full((8, 9, 3), others, dtype)
    assert A.HorizontalFlip(p=1)(image=given)["image"].dtype == dtype
    given[4, 5, 1] = value
    with pytest.raises(ValueError, match="must hold no NaN and no infinity, got 1 of them"):
        A.HorizontalFlip(p=1)(image=given)
