"""Code of a user's own may hand back an array that it holds elsewhere: no result and no plan changes later."""

import numpy as np
import pytest
from samples import scene

import augrepro as A

SIZE = (20, 30)


class Buffered(A.DualTransform):
    """One buffer for each kind of what it returns, filled anew in every call."""

    def __init__(self):
        super().__init__(p=1)
        self.count = 0
        self.images = np.zeros((*SIZE, 3), np.uint8)
        self.stacked = np.zeros((2, *SIZE, 3), np.uint8)
        self.rows = np.zeros((1, 5))
        self.level = np.zeros(1)

    def filled(self, buffer):
        self.count += 1
        buffer[:] = self.count
        return buffer

    def get_params(self):
        return {"level": self.filled(self.level), "more": {"levels": [self.level]}}

    def apply(self, img, level, **params):
        return self.filled(self.images)

    def apply_to_images(self, images, **params):
        return self.filled(self.stacked)

    def apply_to_mask(self, mask, **params):
        return self.images[..., 0]

    def apply_to_bboxes(self, bboxes, **params):
        self.rows[:] = bboxes
        self.rows[:, :4] = 0.1, 0.1, 0.5, 0.5
        return self.rows

    def apply_to_keypoints(self, keypoints, **params):
        return keypoints


class Duck:
    """What only looks like a transform."""

    available_keys = frozenset(("image", "image2", "mask", "more"))
    images = np.zeros((*SIZE, 3), np.uint8)

    def set_random_seed(self, seed):
        self.seed = seed

    def __call__(self, **data):
        self.images += 1
        return dict.fromkeys(data, self.images)


def given(**more):
    image = np.zeros((*SIZE, 3), np.uint8)
    return {"image": image, "image2": image, "mask": image[..., 0], "images": [image, image], **more}


def pipeline(child):
    return A.Compose([child], A.BboxParams("pascal_voc"), additional_targets={"image2": "image"}, seed=1)


def bits(result):
    return {name: np.array(value) for name, value in result.items()}


def test_results_of_earlier_calls_stay_and_share_no_memory():
    pipe = pipeline(Buffered())
    first = pipe(**given(bboxes=[[1, 2, 9, 8]]))
    before = bits(first)
    second = pipe(**given(bboxes=[[1, 2, 9, 8]]))
    assert all(np.array_equal(first[name], before[name]) for name in before)
    arrays = [array for result in (first, second) for name in ("image", "image2", "mask") for array in [result[name]]]
    arrays += [array for result in (first, second) for array in result["images"]]
    pairs = [(one, other) for i, one in enumerate(arrays) for other in arrays[:i]]
    assert not any(np.shares_memory(*pair) for pair in pairs)
    assert first["image"].max() != first["image2"].max()


def test_a_plan_keeps_the_parameters_that_were_drawn():
    pipe = pipeline(Buffered())
    plan = pipe.draw_plan(**given())
    before = plan.to_json()
    pipe(**given())
    assert plan.to_json() == before


def test_an_object_that_looks_like_a_transform_may_hold_what_it_returns():
    pipe = A.Compose([Duck()], additional_targets={"image2": "image"}, seed=1)
    sample = {name: array for name, array in given().items() if name != "images"}
    first = pipe(**sample, more=np.zeros(3))
    before = bits(first)
    pipe(**sample, more=np.zeros(3))
    assert all(np.array_equal(first[name], before[name]) for name in before)
    assert not np.shares_memory(first["image"], first["image2"])


def test_so_may_a_function_and_what_stands_below_a_built_in():
    buffer = np.zeros((*SIZE, 3), np.uint8)

    class Flip(A.VerticalFlip):
        def apply(self, img, **params):
            buffer[:] += 1
            return buffer

    def counted(image, **params):
        buffer[:] += 1
        return buffer

    for child in (Flip(p=1), A.Lambda(image=counted, p=1)):
        pipe = A.Compose([child], seed=1)
        first = pipe(image=given()["image"])["image"]
        before = first.copy()
        pipe(image=given()["image"])
        assert (first == before).all()


def test_a_tensor_that_it_holds_is_copied_too():
    torch = pytest.importorskip("torch")
    held = torch.zeros(3, *SIZE)

    class ToTensor(A.ImageOnlyTransform):
        def apply(self, img, **params):
            held.add_(1)
            return held

    pipe = A.Compose([ToTensor(p=1)], seed=1)
    first = pipe(image=scene()["image"])["image"]
    pipe(image=scene()["image"])
    assert (first == 1).all()
