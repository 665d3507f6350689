"""Built-ins as bases of a user's own classes: what is inherited, what may be overridden, and that nothing is lost."""

import json
import pickle
import random

import numpy as np
import pytest
from samples import scene

import augrepro as A

BOXES = A.BboxParams("pascal_voc", label_fields=["labels"])
POINTS = A.KeypointParams("xy", label_fields=["names"])


@A.register("tests.Inherits")
class Inherits(A.RandomGamma):
    """Nothing of its own."""


@A.register("tests.DimmedFlip")
class DimmedFlip(A.HorizontalFlip):
    """A flip that darkens the image too, by an argument of its own."""

    def __init__(self, gain=0.5, p=0.5):
        super().__init__(p=p)
        self.gain = gain

    def apply(self, img, **params):
        return (super().apply(img, **params) * self.gain).astype(img.dtype)


@A.register("tests.NoisyRotate")
class NoisyRotate(A.Rotate):
    """A turn with parameters of its own beside the drawn ops."""

    def get_params(self):
        return {**super().get_params(), "shift": self.py_random.randint(1, 9)}

    def get_params_dependent_on_data(self, params, data):
        drawn = super().get_params_dependent_on_data(params, data)
        return {**drawn, "brightest": int(data["image"].max()), "extra": self.random_generator.integers(100)}

    def apply(self, img, **params):
        return np.clip(super().apply(img, **params).astype(int) + params["shift"], 0, 255).astype(np.uint8)


@A.register("tests.StayingKeypoints")
class StayingKeypoints(A.HorizontalFlip):
    """A flip under which keypoints swap their columns, as a skeleton's left and right would."""

    def apply_to_keypoints(self, keypoints, **params):
        return super().apply_to_keypoints(keypoints, **params)[::-1]


OWN = [Inherits(p=1), DimmedFlip(gain=0.25, p=1), NoisyRotate((10, 40), p=1), StayingKeypoints(p=1)]


def pipe(transform, seed=137):
    return A.Compose([transform], seed=seed, bbox_params=BOXES, keypoint_params=POINTS)


def run(transform, seed=137):
    return pipe(transform, seed)(**scene())


def same(one, two):
    return all(np.array_equal(np.asarray(one[key]), np.asarray(two[key])) for key in one if key != "replay")


def test_fields_are_inherited():
    made = Inherits((40, 60), p=0.25)
    assert (made.gamma_limit, made.p) == ((40.0, 60.0), 0.25)
    assert repr(made) == "Inherits(gamma_limit=(40.0, 60.0), p=0.25)"
    assert isinstance(made, A.ImageOnlyTransform)


def test_a_subclass_without_methods_of_its_own_draws_as_its_base_does():
    base, own = A.RandomGamma(p=1, name="gamma"), Inherits(p=1, name="gamma")
    assert same(run(base), run(own))
    assert pipe(own, 1).draw_plan(**scene()).to_dict()["steps"][0]["op"] == "Gamma"


def test_bad_values_are_refused_as_the_base_refuses_them():
    with pytest.raises(ValueError, match=r"Inherits\.gamma_limit must be two increasing numbers"):
        Inherits(gamma_limit=(3, 1))
    with pytest.raises(TypeError, match="Inherits has no argument 'gama_limit'; did you mean 'gamma_limit'"):
        Inherits(gama_limit=3)


def test_an_overridden_apply_acts_and_the_rest_follows_the_base():
    given = scene()
    out, flipped = run(DimmedFlip(gain=0.25, p=1)), run(A.HorizontalFlip(p=1))
    assert (out["image"] == (given["image"][:, ::-1] * 0.25).astype(np.uint8)).all()
    assert (out["mask"] == flipped["mask"]).all()
    np.testing.assert_allclose(out["bboxes"], flipped["bboxes"])
    np.testing.assert_allclose(out["keypoints"], flipped["keypoints"])
    assert out["labels"] == flipped["labels"]


def test_images_and_volumes_go_through_the_overridden_apply():
    image = scene()["image"]
    pipeline = A.Compose([DimmedFlip(gain=0.25, p=1)], seed=1)
    wanted = (image[:, ::-1] * 0.25).astype(np.uint8)
    for target, given in {"images": [image, image], "volume": np.stack([image] * 3)}.items():
        out = pipeline(**{target: given})[target]
        assert type(out) is type(given)
        assert all((piece == wanted).all() for piece in out)


def test_attributes_of_its_own_may_be_set_and_fields_may_not():
    made = DimmedFlip()
    made.gain = 0.75
    assert made.gain == 0.75
    with pytest.raises(AttributeError, match="Inherits is frozen: build a new one, or"):
        Inherits().gamma_limit = (1, 2)
    with pytest.raises(AttributeError, match="RandomGamma is frozen"):
        A.RandomGamma().gain = 3


