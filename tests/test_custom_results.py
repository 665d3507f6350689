"""Custom transforms that return tensors or Pillow images: boxes and keypoints stay by the image's height and width."""

import pickle

import numpy as np
import pytest

import augrepro as A

IMAGE = np.arange(40 * 60 * 3, dtype=np.uint32).astype(np.uint8).reshape(40, 60, 3)
MASK = (IMAGE[..., 0] % 2).astype(np.uint8)
BOXES, POINTS = [[10.0, 20.0, 50.0, 39.0]], [[50.0, 30.0]]


def tensor(array):
    torch = pytest.importorskip("torch")
    return torch.from_numpy(np.ascontiguousarray(array))


def picture(array):
    return pytest.importorskip("PIL.Image").fromarray(array)


MADE = {
    "channels first": lambda img: tensor(np.atleast_3d(img).transpose(2, 0, 1)),
    "channels last": tensor,
    "an image of Pillow's": picture,
    "an array": lambda img: img,
}


def made_of(make, base, **methods):
    return type("Made", (base,), {"apply": lambda self, img, **params: make(img), **methods})(p=1)


def same(self, rows, **params):
    return rows


DUAL = {"apply_to_bboxes": same, "apply_to_keypoints": same}


def pipe(*steps):
    params = {"bbox_params": A.BboxParams("pascal_voc"), "keypoint_params": A.KeypointParams("xy")}
    return A.Compose(steps, seed=3, **params)


def scene(**more):
    return {"image": IMAGE, "mask": MASK, "bboxes": BOXES, "keypoints": POINTS, **more}


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("dual", [False, True], ids=["of images", "of both"])
def test_rows_stay_whatever_an_image_becomes(kind, dual):
    made = made_of(MADE[kind], A.DualTransform, **DUAL) if dual else made_of(MADE[kind], A.ImageOnlyTransform)
    after = made_of(lambda img: img, A.ImageOnlyTransform)
    crop = A.Crop(0, 2, 55, 40, p=1)
    for steps in ((made,), (made, after), (crop, made), (crop, made, after)):
        y = 2 if steps[0] is crop else 0
        out = pipe(*steps)(**scene())
        found = np.asarray(out["image"])
        want = IMAGE[y:, : 55 if y else 60]
        assert ((found.transpose(1, 2, 0) if kind == "channels first" else found) == want).all()
        assert type(out["image"]) is type(MADE[kind](IMAGE))
        assert type(out["mask"]) is (type(MADE[kind](MASK)) if dual else np.ndarray)
        assert out["bboxes"] == [[10.0, 20.0 - y, 50.0, 39.0 - y]]
        assert out["keypoints"] == [[50.0, 30.0 - y]]


@pytest.mark.parametrize("kind", MADE)
def test_rows_scale_with_what_is_made_smaller(kind):
    half = made_of(lambda img: MADE[kind](img[::2, ::2]), A.DualTransform, **DUAL)
    out = pipe(half)(**scene())
    shown = kind == "an image of Pillow's"  # which says no axes: the rows are left where they are
    assert np.allclose(out["bboxes"], BOXES if shown else np.array(BOXES) / 2)


@pytest.mark.parametrize("kind", MADE)
def test_gray_images_and_masks_keep_their_axes_through_several(kind):
    seen = []
    made, after = (
        made_of(MADE[kind], A.DualTransform, **DUAL),
        made_of(lambda img: seen.append(img) or img, A.DualTransform, **DUAL),
    )
    out = pipe(made, after, after)(**scene(image=IMAGE[..., 0]))
    for name, given in (("image", IMAGE[..., 0]), ("mask", MASK)):
        assert type(out[name]) is type(MADE[kind](given))
        assert np.array_equal(np.squeeze(np.asarray(out[name])), given)
    assert all(np.squeeze(np.asarray(one)).shape == (40, 60) for one in seen)
    assert (out["bboxes"], out["keypoints"]) == (BOXES, POINTS)


def test_behind_to_tensor_as_well():
    pytest.importorskip("torch")
    out = pipe(A.ToTensorV2(), made_of(lambda img: img, A.ImageOnlyTransform))(**scene())
    assert (out["bboxes"], out["keypoints"], tuple(out["image"].shape)) == (BOXES, POINTS, (3, 40, 60))


@pytest.mark.parametrize("late", [A.HorizontalFlip(p=1), A.RandomGamma(p=1), A.Resize(9, 9), A.ToTensorV2()], ids=repr)
def test_a_transform_of_ours_behind_a_picture_says_what_it_got(late):
    steps = pipe(made_of(picture, A.ImageOnlyTransform), late)
    with pytest.raises(ValueError, match=rf"{type(late).__name__}#0: .*image, which is a PIL.Image.Image by now"):
        steps(**scene())


def test_a_picture_is_what_a_plan_gives_again():
    pytest.importorskip("PIL.Image")
    steps = pipe(A.RandomCrop(20, 30), Pictured(p=1))
    plan = steps.draw_plan(**scene())
    one, two = (steps.apply_plan(A.Plan.from_json(plan.to_json()), **scene())["image"] for _ in range(2))
    assert one.size == (30, 20)
    assert one == two
    assert pickle.loads(pickle.dumps(one)) == one


@A.register("custom_results.Pictured")
class Pictured(A.ImageOnlyTransform):
    def apply(self, img, **params):
        return picture(img)


SEVERAL = {
    "images": np.stack([IMAGE, IMAGE[::-1]]),
    "masks": np.stack([MASK, MASK[::-1]]),
    "volumes": np.stack([np.stack([IMAGE, IMAGE])] * 2),
    "masks3d": np.stack([np.stack([MASK, MASK])] * 2),
}


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("target", SEVERAL)
@pytest.mark.parametrize("make", [lambda arrays: arrays[:1], lambda arrays: [*arrays, arrays[0]]], ids=["less", "more"])
def test_a_method_may_return_another_number_of_arrays(make, target, listed):
    step = made_of(lambda img: img, A.DualTransform, **{f"apply_to_{target}": lambda self, arrays, **_: make(arrays)})
    given = [*SEVERAL[target]] if listed else SEVERAL[target]
    out = A.Compose([step, A.NoOp(p=1)])(**{"image": IMAGE, target: given})[target]
    assert type(out) is type(given)
    assert np.array_equal(np.stack(out), np.stack(make(SEVERAL[target])))


@pytest.mark.parametrize("target", SEVERAL)
@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, "must return arrays, in a list or as an array of one more axis, got None"),
        (3, "must return arrays, in a list or as an array of one more axis, got 3"),
        ([], r"must return one array or more, got \[\]"),
    ],
)
def test_a_method_that_returns_no_arrays_is_named(found, words, target):
    step = made_of(lambda img: img, A.DualTransform, **{f"apply_to_{target}": lambda self, arrays, **_: found})
    with pytest.raises((TypeError, ValueError), match=rf"^Compose/Made#0: Made.apply_to_{target} {words}"):
        A.Compose([step])(**{"image": IMAGE, target: SEVERAL[target]})


@pytest.mark.parametrize("target", ["bboxes", "keypoints"])
@pytest.mark.parametrize("found", ["x", [[1, 2], [3]], object()], ids=["text", "ragged", "object"])
def test_a_method_that_returns_no_rows_of_numbers_is_named(found, target):
    step = made_of(
        lambda img: img, A.DualTransform, **{**DUAL, f"apply_to_{target}": lambda self, rows, **params: found}
    )
    with pytest.raises(ValueError, match=rf"Made#0: Made.apply_to_{target} must return rows of numbers, got"):
        pipe(step)(**scene())
