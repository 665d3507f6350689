"""Children that are no transform of ours: each kind is refused when the pipeline is built, with what to do instead."""

import random

import numpy as np
import pytest

import augrepro as A

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
    "a callable that looks like a transform": (Duck, "the callable <.*Duck object.*A.Lambda"),
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
