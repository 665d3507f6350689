"""Children that are no transform of ours: what can be seeded is called, each other kind is refused with its cure."""

import pickle
import random

import numpy as np
import pytest

import augrepro as A
import augrepro.compat as compat

IMAGE = np.arange(16 * 12 * 3, dtype=np.uint8).reshape(16, 12, 3)


def of(module, name, *bases, **members):
    """An instance of a class as another library has it; the library itself is not needed for its name."""
    return type(name, bases or (object,), {"__module__": module, "__call__": lambda self, **data: data, **members})()


class CallsItsChildren(A.BaseCompose):
    """A group as Albumentations' users write it."""

    def __call__(self, *args, force_apply=False, **data):
        for child in self.transforms:
            data = child(**data)
        return data


class Called(A.ImageOnlyTransform):
    """A transform that only its own ``__call__`` runs."""

    def __call__(self, *args, force_apply=False, **data):
        return {**data, "image": data["image"] * 0}


class Duck:
    """Something that looks like a transform."""

    p = 1.0
    available_keys = frozenset({"image"})

    def __call__(self, **data):
        return data


def brighten(image):
    return image


KINDS = {
    "a transform of albumentations": (lambda: of("albumentations.augmentations.geometric.flip", "HorizontalFlip", p=1), r"HorizontalFlip of albumentations cannot run in a pipeline of augrepro: use augrepro's HorizontalFlip"),
    "a transform of an extension of albumentations": (lambda: of("albumentations.somebody", "Sparkle", p=1), "Sparkle of albumentations cannot run .*a class of your own can call it"),
    "a pipeline of albumentations": (lambda: of("albumentations.core.composition", "Compose", p=1), "Compose of albumentations cannot run .*use augrepro's Compose"),
    "a transform of torchvision": (lambda: of("torchvision.transforms.v2._geometry", "RandomHorizontalFlip", p=0.5), "RandomHorizontalFlip of torchvision takes tensors and draws from torch's own generator"),
    "a module of kornia": (lambda: of("kornia.augmentation", "ColorJiggle", p=0.5), "ColorJiggle of kornia takes tensors"),
    "a module of torch": (lambda: of("torch.nn.modules.linear", "Identity"), "Identity of torch takes tensors"),
    "a function": (lambda: brighten, r"the function 'brighten': A.Lambda\(image=lambda image"),
    "a lambda": (lambda: lambda image: image, "the function '<lambda>': A.Lambda"),
    "a callable that looks like a transform": (Duck, "the callable <.*Duck object.*set_random_seed.*A.Lambda"),
    "a group that calls its children": (lambda: CallsItsChildren([A.HorizontalFlip()], p=1), r"CallsItsChildren overrides __call__, which is not called for a child .*override draw_children"),
    "a transform that overrides __call__": (Called, "Called overrides __call__, which is not called for a child of a pipeline: override apply"),
    "a list": (lambda: [A.HorizontalFlip()], r"must be a transform, got a list: A.Sequential\(\[...\]\)"),
    "a dict": (lambda: A.to_dict(A.HorizontalFlip()), "A.from_dict builds one"),
    "None": (lambda: None, "must be a transform, got None"),
}  # fmt: skip


@pytest.mark.parametrize("group", [A.Compose, A.OneOf, A.SomeOf, A.Sequential, A.ReplayCompose])
@pytest.mark.parametrize("kind", KINDS)
def test_as_a_child(kind, group):
    make, message = KINDS[kind]
    with pytest.raises(TypeError, match=rf"^{group.__name__}\.transforms\[1\].*{message}"):
        group([A.HorizontalFlip(p=1), make()])


@pytest.mark.parametrize("kind", KINDS)
def test_appended_later(kind):
    make, message = KINDS[kind]
    pipe = A.Compose([A.HorizontalFlip(p=1)], seed=7)
    pipe.transforms.append(make())
    with pytest.raises(TypeError, match=message):
        pipe(image=IMAGE)


def test_without_a_list_around_it():
    with pytest.raises(TypeError, match=r"Compose.transforms: HorizontalFlip of albumentations cannot run"):
        A.Compose(of("albumentations.augmentations", "HorizontalFlip", p=1))


