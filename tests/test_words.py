"""The words for wrong input: what it looks like, how it becomes right, short whatever the value is, and never a crash."""

import warnings

import numpy as np
import pytest

import augrepro as A
from augrepro.engine.declare.errors import short_repr

IMAGE = np.arange(16 * 12 * 3, dtype=np.uint8).reshape(16, 12, 3)
MASK = np.zeros((16, 12), np.uint8)
CHANNELS_FIRST = np.zeros((3, 64, 48), np.uint8)


def pipe(**arguments):
    boxes, points = A.BboxParams("yolo"), A.KeypointParams("xy")
    return A.Compose([A.HorizontalFlip(p=1)], bbox_params=boxes, keypoint_params=points, **arguments)


class NoRepr:
    def __repr__(self):
        raise RuntimeError("no repr")


class WrongRepr:
    def __repr__(self):
        return 5


class NoEquality:
    __hash__ = None

    def __eq__(self, other):
        raise RuntimeError("no equality")


class NoTruth:
    def __bool__(self):
        raise RuntimeError("no truth")

    def __len__(self):
        raise RuntimeError("no length")


class Picture:
    """What PIL's images are to NumPy."""

    __array_interface__ = MASK.__array_interface__


ARRAYS = {
    "a picture": ({"image": Picture()}, r"image must be a NumPy array, got Picture: .*; np.asarray\(image\) makes one of it"),
    "a picture for a mask": ({"image": IMAGE, "mask": Picture()}, r"np.asarray\(mask\) makes one of it"),
    "a path": ({"image": "cat.png"}, "got str: 'cat.png'; read the file first"),
    "a list of masks": ({"image": IMAGE, "mask": [MASK, MASK]}, r"mask must be .* got list: .*; did you mean masks=\?"),
    "a list of images": ({"image": [IMAGE]}, r"; did you mean images=\?"),
    "a batch of images": ({"image": np.stack([IMAGE, IMAGE])}, r"got shape \(2, 16, 12, 3\); did you mean images=\?"),
    "a batch of volumes": ({"volume": np.zeros((2, 2, 4, 4, 1), np.uint8)}, r"did you mean volumes=\?"),
    "a batch of volume masks": ({"mask3d": np.zeros((2, 2, 4, 4, 1), np.uint8)}, r"did you mean masks3d=\?"),
    "lists of numbers": ({"image": MASK.tolist()}, r"np.array\(image, np.uint8\) makes one of numbers"),
    "a masked image": ({"image": np.ma.masked_equal(IMAGE, 0)}, r"image must be a plain NumPy array, got a masked one, whose mask would be lost: give image.filled\(0\)"),
    "a masked mask": ({"image": IMAGE, "mask": np.ma.masked_equal(MASK, 0)}, "mask must be a plain NumPy array, got a masked one"),
    "masked images": ({"images": [IMAGE, np.ma.masked_equal(IMAGE, 0)]}, r"images\[1\] must be a plain NumPy array"),
    "masked boxes": ({"image": IMAGE, "bboxes": np.ma.masked_equal(np.array([[0.5, 0.5, 0.1, 0.1]]), 0.1)}, "bboxes must be a plain NumPy array, got a masked one"),
    "masked keypoints": ({"image": IMAGE, "keypoints": np.ma.masked_equal(np.array([[5, 5]]), 5)}, "keypoints must be a plain NumPy array"),
}  # fmt: skip


ITEMS = {"a": MASK}
COLLECTIONS = {
    "masks in a dict": ({"image": IMAGE, "masks": ITEMS}, r"masks must be a list, a tuple or a NumPy array, got dict: .*; list\(masks.values\(\)\) makes a list of it$"),
    "images in a dict": ({"images": {1: IMAGE}}, r"images must be a list, a tuple .*; list\(images.values\(\)\) makes a list of it$"),
    "masks of volumes in a dict": ({"volumes": np.zeros((1, 2, 4, 4), np.uint8), "masks3d": {}}, r"masks3d must be a list, .*; list\(masks3d.values\(\)\) makes a list of it$"),
    "a generator of masks": ({"image": IMAGE, "masks": (mask for mask in [MASK])}, r"masks must be a list, .*; list\(masks\) makes one of it$"),
    "a set": ({"image": IMAGE, "masks": {1}}, r"masks must be a list, .* got set: \{1\}; list\(masks\) makes one of it$"),
    "a number for masks": ({"image": IMAGE, "masks": 5}, r"masks must be a list, a tuple or a NumPy array, got int: 5$"),
    "a mask in a dict": ({"image": IMAGE, "mask": ITEMS}, r"mask must be a NumPy array, got dict: .*; give one of its values: mask\['a'\]$"),
    "an image in a dict": ({"image": {}}, r"image must be a NumPy array, got dict: \{\}$"),
    "a dict in a list": ({"images": [ITEMS]}, r"images\[0\] must be a NumPy array, got dict: .*: images\[0\]\['a'\]$"),
    "a volume in a dict": ({"volume": {0: IMAGE}}, r"volume must be a NumPy array or a list of its planes, got dict: .*: volume\[0\]$"),
}  # fmt: skip
ARRAYS |= COLLECTIONS


