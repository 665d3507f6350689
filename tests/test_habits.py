"""What people write by habit of another library is refused with what to write here."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import augrepro as A

IMAGE = np.zeros((100, 100, 3), np.uint8)
TWO = "takes one list of transforms, got 2 by position: write them in [ ]"


class Bare(A.ImageOnlyTransform):
    """A user's own, whose base was never built."""

    def __init__(self) -> None:
        self.by = 1

    def apply(self, img: Any, *args: Any, **params: Any) -> Any:
        return img


def boxed(format: str, *rows: Any) -> Any:
    return A.Compose([A.NoOp()], bbox_params=A.BboxParams(format))(image=IMAGE, bboxes=[*rows])


HABITS = {
    "a size as one": (lambda: A.Resize((224, 200)), TypeError, "Resize needs width .*; write Resize(224, 200)"),
    "a crop's size as one": (lambda: A.RandomCrop([32, 16]), TypeError, "; write RandomCrop(32, 16)"),
    "interpolation by name": (
        lambda: A.Resize(3, 3, interpolation="bilinear"),
        ValueError,
        "got 'bilinear' (as OpenCV counts: 0 nearest, 1 linear, 2 cubic",
    ),
    "border by name": (
        lambda: A.Rotate(border_mode="reflect"),
        ValueError,
        "got 'reflect' (as OpenCV counts: 0 the fill, 1 the edge pixel",
    ),
    "masks' interpolation by name": (
        lambda: A.Compose([], mask_interpolation="nearest"),
        ValueError,
        "got 'nearest' (as OpenCV counts: 0 nearest",
    ),
    "children one by one": (lambda: A.Compose(A.Blur(), A.Blur()), TypeError, f"Compose {TWO}"),
    "a choice's": (lambda: A.OneOf(A.Blur(), A.Blur()), TypeError, f"OneOf {TWO}"),
    "with p": (lambda: A.Sequential(A.Blur(), A.Blur(), p=1), TypeError, f"Sequential {TWO}"),
    "no base": (lambda: A.Compose([Bare()]), TypeError, "Bare.__init__ must call super().__init__(p=p)"),
    "coco read as corners": (
        lambda: boxed("pascal_voc", [60, 60, 30, 20]),
        ValueError,
        "in coco format all of them lie inside: are they x_min, y_min, width, height?",
    ),
    "corners read as coco": (
        lambda: boxed("coco", [10, 10, 90, 95], [10, 10, 20, 20]),
        ValueError,
        "in pascal_voc format all of them lie inside: are they x_min, y_min, x_max, y_max?",
    ),
    "no sample": (
        lambda: A.Compose([], seed=1, keyed=True)(image=IMAGE),
        RuntimeError,
        "this call has none: replace the DataLoader by augrepro.torch.loader(dataset, seed=...), or pass sample_key=",
    ),
    "RandomErasing": (lambda: A.RandomErasing, AttributeError, "; it is Erasing here"),
    "Grayscale": (lambda: A.Grayscale, AttributeError, "; it is ToGray here"),
    "GaussianNoise": (lambda: A.GaussianNoise, AttributeError, "; it is GaussNoise here"),
    "CutMix": (lambda: A.CutMix, AttributeError, "; it mixes images of a batch: mix batches in the training loop"),
    "MixUp": (
        lambda: A.MixUp,
        AttributeError,
        "removed it; it mixes images of a batch: mix batches in the training loop",
    ),
}


@pytest.mark.parametrize("case", HABITS)
def test_a_habit_is_answered(case):
    act, kind, words = HABITS[case]
    with pytest.raises(kind, match=re.escape(words).replace(r"\.\*", ".*")):
        act()


@pytest.mark.parametrize(("format", "row"), [("pascal_voc", [60, 60, 150, 150]), ("coco", [60, 60, -5, 5])])
def test_no_other_format_is_named_where_it_does_not_fit(format, row):
    with pytest.raises(ValueError, match="px") as found:
        boxed(format, row)
    assert "all of them" not in str(found.value)


def test_two_of_one_or_other_stand_by_position():
    assert len(A.OneOrOther(A.Blur(), A.NoOp()).transforms) == 2