def test_a_pipeline_of_ours_is_a_child_like_any_other():
    inner = A.Compose([A.HorizontalFlip(p=1)])
    boxes = A.BboxParams("pascal_voc")
    out = A.Compose([inner], bbox_params=boxes, seed=7)(image=IMAGE, bboxes=[[0, 0, 4, 4]])
    assert (out["image"] == IMAGE[:, ::-1]).all()
    assert out["bboxes"] == [[8.0, 0.0, 12.0, 4.0]]


def test_a_class_that_overrides_call_works_by_itself():
    pipe = type("Logged", (A.Compose,), {"__call__": lambda self, **data: {**A.Compose.__call__(self, **data), "n": 1}})
    out = pipe([A.HorizontalFlip(p=1)], seed=7)(image=IMAGE)
    assert out["n"] == 1
    assert (out["image"] == IMAGE[:, ::-1]).all()


class Seedable(Duck):
    """One that can be seeded, as Albumentations asks of a child."""

    available_keys = frozenset({"image", "mark"})

    def set_random_seed(self, seed):
        self.random = random.Random(seed)

    def __call__(self, *, image, bboxes=None, keypoints=None, mask=None, **data):
        by = self.random.randrange(1, 4)
        data |= {"image": np.roll(image, by, 1), "by": by}
        if mask is not None:
            data["mask"] = np.roll(mask, by, 1)
        if bboxes is not None:  # the last one is lost
            bboxes[:, [0, 2]] += by / image.shape[1]
            data["bboxes"] = bboxes[:-1]
        if keypoints is not None:
            keypoints[:, 0] += by
            data["keypoints"] = keypoints
        return data


def seeded(*children, **arguments):
    boxes = A.BboxParams("pascal_voc", label_fields=["labels"])
    return A.Compose([*children], seed=7, bbox_params=boxes, keypoint_params=A.KeypointParams("xy"), **arguments)


def test_what_looks_like_a_transform_and_can_be_seeded_is_called_with_the_whole_sample():
    given = {"image": IMAGE, "mask": IMAGE[..., 0].copy(), "bboxes": [[0, 1, 4, 5], [1, 2, 3, 6]], "labels": ["a", "b"]}
    pipes = [seeded(A.HorizontalFlip(p=1), Seedable(), save_applied_params=True, strict=True) for _ in range(2)]
    one, two = ([pipe(**given, keypoints=[[8, 3]], mark=1) for _ in range(6)] for pipe in pipes)
    for out, twin in zip(one, two, strict=True):
        by = out["by"]
        assert (out["image"] == np.roll(IMAGE[:, ::-1], by, 1)).all()
        assert (out["mask"] == np.roll(given["mask"][:, ::-1], by, 1)).all()
        assert out["bboxes"] == [[8.0 + by, 1.0, 12.0, 5.0]]
        assert out["labels"] == ["a"]
        assert out["keypoints"] == [[3.0 + by, 3.0]]
        assert out["mark"] == 1
        assert by == twin["by"]
        assert [name for name, _ in out["applied_transforms"]] == ["HorizontalFlip", "Seedable"]
    assert len({out["by"] for out in one}) > 1
    assert (given["image"] == IMAGE).all()


@pytest.mark.parametrize("masks", [np.zeros((0, 16, 12), np.uint8), np.zeros((0, 16, 12, 2), np.uint8), []])
def test_a_called_child_leaves_a_batch_of_no_masks_one(masks):
    out = seeded(A.HorizontalFlip(p=1), Seedable(), A.Crop(0, 0, 5, 7, p=1))(image=IMAGE, masks=masks)["masks"]
    assert np.shape(out) == (0, *([7, 5] if len(np.shape(masks)) > 1 else []), *np.shape(masks)[3:])


def test_a_child_that_is_called_draws_from_its_place_and_survives_copies():
    alone, behind = seeded(Seedable()), seeded(A.RandomGamma(p=1), Seedable())
    assert [alone(image=IMAGE)["by"] for _ in range(5)] == [behind(image=IMAGE)["by"] for _ in range(5)]
    twin = pickle.loads(pickle.dumps(alone))
    assert [alone(image=IMAGE)["by"] for _ in range(5)] == [twin(image=IMAGE)["by"] for _ in range(5)]