@pytest.mark.parametrize("case", ARRAYS)
def test_no_array_but(case):
    data, message = ARRAYS[case]
    message = rf"^Compose: {message}" if case in COLLECTIONS else message
    with pytest.raises((TypeError, ValueError), match=message):
        pipe()(**data)


@pytest.mark.parametrize("shape", [(3, 16, 12), (1, 16, 12)])
def test_a_tensor(shape):
    torch = pytest.importorskip("torch")
    with pytest.raises(TypeError, match=r"image must be .* got Tensor: .* by image.permute\(1, 2, 0\).numpy\(\)$"):
        pipe()(image=torch.zeros(shape))
    with pytest.raises(TypeError, match=r"by images\[0\].permute\(1, 2, 0\).detach\(\).numpy\(\)$"):
        pipe()(images=[torch.zeros(shape, requires_grad=True)])
    with pytest.raises(TypeError, match=r"by mask.numpy\(\)$"):
        pipe()(image=IMAGE, mask=torch.zeros(16, 12))


def test_a_picture_of_pil():
    image = pytest.importorskip("PIL.Image").fromarray(IMAGE)
    with pytest.raises(
        TypeError, match=r"image must be a NumPy array, got Image: .*; np.asarray\(image\) makes one of it"
    ):
        pipe()(image=image)


def test_a_subclass_of_arrays_is_an_array():
    view = IMAGE.view(type("Named", (np.ndarray,), {}))
    out = pipe()(image=view)["image"]
    assert type(out) is np.ndarray
    assert (out == IMAGE[:, ::-1]).all()


def test_channels_first_is_told():
    with pytest.warns(
        UserWarning, match=r"shape \(3, 64, 48\) looks like \(C, H, W\).*image.transpose\(1, 2, 0\)"
    ) as told:
        pipe()(image=CHANNELS_FIRST)
    assert told[0].filename == __file__


@pytest.mark.parametrize(
    "shape", [(1, 64, 48), (2, 32, 64), (4, 32, 900), (5, 64, 48), (8, 64, 64), (13, 64, 64), (16, 64, 128)]
)
def test_any_few_channels_first_are_told_with_a_mask_and_without_it(shape):
    for more in ({}, {"mask": np.zeros(shape[:2], np.uint8)}):
        for dtype in (np.uint8, np.float32):
            with pytest.warns(UserWarning, match=r"looks like \(C, H, W\)"):
                pipe()(image=np.zeros(shape, dtype), **more)


TOLD_APART = {
    "a picture three pixels high": (3, 64, 3),
    "a gray one": (3, 64),
    "a strip of few bands": (3, 513, 20),
    "a strip of bands narrower than a picture": (5, 64, 31),
    "a long strip of spectra": (8, 614, 224),
    "a patch of spectra": (9, 9, 200),
    "features of a network": (14, 14, 768),
    "a latent": (16, 32, 32),
    "more rows than channels": (17, 224, 224),
    "a cube": (64, 64, 48),
}


@pytest.mark.parametrize("shape", TOLD_APART.values(), ids=TOLD_APART)
def test_what_may_have_its_channels_last_is_not(shape):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pipe()(image=np.zeros(shape, np.uint8))


def test_channels_first_is_told_behind_an_error():
    with pytest.raises(ValueError, match=r"needs an image of 1 or 3 channels, got 12 \(.*looks like \(C, H, W\)"):
        A.Compose([A.ToGray(p=1)])(image=np.zeros((3, 16, 12), np.uint8))
    with pytest.raises(ValueError, match=r"mask must have the height and width .*looks like \(C, H, W\)"):
        pipe()(image=np.zeros((3, 16, 12), np.uint8), mask=MASK)