@pytest.mark.parametrize("cls", [A.HorizontalFlip, DimmedFlip])
def test_p_of_a_transform_can_be_set_as_that_of_a_pipeline(cls):
    made = cls(p=0.0)
    pipeline = A.Compose([made], seed=1)
    before, known = pipeline.draw_plan(image=scene()["image"]), hash(made)
    made.p = 1
    assert not before.steps
    assert pipeline.draw_plan(image=scene()["image"]).steps
    assert (made.p, made, hash(made)) == (1.0, cls(p=1.0), known)
    assert A.from_dict(A.to_dict(A.HorizontalFlip(p=made.p))).p == 1.0
    for wrong in (1.5, -0.1, None, "all", True):
        with pytest.raises(ValueError, match=rf"{cls.__name__}\.p must be a number >= 0 and <= 1, got"):
            made.p = wrong


def test_one_of_weighs_by_what_p_is_now():
    image = scene()["image"]
    group = A.OneOf([A.HorizontalFlip(p=1), A.VerticalFlip(p=0)], p=1)
    group.transforms[0].p, group.transforms[1].p = 0, 1
    assert (A.Compose([group], seed=3)(image=image)["image"] == image[::-1]).all()


def test_generators_that_are_set_on_a_built_in_are_drawn_from():
    image = scene()["image"]

    def rows(seed, python=None):
        noise = A.GaussNoise(p=1)
        noise.random_generator = np.random.default_rng(seed)
        if python is not None:
            noise.py_random = random.Random(python)
        return [noise(image=image)["image"].tobytes() for _ in range(3)]

    assert rows(0) == rows(0)
    assert len({*rows(0), *rows(1), *rows(0, python=1)}) == 9
    assert rows(0, python=1) == rows(0, python=1)
    with pytest.raises(TypeError, match=r"random_generator must be a .*Generator, got 3"):
        A.GaussNoise().random_generator = 3


def test_overridden_getters_act_and_draw_from_the_seed():
    one, two, other = (run(NoisyRotate((10, 40), p=1), seed=seed) for seed in (137, 137, 138))
    assert same(one, two)
    assert not same(one, other)
    plain = run(A.Rotate((10, 40), p=1, name="NoisyRotate"))
    shift = one["image"].astype(int) - plain["image"]
    assert (shift > 0).any(), "the turn is the base's, the shift is its own"
    assert len(np.unique(shift[plain["image"] < 240])) == 1


def test_an_overridden_method_for_keypoints_acts():
    out, flipped = run(StayingKeypoints(p=1)), run(A.HorizontalFlip(p=1))
    np.testing.assert_allclose(out["keypoints"], flipped["keypoints"][::-1])
    assert out["names"] == flipped["names"][::-1], "labels follow their keypoints"


@pytest.mark.parametrize("own", OWN, ids=lambda own: type(own).__name__)
class TestNothingIsLost:
    def test_plans_replay_from_json(self, own):
        pipeline = pipe(own, 137)
        plan = A.Plan.from_json(pipe(own, 137).draw_plan(**scene()).to_json())
        assert same(pipeline(**scene()), pipeline.apply_plan(plan, **scene()))

    def test_replay_compose(self, own):
        replay = A.ReplayCompose([own], seed=137, bbox_params=BOXES, keypoint_params=POINTS)
        out = replay(**scene())
        record = json.loads(json.dumps(out["replay"]))
        assert same(out, A.ReplayCompose.replay(record, **scene()))

    def test_pickle(self, own):
        pipeline = pipe(own, 137)
        assert same(pickle.loads(pickle.dumps(pipeline))(**scene()), pipeline(**scene()))

    def test_files(self, own, tmp_path):
        A.save(pipe(own, 137), tmp_path / "pipeline.json")
        assert same(A.load(tmp_path / "pipeline.json")(**scene()), pipe(own, 137)(**scene()))

    def test_the_sample_names_the_draw(self, own):
        pipeline = pipe(own, 137)
        first = pipeline(**scene(), sample_key=(1, "cat"))
        pipeline(**scene())
        assert same(first, pipeline(**scene(), sample_key=(1, "cat")))

    def test_the_gate_is_the_seed_s(self, own):
        def fired(seed):
            rare = type(own)(p=0.5)
            pipeline = pipe(rare, seed)
            return [len(pipeline.draw_plan(**scene()).steps) for _ in range(40)]

        assert fired(1) == fired(1) != fired(2)
        assert 8 < sum(fired(1)) < 32

    def test_equality(self, own):
        assert own == pickle.loads(pickle.dumps(own))
        assert own != type(own)(p=0.125)


def test_a_getter_that_forgets_its_base_is_told_so():
    class Forgetful(A.HorizontalFlip):
        def get_params_dependent_on_data(self, params, data):
            return {"mine": 1}

    with pytest.raises(TypeError, match=r"Forgetful#0: mine: HorizontalFlip\.apply reads the drawn 'ops' alone"):
        pipe(Forgetful(p=1))(**scene())

    class Half(Forgetful):
        def apply(self, img, **params):
            return super().apply(img, **params)

    with pytest.raises(TypeError, match=r"Half\.apply needs the parameter 'ops' .*super\(\)"):
        pipe(Half(p=1))(**scene())


