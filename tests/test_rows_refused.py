"""Keypoints and boxes whose numbers are none: NaN where no joint is missing, booleans among numbers."""

import warnings

import numpy as np
import pytest

import augrepro as A
import augrepro.compat as former

IMAGE = np.zeros((40, 40, 3), np.uint8)


def keypoints(form, rows):
    return A.Compose([A.HorizontalFlip(p=1)], keypoint_params=A.KeypointParams(form))(image=IMAGE, keypoints=rows)


@pytest.mark.parametrize(
    ("form", "row", "field"),
    [("xyas", (20, 20, np.nan, 1), "angle"), ("xys", (20, 20, np.nan), "scale"), ("xysa", (2, 2, 1, np.nan), "angle")],
)
@pytest.mark.parametrize("container", [list, np.array])
def test_a_keypoint_with_a_place_needs_its_angle_and_scale(form, row, field, container):
    good = (1,) * len(row)
    with pytest.raises(ValueError, match=rf"keypoints\[1\] must have a finite {field}, got .*whose x or y is NaN"):
        keypoints(form, container([good, row]))


def test_a_missing_joint_may_have_no_angle():
    assert keypoints("xya", [(np.nan, np.nan, np.nan), (3, 4, 0)])["keypoints"] == [[36.0, 4.0, 180.0]]


@pytest.mark.parametrize("yes", [True, np.True_])
def test_a_boolean_among_numbers_is_refused(yes):
    with pytest.raises(ValueError, match=r"keypoints\[0\] must hold numbers"):
        keypoints("xyas", [(20, 20, 1, yes)])
    with pytest.raises(ValueError, match=r"bboxes\[0\] must hold numbers"):
        A.Compose([A.NoOp()], A.BboxParams("pascal_voc"))(image=IMAGE, bboxes=[(1, yes, 20, 20)])


@pytest.mark.parametrize("place", range(3))
def test_a_cutout_of_nothing_is_refused_in_its_own_words(place):
    given = [4, 8, 8]
    given[place] = 0
    name = ("num_holes", "max_h_size", "max_w_size")[place]
    with pytest.raises(ValueError, match=rf"Cutout\.{name} must be a whole number >= 1, got 0"):
        former.Cutout(*given, p=1)


@pytest.mark.parametrize("params", [A.BboxParams, A.KeypointParams])
@pytest.mark.parametrize("field", ["", "image", "bboxes", "masks3d"])
def test_a_label_field_that_no_argument_can_be_is_refused_when_it_is_written(params, field):
    with pytest.raises(ValueError, match=r"Params.label_fields"):
        params("coco" if params is A.BboxParams else "xy", label_fields=["fine", field])


@pytest.mark.parametrize("how", ["clip", "filter_invalid_bboxes"])
@pytest.mark.parametrize("form", ["yolo", "albumentations"])
def test_trimmed_boxes_that_look_like_pixels_get_a_word(form, how):
    pipe = A.Compose([A.HorizontalFlip(p=1)], A.BboxParams(form, **{how: True}))
    with pytest.warns(UserWarning, match=rf"bboxes\[1\] .*{form} boxes are shares .* these look like pixels"):
        pipe(image=np.zeros((64, 64, 3), np.uint8), bboxes=[[0.4, 0.4, 0.9, 0.9], [0.3, 0.3, 50, 50]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pipe(image=np.zeros((64, 64, 3), np.uint8), bboxes=[[0.4, 0.4, 1.3, 1.2]])


def test_an_unknown_argument_is_told_beside_every_bad_field():
    with pytest.raises(TypeError) as told:
        A.CoarseDropout(num_holes_range=(3, 1), fil=3, p=4)
    for words in ("no argument 'fil'", "num_holes_range must be", "CoarseDropout.p must be"):
        assert words in str(told.value)


def test_former_places_are_told_without_a_complaint_of_each():
    with pytest.raises(ValueError, match="write size=") as told:
        A.RandomResizedCrop(32, 40)
    assert "scale" not in str(told.value)