@pytest.mark.parametrize(
    "transform",
    [A.PadIfNeeded(40, 40, fill=5, fill_mask=-1), A.Rotate((30, 30), fill=5, fill_mask=-1, p=1), A.CoarseDropout(fill_mask=-1, p=1)],
    ids=lambda t: type(t).__name__,
)  # fmt: skip
def test_a_fill_names_its_field_the_transform_and_the_target(transform):
    name = type(transform).__name__
    with pytest.raises(ValueError, match=rf"Compose/{name}#0: fill_mask must be from 0 to 255.* got -1.0 \(for seg\)"):
        A.Compose([transform], additional_targets={"seg": "mask"})(image=IMAGE, seg=MASK)
    pair = A.Compose([transform.replaced(fill=300, fill_mask=0)], additional_targets={"left": "image"})
    with pytest.raises(ValueError, match=rf"Compose/{name}#0: fill must be from 0 to 255.* got 300.0 \(for left\)"):
        pair(left=IMAGE)


def test_a_fill_of_true():
    with pytest.raises(ValueError, match=r"Rotate.fill must be .*, got True \(a bool is no number"):
        A.Rotate(30, fill=True)


BOX = {
    "the right edge": ([0.98, 0.5, 0.1, 0.1], r"bboxes\[2\] .*: x_max is 0.36 px beyond the image, which is 12 wide"),
    "the left edge": ([0.01, 0.5, 0.1, 0.1], r"bboxes\[2\] .*: x_min is 0.48 px left of the image"),
    "the upper edge": ([0.5, 0.0, 0.1, 0.1], r"bboxes\[2\] .*: y_min is 0.8 px above the image"),
    "no height": ([0.5, 0.5, 0.1, -0.1], r"bboxes\[2\] .*: y_min 8.8 px is not below y_max 7.2 px"),
}


@pytest.mark.parametrize("case", BOX)
def test_a_box_beyond(case):
    row, message = BOX[case]
    rows = [[0.5, 0.5, 0.1, 0.1], [0.5, 0.5, 0.1, 0.1], row]
    for given in (rows, np.array(rows)):
        with pytest.raises(ValueError, match=message):
            pipe()(image=IMAGE, bboxes=given)


VALUES = {
    "a megabyte of text": "x" * 10**6,
    "a huge whole number": 10**5000,
    "minus a huge whole number": -(10**5000),
    "huge whole numbers": [10**5000] * 10**5,
    "an array": np.zeros((500, 500)),
    "a list in itself": (lambda row: row.append([row] * 50) or row)([]),
    "no repr": NoRepr(),
    "a wrong repr": WrongRepr(),
    "no equality": NoEquality(),
    "no truth": NoTruth(),
    "a surrogate": "\ud800",
}
PLACES = {
    "a number": lambda value: A.Rotate(value),
    "a size": lambda value: A.Resize(value, 3),
    "a probability": lambda value: A.HorizontalFlip(p=value),
    "a choice": lambda value: A.PadIfNeeded(4, 4, position=value),
    "a constant": lambda value: A.Rotate(interpolation=value),
    "a format": lambda value: A.BboxParams(value),
    "a seed": lambda value: A.Compose([], seed=value),
    "a child": lambda value: A.Compose([A.NoOp(), value]),
    "the children": lambda value: A.Compose(value),
    "targets": lambda value: A.Compose([], additional_targets=value),
    "a target": lambda value: A.Compose([], additional_targets={"x": value}),
    "an image": lambda value: pipe()(image=value),
    "a mask": lambda value: pipe()(image=IMAGE, mask=value),
    "boxes": lambda value: pipe()(image=IMAGE, bboxes=value),
    "a box": lambda value: pipe()(image=IMAGE, bboxes=[value]),
    "a keypoint": lambda value: pipe()(image=IMAGE, keypoints=[[value, 1]]),
    "a name": lambda value: A.HorizontalFlip(name=value),
    "a group's name": lambda value: A.OneOf([A.NoOp()], name=value),
    "a file": lambda value: A.from_dict({"transform": {"__class_fullname__": value}}),
    "a pipeline": lambda value: A.from_dict(value),
    "a plan": lambda value: pipe().apply_plan(value, image=IMAGE),
}
FINE = {("an array", "an image"), ("a megabyte of text", "a name"), ("a megabyte of text", "a group's name")}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", VALUES)
def test_a_strange_value(value, place):
    if (value, place) in FINE:
        return
    with pytest.raises((TypeError, ValueError)) as caught:
        PLACES[place](VALUES[value])
    text = str(caught.value)
    assert type(caught.value) in (TypeError, ValueError, A.PlanError)
    assert len(text) < 600
    assert "sys.set_int_max" not in text
    text.encode("utf-8")