def test_no_plan_repeats_an_object_that_was_called_and_no_file_holds_it():
    pipe = A.ReplayCompose([Seedable()], seed=7)
    out = pipe(image=IMAGE)
    assert out["replay"]["transforms"][0]["applied"] is True
    assert out["replay"]["transforms"][0]["__class_fullname__"] == "test_foreign.Seedable"
    with pytest.raises(ValueError, match=r"ReplayCompose/Seedable#0: Seedable is no transform of augrepro .*no plan"):
        A.ReplayCompose.replay(out["replay"], image=IMAGE)
    with pytest.raises(NotImplementedError, match="Seedable cannot be saved"):
        A.to_dict(pipe)


RETURNS = {
    "no dict": (lambda data: 3, TypeError, "Seedable must return a dict of the sample, got 3"),
    "no mask": (lambda data: {"image": data["image"]}, ValueError, r"must return every target.* lacks \['mask'\]"),
    "no array": (lambda data: {**data, "image": "x"}, TypeError, "Seedable: image must return an array, got 'x'"),
    "not finite": (lambda data: {**data, "image": data["image"] * np.inf}, ValueError, "no NaN and no infinity"),
}


@pytest.mark.parametrize("kind", RETURNS)
def test_what_a_called_child_returns_is_checked(kind):
    make, error, message = RETURNS[kind]
    child = type("Seedable", (Seedable,), {"__call__": lambda self, **data: make(data)})()
    with pytest.raises(error, match=f"Compose/Seedable#0: .*{message}"):
        seeded(child)(image=IMAGE.astype(np.float32) / 255 + 1, mask=IMAGE[..., 0])


def test_one_of_weighs_and_forces_a_called_child():
    forced = type("Forced", (Seedable,), {"p": 0.25, "__call__": lambda self, force_apply=False, **data: {**data, "f": force_apply}})()  # fmt: skip
    assert A.OneOf([forced], p=1).transforms[0].p == 0.25
    assert seeded(A.OneOf([forced], p=1))(image=IMAGE)["f"] is True
    assert seeded(forced)(image=IMAGE)["f"] is False
    with pytest.raises(ValueError, match="cannot act on some channels"):
        seeded(A.SelectiveChannelTransform([forced], p=1))(image=IMAGE)


def test_compat_calls_a_child_that_no_seed_reaches_and_says_so():
    with pytest.warns(UserWarning, match="OneOf: Duck is no transform of augrepro and has no set_random_seed"):
        group = compat.OneOf([Duck()], p=1)
    assert (compat.Compose([group], seed=7)(image=IMAGE)["image"] == IMAGE).all()
    with pytest.raises(TypeError, match="HorizontalFlip of albumentations cannot run"):
        compat.Compose([type("HorizontalFlip", (Duck,), {"__module__": "albumentations.flip"})()])


def test_a_strict_pipeline_refuses_what_noop_was_built_without():
    with pytest.warns(UserWarning, match=r"'limit' are not valid for transform NoOp"):
        off = A.NoOp(limit=3, p=1.0)
    assert A.Compose([off])(image=IMAGE)["image"] is not IMAGE
    with pytest.raises(ValueError, match=r"Argument.* 'limit' are not valid for transform NoOp"):
        A.Compose([A.OneOf([off])], strict=True)


class Theirs:
    """A seeded transform as other libraries have them."""

    def __init__(self):
        self.random = random.Random()

    def set_random_seed(self, seed):
        self.random = random.Random(seed)

    def __call__(self, image):
        return {"image": np.roll(image, self.random.randrange(1, 16), 0)}


class Calls(A.ImageOnlyTransform):
    """The class that docs/custom-transforms.md shows."""

    def __init__(self, inner, p=1.0):
        super().__init__(p=p)
        self.inner = inner

    def get_params(self):
        return {"seed": self.py_random.getrandbits(32)}

    def apply(self, img, seed, **params):
        self.inner.set_random_seed(seed)
        return self.inner(image=img)["image"]


def test_the_class_that_the_docs_show_is_seeded_and_replays():
    pipe, twin = (A.Compose([Calls(Theirs())], seed=7) for _ in range(2))
    rows = [pipe(image=IMAGE)["image"] for _ in range(8)]
    assert all((row == twin(image=IMAGE)["image"]).all() for row in rows)
    assert any((row != rows[0]).any() for row in rows)
