"""The guide's "Custom Transforms and Reproducibility", and Albumentations' protocol behind it."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
from children import noisy
from samples import picture, plain_copy, same, scene, sequence

import augrepro as A
from augrepro.core.transforms_interface import BasicTransform, DualTransform, ImageOnlyTransform


class MyCustomTransform(DualTransform):
    """The guide's class, word for word, with the ``apply`` that it leaves out."""

    def get_params_dependent_on_data(self, params, data):
        random_value = self.py_random.uniform(0, 1)
        random_array = self.random_generator.uniform(0, 1, size=(3, 3))
        return {"value": random_value, "array": random_array}

    def apply(self, img, value, array, **params):
        return (img * value * array.mean()).astype(img.dtype)

    def apply_to_mask(self, mask, **params):
        return mask


def guided(seed=137, **arguments):
    return A.Compose([MyCustomTransform(p=1.0)], seed=seed, **arguments)


def drawn(transform, calls=8):
    """What the guide's transform drew, call by call, as its plans have it."""
    values = []
    for _ in range(calls):
        with_params = transform(image=picture())["applied_transforms"][0][1]
        values.append((with_params["value"], str(with_params["array"])))
    return values


def test_the_guides_transform_is_reproducible():
    one = sequence(guided(), 10)
    assert one == sequence(guided(), 10)
    assert len(set(one)) == 10
    assert one != sequence(guided(138), 10)


def test_without_a_seed_it_is_random():
    """By all ten floats that it drew: its pictures are bytes, and some two of them are alike now and then."""
    assert not set(drawn(guided(None, save_applied_params=True))) & set(drawn(guided(None, save_applied_params=True)))


def test_global_generators_neither_matter_nor_move():
    random.seed(1)
    np.random.seed(1)
    before = random.getstate(), np.random.get_state()[1].tobytes()
    one = sequence(guided())
    assert (random.getstate(), np.random.get_state()[1].tobytes()) == before
    random.seed(2)
    assert sequence(guided()) == one


class Noted(ImageOnlyTransform):
    """Notes what the protocol hands to it."""

    def __init__(self, p=1.0):
        super().__init__(p)
        self.seen = []

    def get_params(self):
        return {"a": self.py_random.random(), "b": float(self.random_generator.random())}

    def get_params_dependent_on_data(self, params, data):
        self.seen.append((dict(params), {name: value.copy() for name, value in data.items()}))
        return {"c": params["a"] + 1}

    def apply(self, img, a, b, c, **params):
        self.seen.append((a, b, c, params))
        return img


def test_get_params_come_first_and_apply_receives_all_of_them_and_the_shape():
    custom = Noted()
    image, mask = picture(6, 8), np.ones((6, 8), np.uint8)
    A.Compose([custom], seed=1)(image=image, mask=mask)
    (params, data), (a, b, c, rest) = custom.seen
    assert params == {"a": a, "b": b, "shape": (6, 8, 3)}
    assert c == a + 1
    assert rest == {"shape": (6, 8, 3)}
    assert same(data, {"image": image, "mask": mask})


def test_grayscale_comes_as_it_was_given():
    custom = Noted()
    out = A.Compose([custom], seed=1)(image=picture(6, 8, None))["image"]
    assert custom.seen[0][1]["image"].shape == (6, 8)
    assert out.shape == (6, 8)


def test_both_generators_are_of_the_documented_types_and_independent():
    class Typed(ImageOnlyTransform):
        def get_params(self):
            assert isinstance(self.py_random, random.Random)
            assert isinstance(self.random_generator, np.random.Generator)
            words = [self.py_random.getrandbits(64), int(self.random_generator.integers(2**63))]
            again = [self.py_random.getrandbits(64), int(self.random_generator.integers(2**63))]
            assert len({*words, *again}) == 4
            return {"words": words + again}

        def apply(self, img, **params):
            return img

    pipeline = A.Compose([Typed(p=1.0), Typed(p=1.0)], seed=1, save_applied_params=True)
    words = [
        word
        for _ in range(5)
        for _, params in pipeline(image=picture())["applied_transforms"]
        for word in params["words"]
    ]
    assert len(set(words)) == len(words) == 40


def test_draws_inside_apply_are_seeded_and_replay():
    class Late(ImageOnlyTransform):
        def apply(self, img, **params):
            return (img * self.random_generator.random() * self.py_random.random()).astype(img.dtype)

    def made():
        return A.Compose([Late(p=1.0)], seed=5)

    one = sequence(made())
    assert one == sequence(made())
    assert len(set(one)) == len(one)
    pipeline = made()
    plan = made().draw_plan(image=picture())
    assert same(pipeline.apply_plan(plan, image=picture()), made()(image=picture()))