NAMED = {
    "an argument": lambda name: A.Rotate(30, **{name: 1}),
    "an argument of a group": lambda name: A.Compose([], **{name: 1}),
    "a target of one's own": lambda name: A.Compose([], additional_targets={name: "imag"}),
    "a label field": lambda name: A.Compose([], bbox_params=A.BboxParams("yolo", label_fields=[name]))(image=IMAGE, bboxes=[]),
    "an argument of a call": lambda name: pipe(strict=True)(image=IMAGE, **{name: 1}),
    "an attribute": lambda name: getattr(A, name),
    "a key of a file": lambda name: A.from_dict({"transform": {"__class_fullname__": "Transpose", name: 1}}),
}  # fmt: skip


@pytest.mark.parametrize("place", NAMED)
@pytest.mark.parametrize("name", ["x" * 10**6, "\ud800", "a\nb"], ids=["long", "surrogate", "two lines"])
def test_a_strange_name(name, place):
    with pytest.raises((TypeError, ValueError, AttributeError)) as caught:
        NAMED[place](name)
    assert len(str(caught.value)) < 400
    assert "\n" not in str(caught.value)
    str(caught.value).encode("utf-8")


def test_short_repr():
    assert short_repr((1,)) == "(1,)"
    assert short_repr([]) == "[]"
    assert short_repr({"a": [1, (2, 3)]}) == "{'a': [1, (2, 3)]}"
    assert short_repr("a" * 200) == "'" + "a" * 76 + "..."
    assert short_repr(10**30) == str(10**30)


MANY = {f"k{i}": (0.0, 1.0) for i in range(2000)}
TOO_MANY = {
    "a transform": lambda: A.Transpose(**MANY),
    "a group": lambda: A.OneOf([A.NoOp()], **MANY),
    "parameters of boxes": lambda: A.BboxParams("coco", **MANY),
    "a dict argument": lambda: A.AdditiveNoise(noise_params=MANY),
    "a file": lambda: A.from_dict({"transform": {"__class_fullname__": "Transpose", **MANY}}),
    "a file of Albumentations": lambda: A.from_dict(
        {"__version__": "1.3.1", "transform": {"__class_fullname__": "HorizontalFlip", **MANY}}
    ),
    "a changed copy": lambda: A.NoOp().replaced(**MANY),
}


@pytest.mark.parametrize("place", TOO_MANY)
def test_of_many_wrong_names_ten_are_told_and_the_rest_counted(place):
    with pytest.raises((TypeError, ValueError)) as caught:
        TOO_MANY[place]()
    text = str(caught.value)
    assert "'k9'" in text
    assert "'k10'" not in text
    assert "(and 1990 more)" in text
    assert len(text) < 2000


def test_a_changed_copy_has_the_fields_of_its_class():
    with pytest.raises(TypeError, match=r"no argument 'limits'; did you mean 'limit'\?"):
        A.Rotate().replaced(limits=3)
    assert A.Rotate().replaced(name="turn", limit=3) == A.Rotate(3, name="turn")
    assert A.Rotate(name="turn").replaced(limit=3).name == "turn"
    assert A.Rotate(name="turn").replaced(name=None) == A.Rotate()


def test_a_target_that_is_refused_names_who_was_called():
    """The pipeline by its name, a transform by its own; in a call and where a plan is applied."""
    plan = A.HorizontalFlip(p=1).draw_plan(image=IMAGE)
    with pytest.raises(TypeError, match=r"^train: image must be a NumPy array"):
        A.Compose([A.HorizontalFlip(p=1)], name="train")(image="cat.png")
    for call in (A.HorizontalFlip(p=1), lambda **data: A.HorizontalFlip(p=1).apply_plan(plan, **data)):
        with pytest.raises(ValueError, match=r"^HorizontalFlip: image must not be empty"):
            call(image=IMAGE[:0])
