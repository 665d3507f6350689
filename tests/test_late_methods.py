"""Methods of the protocol that are put on a class or an instance after its body: they act, until they are taken off."""

import warnings
from unittest.mock import patch

import numpy as np
import pytest
from samples import scene

import augrepro as A
from augrepro import compat


def black(self, img, **params):
    return np.zeros_like(img)


def blackened(cls):
    cls.apply = black
    return cls


def run(transform, **more):
    return A.Compose([transform], seed=1)(**{"image": scene()["image"], **more})


def is_black(transform):
    by_itself, piped = transform(image=scene()["image"]), run(transform)
    assert by_itself["image"].any() == piped["image"].any()
    return not piped["image"].any()


@pytest.fixture
def own():
    class Own(A.VerticalFlip):
        """Nothing of its own."""

    return Own


def test_a_class_decorator_overrides_apply(own):
    assert is_black(blackened(own)(p=1))


def test_an_assignment_is_seen_by_instances_and_subclasses_that_were_built_and_used_before(own):
    class Below(own):
        """Nothing of its own."""

    made = own(p=1), Below(p=1)
    assert not any(map(is_black, made))
    own.apply = black
    assert all(map(is_black, made))
    del own.apply
    assert not any(map(is_black, made))


@pytest.mark.parametrize("cls", [A.VerticalFlip, A.RandomGamma, A.Rotate])
def test_a_built_in_is_patched_for_as_long_as_the_patch_lasts(cls):
    made = cls(p=1)
    with patch.object(cls, "apply", black):
        assert is_black(made)
        assert is_black(cls(p=1))
        assert is_black(type("Defined", (cls,), {"__module__": __name__})(p=1))
    assert not is_black(made)


def test_what_is_put_on_a_class_that_stands_for_another_is_refused():
    with (
        patch.object(compat.VerticalFlip, "apply", black),
        pytest.raises(TypeError, match=r"apply was put on augrepro\.compat\.VerticalFlip, .* put it on augrepro\.Vert"),
    ):
        compat.VerticalFlip(p=1)
    assert not is_black(compat.VerticalFlip(p=1))

    class Below(compat.VerticalFlip):
        """Nothing of its own."""

    assert is_black(blackened(Below)(p=1))


def test_a_mock_counts_its_calls():
    with patch.object(A.VerticalFlip, "apply", side_effect=lambda img, **params: img) as apply:
        run(A.VerticalFlip(p=1), images=[scene()["image"]] * 3)
    assert apply.call_count == 4


@pytest.mark.parametrize("verb", ["apply_to_mask", "apply_to_bboxes", "apply_to_keypoints"])
def test_every_target_has_its_method(own, verb):
    own(p=1)
    setattr(own, verb, lambda self, given, **params: given)
    given = scene()
    out = A.Compose([own(p=1)], A.BboxParams("pascal_voc", ["labels"]), A.KeypointParams("xy", ["names"]))(**given)
    for name, of in {"mask": "apply_to_mask", "bboxes": "apply_to_bboxes", "keypoints": "apply_to_keypoints"}.items():
        assert np.array_equal(out[name], given[name]) == (of == verb), name
    assert (out["image"] == given["image"][::-1]).all()


def test_targets_put_on_a_class_later_say_what_acts(own):
    mask = scene()["mask"]
    own.targets = property(lambda self: {"image": self.apply})
    assert (run(own(p=1), mask=mask)["mask"] == mask).all()


def test_the_getters_of_parameters_may_come_later(own):
    own.get_params = lambda self: {"level": 7}
    own.apply = lambda self, img, level, **params: np.full_like(img, level)
    assert (run(own(p=1))["image"] == 7).all()


def test_an_instance_may_have_a_method_of_its_own(own):
    made, other = own(p=1), own(p=1)
    made.apply = lambda img, **params: np.zeros_like(img)
    assert (is_black(made), is_black(other)) == (True, False)
    del made.apply
    assert not is_black(made)
    with pytest.raises(AttributeError, match="VerticalFlip is frozen"):
        A.VerticalFlip().apply = black


def test_a_pipeline_sees_the_code_of_its_own_and_moves_no_other_op_across_it(own):
    pipeline = A.Compose([own(p=1), A.VerticalFlip(p=1)], seed=1)
    assert [step.op.runs_user_code for step in pipeline.draw_plan(image=scene()["image"]).steps] == [False, False]
    own.apply = black
    assert [step.op.runs_user_code for step in pipeline.draw_plan(image=scene()["image"]).steps] == [True, False]


def test_what_is_put_on_a_base_acts_in_classes_of_ones_own_and_a_built_in_says_that_it_does_not():
    class Own(A.DualTransform):
        def apply(self, img, **params):
            return img[::-1]

    sample = {name: scene()[name] for name in ("image", "mask")}
    with patch.object(A.DualTransform, "apply_to_mask", lambda self, mask, **params: np.zeros_like(mask)):
        assert not Own(p=1)(**sample)["mask"].any()
        with pytest.warns(
            UserWarning, match=r"DualTransform\.apply_to_mask was put on a base: VerticalFlip .* A\.Vert"
        ):
            assert A.VerticalFlip(p=1)(**sample)["mask"].any()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        A.VerticalFlip(p=1)