def test_a_parameter_that_nothing_reads_is_refused():
    class Quarter(A.RandomRotate90):
        def get_params(self):
            return {"factor": 1}

    with pytest.raises(TypeError, match=r"factor: RandomRotate90\.apply reads the drawn 'ops' alone"):
        pipe(Quarter(p=1))(**scene())
    with pytest.raises(TypeError, match=r"Rotate\.apply takes the parameter 'ops' alone, got angle"):
        A.Rotate().apply(scene()["image"], angle=90)
    with pytest.raises(TypeError, match=r"GaussNoise\.apply takes .* 'ops', got 1 more argument by place"):
        A.GaussNoise().apply(scene()["image"], 1.5)


class TestConstructorArgumentsAreSaved:
    def test_p_beside_the_names_that_a_class_lists(self):
        @A.register("tests.Listed")
        class Listed(A.ImageOnlyTransform):
            def __init__(self, strength=0.5, p=0.5):
                super().__init__(p=p)
                self.strength = strength

            def get_transform_init_args_names(self):
                return ("strength",)

        assert A.from_dict(A.to_dict(Listed(0.25, p=1.0))).p == 1.0

    def test_those_that_go_by_kwargs(self):
        @A.register("tests.Handing")
        class Handing(A.RandomGamma):
            def __init__(self, extra=1, **kwargs):
                super().__init__(**kwargs)
                self.extra = extra

        @A.register("tests.HandingCustom")
        class HandingCustom(A.ImageOnlyTransform):
            def __init__(self, k=1, **kwargs):
                super().__init__(**kwargs)
                self.k = k

            def apply(self, img, **params):
                return img

        again = A.from_dict(A.to_dict(Handing(extra=3, gamma_limit=(300, 310), p=1)))
        assert (again.extra, again.gamma_limit, again.p) == (3, (300.0, 310.0), 1.0)
        custom = A.from_dict(A.to_dict(HandingCustom(k=2, p=0.75)))
        assert (custom.k, custom.p) == (2, 0.75)

    def test_an_array_is_refused_by_name(self):
        @A.register("tests.Holding")
        class Holding(A.ImageOnlyTransform):
            def __init__(self, table=None, p=0.5):
                super().__init__(p=p)
                self.table = table

        with pytest.raises(NotImplementedError, match="Holding cannot be saved: its argument 'table'"):
            A.to_dict(Holding(np.zeros(3)))


class Anything:
    """An object that has every attribute, but for Python's own, and is no array and no mock."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self


@pytest.mark.parametrize("found", [None, 5, np.float32(5), [[0]], Anything()], ids=lambda found: type(found).__name__)
def test_what_is_no_array_is_refused(found):
    class Nothing(A.ImageOnlyTransform):
        def apply(self, img, **params):
            return found

    with pytest.raises(TypeError, match=r"Nothing#0: Nothing\.apply must return an array, got .*"):
        pipe(Nothing(p=1))(**scene())


def test_a_pipeline_with_a_constructor_of_its_own_can_be_added_to():
    class Sized(A.Compose):
        def __init__(self, size, **more):
            super().__init__([A.CenterCrop(size, size)], **more)

    grown = Sized(8, seed=1) + A.HorizontalFlip(p=1)
    assert [type(node).__name__ for node in grown] == ["CenterCrop", "HorizontalFlip"]
    assert grown(image=scene()["image"])["image"].shape == (8, 8, 3)


def test_settings_of_a_built_pipeline_are_fixed_and_its_seed_may_change():
    pipeline = A.Compose([A.RandomGamma(p=1)], seed=1)
    pipeline.seed = 5
    assert (
        pipeline(image=scene()["image"])["image"]
        == A.Compose([A.RandomGamma(p=1)], seed=5)(image=scene()["image"])["image"]
    ).all()
    with pytest.raises(AttributeError, match=r"Compose\.bbox_params is fixed when it is built"):
        pipeline.bbox_params = BOXES


def test_a_declared_subclass_may_add_fields():
    class Bright(A.HorizontalFlip):
        gain: float = 0.5

        def apply(self, img, **params):
            return (super().apply(img, **params) * self.gain).astype(img.dtype)

    made = Bright(gain=0.25, p=1)
    assert (made.gain, made.p) == (0.25, 1.0)
    assert run(made)["image"].max() <= 64
    with pytest.raises(ValueError, match=r"Bright\.gain must be a number, got 'x'"):
        Bright(gain="x")


def test_mask_interpolation_of_the_pipeline_reaches_a_class_of_ones_own():
    pipeline = A.Compose([NoisyRotate((10, 40), p=1)], mask_interpolation=1, seed=1)
    assert pipeline.transforms[0].mask_interpolation == 1
    assert NoisyRotate().mask_interpolation == 0
