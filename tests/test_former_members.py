"""Members of Albumentations' objects that ours do not have: each error says what to use."""

import copy
import pickle
import pydoc
import re

import numpy as np
import pytest

import augrepro as A
from augrepro import compat
from augrepro.engine.declare.former_members import MEMBERS

OBJECTS = (
    A.HorizontalFlip(p=1),
    A.OneOf([A.Blur()]),
    A.Compose([A.Blur()]),
    A.BboxParams("coco"),
    A.KeypointParams("xy"),
)
DRAWN = ("get_applied_params", "params", "applied_in_replay", "deterministic", "set_deterministic", "fill_with_params")


@pytest.mark.parametrize("name", MEMBERS)
def test_every_member_is_missing_somewhere_and_says_what_stands_for_it(name):
    lacking = [found for found in OBJECTS if not hasattr(found, name)]
    assert lacking
    for found in lacking:
        with pytest.raises(AttributeError) as raised:
            getattr(found, name)
        assert str(raised.value) == f"{type(found).__name__} has no {name}: {MEMBERS[name]}"


def test_what_was_drawn_is_found_where_the_error_says():
    for name in DRAWN:
        with pytest.raises(AttributeError, match=r"save_applied_params=True\).*ReplayCompose.*draw_plan"):
            getattr(OBJECTS[0], name)
    image = np.zeros((8, 8, 3), np.uint8)
    flip = A.HorizontalFlip(p=1)
    assert A.Compose([flip], save_applied_params=True)(image=image)["applied_transforms"]
    assert A.ReplayCompose([flip])(image=image)["replay"]
    assert flip.draw_plan(image=image).steps
    with pytest.raises(AttributeError, match=r"augrepro\.compat\.OverlayElements\.preprocess_metadata"):
        _ = compat.OverlayElements(p=1).preprocess_metadata
    assert callable(compat.OverlayElements.preprocess_metadata)


def test_other_names_errors_of_properties_and_members_of_ones_own_are_as_ever():
    class Own(A.HorizontalFlip):
        """A property that fails, one that Albumentations has and fails, and a member of its own."""

        strict = True

        @property
        def broken(self):
            return self.nothing_of_that_name

        @property
        def seed(self):
            return self.nothing_of_that_name

    own = Own(p=1)
    own.params = {"a": 1}
    assert (own.strict, own.params) == (True, {"a": 1})
    for name in ("broken", "seed", "nothing_of_that_name"):
        with pytest.raises(AttributeError, match="'Own' object has no attribute 'nothing_of_that_name'"):
            getattr(own, name)
    for made in (own, A.Compose([own])):
        assert copy.deepcopy(made) == copy.copy(made)
    assert pickle.loads(pickle.dumps(OBJECTS[2])) == OBJECTS[2]


def test_members_of_a_base_that_stands_behind_ours_are_read_set_and_deleted_as_anywhere():
    class WithSeed:
        """A mixin with a property, a method and a value of names that Albumentations has too."""

        processors = "value"

        @property
        def seed(self):
            return self.kept

        @seed.setter
        def seed(self, value):
            self.kept = value

        def params(self):
            return "method"

    class Own(A.DualTransform, WithSeed):
        """Ours stands in front."""

    class Below(Own):
        """And further down."""

    for own in (Own(), Below()):
        own.seed = 3
        assert (own.seed, own.kept, own.params(), own.processors) == (3, 3, "method", "value")
        assert {"seed", "params", "processors"} <= {*dir(own)}
        with pytest.raises(AttributeError, match="has no deterministic: "):
            _ = own.deterministic


def test_no_class_has_a_hook_that_slows_every_attribute():
    for found in OBJECTS:
        assert not hasattr(type(found), "__getattr__")
        assert type(found).__getattribute__ is object.__getattribute__


def test_what_is_missing_is_in_no_completion_and_costs_no_draw():
    for found in OBJECTS:
        assert [name for name in MEMBERS if name in dir(found) and not hasattr(found, name)] == []
    image = np.zeros((9, 9, 3), np.uint8)
    first, second = (A.Compose([A.CoarseDropout(p=1)], seed=1) for _ in range(2))
    dir(first)
    dir(first[0])
    assert first.draw_plan(image=image) == second.draw_plan(image=image)


@pytest.mark.parametrize(("xy", "cells"), [((4, None), (4, 2)), ((None, 3), (10, 3)), ((None, None), (10, 6))])
def test_one_number_of_cells_alone(xy, cells):
    transform = A.GridDropout(holes_number_xy=xy, random_offset=False, p=1)
    (step,) = transform.draw_plan(image=np.zeros((60, 100, 3), np.uint8)).steps
    assert (step.op.columns, step.op.rows) == cells


@pytest.mark.parametrize("cls", [A.HorizontalFlip, A.OneOf, A.Compose, A.BboxParams, A.ImageOnlyTransform, A.Lambda])
def test_a_class_says_what_its_instances_say(cls):
    lacking = [name for name in MEMBERS if not hasattr(cls, name)]
    assert "is_serializable" in lacking
    for name in lacking:
        with pytest.raises(AttributeError) as raised:
            getattr(cls, name)
        assert str(raised.value) == f"{cls.__name__} has no {name}: {MEMBERS[name]}"


@pytest.mark.parametrize("cls", [A.GaussNoise, A.Compose, A.OneOf, A.BboxParams, A.ImageOnlyTransform, A.Lambda])
def test_help_of_a_class_lists_no_private_name_and_no_sentence_on_what_is_not_there(cls):
    lines = pydoc.plain(pydoc.render_doc(cls)).splitlines()
    names = [word for line in lines if (word := re.match(r" \|  (\w+)(\(| = |$)", line))]
    assert len(names) > 50
    assert [found[1] for found in names if re.match("_[^_]", found[1])] == []
    assert [line for line in lines if any(said in line for said in ("Not here", MEMBERS["seed"], "Union["))] == []
    assert len(lines) < 480


def test_super_says_it_too_and_members_of_ones_own_act():
    class Own(A.HorizontalFlip):
        strict = True

        def get_class_fullname(self):
            return "mine"

        def get_params(self):
            return super().update_params({})

    own = Own(p=1)
    own.deterministic = 3
    assert (Own.strict, own.get_class_fullname(), own.deterministic) == (True, "mine", 3)
    with pytest.raises(AttributeError, match="Own has no update_params: update_transform_params"):
        own.get_params()
