"""A warning points at the user's line, whatever it went through."""

from __future__ import annotations

import warnings

import pytest

import augrepro as A


def test_one_transform_for_a_list():
    with pytest.warns(UserWarning, match="one transform was given instead of a list") as told:
        A.Compose(A.HorizontalFlip())
    assert told[0].filename == __file__


def test_a_method_that_is_never_called():
    with pytest.warns(UserWarning, match="apply_to_mask is never called") as told:

        class Tint(A.ImageOnlyTransform):
            def apply(self, img, **params):
                return img

            def apply_to_mask(self, mask, **params):
                return mask

    assert told[0].filename == __file__
    assert Tint.__name__ == "Tint"


def test_a_file_of_a_later_release():
    saved = {"__version__": "3.0.0", "transform": {"__class_fullname__": "HorizontalFlip", "p": 0.5}}
    with pytest.warns(UserWarning, match="a file of release '3.0.0' is read as one of 2.0.8") as told:
        assert A.from_dict(saved) == A.HorizontalFlip()
    assert told[0].filename == __file__


def test_a_file_without_a_version():
    saved = {"transform": {"__class_fullname__": "HorizontalFlip", "always_apply": True}}
    with pytest.raises(A.PlanError, match='the file names no version; of Albumentations 1, it needs "__version__"'):
        A.from_dict(saved)


class TestMoreChildrenThanThereAre:
    two = (A.HorizontalFlip(p=1), A.VerticalFlip(p=1))

    @pytest.mark.parametrize("n", [3, (1, 3), (3, 4)])
    @pytest.mark.parametrize("group", [A.SomeOf, A.RandomOrder])
    def test_are_told_at_the_users_line(self, group, n):
        with pytest.warns(
            UserWarning, match=rf"{group.__name__}.n is .* no more than 2 transforms.*draws 2 at most"
        ) as told:
            made = group(self.two, n=n)
        assert [warning.filename for warning in told] == [__file__]
        with pytest.warns(UserWarning, match="no more than 2 transforms"):
            assert A.from_dict(A.to_dict(A.Compose([made]))) == A.Compose([made])

    def test_are_none_where_one_may_come_twice_or_where_there_are_enough(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            A.SomeOf(self.two, n=3, replace=True)
            A.SomeOf(self.two, n=(0, 2))
            A.SomeOf([], n=1)