def test_the_probability_gate_is_the_pipelines():
    pipeline = A.Compose([MyCustomTransform(p=0.5)], seed=3, save_applied_params=True)
    fired = sum(bool(pipeline(image=picture())["applied_transforms"]) for _ in range(200))
    assert 70 < fired < 130


def test_assigned_generators_are_respected():
    def given():
        custom = MyCustomTransform(p=1.0)
        custom.py_random = random.Random(7)
        custom.random_generator = np.random.default_rng(7)
        return A.Compose([custom])

    one = sequence(given())
    assert one == sequence(given())
    assert len(set(one)) == len(one), "they advance from call to call"


def test_one_assigned_generator_leaves_the_other_to_the_pipeline():
    def given(seed):
        custom = MyCustomTransform(p=1.0)
        custom.py_random = random.Random(7)
        return sequence(A.Compose([custom], seed=seed))

    assert given(1) == given(1)
    assert given(1) != given(2)


def test_a_custom_transform_works_outside_a_pipeline():
    custom = MyCustomTransform(p=1.0)
    custom.set_random_seed(137)
    other = MyCustomTransform(p=1.0)
    other.set_random_seed(137)
    one = sequence(custom)
    assert one == sequence(other)
    assert len(set(one)) == len(one)
    assert set(custom.get_params_dependent_on_data({}, {})) == {"value", "array"}


class Shift(DualTransform):
    """Move everything right by a drawn number of pixels, wrapping."""

    def __init__(self, limit=5, p=1.0):
        super().__init__(p)
        self.limit = limit

    def get_params(self):
        return {"shift": self.py_random.randint(1, self.limit)}

    def apply(self, img, shift, **params):
        return np.roll(img, shift, 1)

    def apply_to_bboxes(self, bboxes, shift, shape, **params):
        out = bboxes.copy()
        out[:, [0, 2]] += shift / shape[1]
        return out

    def apply_to_keypoints(self, keypoints, shift, **params):
        out = keypoints.copy()
        out[:, 0] += shift
        return out


def shifting(**more):
    return A.Compose(
        [Shift()],
        bbox_params=A.BboxParams("pascal_voc", label_fields=["labels"]),
        keypoint_params=A.KeypointParams("xy", label_fields=["names"]),
        seed=4,
        **more,
    )


def test_apply_to_mask_bboxes_and_keypoints_share_the_draw():
    sample = scene()
    before = plain_copy(sample)
    pipeline = shifting(save_applied_params=True)
    for _ in range(5):
        out = pipeline(**sample)
        ((_, params),) = out["applied_transforms"]
        shift = params["shift"]
        assert np.array_equal(out["image"], np.roll(sample["image"], shift, 1))
        assert np.array_equal(out["mask"], np.roll(sample["mask"], shift, 1))
        assert out["bboxes"][0] == pytest.approx([4 + shift, 3, 20 + shift, 18])
        assert out["bboxes"][1] == pytest.approx([8 + shift, 6, min(30 + shift, 32), 22])
        assert out["keypoints"][0] == pytest.approx([5 + shift, 4])
        assert out["labels"] == ["cat", "dog"]
    assert same(sample, before)


def test_rows_that_a_custom_transform_drops_take_their_labels_along():
    class KeepLast(Shift):
        def apply_to_bboxes(self, bboxes, **params):
            return bboxes[1:]

        def apply_to_keypoints(self, keypoints, **params):
            return keypoints[2:]

    pipeline = A.Compose(
        [KeepLast()],
        bbox_params=A.BboxParams("pascal_voc", label_fields=["labels"]),
        keypoint_params=A.KeypointParams("xy", label_fields=["names"]),
        seed=4,
    )
    out = pipeline(**scene())
    assert out["labels"] == ["dog"]
    assert out["names"] == ["tail"]


def test_a_dual_transform_that_moves_boxes_must_say_how():
    pipeline = A.Compose([MyCustomTransform(p=1.0)], bbox_params=A.BboxParams("pascal_voc"), seed=1)
    with pytest.raises(NotImplementedError, match=r"MyCustomTransform must define apply_to_bboxes"):
        pipeline(image=picture(), bboxes=[[1, 1, 5, 5]])


