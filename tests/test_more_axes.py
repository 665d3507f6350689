"""Images and masks of more axes: custom transforms get them as they are, those of augrepro say what they need."""

import numpy as np
import pytest

import augrepro as A

FILM = np.arange(2 * 20 * 30 * 3, dtype=np.uint32).astype(np.uint8).reshape(2, 20, 30, 3)
MASK = (FILM[0, ..., 0] % 2).astype(np.uint8)


@A.register("more_axes.Flatten")
class Flatten(A.ImageOnlyTransform):
    """(T, H, W, C) becomes (H, W, T * C), as projects on satellite images have it."""

    def __init__(self, p=1.0):
        super().__init__(p=p)

    def get_params_dependent_on_data(self, params, data):
        assert params["shape"] == data["image"].shape
        return {"times": len(data["image"])}

    def apply(self, img, times, **params):
        assert img.ndim == 4
        return np.concatenate([*img], axis=-1)


@A.register("more_axes.Unflatten")
class Unflatten(A.ImageOnlyTransform):
    """The other way."""

    def __init__(self, p=1.0):
        super().__init__(p=p)

    def apply(self, img, **params):
        return np.stack(np.split(img, 2, axis=-1))


class OfBoth(A.DualTransform):
    """The last slice of images and masks."""

    def apply(self, img, **params):
        return img[-1]


def free(*transforms, pipeline=A.Compose):
    return pipeline([*transforms], is_check_shapes=False, seed=3)


def test_a_film_is_flattened_augmented_and_made_a_film_again():
    out = free(Flatten(), A.RandomCrop(8, 9), A.HorizontalFlip(p=1), Unflatten())(image=FILM, mask=MASK)
    assert out["image"].shape == (2, 8, 9, 3)
    planes = [free(A.Lambda(name="Flatten"), A.RandomCrop(8, 9), A.HorizontalFlip(p=1))(image=one) for one in FILM]
    assert (out["image"] == np.stack([plane["image"] for plane in planes])).all()
    assert (out["mask"] == MASK[:, ::-1][np.ix_(*_window(out["mask"]))]).all()


def _window(found):
    mirrored = MASK[:, ::-1]
    for y in range(13):
        for x in range(22):
            if (mirrored[y : y + 8, x : x + 9] == found).all():
                return range(y, y + 8), range(x, x + 9)
    raise AssertionError("no window of the mask")


def test_plans_and_records_repeat_it():
    pipe = free(Flatten(), A.RandomCrop(8, 9), Unflatten(), pipeline=A.ReplayCompose)
    out = pipe(image=FILM, mask=MASK)
    again = A.ReplayCompose.replay(out["replay"], image=FILM, mask=MASK)
    assert (again["image"] == out["image"]).all()
    assert (again["mask"] == out["mask"]).all()
    plan = pipe.draw_plan(image=FILM, mask=MASK)
    one, two = (pipe.apply_plan(A.Plan.from_json(plan.to_json()), image=FILM)["image"] for _ in range(2))
    assert (one == two).all()


@pytest.mark.parametrize("axes", [4, 5])
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_what_comes_through_untouched_stays_as_it_is(axes, dtype):
    given = FILM[(None,) * (axes - 4)].astype(dtype)
    out = free(A.NoOp(p=1), A.HorizontalFlip(p=0))(image=given, mask=given)
    for name in ("image", "mask"):
        assert (out[name] == given).all()
        assert out[name].dtype == given.dtype
        assert not np.shares_memory(out[name], given)


def test_masks_and_further_targets_have_more_axes_too():
    pipe = A.Compose([OfBoth(p=1)], is_check_shapes=False, additional_targets={"later": "image"})
    out = pipe(image=FILM, mask=FILM[..., :1], later=FILM[::-1])
    assert (out["image"] == FILM[1]).all()
    assert (out["mask"] == FILM[1][..., :1]).all()
    assert (out["later"] == FILM[0]).all()


OURS = [
    A.HorizontalFlip(p=1),
    A.ToGray(p=1),
    A.RandomCrop(4, 4),
    A.Normalize(),
    A.OneOf([A.Blur(p=1)], p=1),
    A.CropNonEmptyMaskIfExists(4, 4),
]


@pytest.mark.parametrize("ours", OURS, ids=lambda node: type(node).__name__)
def test_transforms_of_augrepro_refuse_more_axes(ours):
    with pytest.raises(
        ValueError, match=r"#0 needs image with the axes .*got shape \(2, 20, 30, 3\): a custom transform"
    ):
        free(ours)(image=FILM, mask=MASK)
    with pytest.raises(ValueError, match=r"Compose/.* needs image with the axes .*got shape \(2, 20, 30, 3\)"):
        free(Unflatten(), A.NoOp(), ours, A.HorizontalFlip(p=1))(image=np.concatenate([*FILM], -1), mask=MASK)


def test_intensities_leave_a_mask_of_more_axes_alone():
    out = free(A.ToGray(p=1))(image=FILM[0], mask=FILM)
    assert (out["mask"] == FILM).all()
    with pytest.raises(ValueError, match="needs mask with the axes"):
        free(A.HorizontalFlip(p=1))(image=FILM[0], mask=FILM)


REFUSED = {
    "checked": (lambda: A.Compose([Flatten()]), FILM, r"did you mean images=\? \(A.Compose.*is_check_shapes=False"),
    "by itself": (Flatten, FILM, "is_check_shapes=False"),
    "six axes": (lambda: free(Flatten()), FILM[None, None], r"must have the axes .*got shape \(1, 1, 2, 20, 30, 3\)"),
    "nothing": (lambda: free(Flatten()), FILM[:0], "image must "),
    "not finite": (lambda: free(Flatten()), np.where(FILM == 7, np.nan, FILM / 255)[::-1], "no NaN and no infinity"),
    "whole numbers": (lambda: free(Flatten()), FILM.astype(np.int64), "image must be uint8"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_arrays_that_no_call_takes_are_refused(kind):
    make, film, message = REFUSED[kind]
    with pytest.raises((TypeError, ValueError), match=message):
        make()(image=film)


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int8", "uint16", "int16", "int32", "int64", "float16", "float64"])
@pytest.mark.parametrize("target", ["mask", "masks", "mask3d"])
def test_a_tensor_of_a_mask_has_the_dtype_that_the_call_brought(target, dtype):
    pytest.importorskip("torch")
    mask = (MASK + 1).astype(dtype)
    given = {"mask": mask, "masks": [mask], "mask3d": np.stack([mask, mask])}[target]
    volume = {"volume": FILM} if target == "mask3d" else {}
    pipe = A.Compose([A.HorizontalFlip(p=1), A.ToTensor3D() if volume else A.ToTensorV2()])
    out = pipe(image=FILM[0], **volume, **{target: given})[target]
    tensor = out[0] if target == "masks" else out
    assert str(tensor.dtype) == f"torch.{dtype}"
    assert (np.asarray(tensor).squeeze() == (given[..., ::-1] if volume else mask[:, ::-1])).all()
