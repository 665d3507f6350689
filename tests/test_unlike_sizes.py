"""Under ``is_check_shapes=False`` a mask of another size than the image meets shares, or one clear error."""

import re

import numpy as np
import pytest
from catalogue import BUILT, REFERENCES, made
from samples import picture, striped_mask

import augrepro as A

IMAGE = picture(24, 32)
LABELS = A.BboxParams("pascal_voc", label_fields=["bbox_labels"])
BY_SHARES = {
    *("HorizontalFlip", "VerticalFlip", "Transpose", "RandomRotate90", "D4", "SquareSymmetry", "TimeReverse", "NoOp"),
    *("Resize", "LongestMaxSize", "SmallestMaxSize", "RandomScale"),
    *("GridDistortion", "OpticalDistortion", "ThinPlateSpline"),
}
BRING_OTHERS = {"Mosaic", "OverlayElements"}
"""Whose samples would need labels of their own."""


def run(transforms, **data):
    brought = {key: value for key, value in REFERENCES.items() if key not in ("bboxes", "bbox_labels")}
    rows = {"bboxes": [[2, 3, 20, 20]], "bbox_labels": ["a"]}
    return A.Compose(transforms, LABELS, is_check_shapes=False, seed=1)(image=IMAGE, **rows, **brought, **data)


@pytest.mark.parametrize("size", [(12, 16), (48, 64)])
def test_what_counts_in_pixels_of_the_image_refuses_a_mask_of_another_size(size):
    mask, told = striped_mask(*size), set()
    for name, _, arguments in BUILT:
        transform = made(name, arguments)
        if transform.image_only or name in BRING_OTHERS:
            continue
        if name in BY_SHARES:
            run([transform], mask=mask)
            continue
        try:
            assert np.array_equal(run([transform], mask=mask)["mask"], mask), name  # holes that leave masks
        except ValueError as found:
            error = str(found)
            told.add(name)
            wanted = rf"{name}#0 needs masks? of the image's height and width, \(24, 32\),.* got {re.escape(str(size))}"
            assert re.search(wanted, error), error
    assert len(told) > 25


def test_a_resize_in_front_makes_one_size_of_all():
    for transform in (A.Rotate(p=1), A.RandomGridShuffle(p=1), A.RandomCrop(8, 8, p=1)):
        out = run([A.Resize(20, 20), transform], mask=striped_mask(12, 16))
        assert out["mask"].shape == out["image"].shape[:2]


def test_a_second_image_of_another_size_meets_no_holes_but_noise():
    params = {"additional_targets": {"later": "image"}, "is_check_shapes": False}
    data = {"image": IMAGE, "later": picture(12, 16)}
    assert A.Compose([A.GaussNoise(p=1)], **params)(**data)["later"].shape == (12, 16, 3)
    for transform in (A.CoarseDropout(p=1), A.PixelDropout(p=1), A.ElasticTransform(p=1)):
        with pytest.raises(ValueError, match=r"needs later of the image's height and width, \(24, 32\)"):
            A.Compose([A.NoOp(), A.HorizontalFlip(p=1), transform], **params)(**data)