def test_an_image_only_transform_leaves_the_rest_alone():
    class Dark(ImageOnlyTransform):
        def apply(self, img, **params):
            return img // 2

    sample = scene()
    pipeline = A.Compose(
        [Dark(p=1.0)], bbox_params=A.BboxParams("pascal_voc", ["labels"]), keypoint_params=A.KeypointParams("xy")
    )
    out = pipeline(**sample)
    assert same({**out, "image": 0}, {**sample, "image": 0})
    assert np.array_equal(out["image"], sample["image"] // 2)


def test_an_apply_that_writes_into_its_argument_does_not_touch_the_input():
    class Rude(ImageOnlyTransform):
        def apply(self, img, **params):
            img[:] = 0
            return img

    image = picture()
    before = image.copy()
    assert not A.Compose([Rude(p=1.0)])(image=image)["image"].any()
    assert np.array_equal(image, before)


def test_slices_of_a_volume_share_one_draw():
    volume = np.stack([picture(8, 8)] * 3)
    out = A.Compose([MyCustomTransform(p=1.0)], seed=2)(volume=volume)["volume"]
    assert out.shape == volume.shape
    assert np.array_equal(out[0], out[1])
    assert not np.array_equal(out[0], volume[0])


def test_targets_as_params_are_asked_for():
    class Needy(ImageOnlyTransform):
        @property
        def targets_as_params(self):
            return ["mask"]

        def get_params_dependent_on_data(self, params, data):
            return {"top": int(data["mask"].max())}

        def apply(self, img, top, **params):
            return np.minimum(img, np.uint8(top))

    pipeline = A.Compose([Needy(p=1.0)])
    with pytest.raises(ValueError, match="Needy#0 needs mask"):
        pipeline(image=picture())
    out = pipeline(image=picture(4, 4), mask=np.full((4, 4), 9, np.uint8))
    assert out["image"].max() == 9


def test_bases_can_be_instantiated_and_introspected():
    for base in (BasicTransform, DualTransform, ImageOnlyTransform):
        assert base(p=1).p == 1.0
        assert base(p=1).get_params() == {}
        assert base(p=1).get_params_dependent_on_data({}, {}) == {}
    assert Shift(limit=3).get_transform_init_args_names() == ("limit", "p")
    assert repr(Shift(limit=3, p=0.25)) == "Shift(limit=3, p=0.25)"
    assert BasicTransform().p == 0.5


def test_apply_that_is_missing_is_named():
    with pytest.raises(NotImplementedError, match=r"ImageOnlyTransform must define apply"):
        A.Compose([ImageOnlyTransform(p=1.0)])(image=picture())


def test_a_bad_return_is_named():
    class Flat(ImageOnlyTransform):
        def apply(self, img, **params):
            return img.ravel()

    with pytest.raises(ValueError, match=r"Flat\.apply must return an \(H, W\)"):
        A.Compose([Flat(p=1.0)])(image=picture())


def test_a_custom_crop_changes_the_shape_for_what_follows():
    class Half(DualTransform):
        def apply(self, img, **params):
            return img[: img.shape[0] // 2]

        def apply_to_bboxes(self, bboxes, **params):
            out = bboxes.copy()
            out[:, [1, 3]] *= 2
            return out

    pipeline = A.Compose([Half(p=1.0), A.CenterCrop(8, 16)], bbox_params=A.BboxParams("pascal_voc", ["labels"]), seed=1)
    out = pipeline(image=picture(16, 16), bboxes=[[2, 2, 10, 6]], labels=[1])
    assert out["image"].shape == (8, 16, 3)
    assert out["bboxes"] == [[2, 2, 10, 6]]


def test_a_function_that_cannot_be_called_with_parameters_is_told_what_to_take():
    unfit = {
        "image": (lambda img: img, r"got <lambda>\(img\): write lambda image, \*\*params: ... or def f\("),
        "mask": (lambda mask, cols: mask, r"got <lambda>\(mask, cols\): write lambda mask, \*\*params"),
        "bboxes": (lambda a, b: a, r"got <lambda>\(a, b\)"),
        "keypoints": (np.abs, r"got absolute\("),
    }  # fmt: skip
    image = picture()
    data = {"image": image, "mask": image[..., 0], "bboxes": [[0.1, 0.1, 0.5, 0.5]], "keypoints": [[1, 2]]}
    params = {"bbox_params": A.BboxParams("albumentations"), "keypoint_params": A.KeypointParams("xy")}
    for target, (function, words) in unfit.items():
        step = A.Compose([A.Lambda(**{target: function}, p=1)], **params)
        start = rf"Compose/Lambda#0: Lambda\.{target} must be a function of an array and of parameters by name \(shape"
        with pytest.raises(TypeError, match=f"{start}.*{words}"):
            step(**data)
    with pytest.raises(TypeError, match="unsupported operand"):
        A.Lambda(image=lambda img, **_: img + None, p=1)(image=image)


def test_lambda_is_a_custom_transform_of_functions():
    pipeline = A.Compose(
        [A.Lambda(image=lambda img, **_: 255 - img, mask=lambda mask, **_: mask + 1, name="negative")],
        save_applied_params=True,
    )
    image, mask = picture(), np.zeros((16, 16), np.uint8)
    out = pipeline(image=image, mask=mask)
    assert np.array_equal(out["image"], 255 - image)
    assert (out["mask"] == 1).all()
    assert [name for name, _ in out["applied_transforms"]] == ["negative"]
    with pytest.raises(TypeError, match=r"Lambda\.image must be None or a function"):
        A.Lambda(image=3)
    with pytest.raises(NotImplementedError, match="cannot be saved"):
        A.to_dict(A.Lambda(image=lambda img, **_: img))


def test_applied_parameters_of_a_custom_transform_are_json():
    pipeline = A.Compose([MyCustomTransform(p=1.0)], seed=1, save_applied_params=True)
    applied = json.loads(json.dumps(pipeline(image=picture())["applied_transforms"]))
    ((name, params),) = applied
    assert name == "MyCustomTransform"
    assert 0 <= params["value"] <= 1
    assert np.shape(params["array"]) == (3, 3)


def test_names_under_core_are_the_same_classes():
    from augrepro.core import composition, transforms_interface

    assert transforms_interface.DualTransform is A.DualTransform
    assert composition.Compose is A.Compose
    assert transforms_interface.NoOp is A.NoOp


class Holding(A.ImageOnlyTransform):
    """A transform that holds pipelines of its own and calls them."""

    def __init__(self, p=1.0):
        super().__init__(p)
        self.inner = noisy()
        self.more = {"a": [noisy(3)], "b": noisy(4)}
        self.itself = self

    def apply(self, img, **params):
        return self.more["b"](image=self.inner(image=img)["image"])["image"]


def test_the_state_of_a_pipeline_holds_that_of_pipelines_within_its_transforms():
    pipeline = A.Compose([A.OneOf([Holding(), Holding()], p=1)], seed=3)
    sequence(pipeline, 3)
    state = json.loads(json.dumps(pipeline.state_dict()))
    assert set(state["inside"]) == {
        f"Compose/OneOf#0/Holding#{k}.{where}" for k in (0, 1) for where in ("inner", "more['a'][0]", "more['b']")
    }
    later = sequence(pipeline, 5)
    pipeline.load_state_dict(state)
    assert sequence(pipeline, 5) == later
    other = A.Compose([A.OneOf([Holding(), Holding()], p=1)], seed=3)
    other.load_state_dict(state)
    assert sequence(other, 5) == later


def test_a_state_of_what_is_not_there_is_refused():
    pipeline = A.Compose([Holding()], seed=3)
    state = pipeline.state_dict()
    for inside in ({"Compose/Holding#0.outer": state}, {"Compose/Holding#0.inner": 3}, 3):
        with pytest.raises(ValueError, match=r"load_state_dict"):
            pipeline.load_state_dict({**state, "inside": inside})
    plain = A.Compose([A.D4()], seed=3)
    assert "inside" not in plain.state_dict()
    with pytest.raises(ValueError, match=r"this pipeline holds no 'Compose/Holding#0.inner'"):
        plain.load_state_dict(state)


def method(name, text):
    """A class of a user's own with that method, which ``text`` writes."""
    space = {}
    exec(f"def {name}{text}", space)
    body = {"get_params": lambda self: {"angle": 3}, "apply": lambda self, img, **params: img, name: space[name]}
    return type("Mine", (A.DualTransform,), {"__module__": __name__, **body})


MISFITS = {
    "no **params": (
        "apply",
        "(self, img, angle): return img",
        r"got shape too: write apply\(self, img, angle, \*\*params",
    ),
    "what nobody drew": (
        "apply",
        "(self, img, size, **params): return img",
        "needs size, which nobody drew: .*angle, shape",
    ),
    "no argument at all": ("apply", "(self): return 3", "must take 1 argument beside self, and takes 0"),
    "for masks": (
        "apply_to_mask",
        "(self, mask): return mask",
        r"got angle, shape too: write apply_to_mask\(self, mask, \*",
    ),
    "for boxes": ("apply_to_bboxes", "(self, bboxes, **p): return bboxes", None),
    "by position alone": ("apply_to_mask", "(self, mask, /, **params): return mask", None),
    "any arguments": ("apply", "(*args, **params): return args[1]", None),
    "a getter without data": ("get_params_dependent_on_data", "(self, params): return {}", "must take 2 .* takes 1"),
    "a getter that wants more": (
        "get_params",
        "(self, more): return {}",
        "called without arguments and cannot need more",
    ),
    "an error of its own": (
        "apply",
        "(self, img, **params): return len(3)",
        r"#0: object of type 'int' has no len\(\)",
    ),
}


@pytest.mark.parametrize("case", MISFITS)
def test_a_method_that_cannot_be_called_is_told_what_it_must_take(case):
    name, text, words = MISFITS[case]
    pipeline = A.Compose([method(name, text)(p=1)])
    given = {"image": picture(), "mask": picture(channels=None)}
    if words is None:
        assert same(pipeline(**given), given)
        return
    with pytest.raises(TypeError, match=words):
        pipeline(**given)
    with pytest.raises(TypeError, match=words):
        pipeline(images=picture()[None], masks=picture(channels=None)[None])
